// Draws the mail while it is being written, and inserts placeholders by a click.

const PAUSE = 500;

function drawWhileTyping(form) {
  const button = form.querySelector("[formtarget]");
  let shown = form.querySelector("iframe");
  let coming = null;
  let count = 0;
  let timer = 0;

  const draw = () => {
    coming?.remove();
    // A frame of its own each time: going back in the browser leaves the page, not the drawing.
    const next = shown.cloneNode();
    next.removeAttribute("src");
    next.name = `mail-preview-${++count}`;
    next.classList.add("mail-desk__frame--coming");
    shown.after(next);
    coming = next;
    button.formTarget = next.name;
    form.requestSubmit(button);
    next.addEventListener("load", () => {
      if (coming !== next) return;
      shown.remove();
      next.classList.remove("mail-desk__frame--coming");
      shown = next;
      coming = null;
    });
  };

  button.hidden = true;
  form.addEventListener("input", (event) => {
    clearTimeout(timer);
    timer = setTimeout(draw, event.target.matches("input[type=radio], select") ? 0 : PAUSE);
  });
  const isTyped = form.querySelector(".errors") || form.dataset.typed;
  if (isTyped) draw();
}

function offerPlaceholders(form) {
  const fields = [...form.querySelectorAll("#id_subject, #id_body")];
  const label = form.querySelector("[data-insert-label]").dataset.insertLabel;
  let last = fields.at(-1);
  for (const field of fields) field.addEventListener("focus", () => (last = field));

  for (const code of form.querySelectorAll("[data-placeholder]")) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "mail-words__insert";
    button.textContent = code.textContent;
    button.setAttribute("aria-label", label.replace("%s", code.textContent));
    button.addEventListener("click", () => {
      last.focus();
      last.setRangeText(code.textContent, last.selectionStart, last.selectionEnd, "end");
      last.dispatchEvent(new InputEvent("input", { bubbles: true }));
    });
    code.replaceWith(button);
  }
}

const form = document.querySelector("[data-mail-text]");
if (form) {
  offerPlaceholders(form);
  drawWhileTyping(form);
}
