/* What a file would bring: bars by day, or by hour of a typical day. */
import { dateOfMonth, energy, longDay, moment, number, words } from "./format.js";
import { axis, base, hatch, swatch, tip } from "./look.js";
import { say, stage } from "./stage.js";

const data = JSON.parse(document.getElementById("preview-data")?.textContent ?? "null");

const title = index => data.is_dated ? longDay(moment(data.labels[index])) : `${data.labels[index]}–${String(index + 1).padStart(2, "0")}:00`;
const rows = index => data.series.map(one => [swatch(one.direction) + words[one.direction], energy(one.energy_kwh[index])]);
const spoken = index => `${title(index)}: ${data.series.map(one => `${words[one.direction]} ${energy(one.energy_kwh[index])}`).join(", ")}`;

function option(chart, colors, env) {
  const fill = one => one.direction === "production" ? { color: hatch(colors.production, colors["hatch-chart"]) } : { color: colors.consumption };
  return {
    ...base(colors),
    grid: { left: 14, right: 22, top: env.isExport ? 96 : 26, bottom: 10, containLabel: true },
    xAxis: axis(colors, { type: "category", data: chart.labels, axisLabel: { formatter: label => chart.is_dated ? dateOfMonth(moment(label)) : label.slice(0, 2), hideOverlap: true } }),
    yAxis: axis(colors, { type: "value", name: "kWh", nameTextStyle: { color: colors.muted, align: "right" }, nameGap: 8, splitNumber: 4, axisLabel: { formatter: value => number(value, value % 1 ? 1 : 0) } }),
    tooltip: { ...base(colors).tooltip, trigger: "axis", axisPointer: { type: "shadow" }, formatter: params => { const index = [params].flat()[0].dataIndex; return tip(title(index), rows(index)); } },
    series: chart.series.map(one => ({ name: words[one.direction], type: "bar", data: one.energy_kwh, itemStyle: fill(one), barGap: "10%", barCategoryGap: "22%", large: chart.labels.length > 400, emphasis: { disabled: true } })),
  };
}

/** Reading by keyboard: arrows move by one bar, Shift by ten, Home and End to the ends, Escape leaves. */
function walk(place, part) {
  let at = null;
  const last = data.labels.length - 1;
  const moves = { ArrowRight: step => at === null ? 0 : Math.min(last, at + step), ArrowLeft: step => at === null ? last : Math.max(0, at - step), Home: () => 0, End: () => last };
  place.addEventListener("keydown", event => {
    if (event.ctrlKey || event.altKey || event.metaKey || !part.chart) return;
    if (event.key === "Escape") { at = null; part.chart.dispatchAction({ type: "hideTip" }); say(""); return; }
    if (!moves[event.key]) return;
    event.preventDefault();
    at = moves[event.key](event.shiftKey ? 10 : 1);
    part.chart.dispatchAction({ type: "showTip", seriesIndex: 0, dataIndex: at });
    say(spoken(at));
  });
  place.addEventListener("blur", () => part.chart?.dispatchAction({ type: "hideTip" }));
}

if (data) document.fonts.ready.then(() => stage({ preview: { option, data, height: 420, walk } }, document.querySelector("[data-subtitle]")?.dataset.subtitle ?? ""));
else window.__ready = performance.now();
