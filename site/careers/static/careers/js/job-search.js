// Changes the results in place. The page works without: everything here is what links and the
// form do by themselves, without the wait for a whole page.

const form = document.querySelector("[data-search]");
const answer = form.querySelector("[data-search-part]");
const status = form.querySelector("[data-search-status]");
let latest = null;

function address() {
  const given = [...new FormData(form)].filter(([, value]) => String(value).trim());
  const query = new URLSearchParams(given).toString();
  return query ? `${form.action.split("?")[0]}?${query}` : form.action.split("?")[0];
}

function unfolded() {
  return [...answer.querySelectorAll("details[open]")].map((one) => one.id);
}

function show(page, url) {
  const fresh = page.querySelector("[data-search-part]");
  if (!fresh) {
    window.location.assign(url);
    return;
  }
  const focused = answer.contains(document.activeElement) ? document.activeElement.id : null;
  const open = unfolded();
  answer.replaceChildren(...fresh.childNodes);
  for (const id of open) {
    document.getElementById(id)?.setAttribute("open", "");
  }
  if (focused !== null) {
    // What had the focus may be gone, as a chip that was removed.
    const again = document.getElementById(focused) ?? answer.querySelector("[data-search-total]");
    again.focus({ preventScroll: true });
  }
  document.title = page.title;
  // The fields and what is carried along unseen, as they stand in the new page.
  for (const hidden of form.querySelectorAll(":scope > input[type=hidden]")) {
    hidden.remove();
  }
  form.prepend(...page.querySelectorAll("[data-search] > input[type=hidden]"));
  for (const name of ["q", "location", "within"]) {
    const field = form.elements.namedItem(name);
    const other = page.querySelector(`[data-search] [name="${name}"]`);
    if (field && other && field !== document.activeElement) {
      field.value = other.value;
    }
  }
  status.textContent = answer.querySelector("[data-search-total]").textContent;
}

async function load(url, { push }) {
  latest?.abort();
  const mine = new AbortController();
  latest = mine;
  answer.setAttribute("aria-busy", "true");
  try {
    const response = await fetch(url, { signal: mine.signal, headers: { Accept: "text/html" } });
    if (!response.ok) {
      throw new Error(response.statusText);
    }
    const page = new DOMParser().parseFromString(await response.text(), "text/html");
    if (latest !== mine) {
      return;
    }
    if (push) {
      history.pushState({}, "", response.url);
    }
    show(page, url);
  } catch (error) {
    if (error.name !== "AbortError") {
      window.location.assign(url);
    }
  } finally {
    if (latest === mine) {
      answer.removeAttribute("aria-busy");
    }
  }
}

form.addEventListener("submit", (event) => {
  event.preventDefault();
  load(address(), { push: true });
});

form.addEventListener("change", (event) => {
  if (event.target.matches(".option__box, select")) {
    load(address(), { push: true });
  }
});

form.addEventListener("click", (event) => {
  const link = event.target.closest("a[data-search-link]");
  const isPlain = event.button === 0 && !(event.ctrlKey || event.metaKey || event.shiftKey || event.altKey);
  if (link && isPlain) {
    event.preventDefault();
    load(link.href, { push: true });
  }
});

window.addEventListener("popstate", () => load(window.location.href, { push: false }));
