/* The prices of a company over a day or a week: what the grid asks and pays, and between what trade in the group pays. */
import { walk } from "./balance_keys.js";
import { bucketTitle, isKnown, number, words } from "./format.js";
import { axis, swatch, tip } from "./look.js";
import { stage } from "./stage.js";
import { keepZoom, line, timeEnvironment, timeOption } from "./timeframe.js";

const data = JSON.parse(document.getElementById("tariff-data")?.textContent ?? "null");
const DECIMALS = 4, DASHED = [6, 4];
const LINES = [["buy", "deficit", "solid"], ["ceiling", "deficit", DASHED], ["floor", "surplus", DASHED], ["sell", "surplus", "solid"]];
const text = (prices, value) => isKnown(value) ? `${number(value, DECIMALS)}\u00a0${prices.unit}` : "–";
const known = prices => LINES.filter(([key]) => prices[key].some(isKnown));

function option(prices, colors, env) {
  const series = known(prices).map(([key, color, kind]) => line(words[key], prices[key], colors[color], kind === "solid" ? 1.8 : 1.4, 4, kind, { step: "end" }));
  const tooltip = index => tip(bucketTitle(prices, index), known(prices).map(([key, color, kind]) => [swatch(color, kind === "solid" ? "line" : "dash") + words[key], text(prices, prices[key][index])]));
  const made = timeOption(prices, colors, env, { measure: { unit: prices.unit }, series, tooltip });
  // A price may be negative, which the axis of energies never is.
  const priceAxis = axis(colors, { type: "value", scale: false, name: prices.unit, nameTextStyle: { color: colors.muted, align: "left", padding: [0, 0, 0, -34] }, nameGap: 10, axisLabel: { formatter: value => number(value, 2) } });
  return { ...made, yAxis: [priceAxis, ...made.yAxis.slice(1)] };
}

/** One quarter of an hour as a sentence for a screen reader. */
const spoken = (prices, index) => `${bucketTitle(prices, index)}: ${known(prices).map(([key]) => `${words[key]} ${text(prices, prices[key][index])}`).join(", ")}`;

function start() {
  const prices = { option, data: data.prices, window: [0, 100], height: 480, spoken, walk, env: isExport => timeEnvironment(prices, isExport),
    begin: place => keepZoom(place, prices, one => ({ ...timeEnvironment(prices, false), width: one.clientWidth, height: one.clientHeight })) };
  stage({ prices }, document.getElementById("chart-prices").dataset.subtitle);
}

if (data) document.fonts.ready.then(start); else window.__ready = performance.now();
