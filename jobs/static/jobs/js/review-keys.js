// The keys of the queues of the review: from job to job, and what can be done with the one in focus.
import { isForPage } from "../../backoffice/js/keys.js";

const jobs = [...document.querySelectorAll("[data-review-job]")];
for (const hint of document.querySelectorAll("[data-key-hint]")) hint.hidden = jobs.length === 0;

const current = () => jobs.findIndex((job) => job.contains(document.activeElement));

function go(to) {
  const job = jobs[Math.max(0, Math.min(to, jobs.length - 1))];
  job?.focus();
  job?.scrollIntoView({ block: "nearest" });
}

let isLeaving = false;
document.addEventListener("keydown", (event) => {
  if (!isForPage(event) || event.shiftKey || isLeaving) return;
  if (event.key === "j") go(current() + 1);
  else if (event.key === "k") go(current() - 1);
  else {
    const button = jobs[current()]?.querySelector(`[data-key="${CSS.escape(event.key)}"]`);
    if (!button) return;
    // A key that is held down must not decide twice.
    isLeaving = true;
    button.click();
  }
  event.preventDefault();
});
window.addEventListener("pageshow", () => {
  isLeaving = false;
});

// After a decision the address names the next job.
const next = jobs.findIndex((job) => `#${job.id}` === location.hash);
if (next >= 0) go(next);
