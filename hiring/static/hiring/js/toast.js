// A word at the foot of the screen on what has just happened, with the way to take it back.

export class Toast {
  constructor(element, undoLabel) {
    this.element = element;
    this.undoLabel = undoLabel;
  }

  show(sentence, undo) {
    this.element.classList.remove("toast--refused");
    this.element.replaceChildren(document.createTextNode(sentence));
    if (!undo) return;
    const button = document.createElement("button");
    button.className = "tool";
    button.type = "button";
    button.textContent = this.undoLabel;
    button.addEventListener("click", () => {
      button.disabled = true;
      undo();
    });
    this.element.append(" ", button);
  }

  refuse(sentence) {
    this.show(sentence);
    this.element.classList.add("toast--refused");
  }

  press() {
    this.element.querySelector("button:not(:disabled)")?.click();
  }
}
