// Shows what this browser can do with a job: share it, copy its address, print it.

for (const share of document.querySelectorAll("[data-share]")) {
  const { title, url } = share.dataset;
  const done = share.querySelector("[data-share-done]");

  const offer = (way, act) => {
    const button = share.querySelector(`[data-share-${way}]`);
    button.addEventListener("click", act);
    button.hidden = false;
  };

  if (navigator.share) {
    // Whoever closes the dialogue has changed their mind: nothing to say.
    offer("native", () => navigator.share({ title, url }).catch(() => {}));
  }
  if (navigator.clipboard) {
    offer("copy", async () => {
      try {
        await navigator.clipboard.writeText(url);
        done.textContent = done.dataset.shareDone;
      } catch {
        window.prompt("", url);
      }
    });
  }
  offer("print", () => window.print());
}
