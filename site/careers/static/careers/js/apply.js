// Sends what was entered without leaving the page, so that a lost connection loses nothing of it.
// Without scripts the form sends itself.

let isSending = false;

function show(page) {
  const main = document.querySelector("main");
  main.replaceChildren(...page.querySelector("main").childNodes);
  document.title = page.title;
  const wrong = main.querySelector("[aria-invalid=true]");
  if (wrong) {
    wrong.focus();
  } else {
    main.focus();
  }
}

document.addEventListener("submit", async (event) => {
  const form = event.target;
  if (!form.matches("[data-apply]")) {
    return;
  }
  event.preventDefault();
  if (isSending) {
    return;
  }
  isSending = true;
  const said = form.querySelector("[data-apply-lost]");
  said.hidden = true;
  said.textContent = "";
  form.setAttribute("aria-busy", "true");
  try {
    const response = await fetch(form.action, { method: "POST", body: new FormData(form) });
    if (response.redirected) {
      window.location.assign(response.url);
      return;
    }
    const text = await response.text();
    if (response.status >= 500) {
      throw new Error(response.statusText);
    }
    show(new DOMParser().parseFromString(text, "text/html"));
  } catch {
    said.textContent = said.dataset.applyLost;
    said.hidden = false;
  } finally {
    isSending = false;
    form.removeAttribute("aria-busy");
  }
});
