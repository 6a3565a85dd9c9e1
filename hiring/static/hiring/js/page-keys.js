// The keys of a page about applications: each presses or follows what is on the page anyway.
import { isForPage, offerHelp } from "../../backoffice/js/keys.js";

const byKey = new Map();
for (const element of document.querySelectorAll("[data-key]")) {
  for (const key of element.dataset.key.split(" ")) if (key) byKey.set(key, element);
}

for (const hint of document.querySelectorAll("[data-key-hint]")) hint.hidden = false;

let isLeaving = false;
document.addEventListener("keydown", (event) => {
  if (!isForPage(event) || event.shiftKey || isLeaving) return;
  const element = byKey.get(event.key);
  if (!element) return;
  event.preventDefault();
  if (element.matches("textarea")) {
    element.focus();
  } else {
    // A key that is held down must not decide twice.
    isLeaving = true;
    element.click();
  }
});
window.addEventListener("pageshow", () => {
  isLeaving = false;
});

offerHelp();
