/* select2 names its box after what is chosen in it, which is nothing at first: give it the label too. */

function nameBox(box) {
  const container = box.closest(".select2-container");
  const select = container.parentElement.querySelector("select.admin-autocomplete");
  const label = select?.labels?.[0];
  if (!label || box.dataset.named) {
    return;
  }
  box.dataset.named = "true";
  label.id ||= `${select.id}_label`;
  box.setAttribute("aria-labelledby", `${label.id} ${box.getAttribute("aria-labelledby") ?? ""}`.trim());
  box.querySelector('[role="textbox"]')?.setAttribute("aria-labelledby", label.id);
}

function nameAll() {
  document.querySelectorAll(".select2-container .select2-selection").forEach(nameBox);
}

nameAll();
new MutationObserver(nameAll).observe(document, { childList: true, subtree: true });
