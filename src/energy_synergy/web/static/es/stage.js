/* Charts of a page: drawn when they come into view, redrawn for another theme or width, shown as tables, saved as files. */
import { exportChart } from "./export.js";
import { readColors } from "./look.js";

const element = id => document.getElementById(`chart-${id}`);
/** What the page says under a chart's title, without the hints for hands. */
const said = section => [...section.querySelector(".ch p").childNodes].filter(node => !node.hidden && !node.classList?.contains("khint")).map(node => node.textContent.trim()).join(" ").trim();

/**
 * Bring charts to life. `parts` maps the id of a chart to what it is made of: option(data, colors, env) gives the
 * library its option; data; height of a saved picture, or height(); legend, pairs of a colour and a text for it;
 * tall(width), its height where that depends on the data; env(isExport), what its option needs to know besides the size;
 * shape(place), called before each drawing; walk(place, part), which makes it readable by keyboard; begin(place, part),
 * called once it is drawn. A part is given colors(). Returns draw(id).
 */
export function stage(parts, subtitle) {
  let colors = readColors();

  function draw(id) {
    const part = parts[id], place = element(id);
    if (!place || place.hidden || !part.data) return;
    part.shape?.(place);
    if (part.tall) place.style.height = `${part.tall(place.clientWidth)}px`;
    const isFirst = !part.chart;
    part.chart ??= echarts.init(place, null, { renderer: "canvas" });
    part.chart.resize();
    part.chart.setOption(part.option(part.data, colors, { ...part.env?.(false), width: place.clientWidth, height: place.clientHeight, isExport: false }), { notMerge: true });
    if (isFirst) part.begin?.(place, part);
    place.classList.add("is-drawn");
  }

  function toggleTable(button) {
    const id = button.dataset.chart, table = document.getElementById(`table-${id}`), isShown = table.hidden;
    table.hidden = !isShown;
    document.querySelectorAll(`[data-chart-part="${id}"]`).forEach(other => { other.hidden = isShown; });
    button.setAttribute("aria-pressed", isShown);
    if (isShown) htmx.trigger(table, "es:show"); else draw(id);
  }

  function exportOf(button) {
    const { chart: id, kind, name } = button.dataset, part = parts[id], section = element(id).closest("section");
    exportChart((width, height) => part.option(part.data, colors, { ...part.env?.(true), width, height, isExport: true }), {
      kind, name, colors, legend: part.legend, height: part.tall ? part.tall(1200) + 90 : typeof part.height === "function" ? part.height() : part.height,
      title: section.querySelector("h2").textContent.trim(), subtitle: `${subtitle} · ${said(section)}`,
    });
    button.closest("details").open = false;
  }

  document.addEventListener("click", event => {
    const button = event.target.closest("button[data-act]");
    if (!parts[button?.dataset.chart]) return;
    if (button.dataset.act === "table") toggleTable(button);
    if (button.dataset.act === "export") exportOf(button);
  });

  const watcher = new IntersectionObserver(entries => {
    for (const entry of entries.filter(one => one.isIntersecting)) { draw(entry.target.id.replace("chart-", "")); watcher.unobserve(entry.target); }
    window.__ready ??= performance.now();
  }, { rootMargin: "160px" });
  for (const [id, part] of Object.entries(parts)) {
    if (!element(id)) continue;
    part.colors = () => colors;
    part.walk?.(element(id), part);
    watcher.observe(element(id));
  }

  const redrawAll = () => { colors = readColors(); for (const [id, part] of Object.entries(parts)) if (part.chart) draw(id); };
  new MutationObserver(redrawAll).observe(document.documentElement, { attributeFilter: ["data-bs-theme"] });
  let waiting;
  addEventListener("resize", () => { clearTimeout(waiting); waiting = setTimeout(redrawAll, 120); });
  addEventListener("beforeprint", () => Object.keys(parts).forEach(draw));
  return { draw };
}

/** Say something to a screen reader. */
export const say = text => { document.getElementById("live").textContent = text; };
