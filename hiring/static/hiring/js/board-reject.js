// The question why somebody is rejected, asked before their card moves.

export class RejectDialog {
  #answered = null;

  constructor(dialog) {
    this.dialog = dialog;
    this.title = dialog.querySelector("h2");
    this.form = dialog.querySelector("form");
    // Escape closes it without a button: what was returned last must not count again.
    dialog.addEventListener("cancel", () => (dialog.returnValue = ""));
    dialog.addEventListener("close", () => {
      this.#answered?.(this.#answer());
      this.#answered = null;
    });
  }

  /** Ask about `name`; what is to be sent, "own" for a mail of one's own, or null to let it be. */
  ask(name) {
    this.form.reset();
    this.dialog.returnValue = "";
    this.title.textContent = this.title.dataset.says.replace("%s", name);
    this.dialog.showModal();
    return new Promise((resolve) => (this.#answered = resolve));
  }

  #answer() {
    if (this.dialog.returnValue === "own") return "own";
    if (this.dialog.returnValue !== "reject") return null;
    return Object.fromEntries(new FormData(this.form));
  }
}
