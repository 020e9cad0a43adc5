/* The frame: theme, menus, the burger, tables that sort. Every page works without it, with less comfort. */
const root = document.documentElement;

/** Turn light and dark round; where the account has a theme of its own, keep it there for all devices. */
function switchTheme(button) {
  const theme = root.dataset.bsTheme === "dark" ? "light" : "dark";
  root.dataset.bsTheme = theme;
  if (button.dataset.save) {
    root.dataset.theme = theme;
    const csrfmiddlewaretoken = document.querySelector("[name=csrfmiddlewaretoken]").value;
    fetch(button.dataset.save, { method: "POST", body: new URLSearchParams({ theme, csrfmiddlewaretoken }) });
    return;
  }
  try { localStorage.setItem("es-theme", theme); } catch { /* a private window may refuse */ }
}

function toggleSide(button) {
  const isOpen = document.querySelector(".side").classList.toggle("open");
  button.setAttribute("aria-expanded", isOpen);
  if (isOpen) document.querySelector(".side a").focus();
}

function closeSide() {
  const side = document.querySelector(".side.open");
  if (!side) return;
  side.classList.remove("open");
  const burger = document.querySelector("[data-act=burger]");
  burger.setAttribute("aria-expanded", "false");
  burger.focus();
}

/** Sort the rows of a table's body by the column of the button that was pressed; a second press turns it round. */
function sortTable(button) {
  const head = button.closest("th"), table = head.closest("table"), column = [...head.parentNode.children].indexOf(head);
  const isText = button.dataset.act === "sort-text";
  const first = isText ? "ascending" : "descending", second = isText ? "descending" : "ascending";
  const order = head.getAttribute("aria-sort") === first ? second : first;
  table.querySelectorAll("th[aria-sort]").forEach(other => other.removeAttribute("aria-sort"));
  head.setAttribute("aria-sort", order);
  const sign = order === "ascending" ? 1 : -1, key = row => row.cells[column].dataset.sort ?? "";
  const compare = isText ? (a, b) => key(a).localeCompare(key(b), root.lang) : (a, b) => (Number(key(a)) || 0) - (Number(key(b)) || 0);
  const body = table.tBodies[0];
  body.append(...[...body.rows].sort((a, b) => sign * compare(a, b)));
}

const acts = { theme: switchTheme, burger: toggleSide, sort: sortTable, "sort-text": sortTable };

document.addEventListener("click", event => {
  const button = event.target.closest("[data-act]");
  if (button && acts[button.dataset.act]) acts[button.dataset.act](button);
  document.querySelectorAll("details.menu[open], details.switch[open]").forEach(menu => {
    if (!menu.contains(event.target)) menu.open = false;
  });
  if (!event.target.closest(".side, [data-act=burger]")) document.querySelector(".side.open") && closeSide();
});

document.addEventListener("keydown", event => {
  if (event.key !== "Escape") return;
  const menu = document.querySelector("details.menu[open], details.switch[open]");
  if (menu) { menu.open = false; menu.querySelector("summary").focus(); } else closeSide();
});
