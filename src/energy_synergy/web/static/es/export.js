/* Charts as files: redrawn at a fixed size with their title and legend, as PNG or SVG. */
import { words } from "./format.js";

const WIDTH = 1200;
const ROOM = 150;
const PATIENCE = 5000;

function save(blob, name) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), PATIENCE);
}

/** Add what the page says around the chart: its title, the period and a legend. */
function titled(option, colors, title, subtitle, entries = []) {
  const named = option.series.filter(series => series.name && series.type !== "custom").map(series => series.name);
  const legend = named.length ? { legend: { top: 58, left: 14, icon: "roundRect", itemWidth: 12, itemHeight: 10, textStyle: { color: colors.ink }, data: [...new Set(named)] } } : {};
  const head = { text: title, subtext: subtitle, left: 14, top: 10, itemGap: 0, textStyle: { color: colors.ink, fontSize: 17, fontWeight: 600, lineHeight: 22 }, subtextStyle: { color: colors.muted, fontSize: 12.5, lineHeight: 16 } };
  return { ...option, ...legend, ...swatches(entries, colors), title: [head, ...[option.title ?? []].flat()] };
}

/** A legend drawn by hand, for charts whose library legend would name nothing. */
function swatches(entries, colors) {
  if (!entries.length) return {};
  return { graphic: entries.flatMap(([color, label], place) => [
    { type: "rect", left: 20 + place * ROOM, top: 64, shape: { width: 12, height: 10, r: 3 }, style: { fill: colors[color] } },
    { type: "text", left: 38 + place * ROOM, top: 65, style: { text: label, fill: colors.ink, font: "12px Inter, system-ui, sans-serif" } },
  ]) };
}

/** Draw `make(width, height)` once more and hand it to the visitor as a file. */
export function exportChart(make, { kind, name, title, subtitle, legend, height, colors }) {
  const option = titled(make(WIDTH, height), colors, title, subtitle, legend), isSvg = kind === "svg";
  // On screen the library paints thousands of cells over several frames; a finer picture than its own it paints at once, and whole.
  const stage = isSvg ? null : document.createElement("div");
  const chart = echarts.init(stage, null, { renderer: isSvg ? "svg" : "canvas", ssr: isSvg, width: WIDTH, height, devicePixelRatio: 1 });
  chart.setOption({ ...option, backgroundColor: colors.card });
  if (isSvg) save(new Blob([chart.renderToSVGString()], { type: "image/svg+xml" }), `${name}.svg`);
  else chart.renderToCanvas({ pixelRatio: 2, backgroundColor: colors.card }).toBlob(blob => save(blob, `${name}.png`), "image/png");
  setTimeout(() => chart.dispose(), PATIENCE); // it may still be painting for the screen
  document.getElementById("live").textContent = words.saved;
}
