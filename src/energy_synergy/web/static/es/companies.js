/* The main chart by company: one side of the balance stacked, the largest companies first, and a legend that hides them. */
import { percent, words } from "./format.js";
import { OTHERS, memberKey } from "./look.js";
import { ghost, isBars, lines, strand } from "./timeframe.js";

const MOST_COMPANIES = 9;
const POOLED = 0, REST = "rest";
export const otherSide = view => view === "production" ? "consumption" : "production";
const sum = values => values.reduce((total, value) => total + (value ?? 0), 0);
const known = (rows, i) => rows.map(row => row.values[i]).filter(value => value !== null);

/** The companies with the most energy and the rest as one: [{id, name, key, values, total}]; those that are pooled are grey. */
export function companyRows(chart, view) {
  const field = `${view}_kwh`;
  const rows = chart.members.filter(member => member[field]?.some(value => value > 0))
    .map(member => ({ id: String(member.id), name: member.name, key: member.id === POOLED ? `m${OTHERS}` : memberKey(member.color_index), values: member[field], total: sum(member[field]) }))
    .sort((a, b) => b.total - a.total);
  if (rows.length <= MOST_COMPANIES) return rows;
  // What is pooled already goes with the rest: two greys would not be told apart.
  const named = rows.filter(row => row.id !== String(POOLED)), kept = named.slice(0, MOST_COMPANIES - 1), rest = rows.filter(row => !kept.includes(row));
  const values = rest[0].values.map((_, i) => { const found = known(rest, i); return found.length ? sum(found) : null; });
  const name = rest.some(row => row.id === String(POOLED)) ? words.others : `${words.others} (${rest.length})`;
  return [...kept, { id: REST, name, key: `m${OTHERS}`, values, total: sum(values) }];
}

/** The strands of the companies that are not hidden, with the other side of the balance as a line. */
export function companySeries(chart, measure, colors, env) {
  const other = otherSide(env.view), shown = companyRows(chart, env.view).filter(row => !env.hide.has(row.id));
  const edge = isBars(chart) ? { itemStyle: { borderColor: colors.card, borderWidth: .6 } } : { lineStyle: { width: .6, color: colors.card } };
  const stack = shown.map(row => {
    const one = strand(chart, row.name, "companies", row.values.map(measure.of), colors[row.key], { color: colors[row.key], opacity: .9 });
    return isBars(chart) ? { ...one, itemStyle: { ...one.itemStyle, ...edge.itemStyle } } : { ...one, ...edge };
  });
  const dots = isBars(chart) ? { symbol: "circle", symbolSize: 6 } : {};
  return [...stack, ...ghost(chart, measure, words[env.view], `${env.view}_kwh`, colors[env.view]), ...lines(chart, measure, words[other], `${other}_kwh`, colors[other], 2, 5).map(one => ({ ...one, ...dots }))];
}

/** Fill a legend whose entries hide and show their company; each says what part of the total it brings. */
export function fillLegend(place, chart, view, hide, toggle) {
  const rows = companyRows(chart, view), total = sum(rows.map(row => row.total)), other = otherSide(view);
  const mark = (key, kind) => { const sign = document.createElement("i"); sign.className = `sw ${kind} sw-${key}`; return sign; };
  const entries = rows.map(row => {
    const button = document.createElement("button"), share = document.createElement("small");
    button.type = "button";
    button.dataset.company = row.id;
    button.setAttribute("aria-pressed", !hide.has(row.id));
    share.textContent = total ? percent(row.total / total) : "";
    button.append(mark(row.key, ""), row.name, " ", share);
    button.addEventListener("click", () => toggle(row.id));
    return button;
  });
  const line = document.createElement("span");
  line.append(mark(other, "line"), words[other]);
  const held = document.activeElement?.dataset?.company;
  const gaps = document.createElement("span");
  gaps.append(mark("", "gap"), words.missing);
  place.replaceChildren(...entries, line, ...chart.missing.length ? [gaps] : []);
  if (held) place.querySelector(`[data-company="${held}"]`)?.focus();
}
