/* The curve of a day as 96 whole numbers of 1e-9 kWh that sum to 1 kWh, whatever is done to it; no page in sight.
   normalise() and readValues() do what profiles/curve.py and profiles/pasted.py do, to the last unit. */
export const HOURS = 24, QUARTERS = 96, UNITS = 1e9;
const PER_HOUR = QUARTERS / HOURS;
/* Values that are set together may take up to this share of the day; the rest keeps its shape in what is left. */
const MOST_SET = 0.98;

/** A refusal by the name of its sentence, with the values that go into it. */
export class Refused extends Error {
  constructor(sentence, values = {}) { super(sentence); this.sentence = sentence; this.values = values; }
}

/** The sum of numbers, rounded once at the end (Shewchuk 1997, as math.fsum does it). */
export function exactSum(values) {
  const partials = [];
  for (let x of values) {
    let kept = 0;
    for (let y of partials) {
      if (Math.abs(x) < Math.abs(y)) [x, y] = [y, x];
      const high = x + y, low = y - (high - x);
      if (low) partials[kept++] = low;
      x = high;
    }
    partials.length = kept;
    partials.push(x);
  }
  let n = partials.length, high = n ? partials[--n] : 0, low = 0;
  while (n > 0 && !low) { const x = high, y = partials[--n]; high = x + y; low = y - (high - x); }
  // Half an ulp beside: the next partial says to which side the sum lies.
  if (n > 0 && ((low < 0 && partials[n - 1] < 0) || (low > 0 && partials[n - 1] > 0))) {
    const twice = low * 2, rounded = high + twice;
    if (twice === rounded - high) high = rounded;
  }
  return high;
}

/** 24 or 96 values of any size as units: shared out by largest remainder, of equal ones the earlier first. */
export function normalise(values) {
  if (values.length !== HOURS && values.length !== QUARTERS) throw new Refused("wrong_count", { count: values.length });
  const wrong = values.findIndex(value => !(Number.isFinite(value) && value >= 0));
  if (wrong >= 0) throw new Refused("not_a_number", { position: wrong + 1, value: String(values[wrong]) });
  const quarters = values.length === QUARTERS ? values : values.flatMap(value => Array(PER_HOUR).fill(value));
  const largest = Math.max(...quarters);
  if (!largest) throw new Refused("all_zero");
  const shares = quarters.map(value => value / largest), sum = exactSum(shares);
  const exact = shares.map(share => share / sum * UNITS), units = exact.map(Math.floor);
  const missing = UNITS - units.reduce((a, b) => a + b, 0);
  const order = units.map((unit, i) => [unit - exact[i], i]).sort((a, b) => a[0] - b[0] || a[1] - b[1]);
  for (const [, i] of order.slice(0, missing)) units[i] += 1;
  return units;
}

export const flat = () => normalise(Array(QUARTERS).fill(1));
export const kwh = units => units.map(unit => unit / UNITS);
export const isSame = (a, b) => a.every((unit, i) => unit === b[i]);

/** What is shown at a level of 24 or 96 points: the units of each hour, or of each quarter. */
export const atLevel = (units, level) => level === QUARTERS ? units : Array.from({ length: HOURS }, (_, hour) => units.slice(hour * PER_HOUR, (hour + 1) * PER_HOUR).reduce((a, b) => a + b, 0));

/**
 * Set some points [kWh] of a level; they stay as they are set, and the others keep their shape in what is left. Of an
 * hour that is set the quarters are alike, unless `keepsQuarters` holds their proportions.
 */
export function setPoints(units, level, targets, keepsQuarters = false) {
  const points = atLevel(units, level).map(unit => unit / UNITS), isSet = i => targets.has(i);
  const set = points.map((value, i) => isSet(i) ? Math.max(0, targets.get(i)) : 0), rest = points.map((value, i) => isSet(i) ? 0 : value);
  const sumSet = exactSum(set), sumRest = exactSum(rest);
  if (!sumSet && !sumRest) return units;
  const share = sumRest ? Math.min(sumSet, MOST_SET) : 1;
  const wanted = points.map((_, i) => isSet(i) ? (sumSet ? set[i] * share / sumSet : 0) : rest[i] * (1 - share) / sumRest);
  return normalise(level === QUARTERS ? wanted : wanted.flatMap((value, hour) => withinHour(units, hour, value, isSet(hour) && !keepsQuarters ? 0 : points[hour])));
}

/** The quarters of an hour in the proportions that they have; all alike where it had no energy before. */
const withinHour = (units, hour, value, before) => Array.from({ length: PER_HOUR }, (_, part) => before ? value * (units[hour * PER_HOUR + part] / UNITS / before) : value / PER_HOUR);

/** The moving mean over an hour, or over a quarter, to each side; the day goes on at midnight. */
export function smooth(units, level) {
  const reach = level === QUARTERS ? 1 : PER_HOUR;
  return normalise(units.map((_, i) => {
    let sum = 0;
    for (let step = -reach; step <= reach; step++) sum += units[(i + step + QUARTERS) % QUARTERS] * (reach + 1 - Math.abs(step));
    return sum;
  }));
}

/** The mean absolute error of a curve against another [both 96 values, kWh], as a fraction of the mean. */
export const meanError = (units, other) => exactSum(units.map((unit, i) => Math.abs(unit / UNITS - other[i])));

const BLANKS = /[ \u00a0\u2007\u2009\u202f'’]/g, NUMBER = /^[+\-\u2212]?[0-9]+([.,][0-9]+)?([eE][+-]?[0-9]{1,2})?$/;
const TIME = /^[0-9]{1,2}([:hH][0-9]{0,2}){1,2}.*$/, LONGEST_TEXT = 100_000, SHOWN = 20;

/** A number from zero up as people write it, null for anything else; of a comma and a point the last is the decimal mark. */
export function asNumber(cell) {
  let bare = cell.replace(BLANKS, "").replace(/%$/, "");
  const [first, last] = bare.lastIndexOf(",") <= bare.lastIndexOf(".") ? [",", "."] : [".", ","];
  if (bare.includes(first) && bare.includes(last)) bare = bare.replaceAll(first, "");
  if (!NUMBER.test(bare)) return null;
  const number = Number(bare.replace(",", ".").replace("\u2212", "-"));
  return number >= 0 && number < Infinity ? number : null;
}

/** The 24 or 96 values of a text that was copied or typed; throws Refused for anything else. */
export function readValues(text) {
  if (text.length > LONGEST_TEXT) throw new Refused("too_long");
  const cells = cellsOf(text);
  if (!cells.length) throw new Refused("nothing");
  const numbers = cells.map(asNumber), wrong = numbers.indexOf(null);
  if (wrong >= 0) throw new Refused("not_a_number", { position: wrong + 1, value: cells[wrong].slice(0, SHOWN) });
  if (!isCount(cells.length)) throw new Refused("wrong_count", { count: cells.length });
  return numbers;
}

const isCount = count => count === HOURS || count === QUARTERS;
const apart = (text, between) => text.split(between).filter(cell => cell);
export const lineCells = line => line.split(/[\t;]/).map(cell => cell.trim()).filter(cell => cell);
const isHeading = cells => cells.every(cell => asNumber(cell) === null && !TIME.test(cell));

function cellsOf(text) {
  const lines = text.replaceAll("\r\n", "\n").replaceAll("\r", "\n").split("\n").filter(line => line.trim()).map(lineCells);
  const body = isCount(lines.length - 1) && isHeading(lines[0]) ? lines.slice(1) : lines;
  if (body.length && body.every(line => line.length === 2 && TIME.test(line[0]))) return body.map(line => line[1]);
  const cells = body.flat();
  if (isCount(cells.length)) return cells;
  return [apart(text, /,?\s+/), apart(text, /[,\s]+/)].find(one => isCount(one.length)) ?? cells;
}
