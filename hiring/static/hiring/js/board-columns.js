// The columns of the board: where cards stand, how many there are, and how more are loaded.

export class Columns {
  constructor(board) {
    this.board = board;
    this.all = [...board.querySelectorAll("[data-stage]")];
  }

  of(card) {
    return card.closest("[data-stage]");
  }

  stageAt(key) {
    return this.all[Number(key) - 1]?.dataset.stage;
  }

  placeOf(card) {
    return { stage: this.of(card).dataset.stage, before: card.nextElementSibling };
  }

  put(card, stage) {
    const column = this.all.find((one) => one.dataset.stage === stage);
    this.#count(this.of(card), -1);
    column.querySelector("[data-cards]").prepend(card);
    this.#count(column, 1);
    this.rove();
  }

  putBack(card, { stage, before }) {
    const column = this.all.find((one) => one.dataset.stage === stage);
    this.#count(this.of(card), -1);
    const cards = column.querySelector("[data-cards]");
    cards.insertBefore(card, before?.parentElement === cards ? before : null);
    this.#count(column, 1);
    this.rove();
  }

  /** Offer in the card's menu the stages to which it can go from where it is now. */
  renewWays(card) {
    const form = card.querySelector("form");
    if (!form) return;
    const labels = new Map(
      this.all.map((one) => [one.dataset.stage, one.querySelector("h2").dataset.label]),
    );
    for (const button of form.querySelectorAll("button")) button.remove();
    for (const stage of this.of(card).dataset.ways.split(" ").filter(Boolean)) {
      const button = document.createElement("button");
      Object.assign(button, { type: "submit", name: "stage", value: stage });
      button.textContent = labels.get(stage) + (stage === "rejected" ? " …" : "");
      form.append(button);
    }
    card.draggable = Boolean(form.querySelector("button"));
  }

  markWays(card) {
    const origin = this.of(card);
    const ways = origin.dataset.ways.split(" ");
    for (const column of this.all) {
      column.classList.toggle("is-way", ways.includes(column.dataset.stage));
      column.classList.toggle("is-origin", column === origin);
    }
  }

  markOver(over) {
    for (const column of this.all) {
      column.classList.toggle("is-over", column === over && column.classList.contains("is-way"));
    }
  }

  focus(card) {
    card.querySelector("a").focus();
    this.rove();
  }

  /** Go to the card beside `card`; without one, to the first there is. */
  step(card, across, down) {
    if (!card) {
      const first = this.board.querySelector("[data-card]");
      if (first) this.focus(first);
      return;
    }
    if (down) {
      const next = down > 0 ? card.nextElementSibling : card.previousElementSibling;
      if (next?.matches("[data-card]")) this.focus(next);
      else if (next) next.querySelector("a").click();
      return;
    }
    const row = [...card.parentElement.children].indexOf(card);
    let at = this.all.indexOf(this.of(card)) + across;
    while (this.all[at] && !this.all[at].querySelector("[data-card]")) at += across;
    const cards = this.all[at]?.querySelectorAll("[data-card]");
    if (cards) this.focus(cards[Math.min(row, cards.length - 1)]);
  }

  /** Leave one stop for the tab key in each column: the arrows do the rest. */
  rove() {
    for (const column of this.all) {
      const links = [...column.querySelectorAll(".board-card__name")];
      const stop = links.find((link) => link === document.activeElement) ?? links[0];
      for (const link of links) link.tabIndex = link === stop ? 0 : -1;
      for (const menu of column.querySelectorAll("summary")) menu.tabIndex = -1;
    }
  }

  loadOnScroll(sayFailed) {
    const seen = new IntersectionObserver((entries) => {
      for (const entry of entries) if (entry.isIntersecting) load(entry.target);
    }, { rootMargin: "200px" });
    const watch = () => {
      for (const more of this.board.querySelectorAll("[data-more]")) seen.observe(more);
    };
    const load = async (more) => {
      seen.unobserve(more);
      if (more.dataset.busy) return;
      more.dataset.busy = "1";
      try {
        const response = await fetch(more.dataset.more, { redirect: "error" });
        if (!response.ok) throw new Error(`answered ${response.status}`);
        const piece = document.createElement("template");
        piece.innerHTML = await response.text();
        const known = (card) => this.board.querySelector(`[data-card="${card.dataset.card}"]`);
        for (const card of piece.content.querySelectorAll("[data-card]")) {
          if (known(card)) card.remove();
        }
        more.parentElement.replaceWith(piece.content);
        watch();
        this.rove();
      } catch {
        delete more.dataset.busy;
        sayFailed();
      }
    };
    this.board.addEventListener("click", (event) => {
      const more = event.target.closest("[data-more]");
      if (!more) return;
      event.preventDefault();
      load(more);
    });
    watch();
  }

  #count(column, change) {
    const shown = column.querySelector("[data-count]");
    shown.textContent = Number(shown.textContent) + change;
  }
}
