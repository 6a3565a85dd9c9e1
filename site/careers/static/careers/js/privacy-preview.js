// Shows what others would see with the switches as they are set now. The server writes it.

const form = document.querySelector("[data-switches]");
const shown = document.querySelector("[data-preview]");
const unsaved = document.querySelector("[data-unsaved]");
const boxes = [...form.querySelectorAll("input[type=checkbox]")];
const saved = boxes.map((box) => box.defaultChecked);
let latest = null;

form.querySelector("[data-preview-button]").hidden = true;

async function preview() {
  latest?.abort();
  const mine = new AbortController();
  latest = mine;
  const chosen = new URLSearchParams(boxes.filter((box) => box.checked).map((box) => [box.name, "on"]));
  try {
    const response = await fetch(`${form.dataset.switches}?${chosen}`, { signal: mine.signal });
    if (!response.ok || response.redirected) {
      throw new Error(response.statusText);
    }
    const part = await response.text();
    if (latest === mine) {
      const isOpen = shown.querySelector("details")?.open;
      shown.innerHTML = part;
      shown.querySelector("details")?.toggleAttribute("open", Boolean(isOpen));
      unsaved.hidden = boxes.every((box, at) => box.checked === saved[at]);
    }
  } catch (error) {
    if (error.name !== "AbortError") {
      // Signed out, or no network: what stands there would be a lie.
      form.querySelector("[data-preview-button]").hidden = false;
    }
  }
}

form.addEventListener("change", preview);
