// The board follows what others do: cards come, go and change, and all others stay where they are.

export function renewBoard(columns, fresh) {
  const stages = new Map();
  for (const card of fresh.querySelectorAll("[data-card]")) {
    stages.set(card.dataset.card, card.closest("[data-stage]").dataset.stage);
  }
  const focused = document.activeElement?.closest?.("[data-card]")?.dataset.card;
  for (const column of columns.all) {
    const { stage } = column.dataset;
    renewColumn(column, fresh.querySelector(`[data-stage="${stage}"]`), stages);
  }
  if (focused && !document.activeElement?.closest?.("[data-card]")) {
    columns.board.querySelector(`[data-card="${focused}"] a`)?.focus({ preventScroll: true });
  }
  columns.rove();
}

function renewColumn(column, fresh, stages) {
  const cards = column.querySelector("[data-cards]");
  const shown = new Map([...cards.querySelectorAll("[data-card]")].map((c) => [c.dataset.card, c]));
  const hasMore = Boolean(fresh.querySelector("[data-more]"));
  for (const [key, card] of shown) {
    // What was loaded beyond the first cards is not among the fresh ones, and may still be there.
    const isGone = stages.has(key) ? stages.get(key) !== column.dataset.stage : !hasMore;
    if (isGone) {
      card.remove();
      shown.delete(key);
    }
  }
  let before = null;
  for (const card of [...fresh.querySelectorAll("[data-card]")].reverse()) {
    const old = shown.get(card.dataset.card);
    if (!old) {
      cards.insertBefore(card, before ?? cards.querySelector(".board-more"));
      before = card;
    } else if (wordsOf(old) === wordsOf(card)) {
      before = old;
    } else {
      old.replaceWith(card);
      before = card;
    }
  }
  column.querySelector("[data-count]").textContent = fresh.querySelector("[data-count]").textContent;
}

function wordsOf(card) {
  const words = card.cloneNode(true);
  words.querySelector("details")?.remove();
  words.querySelector("time")?.remove();
  return words.textContent.replace(/\s+/g, " ");
}
