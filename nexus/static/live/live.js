// Has a part of the page follow what is changed elsewhere. `data-live` is the version that it shows.

const PAUSE = 5000;
const LONGEST_PAUSE = 120000;

/** Ask for news every few seconds. `isBusy` holds them back, `renew` puts the fresh part in. */
export function follow(part, { isBusy = () => false, renew = replace } = {}) {
  let pause = PAUSE;
  let timer = 0;
  let isAsking = false;
  let isOver = false;

  const ask = async () => {
    const headers = { "If-None-Match": `"${part.dataset.live}"`, "X-Live": "1" };
    const answer = await fetch(window.location.href, { headers, redirect: "error", cache: "no-store" });
    if (answer.status === 304) return;
    // It is not theirs to see any more, or gone: what is shown stays until they go on.
    if (answer.status === 403 || answer.status === 404) isOver = true;
    if (!answer.ok) throw new Error(`answered ${answer.status}`);
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const fresh = page.querySelector("[data-live]");
    if (!fresh) throw new Error("nothing to follow");
    // Asked again soon: somebody has begun something meanwhile.
    if (isInUse()) return;
    renew(part, fresh);
    part.dataset.live = fresh.dataset.live;
  };

  const isInUse = () => document.hidden || isBusy() || document.querySelector("dialog[open]");

  const go = async () => {
    timer = 0;
    if (!isInUse()) {
      isAsking = true;
      try {
        await ask();
        pause = PAUSE;
      } catch {
        pause = Math.min(pause * 2, LONGEST_PAUSE);
      }
      isAsking = false;
    }
    wait(pause);
  };

  const wait = (time) => {
    // A hidden page waits until it is looked at; what is asked already is answered first.
    if (!isOver && !isAsking && !document.hidden && !timer) timer = window.setTimeout(go, time);
  };

  document.addEventListener("visibilitychange", () => {
    window.clearTimeout(timer);
    timer = 0;
    wait(0);
  });
  wait(pause);
}

/** Show the fresh part; what had the focus has it again. */
function replace(part, fresh) {
  const link = part.contains(document.activeElement) && document.activeElement.getAttribute("href");
  part.replaceChildren(...fresh.childNodes);
  if (link) part.querySelector(`a[href="${CSS.escape(link)}"]`)?.focus({ preventScroll: true });
}
