/* Numbers, energies and times in the visitor's language. Times are wall-clock texts of the group's zone, never of this device. */
export const isFrench = document.documentElement.lang.startsWith("fr");
const locale = isFrench ? "fr-FR" : "en-GB";
const HARD = "\u00a0", DASH = "–";
const json = id => JSON.parse(document.getElementById(id)?.textContent ?? "null");
export const data = json("overview-data");
export const words = json("chart-words") ?? {};

export const isKnown = value => typeof value === "number" && Number.isFinite(value);
const formats = new Map();
function numberFormat(decimals) {
  if (!formats.has(decimals)) formats.set(decimals, new Intl.NumberFormat(locale, { minimumFractionDigits: decimals, maximumFractionDigits: decimals }));
  return formats.get(decimals);
}
export const number = (value, decimals = 0) => isKnown(value) ? numberFormat(decimals).format(Math.abs(value) < 0.5 * 10 ** -decimals ? 0 : value).replace("-", "\u2212") : DASH;
export const percent = fraction => isKnown(fraction) ? number(100 * fraction) + (isFrench ? "\u202f%" : "%") : DASH;
const decimalsFor = value => Math.abs(value) >= 100 ? 0 : Math.abs(value) >= 10 ? 1 : 2;

/** An energy [kWh] with the unit that suits it. */
export function energy(kwh) {
  if (!isKnown(kwh)) return DASH;
  const [value, unit] = Math.abs(kwh) >= 10000 ? [kwh / 1000, "MWh"] : [kwh, "kWh"];
  return number(value, value === 0 ? 0 : unit === "MWh" && Math.abs(value) < 1000 ? 1 : decimalsFor(value)) + HARD + unit;
}

/** A mean power [kW] without its direction, which is a word beside it. */
export const power = kw => isKnown(kw) ? number(Math.abs(kw), kw === 0 ? 0 : decimalsFor(kw)) + HARD + "kW" : DASH;

/** How the main chart shows an energy of a bucket: mean power at 15 minutes, else energy in one unit for all. */
export function scale(chart) {
  if (chart.quantity === "power") return measure("kW", chart.step_minutes / 60);
  const other = chart.compared, all = [...chart.production_kwh, ...chart.consumption_kwh, ...other?.production_kwh ?? [], ...other?.consumption_kwh ?? []];
  const largest = Math.max(0, ...all.filter(isKnown));
  return largest >= 10000 ? measure("MWh", 1000) : measure("kWh", 1);
}
function measure(unit, divisor) {
  const of = kwh => isKnown(kwh) ? kwh / divisor : null;
  return { unit, of, text: kwh => { const value = of(kwh); return value === null ? DASH : number(value, value === 0 ? 0 : decimalsFor(value)) + HARD + unit; } };
}

/** A wall-clock label as a moment that is read with UTC functions; an undated one falls on a Monday long ago. */
export const moment = label => new Date((label.length <= 5 ? "2001-01-01T" + label : label).slice(0, 16).padEnd(10, "-01") + (label.includes("T") || label.length <= 5 ? "Z" : "T00:00Z"));
const dateFormat = options => new Intl.DateTimeFormat(locale, { timeZone: "UTC", ...options });
const shortDay = dateFormat({ weekday: "short", day: "numeric", month: "short" }), weekdayOnly = dateFormat({ weekday: "short" });
const dayMonth = dateFormat({ day: "numeric", month: "short" }), monthOnly = dateFormat({ month: "short" }), monthYear = dateFormat({ month: "long", year: "numeric" });
const fullDay = dateFormat({ weekday: "long", day: "numeric", month: "long" }), clockTime = dateFormat({ hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
const plain = text => text.replace(",", "");
export const day = date => plain(shortDay.format(date));
export const weekday = date => weekdayOnly.format(date);
export const dateOfMonth = date => dayMonth.format(date);
export const month = date => monthOnly.format(date);
export const fullMonth = date => monthYear.format(date);
export const longDay = date => plain(fullDay.format(date));
export const clock = date => clockTime.format(date);
export const clockOf = label => label.slice(-5);

/** What a bucket spans, in words: Mon 8 Jun, 12:15–12:30. */
export function bucketTitle(chart, index) {
  const begins = moment(chart.labels[index]);
  if (chart.step_minutes > 1440) return fullMonth(begins);
  if (chart.step_minutes === 1440) return longDay(begins);
  const end = chart.ends?.[index] ? clockOf(chart.ends[index]) : clock(new Date(+begins + chart.step_minutes * 6e4));
  const span = `${clock(begins)}–${end === "00:00" ? "24:00" : end}`;
  return chart.period.kind === "typical" ? span : `${day(begins)}, ${span}`;
}

export const escape = text => String(text).replace(/[&<>"']/g, sign => `&#${sign.charCodeAt(0)};`);
