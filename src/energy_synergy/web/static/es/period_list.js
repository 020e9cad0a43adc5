/* The list of periods: details open in place, and what stays outside the list follows its address. */
import { say } from "./stage.js";

const KEPT = ["state", "min_kwh", "min_hours", "days", "from", "to", "company", "sort", "order"];

function toggleDetail(link) {
  const row = document.getElementById(link.dataset.detail), isShown = row.hidden;
  row.hidden = !isShown;
  link.setAttribute("aria-expanded", isShown);
  if (isShown) htmx.trigger(row.querySelector("[hx-get]"), "es:show");
}

/** Links to other periods, and the form that changes the language, lead to the list as it is filtered now. */
function follow() {
  const now = new URL(location.href);
  document.querySelectorAll("a[data-keep]").forEach(link => {
    const url = new URL(link.href);
    for (const name of KEPT) if (now.searchParams.has(name)) url.searchParams.set(name, now.searchParams.get(name)); else url.searchParams.delete(name);
    link.href = url;
  });
  document.querySelectorAll("input[name=next]").forEach(next => { next.value = location.pathname + location.search; });
}

document.addEventListener("click", event => {
  const link = event.target.closest("a[data-detail]");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  toggleDetail(link);
});
document.addEventListener("htmx:pushedIntoHistory", follow);
document.addEventListener("htmx:afterSettle", event => {
  if (event.target.id === "periods") say(document.querySelector("#periods .listfoot p, #periods .empty h2")?.textContent.trim() ?? "");
});
