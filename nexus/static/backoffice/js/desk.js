// The desk at which something is written: its page beside it, redrawn while one types, and a word of
// caution before unsaved changes are left. Without this, the preview opens in a tab of its own.

const WAIT_MS = 500;
const ROOM = "(width >= 72rem)";
const REMEMBERED = "nexus-preview";

const desk = document.querySelector("[data-desk]");
const form = desk?.querySelector("form");
const side = desk?.querySelector("[data-preview-side]");
const opener = desk?.querySelector("[data-preview-open]");

if (form) {
  guard();
}
if (form && side && opener) {
  preview();
}

function guard() {
  let isDirty = document.querySelector(".errornote") !== null;
  form.addEventListener("input", () => {
    isDirty = true;
  });
  form.addEventListener("submit", (event) => {
    if (!event.submitter?.formTarget) {
      isDirty = false;
    }
  });
  window.addEventListener("beforeunload", (event) => {
    if (isDirty) {
      event.preventDefault();
    }
  });
}

function preview() {
  const frame = side.querySelector("iframe");
  const state = side.querySelector("[data-preview-state]");
  const room = window.matchMedia(ROOM);
  let timer = null;
  let asked = null;

  const draw = async () => {
    asked?.abort();
    const mine = new AbortController();
    asked = mine;
    try {
      const body = new FormData(form);
      const response = await fetch(opener.formAction, { method: "POST", body, signal: mine.signal });
      if (!response.ok) {
        throw new Error(response.statusText);
      }
      // Scripts do not run in the frame; those of the page would complain of it.
      const html = (await response.text()).replace(/<script[\s\S]*?<\/script>/g, "");
      const top = frame.contentWindow?.scrollY ?? 0;
      frame.addEventListener("load", () => frame.contentWindow.scrollTo(0, top), { once: true });
      frame.srcdoc = html;
      state.textContent = "";
    } catch (error) {
      if (error.name !== "AbortError") {
        state.textContent = desk.dataset.noPreview;
      }
    }
  };

  const show = (isShown) => {
    side.hidden = !isShown;
    desk.classList.toggle("desk--split", isShown);
    opener.setAttribute("aria-expanded", String(isShown));
    window.localStorage.setItem(REMEMBERED, isShown ? "shown" : "hidden");
    if (isShown) {
      draw();
    }
  };

  opener.addEventListener("click", (event) => {
    if (room.matches) {
      event.preventDefault();
      show(side.hidden);
    }
  });
  form.addEventListener("input", () => {
    clearTimeout(timer);
    if (!side.hidden) {
      timer = setTimeout(draw, WAIT_MS);
    }
  });
  room.addEventListener("change", () => {
    if (!room.matches) {
      side.hidden = true;
      desk.classList.remove("desk--split");
    }
  });
  if (room.matches && window.localStorage.getItem(REMEMBERED) === "shown") {
    show(true);
  }
}
