// Saves jobs in place. Without it the form of the save buttons goes there and back by itself.

const form = document.querySelector("[data-saving]");

// Results change in place, and so does the address to come back to.
const remember = () => {
  form.elements.namedItem("next").value = window.location.pathname + window.location.search;
};

form.addEventListener("submit", async (event) => {
  const button = event.submitter;
  remember();
  if (!button || form.dataset.isPlain) {
    return;
  }
  event.preventDefault();
  try {
    const response = await fetch(button.getAttribute("formaction"), {
      method: "POST",
      body: new FormData(form, button),
      headers: { "X-Part": "button" },
    });
    if (!response.ok || response.redirected) {
      throw new Error(response.statusText);
    }
    const page = new DOMParser().parseFromString(await response.text(), "text/html");
    const fresh = page.querySelector("[data-save]");
    fresh.setAttribute("formaction", button.getAttribute("formaction"));
    const isFocused = document.activeElement === button;
    button.replaceWith(fresh);
    if (isFocused) {
      fresh.focus();
    }
  } catch {
    // Signed out meanwhile, no room for more, no network: the page itself tells.
    form.dataset.isPlain = "true";
    form.requestSubmit(button);
  }
});
