/* The main chart: production against consumption, what is used locally, what is left and what lacks; state by state below. */
import { bucketTitle, escape, isKnown, number, percent, scale, words } from "./format.js";
import { axis, base, hatch, isDark, isPhone, swatch, tip, topMembers } from "./look.js";
import { ticks } from "./ticks.js";

const MOST_COMPANIES = 9;
const MOSTLY = 0.6;
const ROOM_FOR_HATCH = 9;

/** Split a line into its certain and its estimated stretches; both meet in the estimated stretch's neighbours. */
function stretches(values, estimated, isDashed) {
  if (!isDashed) return [values, []];
  const near = i => estimated.has(i) || estimated.has(i - 1) || estimated.has(i + 1);
  return [values.map((value, i) => estimated.has(i) ? null : value), values.map((value, i) => near(i) ? value : null)];
}

function area(name, stack, values, color, fill) {
  return { name, type: "line", stack, symbol: "none", lineStyle: { width: 0 }, itemStyle: { color }, areaStyle: fill, data: values, emphasis: { disabled: true } };
}

function line(name, values, color, width, z, isDashed = false) {
  return { name, type: "line", symbol: "none", z, data: values, itemStyle: { color }, lineStyle: { width, color, type: isDashed ? [5, 4] : "solid" }, emphasis: { disabled: true } };
}

function lines(chart, measure, name, key, color, width, z) {
  const estimated = new Set(chart.estimated), isDashed = estimated.size > 0 && estimated.size < MOSTLY * chart.labels.length;
  const [certain, dashed] = stretches(chart[key].map(measure.of), estimated, isDashed);
  return [line(name, certain, color, width, z), ...isDashed ? [line(name, dashed, color, width, z, true)] : []];
}

/** A day holds both surplus and deficit: there the surplus hangs below zero, where it hides no deficit. */
function balanceSeries(chart, measure, colors) {
  const dark = isDark(), of = key => chart[key].map(measure.of), local = of("local_kwh"), hangs = chart.quantity === "energy";
  const surplus = hangs ? of("surplus_kwh").map(value => value === null ? null : -value) : of("surplus_kwh");
  return [
    area(words.local, "production", local, colors.local, { color: colors.local, opacity: dark ? .5 : .42 }),
    area(words.surplus, hangs ? "surplus" : "production", surplus, colors.surplus, { color: hatch(colors.surplus, colors["hatch-chart"]), opacity: 1 }),
    { ...area("", "consumption", local, colors.local, { opacity: 0 }), silent: true },
    area(words.deficit, "consumption", of("deficit_kwh"), colors.deficit, { color: colors.deficit, opacity: dark ? .45 : .38 }),
    ...lines(chart, measure, words.production, "production_kwh", colors.production, 1.6, 4),
    ...lines(chart, measure, words.consumption, "consumption_kwh", colors.consumption, 2, 5),
  ];
}

/** What the view by company shows: the companies' areas and the other side of the balance as a line. */
export function companyRows(chart, view) {
  return topMembers(chart.members, view === "production" ? "production_kwh" : "consumption_kwh", MOST_COMPANIES);
}

function companySeries(chart, measure, colors, view) {
  const other = view === "production" ? "consumption" : "production";
  return [
    ...companyRows(chart, view).map(row => ({ ...area(row.name, "companies", row.values.map(measure.of), colors[row.key], { color: colors[row.key], opacity: .9 }), lineStyle: { width: .6, color: colors.card } })),
    ...lines(chart, measure, words[other], `${other}_kwh`, colors[other], 2, 5),
  ];
}

/** Rectangles over whole buckets, drawn by hand: a bar per bucket would leave hairlines, and runs may end inside one. */
function bands(name, grid, spans, fill) {
  return { name, type: "custom", xAxisIndex: grid, yAxisIndex: grid, silent: true, clip: true, z: grid ? 2 : 1, encode: { x: 0, y: 1 }, data: spans.map(([from]) => [Math.floor(from), 1]), tooltip: { show: false },
    renderItem(params, api) {
      const [from, to, code] = spans[params.dataIndex], width = api.size([1, 0])[0], origin = api.coord([0, 0])[0] - width / 2, box = params.coordSys;
      const rect = echarts.graphic.clipRectByRect({ x: origin + from * width, y: box.y, width: Math.max(1, (to - from) * width + .3), height: box.height }, box);
      return rect && { type: "rect", shape: rect, style: { fill: fill(code, rect.width >= ROOM_FOR_HATCH) } };
    } };
}

function missingSpans(chart) {
  const spans = [];
  for (const i of chart.missing) { if (spans.length && spans.at(-1)[1] === i) spans.at(-1)[1] = i + 1; else spans.push([i, i + 1]); }
  return spans;
}

function tooltip(chart, measure, view, index) {
  const produced = chart.production_kwh[index], consumed = chart.consumption_kwh[index], local = chart.local_kwh[index];
  const notes = [...chart.missing.includes(index) ? [[`<i>${words.has_missing}</i>`, ""]] : [], ...chart.estimated.includes(index) ? [[`<i>${words.has_estimated}</i>`, ""]] : []];
  const production = [swatch("production", "line") + words.production, measure.text(produced)], consumption = [swatch("consumption", "line") + words.consumption, measure.text(consumed)];
  if (view === "balance") {
    return tip(bucketTitle(chart, index), [production, consumption, [swatch("local") + words.local, measure.text(local)], ...left(chart, measure, index),
      [words.covered, consumed > 0 ? percent(local / consumed) : "–"], ...notes]);
  }
  const rows = companyRows(chart, view).map(row => [swatch(row.key) + escape(row.name), measure.text(row.values[index])]);
  const [total, other] = view === "production" ? [produced, consumption] : [consumed, production];
  return tip(bucketTitle(chart, index), [...rows, [`<b>${words.total}</b>`, measure.text(total)], other, ...notes]);
}

/** Surplus and deficit of a bucket: a bucket of an hour or a day may hold both. */
function left(chart, measure, index) {
  const surplus = chart.surplus_kwh[index], deficit = chart.deficit_kwh[index];
  const rows = [...surplus > 0 ? [[swatch("surplus", "hatch") + words.surplus, measure.text(surplus)]] : [], ...deficit > 0 ? [[swatch("deficit") + words.deficit, measure.text(deficit)]] : []];
  return rows.length ? rows : [[words.balanced, isKnown(surplus) ? measure.text(0) : "–"]];
}

/** One bucket as a sentence for a screen reader. */
export function spoken(chart, index) {
  const measure = scale(chart), surplus = chart.surplus_kwh[index], deficit = chart.deficit_kwh[index];
  const rest = [...surplus > 0 ? [`${words.surplus} ${measure.text(surplus)}`] : [], ...deficit > 0 ? [`${words.deficit} ${measure.text(deficit)}`] : [], ...chart.missing.includes(index) ? [words.has_missing] : []];
  return [`${bucketTitle(chart, index)}: ${words.production} ${measure.text(chart.production_kwh[index])}`, `${words.consumption} ${measure.text(chart.consumption_kwh[index])}`, ...rest].join(", ");
}

function timeAxes(chart, colors, env) {
  const found = ticks(chart, env.visible ?? chart.labels.length, env.width - 66), fill = chart.labels.map((_, i) => i);
  return [
    axis(colors, { type: "category", data: fill, axisLabel: { interval: i => found.labels.has(i), formatter: i => found.labels.get(Number(i)) ?? "", color: colors.ink, fontSize: 12, fontWeight: 550, hideOverlap: true, margin: 9 },
      splitLine: { show: true, interval: i => found.lines.has(i), lineStyle: { color: colors.line } } }),
    { type: "category", gridIndex: 1, data: fill, show: false, axisPointer: { show: true, label: { show: false } } },
  ];
}

function zoom(chart, colors, env) {
  const shared = { xAxisIndex: [0, 1], start: env.window[0], end: env.window[1], filterMode: "none", minValueSpan: Math.min(chart.labels.length - 1, 8) };
  const inside = { type: "inside", ...shared, zoomOnMouseWheel: "ctrl", moveOnMouseWheel: false, moveOnMouseMove: !isPhone() };
  if (env.isExport) return [];
  return [inside, { type: "slider", ...shared, height: 20, bottom: 10, left: 52, right: 14, borderColor: colors.line, fillerColor: "rgba(11,110,153,.10)", handleStyle: { color: colors.card, borderColor: "#0b6e99" }, moveHandleSize: 0,
    dataBackground: { lineStyle: { color: colors.grid, width: 1 }, areaStyle: { color: colors.soft, opacity: 1 } }, selectedDataBackground: { lineStyle: { color: colors.grid }, areaStyle: { color: colors.soft } },
    showDetail: false, brushSelect: false }];
}

/** The ECharts option of the main chart; env says view, window, width, what is visible and whether it is for a file. */
export function balanceOption(chart, colors, env) {
  const measure = scale(chart), states = [[colors.deficit], [colors.local], [colors.surplus, hatch(colors.surplus, colors["hatch-chart"])]];
  const series = env.view === "balance" ? balanceSeries(chart, measure, colors) : companySeries(chart, measure, colors, env.view);
  const bottom = env.isExport ? 68 : 96, top = env.isExport ? 96 : 28;
  return {
    ...base(colors),
    axisPointer: { link: [{ xAxisIndex: "all" }], label: { show: false }, lineStyle: { color: colors.muted, type: "dashed" } },
    grid: [{ left: 52, right: 14, top, bottom }, { left: 52, right: 14, height: 14, bottom: bottom - 44 }],
    xAxis: timeAxes(chart, colors, env),
    yAxis: [axis(colors, { type: "value", name: measure.unit, nameTextStyle: { color: colors.muted, align: "right", padding: [0, 6, 0, 0] }, nameGap: 8, axisLabel: { formatter: value => number(Math.abs(value), value % 1 ? 1 : 0) }, axisLine: { show: false } }), { type: "value", gridIndex: 1, show: false, min: 0, max: 1 }],
    dataZoom: zoom(chart, colors, env),
    tooltip: { ...base(colors).tooltip, trigger: "axis", formatter: params => tooltip(chart, measure, env.view, [params].flat()[0].dataIndex) },
    series: [...series, bands(words.missing, 0, missingSpans(chart), () => hatch("", isDark() ? "rgba(159,176,195,.35)" : "rgba(91,102,117,.28)")), bands(words.state, 1, chart.ribbon, (code, wide) => states[code].at(wide ? -1 : 0))],
  };
}
