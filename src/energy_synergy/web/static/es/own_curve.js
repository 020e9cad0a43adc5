/* A company's own curve: above zero where its consumption came from, below zero what left it. */
import { bucketTitle, isKnown, percent, scale, words } from "./format.js";
import { hatch, isDark, swatch, tip } from "./look.js";
import { isBars, lines, strand, timeOption } from "./timeframe.js";

const has = (chart, key) => chart[key]?.some(value => value > 0);
/** Where it would give another company away, what came from the group and from the grid is one. */
const isTold = chart => chart.received_kwh !== null;
const parts = chart => isTold(chart)
  ? { above: [["received_kwh", "received", "local", ""], ["grid_import_kwh", "bought", "deficit", ""]], below: [["given_kwh", "given", "local", "hatch"], ["grid_export_kwh", "sold", "surplus", "hatch"]] }
  : { above: [["lacking_kwh", "lacking", "grid", ""]], below: [["left_kwh", "left", "grid", "hatch"]] };

function fill(colors, color, kind) {
  const opacity = isDark() ? .6 : .5;
  return kind ? { color: hatch(colors[color], color === "surplus" ? colors["hatch-chart"] : colors.card), opacity: color === "surplus" ? 1 : .75 } : { color: colors[color], opacity };
}

function series(chart, measure, colors) {
  const { above, below } = parts(chart), of = (key, sign = 1) => chart[key].map(kwh => { const value = measure.of(kwh); return value === null ? null : sign * value; });
  const stack = side => isBars(chart) ? "all" : side;
  return [
    ...has(chart, "own_kwh") ? [strand(chart, words.own_use, stack("above"), of("own_kwh"), colors.production, fill(colors, "production", ""), EDGE)] : [],
    ...above.filter(([key]) => has(chart, key)).map(([key, word, color, kind]) => strand(chart, words[word], stack("above"), of(key), colors[color], fill(colors, color, kind), EDGE)),
    ...below.filter(([key]) => has(chart, key)).map(([key, word, color, kind]) => strand(chart, words[word], stack("below"), of(key, -1), colors[color], fill(colors, color, kind))),
    ...isBars(chart) ? [] : [...has(chart, "production_kwh") ? lines(chart, measure, words.production, "production_kwh", colors.production, 1.4, 4) : [], ...has(chart, "consumption_kwh") ? lines(chart, measure, words.consumption, "consumption_kwh", colors.consumption, 1.8, 5) : []],
  ];
}

/** Neighbouring areas leave slits of a pixel between them: a thin edge covers these. */
const EDGE = { width: 1 };
const shown = chart => [["own_kwh", "own_use", "production", ""], ...parts(chart).above, ...parts(chart).below].filter(([key]) => has(chart, key));
const noteOf = (chart, index) => [...chart.missing.includes(index) ? [words.has_missing] : [], ...chart.estimated.includes(index) ? [words.has_estimated] : []];

function tooltip(chart, measure, index) {
  const consumed = chart.consumption_kwh[index], own = chart.own_kwh[index], received = isTold(chart) ? chart.received_kwh[index] : null;
  const heads = [["consumption_kwh", "consumption"], ["production_kwh", "production"]].filter(([key]) => has(chart, key)).map(([key, word]) => [swatch(word, "line") + words[word], measure.text(chart[key][index])]);
  const covered = consumed > 0 && isTold(chart) && isKnown(own) ? [[words.covered, percent((own + received) / consumed)]] : [];
  return tip(bucketTitle(chart, index), [...heads, ...shown(chart).map(([key, word, color, kind]) => [swatch(color, kind) + words[word], measure.text(chart[key][index])]), ...covered, ...noteOf(chart, index).map(note => [`<i>${note}</i>`, ""])]);
}

/** One bucket as a sentence for a screen reader. */
export function spokenCurve(chart, index) {
  const measure = scale(chart), said = (key, word) => `${words[word]} ${measure.text(chart[key][index])}`;
  const heads = [["consumption_kwh", "consumption"], ["production_kwh", "production"]].filter(([key]) => has(chart, key)).map(([key, word]) => said(key, word));
  return `${bucketTitle(chart, index)}: ${[...heads, ...shown(chart).filter(([key]) => chart[key][index] > 0).map(([key, word]) => said(key, word)), ...noteOf(chart, index)].join(", ")}`;
}

/** The ECharts option of a company's own curve. */
export function curveOption(chart, colors, env) {
  const measure = scale(chart);
  return timeOption(chart, colors, env, { measure, series: series(chart, measure, colors), tooltip: index => tooltip(chart, measure, index) });
}
