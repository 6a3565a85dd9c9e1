// Asks every now and then how far long work has got, and loads the page anew when it is over.

const PAUSE = 1000;
const LONGEST_PAUSE = 8000;

function follow(place) {
  const bar = place.querySelector("progress");
  const words = place.querySelector("[data-progress-words]");
  let pause = PAUSE;

  const show = (told) => {
    if (told.percent === null) {
      bar.removeAttribute("value");
    } else {
      bar.value = told.percent;
    }
    if (words.textContent !== told.words) {
      words.textContent = told.words;
    }
  };

  const ask = async () => {
    try {
      const answer = await fetch(place.dataset.progress, { headers: { Accept: "application/json" } });
      if (!answer.ok) {
        throw new Error(String(answer.status));
      }
      const told = await answer.json();
      show(told);
      if (told.isOver) {
        window.location.reload();
        return;
      }
      pause = PAUSE;
    } catch {
      words.textContent = place.dataset.lost;
      pause = Math.min(pause * 2, LONGEST_PAUSE);
    }
    window.setTimeout(ask, document.hidden ? LONGEST_PAUSE : pause);
  };

  window.setTimeout(ask, pause);
}

document.querySelectorAll("[data-progress]").forEach(follow);
