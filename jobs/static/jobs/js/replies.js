// Puts a prepared reply into the reason as soon as it is chosen; without scripts a button does.
const part = document.querySelector("[data-replies]");
const note = document.querySelector("#id_note");

if (part && note) {
  part.querySelector("button").hidden = true;
  part.querySelector("select").addEventListener("change", (event) => {
    const { text } = event.target.selectedOptions[0].dataset;
    if (text) note.value = text;
  });
}
