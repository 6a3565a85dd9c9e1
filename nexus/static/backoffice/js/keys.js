// What the keys of a page and their help share.

const TYPED_INTO = "input:not([type=checkbox]), textarea, select, [contenteditable]";

/** Say whether a key is for the page: none of a field's, a dialog's or the browser's own. */
export function isForPage(event) {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return false;
  return !event.target.closest(`${TYPED_INTO}, dialog`);
}

/** Let the button and the question mark open the help. */
export function offerHelp() {
  const dialog = document.querySelector("[data-keys]");
  const button = document.querySelector("[data-help]");
  if (!dialog || !button) return;
  button.hidden = false;
  button.addEventListener("click", () => dialog.showModal());
  document.addEventListener("keydown", (event) => {
    if (event.key === "?" && isForPage(event)) {
      event.preventDefault();
      dialog.showModal();
    }
  });
}
