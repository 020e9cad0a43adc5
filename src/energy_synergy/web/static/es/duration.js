/* How long the group has at least so much power left, or lacks it: its net power, sorted, against hours. */
import { number, percent, power, words } from "./format.js";
import { axis, base, hatch, isDark, isPhone, swatch, tip } from "./look.js";
import { say } from "./stage.js";

const stateOf = kw => kw > 0 ? "surplus" : kw < 0 ? "deficit" : "balanced";
const last = curve => curve.net_kw.length - 1;
const total = curve => curve.hours.at(-1);
const hoursText = hours => number(hours, hours < 100 && hours % 1 ? 1 : 0) + "\u00a0h";

/** For how long a piece's power is reached: a surplus is counted from the left, a deficit from the right. */
const reachedFor = (curve, index) => curve.net_kw[index] < 0 ? total(curve) - curve.hours[index] : curve.hours[index + 1];

function rows(curve, index) {
  const kw = curve.net_kw[index], state = stateOf(kw), hours = reachedFor(curve, index);
  return [
    [swatch(state === "balanced" ? "local" : state, state === "surplus" ? "hatch" : "") + words[state] + (state === "balanced" ? "" : ` ${words.at_least}`), power(kw)],
    [words.for_hours, `${hoursText(hours)} (${percent(hours / total(curve))})`],
  ];
}

/** One piece as a sentence for a screen reader. */
export function spokenPiece(curve, index) {
  const kw = curve.net_kw[index], state = stateOf(kw), hours = reachedFor(curve, index);
  return `${words[state]}${state === "balanced" ? "" : ` ${words.at_least} ${power(kw)}`}: ${hoursText(hours)}, ${percent(hours / total(curve))}`;
}

/** Steps: each border begins a piece, and the last one ends it. */
const steps = (curve, of) => curve.hours.map((hours, index) => [hours, of(curve.net_kw[Math.min(index, last(curve))])]);

function area(name, curve, of, color, fill) {
  return { name, type: "line", step: "end", symbol: "none", silent: true, lineStyle: { width: 0 }, itemStyle: { color }, areaStyle: fill, data: steps(curve, of), emphasis: { disabled: true } };
}

/** Dots where 1, 5 and 10 % of the time are; from the right for the deficit. Their powers stand in a table beside. */
function marks(curve, colors) {
  const side = (mark, kw, hours, position) => ({ value: [hours, kw], label: { formatter: percent(mark.fraction), position } });
  const found = curve.marks.flatMap(mark => [
    ...mark.surplus_kw > 0 ? [side(mark, mark.surplus_kw, mark.hours, "right")] : [],
    ...mark.deficit_kw > 0 ? [side(mark, -mark.deficit_kw, total(curve) - mark.hours, "bottom")] : [],
  ]);
  return { type: "scatter", name: "", silent: true, z: 6, symbolSize: 7, data: found, itemStyle: { color: colors.card, borderColor: colors.ink, borderWidth: 1.6 },
    label: { show: true, color: colors.ink, fontSize: 11.5, fontWeight: 550, distance: 7, textBorderColor: colors.card, textBorderWidth: 3 }, labelLayout: { hideOverlap: true } };
}

/** The ECharts option of the duration curve. */
export function durationOption(curve, colors, env) {
  const text = (words, place) => ({ type: "text", silent: true, ...place, style: { text: words, fill: colors.muted, font: "600 12px Inter, system-ui, sans-serif" } });
  const top = env.isExport ? 96 : 26, tall = isPhone() && !env.isExport;
  return {
    ...base(colors),
    grid: { left: 58, right: 18, top, bottom: 44 },
    xAxis: axis(colors, { type: "value", min: 0, max: total(curve), name: words.hours, nameLocation: "middle", nameGap: 28, nameTextStyle: { color: colors.muted }, splitNumber: tall ? 3 : 8, splitLine: { show: false }, axisLine: { onZero: false, lineStyle: { color: colors.line } }, axisLabel: { formatter: hours => number(hours), showMaxLabel: true, hideOverlap: true } }),
    yAxis: axis(colors, { type: "value", name: "kW", nameTextStyle: { color: colors.muted, align: "right", padding: [0, 6, 0, 0] }, nameGap: 8, axisLabel: { formatter: kw => number(Math.abs(kw), kw % 1 ? 1 : 0) } }),
    axisPointer: { label: { show: false }, lineStyle: { color: colors.muted, type: "dashed" } },
    tooltip: { ...base(colors).tooltip, trigger: "axis", formatter: params => { const index = Math.min(last(curve), [params].flat()[0].dataIndex); return tip(`${hoursText(curve.hours[index])} – ${hoursText(curve.hours[index + 1])}`, rows(curve, index)); } },
    graphic: [text(`↑ ${words.surplus}`, { right: 26, top: top + 4 }), text(`↓ ${words.deficit}`, { left: 66, bottom: 52 })],
    series: [
      area(words.surplus, curve, kw => Math.max(0, kw), colors.surplus, { color: hatch(colors.surplus, colors["hatch-chart"]), opacity: 1 }),
      area(words.deficit, curve, kw => Math.min(0, kw), colors.deficit, { color: colors.deficit, opacity: isDark() ? .45 : .38 }),
      { name: words.net, type: "line", step: "end", symbol: "none", z: 4, data: steps(curve, kw => kw), itemStyle: { color: colors.consumption }, lineStyle: { width: 1.8, color: colors.consumption }, emphasis: { disabled: true },
        markLine: { silent: true, symbol: "none", label: { show: false }, lineStyle: { color: colors.muted, width: 1, type: "solid" }, data: [{ yAxis: 0 }] } },
      marks(curve, colors),
    ],
  };
}

/** Reading by keyboard: arrows move by 1 % of the time, Shift by 10 %, Home and End to the extremes, Escape leaves. */
export function walkCurve(place, part) {
  let at = null;
  const pieceAt = hours => { const found = part.data.hours.findIndex(border => border > hours); return found < 0 ? last(part.data) : Math.max(0, found - 1); };
  const moved = share => Math.max(0, Math.min(total(part.data), (part.data.hours[at ?? 0]) + share * total(part.data)));
  const step = (index, share) => { const next = pieceAt(moved(share)); return next !== index ? next : Math.max(0, Math.min(last(part.data), index + Math.sign(share))); };
  const moves = { ArrowRight: big => at === null ? 0 : step(at, big ? .1 : .01), ArrowLeft: big => at === null ? 0 : step(at, big ? -.1 : -.01), Home: () => 0, End: () => last(part.data) };
  place.addEventListener("keydown", event => {
    if (event.ctrlKey || event.altKey || event.metaKey || !part.chart) return;
    if (event.key === "Escape") { at = null; part.chart.dispatchAction({ type: "hideTip" }); say(""); return; }
    if (!moves[event.key]) return;
    event.preventDefault();
    at = moves[event.key](event.shiftKey);
    const [x, y] = part.chart.convertToPixel({ xAxisIndex: 0, yAxisIndex: 0 }, [part.data.hours[at], part.data.net_kw[at]]);
    part.chart.dispatchAction({ type: "showTip", x: x + 1, y: Math.max(30, y) });
    say(spokenPiece(part.data, at));
  });
  place.addEventListener("blur", () => part.chart?.dispatchAction({ type: "hideTip" }));
}
