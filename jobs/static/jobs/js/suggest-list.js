// Offers completions in the browser's own list. With `data-suggest-many` the box holds several
// names separated by commas, of which the last one is completed.

const WAIT_MS = 150;
const list = document.querySelector("#job-suggestions");

for (const input of list ? document.querySelectorAll("input[data-suggest]") : []) {
  complete(input);
}

function complete(input) {
  let timer = null;
  let asked = null;
  const ask = async () => {
    const at = "suggestMany" in input.dataset ? input.value.lastIndexOf(",") + 1 : 0;
    const before = at ? `${input.value.slice(0, at)} ` : "";
    const typed = input.value.slice(at).trim();
    asked?.abort();
    if (typed.length < 2) {
      list.replaceChildren();
      return;
    }
    asked = new AbortController();
    try {
      const url = new URL(input.dataset.suggest, window.location.href);
      url.searchParams.set("q", typed);
      const response = await fetch(url, { signal: asked.signal });
      const found = response.ok ? (await response.json()).suggestions : [];
      list.replaceChildren(
        ...found.map((text) => {
          const option = document.createElement("option");
          option.value = before + text;
          return option;
        }),
      );
    } catch {
      // The box is typed into without them.
    }
  };
  input.addEventListener("focus", () => {
    list.replaceChildren();
    input.setAttribute("list", list.id);
  });
  input.addEventListener("blur", () => input.removeAttribute("list"));
  input.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(ask, WAIT_MS);
  });
}
