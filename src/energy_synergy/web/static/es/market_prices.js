/* Grid price, group price and feed-in price as steps, the window between which trade pays, and the energy traded. */
import { bucketTitle, energy, isKnown, number, words } from "./format.js";
import { axis, base, isDark, swatch, tip } from "./look.js";
import { say } from "./stage.js";
import { ticks } from "./ticks.js";

const LINES = [["grid", "deficit", "grid", "solid"], ["group", "local", "group_price", "solid"], ["feed_in", "production", "feed_in", "dashed"]];
const priceText = value => `${number(value, 4)}\u00a0${words.currency}/kWh`;
const shown = chart => LINES.filter(([name]) => chart[name]);

function rows(chart, index) {
  const lines = shown(chart).map(([name, color, word]) => [swatch(color, "line") + words[word], isKnown(chart[name][index]) ? priceText(chart[name][index]) : "–"]);
  const window = chart.low && isKnown(chart.low[index]) && isKnown(chart.high[index]) ? [[words.window, `${number(chart.low[index], 4)} – ${priceText(chart.high[index])}`]] : [];
  return [...lines, ...window, [words.traded, chart.traded_kwh[index] > 0 ? energy(chart.traded_kwh[index]) : words.no_trade]];
}

/** One step as a sentence for a screen reader. */
const spoken = (chart, index) => `${bucketTitle(chart, index)}: ${rows(chart, index).map(([label, value]) => `${label.replace(/<[^>]*>/g, "")} ${value}`).join(", ")}`;

/** Steps: each value holds to the end of its bucket, so that the last one is drawn once more at the end. */
const steps = values => [...values, values.at(-1)].map((value, index) => [index, isKnown(value) ? value : null]);

/** The window of each bucket as a rectangle, where there is one. */
function band(chart, colors) {
  const data = chart.low.map((low, index) => [index, low, chart.high[index]]).filter(([, low, high]) => isKnown(low) && isKnown(high) && high > low);
  return { type: "custom", silent: true, z: 1, data, encode: { x: 0, y: [1, 2] }, renderItem: (_, api) => {
    const [left, bottom] = api.coord([api.value(0), api.value(1)]), [right, top] = api.coord([api.value(0) + 1, api.value(2)]);
    return { type: "rect", shape: { x: left, y: top, width: right - left + .5, height: bottom - top }, style: { fill: colors.local, opacity: .13 } };
  } };
}

/** The energy of each bucket as a bar on an axis of its own. */
function bars(chart, colors) {
  const data = chart.traded_kwh.map((kwh, index) => [index, kwh]).filter(([, kwh]) => kwh > 0), gap = chart.labels.length > 200 ? 0 : .12;
  return { type: "custom", silent: true, z: 2, yAxisIndex: 1, data, encode: { x: 0, y: 1 }, renderItem: (_, api) => {
    const [left, top] = api.coord([api.value(0) + gap, api.value(1)]), [right, bottom] = api.coord([api.value(0) + 1 - gap, 0]);
    return { type: "rect", shape: { x: left, y: top, width: Math.max(.5, right - left), height: bottom - top }, style: { fill: colors.local, opacity: isDark() ? .4 : .38 } };
  } };
}

/** The ECharts option of the price chart; the axis counts buckets, so that days of 92 and 100 quarters are right. */
export function pricesOption(chart, colors, env) {
  const count = chart.labels.length, marks = ticks(chart, count, env.width - 120), top = env.isExport ? 96 : 30;
  const most = Math.max(0, ...chart.traded_kwh.filter(isKnown)), isLarge = most >= 10000;
  const pick = [{ type: "line", silent: true, symbol: "none", lineStyle: { width: 0 }, data: chart.labels.map((_, index) => [index + .5, 0]), tooltip: {} }];
  return {
    ...base(colors),
    grid: { left: 64, right: 62, top, bottom: 30 },
    xAxis: axis(colors, { type: "value", min: 0, max: count, interval: 1, splitLine: { show: false }, axisLabel: { show: false } }),
    yAxis: [
      axis(colors, { type: "value", name: `${words.currency}/kWh`, nameTextStyle: { color: colors.muted, align: "right", padding: [0, 6, 0, 0] }, nameGap: 10, axisLabel: { formatter: value => number(value, 2) } }),
      axis(colors, { type: "value", min: 0, max: most ? most * 1.7 : 1, name: isLarge ? "MWh" : "kWh", nameTextStyle: { color: colors.muted, align: "left" }, nameGap: 10, splitLine: { show: false }, axisLabel: { formatter: value => number(isLarge ? value / 1000 : value, most && most < 5 ? 1 : 0), showMaxLabel: false } }),
    ],
    axisPointer: { label: { show: false }, lineStyle: { color: colors.muted, type: "dashed" } },
    tooltip: { ...base(colors).tooltip, trigger: "axis", formatter: params => { const index = Math.min(count - 1, Math.max(0, Math.floor([params].flat()[0].axisValue))); return tip(bucketTitle(chart, index), rows(chart, index)); } },
    graphic: [...marks.labels].map(([index, text]) => ({ type: "text", silent: true, x: 64 + (env.width - 126) * (index + (chart.step_minutes >= 1440 && count < 40 ? .5 : 0)) / count, y: env.height - 20, style: { text, fill: colors.muted, font: "11.5px Inter, system-ui, sans-serif", align: chart.step_minutes >= 1440 && count < 40 ? "center" : "left" } })),
    series: [
      ...chart.low ? [band(chart, colors)] : [], bars(chart, colors),
      ...shown(chart).map(([name, color, word, type]) => ({ name: words[word], type: "line", step: "end", symbol: "none", z: 4, connectNulls: false, data: steps(chart[name]), itemStyle: { color: colors[color] }, lineStyle: { width: name === "group" ? 2.4 : 1.8, color: colors[color], type }, emphasis: { disabled: true } })),
      ...pick,
    ],
  };
}

/** Reading by keyboard: arrows move by a step, Home and End to the ends, Escape leaves. */
export function walkPrices(place, part) {
  let at = null;
  const end = () => part.data.labels.length - 1;
  const moves = { ArrowRight: () => at === null ? 0 : Math.min(end(), at + 1), ArrowLeft: () => at === null ? 0 : Math.max(0, at - 1), Home: () => 0, End: end };
  place.addEventListener("keydown", event => {
    if (event.ctrlKey || event.altKey || event.metaKey || !part.chart) return;
    if (event.key === "Escape") { at = null; part.chart.dispatchAction({ type: "hideTip" }); say(""); return; }
    if (!moves[event.key]) return;
    event.preventDefault();
    at = moves[event.key]();
    const [x] = part.chart.convertToPixel({ gridIndex: 0 }, [at + .5, 0]);
    part.chart.dispatchAction({ type: "showTip", x, y: place.clientHeight / 2 });
    say(spoken(part.data, at));
  });
  place.addEventListener("blur", () => part.chart?.dispatchAction({ type: "hideTip" }));
}
