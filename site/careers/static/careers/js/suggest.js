// Completes what is typed into a search box: a combobox with a list, as ARIA's authoring practices
// describe it. Arrows choose, Enter goes there, Escape closes; without a choice Enter searches.
// A completion without an address is put into the box, and its form is sent.

const WAIT_MS = 120;
let number = 0;

for (const input of document.querySelectorAll("input[data-suggest]")) {
  enhance(input);
}

function enhance(input) {
  const list = document.createElement("ul");
  list.className = "suggestions";
  list.id = `suggestions-${(number += 1)}`;
  list.hidden = true;
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", input.dataset.suggestLabel);
  input.after(list);
  input.setAttribute("role", "combobox");
  input.setAttribute("aria-autocomplete", "list");
  input.setAttribute("aria-controls", list.id);
  input.setAttribute("aria-expanded", "false");

  let active = -1;
  let timer = null;
  let asked = null;

  const close = () => {
    clearTimeout(timer);
    asked?.abort();
    list.hidden = true;
    active = -1;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  };

  const choose = (index) => {
    const options = [...list.children];
    active = options.length ? (index + options.length) % options.length : -1;
    options.forEach((option, at) => option.setAttribute("aria-selected", String(at === active)));
    const chosen = options[active];
    if (chosen) {
      input.setAttribute("aria-activedescendant", chosen.id);
      chosen.scrollIntoView({ block: "nearest" });
    }
  };

  const show = (found) => {
    list.replaceChildren(
      ...found.map((one, at) => {
        const option = document.createElement("li");
        option.className = "suggestions__option";
        option.id = `${list.id}-${at}`;
        option.dataset.url = one.url;
        option.dataset.text = one.text;
        option.setAttribute("role", "option");
        option.setAttribute("aria-selected", "false");
        const text = document.createElement("span");
        text.className = "suggestions__text";
        text.dir = "auto";
        text.textContent = one.text;
        const kind = document.createElement("span");
        kind.className = "suggestions__kind";
        kind.textContent = `${one.kind} · ${one.count}`;
        option.append(text, " ", kind);
        return option;
      }),
    );
    active = -1;
    input.removeAttribute("aria-activedescendant");
    list.hidden = !found.length;
    input.setAttribute("aria-expanded", String(found.length > 0));
  };

  const take = ({ dataset: { url, text } }) => {
    close();
    if (url) {
      window.location.assign(url);
    } else {
      input.value = text;
      input.form.requestSubmit();
    }
  };

  const ask = async () => {
    const typed = input.value.trim();
    if (typed.length < 2) {
      close();
      return;
    }
    asked?.abort();
    const mine = new AbortController();
    asked = mine;
    try {
      const url = new URL(input.dataset.suggest, window.location.href);
      url.searchParams.set("q", typed);
      const response = await fetch(url, { signal: mine.signal });
      const found = response.ok ? (await response.json()).suggestions : [];
      if (asked === mine && document.activeElement === input) {
        show(found);
      }
    } catch {
      // Without suggestions the box searches all the same.
    }
  };

  input.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(ask, WAIT_MS);
  });

  input.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !list.hidden) {
      event.preventDefault();
      close();
    } else if (event.key === "ArrowDown" && !list.hidden) {
      event.preventDefault();
      choose(active + 1);
    } else if (event.key === "ArrowDown") {
      ask();
    } else if (event.key === "ArrowUp" && !list.hidden) {
      event.preventDefault();
      choose(active < 0 ? -1 : active - 1);
    } else if (event.key === "Enter" && active >= 0) {
      event.preventDefault();
      take(list.children[active]);
    } else if (event.key === "Enter" || event.key === "Tab") {
      close();
    }
  });

  // Pressing must not take the focus, or the list would be gone before the click.
  list.addEventListener("mousedown", (event) => event.preventDefault());
  list.addEventListener("click", (event) => {
    const option = event.target.closest("[data-url]");
    if (option) {
      take(option);
    }
  });
  input.addEventListener("blur", close);
}
