// Lets people choose which square of their photo is kept: by sliders, which keys and fingers move,
// or by dragging the picture. The server cuts; what is drawn here is the same square.

const form = document.querySelector("[data-photo]");
const crop = form.querySelector("[data-crop]");
const view = form.querySelector("[data-crop-view]");
const uncropped = form.querySelector("[data-uncropped]");
const { profile_image: chooser, zoom, across, down } = form.elements;
let picture = null;

function side() {
  return Math.min(picture.width, picture.height) / Number(zoom.value);
}

function draw() {
  const edge = side();
  const left = (picture.width - edge) * Number(across.value);
  const top = (picture.height - edge) * Number(down.value);
  const paper = view.getContext("2d");
  paper.clearRect(0, 0, view.width, view.height);
  paper.drawImage(picture, left, top, edge, edge, 0, 0, view.width, view.height);
}

// Moves a slider by so many pixels of the picture, in the room that the square leaves.
function move(slider, length, pixels) {
  const room = length - side();
  if (room > 0) {
    slider.value = String(Number(slider.value) + pixels / room);
  }
}

async function choose() {
  crop.hidden = true;
  uncropped.hidden = false;
  picture = null;
  const [file] = chooser.files;
  if (!file) {
    return;
  }
  try {
    picture = await createImageBitmap(file, { imageOrientation: "from-image" });
  } catch {
    // Whatever is wrong with it, the server says so in words.
    return;
  }
  zoom.value = "1";
  across.value = down.value = "0.5";
  crop.hidden = false;
  uncropped.hidden = true;
  draw();
}

chooser.addEventListener("change", choose);
crop.addEventListener("input", draw);

let last = null;

view.addEventListener("pointerdown", (event) => {
  view.setPointerCapture(event.pointerId);
  last = event;
});

view.addEventListener("pointermove", (event) => {
  if (!last) {
    return;
  }
  const scale = side() / view.getBoundingClientRect().width;
  move(across, picture.width, (last.clientX - event.clientX) * scale);
  move(down, picture.height, (last.clientY - event.clientY) * scale);
  last = event;
  draw();
});

for (const end of ["pointerup", "pointercancel"]) {
  view.addEventListener(end, () => {
    last = null;
  });
}

// A browser may have kept the file over a reload.
choose();
