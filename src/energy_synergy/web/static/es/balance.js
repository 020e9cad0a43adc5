/* The main chart: production against consumption, what is used locally, what is left and what lacks; state by state below. */
import { companyRows, companySeries } from "./companies.js";
import { bucketTitle, escape, isKnown, percent, scale, words } from "./format.js";
import { hatch, isDark, swatch, tip } from "./look.js";
import { bands, ghost, isBars, lines, strand, timeOption } from "./timeframe.js";

/** A bucket of a day holds both surplus and deficit: in a line the surplus hangs below zero, where it hides no deficit. */
const hangs = chart => chart.quantity === "energy" && !isBars(chart);

function balanceSeries(chart, measure, colors) {
  const dark = isDark(), of = key => chart[key].map(measure.of), local = of("local_kwh"), isHanging = hangs(chart);
  const surplus = isHanging ? of("surplus_kwh").map(value => value === null ? null : -value) : of("surplus_kwh");
  return [
    strand(chart, words.local, "production", local, colors.local, { color: colors.local, opacity: dark ? .5 : .42 }),
    strand(chart, words.surplus, isHanging ? "surplus" : "production", surplus, colors.surplus, { color: hatch(colors.surplus, colors["hatch-chart"]), opacity: 1 }),
    isBars(chart) ? strand(chart, words.local, "consumption", local, colors.local, { color: colors.local, opacity: dark ? .5 : .42 }) : { ...strand(chart, "", "consumption", local, colors.local, { opacity: 0 }), silent: true },
    strand(chart, words.deficit, "consumption", of("deficit_kwh"), colors.deficit, { color: colors.deficit, opacity: isBars(chart) ? .6 : dark ? .45 : .38 }),
    ...ghost(chart, measure, words.production, "production_kwh", colors.production),
    ...ghost(chart, measure, words.consumption, "consumption_kwh", colors.consumption),
    ...isBars(chart) ? [] : [...lines(chart, measure, words.production, "production_kwh", colors.production, 1.6, 4), ...lines(chart, measure, words.consumption, "consumption_kwh", colors.consumption, 2, 5)],
  ];
}

const notes = (chart, index) => [...chart.missing.includes(index) ? [[`<i>${words.has_missing}</i>`, ""]] : [], ...chart.estimated.includes(index) ? [[`<i>${words.has_estimated}</i>`, ""]] : []];

function compared(chart, measure, index) {
  if (!chart.compared) return [];
  const row = (name, key) => [swatch(name, "dots") + words[name], measure.text(chart.compared[key][index])];
  return [[`<b>${escape(chart.compared.title)}</b>`, ""], row("production", "production_kwh"), row("consumption", "consumption_kwh")];
}

function tooltip(chart, measure, env, index) {
  const produced = chart.production_kwh[index], consumed = chart.consumption_kwh[index], local = chart.local_kwh[index];
  const production = [swatch("production", "line") + words.production, measure.text(produced)], consumption = [swatch("consumption", "line") + words.consumption, measure.text(consumed)];
  if (env.view === "balance") {
    return tip(bucketTitle(chart, index), [production, consumption, [swatch("local") + words.local, measure.text(local)], ...left(chart, measure, index),
      [words.covered, consumed > 0 ? percent(local / consumed) : "–"], ...compared(chart, measure, index), ...notes(chart, index)]);
  }
  const rows = companyRows(chart, env.view).filter(row => !env.hide.has(row.id)).map(row => [swatch(row.key) + escape(row.name), measure.text(row.values[index])]);
  const [total, other] = env.view === "production" ? [produced, consumption] : [consumed, production];
  return tip(bucketTitle(chart, index), [...rows, [`<b>${words.total}</b>`, measure.text(total)], other, ...compared(chart, measure, index), ...notes(chart, index)]);
}

/** Surplus and deficit of a bucket: a bucket of an hour or a day may hold both. */
function left(chart, measure, index) {
  const surplus = chart.surplus_kwh[index], deficit = chart.deficit_kwh[index];
  const rows = [...surplus > 0 ? [[swatch("surplus", "hatch") + words.surplus, measure.text(surplus)]] : [], ...deficit > 0 ? [[swatch("deficit") + words.deficit, measure.text(deficit)]] : []];
  return rows.length ? rows : [[words.balanced, isKnown(surplus) ? measure.text(0) : "–"]];
}

/** One bucket as a sentence for a screen reader. */
export function spoken(chart, index, env) {
  const measure = scale(chart), surplus = chart.surplus_kwh[index], deficit = chart.deficit_kwh[index], other = chart.compared;
  const companies = env && env.view !== "balance" ? companyRows(chart, env.view).filter(row => !env.hide.has(row.id) && isKnown(row.values[index])).map(row => `${row.name} ${measure.text(row.values[index])}`) : [];
  const rest = [...surplus > 0 ? [`${words.surplus} ${measure.text(surplus)}`] : [], ...deficit > 0 ? [`${words.deficit} ${measure.text(deficit)}`] : [], ...chart.missing.includes(index) ? [words.has_missing] : []];
  const before = other ? [`${other.title}: ${words.production} ${measure.text(other.production_kwh[index])}`, `${words.consumption} ${measure.text(other.consumption_kwh[index])}`] : [];
  return [`${bucketTitle(chart, index)}: ${words.production} ${measure.text(chart.production_kwh[index])}`, `${words.consumption} ${measure.text(chart.consumption_kwh[index])}`, ...companies, ...rest, ...before].join(", ");
}

/** The ECharts option of the main chart; env says view, hidden companies, window, width, what is visible and whether it is for a file. */
export function balanceOption(chart, colors, env) {
  const measure = scale(chart), states = [[colors.deficit], [colors.local], [colors.surplus, hatch(colors.surplus, colors["hatch-chart"])]];
  const series = env.view === "balance" ? balanceSeries(chart, measure, colors) : companySeries(chart, measure, colors, env);
  const ribbon = chart.ribbon.length ? [bands(words.state, 1, chart.ribbon, (code, wide) => states[code].at(wide ? -1 : 0))] : [];
  return timeOption(chart, colors, env, { measure, series, ribbon, tooltip: index => tooltip(chart, measure, env, index) });
}
