// The board: cards are dragged or sent by key, and stand at once where the server will say they are.
import { Columns } from "./board-columns.js";
import { renewBoard } from "./board-live.js";
import { RejectDialog } from "./board-reject.js";
import { isForPage, offerHelp } from "../../backoffice/js/keys.js";
import { follow } from "../../live/live.js";
import { Toast } from "./toast.js";

const board = document.querySelector("[data-board]");
const token = board.querySelector("[name=csrfmiddlewaretoken]").value;
const columns = new Columns(board);
const toast = new Toast(document.querySelector("[data-toast]"), board.dataset.saysUndo);

const REJECTED = "rejected";
const question = document.querySelector("[data-why]");
const reasons = question && new RejectDialog(question);

async function post(url, fields) {
  const body = new URLSearchParams(fields);
  const headers = { Accept: "application/json", "X-CSRFToken": token };
  const response = await fetch(url, { method: "POST", body, headers, redirect: "manual" });
  if (!response.headers.get("Content-Type")?.startsWith("application/json")) {
    throw new Error(`answered ${response.status}`);
  }
  return { isDone: response.ok, ...(await response.json()) };
}

/** Move a card, having asked for the reason of a rejection; `next` then takes the focus. */
async function decide(card, stage, next = card) {
  const origin = columns.of(card);
  const isRejection = stage === REJECTED && origin.dataset.ways.split(" ").includes(stage);
  if (!isRejection || !reasons) {
    move(card, stage);
    columns.focus(next);
    return;
  }
  const answer = await reasons.ask(card.querySelector(".board-card__name").textContent.trim());
  if (answer === "own") {
    const form = card.querySelector("form");
    form.action = board.dataset.reject;
    form.submit();
    return;
  }
  if (answer) move(card, stage, answer);
  columns.focus(answer ? next : card);
}

async function move(card, stage, more = {}) {
  const origin = columns.of(card);
  const url = card.querySelector("form")?.action;
  if (!url || card.classList.contains("is-saving") || origin.dataset.stage === stage) return;
  const place = columns.placeOf(card);
  columns.put(card, stage);
  card.classList.add("is-saving");
  try {
    const answer = await post(url, { stage, ...more });
    if (answer.isDone) {
      columns.renewWays(card);
      toast.show(answer.message, () => undo(answer.batch, card, place));
    } else {
      columns.putBack(card, place);
      toast.refuse(answer.message);
    }
  } catch {
    columns.putBack(card, place);
    toast.refuse(board.dataset.saysFailed);
  }
  card.classList.remove("is-saving");
}

async function undo(batch, card, place) {
  try {
    const answer = await post(board.dataset.undo, { batch });
    if (!answer.isDone) return toast.refuse(answer.message);
    columns.putBack(card, place);
    columns.renewWays(card);
    toast.show(answer.message);
  } catch {
    toast.refuse(board.dataset.saysFailed);
  }
}

// --- By mouse ----------------------------------------------------------------------------------
let dragged = null;
let wanted = "";

board.addEventListener("dragstart", (event) => {
  dragged = event.target.closest("[data-card]");
  if (!dragged) return;
  event.dataTransfer.effectAllowed = "move";
  event.dataTransfer.setData("text/plain", dragged.dataset.card);
  dragged.classList.add("is-dragged");
  board.classList.add("dragging");
  columns.markWays(dragged);
});

board.addEventListener("dragover", (event) => {
  const column = event.target.closest("[data-stage]");
  columns.markOver(column);
  if (dragged && column?.classList.contains("is-way")) event.preventDefault();
});

board.addEventListener("drop", (event) => {
  const column = event.target.closest("[data-stage]");
  if (!dragged || !column) return;
  event.preventDefault();
  wanted = column.dataset.stage;
});

board.addEventListener("dragend", () => {
  const [card, stage] = [dragged, wanted];
  dragged?.classList.remove("is-dragged");
  dragged = null;
  wanted = "";
  board.classList.remove("dragging");
  columns.markOver(null);
  // No question is asked while the browser still ends the drag.
  if (card && stage) decide(card, stage);
});

board.addEventListener("submit", (event) => {
  const card = event.target.closest("[data-card]");
  if (!card || !event.submitter) return;
  event.preventDefault();
  card.querySelector("details").open = false;
  decide(card, event.submitter.value);
});

// --- By key ------------------------------------------------------------------------------------
const STEPS = { ArrowUp: [0, -1], ArrowDown: [0, 1], ArrowLeft: [-1, 0], ArrowRight: [1, 0] };

document.addEventListener("keydown", (event) => {
  if (!isForPage(event)) return;
  const card = document.activeElement.closest?.("[data-card]");
  if (event.key in STEPS) {
    if (card?.querySelector("details[open]")) return;
    const [across, down] = STEPS[event.key];
    columns.step(card, across, down);
  } else if (event.key === "z") {
    toast.press();
  } else if (card && event.key === "m") {
    const menu = card.querySelector("details");
    if (!menu) return;
    menu.open = true;
    menu.querySelector("button").focus();
  } else if (card && event.key === "Escape") {
    card.querySelector("details")?.removeAttribute("open");
    columns.focus(card);
  } else if (card && columns.stageAt(event.key)) {
    // The next card takes the focus, so that a column is worked off key by key.
    const next = card.nextElementSibling ?? card.previousElementSibling;
    decide(card, columns.stageAt(event.key), next?.matches("[data-card]") ? next : card);
  } else {
    return;
  }
  event.preventDefault();
});

// A menu that is left open hides the card below it.
document.addEventListener("click", (event) => {
  for (const menu of board.querySelectorAll("details[open]")) {
    if (!menu.contains(event.target)) menu.open = false;
  }
});

// --- By others ---------------------------------------------------------------------------------
follow(board, {
  isBusy: () => dragged || board.querySelector(".is-saving, details[open]"),
  renew: (part, fresh) => renewBoard(columns, fresh),
});

offerHelp();
columns.loadOnScroll(() => toast.refuse(board.dataset.saysMore));
columns.rove();
