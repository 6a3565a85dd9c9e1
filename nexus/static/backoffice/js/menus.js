// What an Escape, a click beside it or a wider window closes: menus, and drawers that are none there.

const MENUS = "details.row-menu, details.me, details.switcher";
const DRAWERS = { sidebar: "(width >= 60rem)", "changelist-filter": "(width >= 75rem)" };

const openMenus = () => [...document.querySelectorAll(MENUS)].filter((menu) => menu.open);

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape" || event.defaultPrevented) return;
  const open = openMenus();
  const menu = open.find((one) => one.contains(document.activeElement)) ?? open.at(-1);
  if (!menu) return;
  // The drawer in which a menu may stand is left to the next Escape.
  event.preventDefault();
  menu.open = false;
  menu.querySelector("summary").focus();
});

for (const kind of ["click", "focusin"]) {
  document.addEventListener(kind, (event) => {
    for (const menu of openMenus()) if (!menu.contains(event.target)) menu.open = false;
  });
}

for (const [id, isWide] of Object.entries(DRAWERS)) {
  const drawer = document.getElementById(id);
  matchMedia(isWide).addEventListener("change", (change) => {
    // In the top layer it would lie over the page, where it now has a place of its own.
    if (change.matches && drawer?.matches(":popover-open")) drawer.hidePopover();
  });
}
