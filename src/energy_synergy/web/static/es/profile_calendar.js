/* A profile as seasons with kinds of day, never changed in place: each function gives a new one. */
import { month as monthName } from "./format.js";
import { exactSum, kwh, normalise, QUARTERS, UNITS } from "./profile_curve.js";

export const KINDS = 3, MONTHS = 12, MOST_WEIGHT = 1000;
const REFERENCE_YEAR = 2025, YEAR = [...Array(MONTHS).keys()].map(i => i + 1), NAMES = ["weekday", "saturday", "sunday"];
/* Which of weekday, Saturday and Sunday each tab stands for, by how many tabs there are. */
const PARTS = { 1: [[0, 1, 2]], 2: [[0], [1, 2]], 3: [[0], [1], [2]] };
export const PRESETS = { whole: [YEAR], halves: [[11, 12, 1, 2, 3, 4], [5, 6, 7, 8, 9, 10]], three: [[11, 12, 1, 2, 3], [4, 5, 9, 10], [6, 7, 8]] };

/** From the fields of the option `calendar`: { kinds, seasons: [{ name, months, days: [{ units, weight }] }] }. */
export function fromFields(fields) {
  const kinds = Math.max(...fields.seasons.map(season => season.sunday ? 3 : season.saturday ? 2 : 1));
  const day = shape => ({ units: normalise(shape.values), weight: shape.weight ?? 1 });
  return {
    kinds,
    seasons: fields.seasons.map(season => {
      const weekday = day(season.weekday), saturday = season.saturday ? day(season.saturday) : weekday, sunday = season.sunday ? day(season.sunday) : saturday;
      return { name: season.name ?? "", months: sorted(season.months), days: [weekday, saturday, sunday].slice(0, kinds) };
    }),
  };
}

export function toFields(profile) {
  const shape = day => ({ values: kwh(day.units), weight: day.weight });
  return { seasons: profile.seasons.map(season => ({ name: season.name, months: season.months, ...Object.fromEntries(season.days.map((day, kind) => [NAMES[kind], shape(day)])) })) };
}

/** Months in the order in which a season lives them: a winter begins in autumn. */
function sorted(months) {
  const here = [...months].sort((a, b) => a - b);
  const begins = here.filter(one => !here.includes((one + MONTHS - 2) % MONTHS + 1));
  if (begins.length !== 1) return here;
  return here.map((_, i) => (begins[0] + i - 1) % MONTHS + 1);
}

export function monthsLabel(months) {
  const name = number => monthName(new Date(Date.UTC(REFERENCE_YEAR, number - 1, 1)));
  if (months.length === MONTHS) return `${name(1)}–${name(12)}`;
  const runs = [];
  for (const one of months) {
    const last = runs.at(-1);
    if (last && last.at(-1) % MONTHS + 1 === one) last.push(one); else runs.push([one]);
  }
  return runs.map(run => run.length > 2 ? `${name(run[0])}–${name(run.at(-1))}` : run.map(name).join(", ")).join(", ");
}
export const seasonLabel = season => season.name || monthsLabel(season.months);

const withSeason = (profile, place, change) => ({ ...profile, seasons: profile.seasons.map((season, i) => i === place ? { ...season, ...change } : season) });
export const withDay = (profile, place, kind, change) => withSeason(profile, place, { days: profile.seasons[place].days.map((day, i) => i === kind ? { ...day, ...change } : day) });
export const withName = (profile, place, name) => withSeason(profile, place, { name });

/** One tab for all days, two, or three; a kind that is new begins as the one before it. */
export const withKinds = (profile, kinds) => ({
  kinds,
  seasons: profile.seasons.map(season => ({ ...season, days: Array.from({ length: kinds }, (_, kind) => season.days[Math.min(kind, season.days.length - 1)]) })),
});

/** Other seasons: each begins with the days of the season in which its first month lay. */
export const withSeasons = (profile, sets) => ({
  ...profile,
  seasons: sets.map(months => ({ name: "", months, days: profile.seasons.find(season => season.months.includes(months[0])).days })),
});

/** A month goes over to a season, and away from the one that had it. */
export const withMonth = (profile, place, month) => ({
  ...profile,
  seasons: profile.seasons.map((season, i) => ({ ...season, months: sorted(i === place ? [...new Set([...season.months, month])] : season.months.filter(one => one !== month)) })),
});

/** A new season takes the last month of the longest one. */
export function withNewSeason(profile) {
  const longest = profile.seasons.reduce((best, season) => season.months.length > best.months.length ? season : best);
  const added = { ...profile, seasons: [...profile.seasons, { name: "", months: [], days: longest.days }] };
  return withMonth(added, profile.seasons.length, longest.months.at(-1));
}

/** The months of a season that goes are those of the first one left. */
export function withoutSeason(profile, place) {
  const seasons = profile.seasons.filter((_, i) => i !== place);
  return { ...profile, seasons: seasons.map((season, i) => i ? season : { ...season, months: sorted([...season.months, ...profile.seasons[place].months]) }) };
}

const DAY_MS = 86_400_000;
const DAY_COUNTS = (() => {
  const counts = Array.from({ length: MONTHS }, () => Array(KINDS).fill(0));
  for (let at = Date.UTC(REFERENCE_YEAR, 0, 1); at < Date.UTC(REFERENCE_YEAR + 1, 0, 1); at += DAY_MS) {
    const day = new Date(at), weekday = day.getUTCDay();
    counts[day.getUTCMonth()][weekday === 6 ? 1 : weekday === 0 ? 2 : 0] += 1;
  }
  return counts;
})();
const sumOver = (season, parts, table) => season.months.reduce((sum, one) => sum + parts.reduce((part, kind) => part + table[one - 1][kind], 0), 0);

/** The share of the energy of 2025 that falls on each season and tab. */
export function sharesOfYear(profile) {
  const energy = profile.seasons.map(season => season.days.map((day, kind) => day.weight * sumOver(season, PARTS[profile.kinds][kind], DAY_COUNTS)));
  const whole = exactSum(energy.flat());
  return energy.map(days => days.map(value => whole ? value / whole : 0));
}
export const weighsNothing = profile => !exactSum(sharesOfYear(profile).flat());

/** The mean measured day of a season and tab: { days, mean_kwh, curve } with a curve of 1 kWh; null for none. */
export function measuredDay(profile, place, kind, measured) {
  const season = profile.seasons[place], parts = PARTS[profile.kinds][kind], days = sumOver(season, parts, measured.days);
  if (!days) return null;
  const sums = Array(QUARTERS).fill(0);
  for (const one of season.months) for (const part of parts) measured.energy_kwh[one - 1][part]?.forEach((value, i) => { sums[i] += value; });
  const whole = exactSum(sums);
  return { days, mean_kwh: whole / days, curve: whole ? sums.map(value => value / whole) : null };
}

/** The profile with the curves, the weights or both of the measured days, where there are any. */
export function asMeasured(profile, measured, { curves, weights }) {
  const found = profile.seasons.map((season, place) => season.days.map((_, kind) => measuredDay(profile, place, kind, measured)));
  const known = found.flat().filter(Boolean), days = known.reduce((sum, one) => sum + one.days, 0);
  const mean = days ? known.reduce((sum, one) => sum + one.mean_kwh * one.days, 0) / days : 0;
  const day = (before, seen) => !seen ? before : {
    units: curves && seen.curve ? normalise(seen.curve) : before.units,
    weight: weights && mean ? Math.min(MOST_WEIGHT, Math.round(1000 * seen.mean_kwh / mean) / 1000) : before.weight,
  };
  return { ...profile, seasons: profile.seasons.map((season, place) => ({ ...season, days: season.days.map((before, kind) => day(before, found[place][kind])) })) };
}

/** The mean day of the whole year, as units. */
export function meanDay(profile) {
  const shares = sharesOfYear(profile), sums = Array(QUARTERS).fill(0);
  profile.seasons.forEach((season, place) => season.days.forEach((day, kind) => day.units.forEach((unit, i) => { sums[i] += unit / UNITS * shares[place][kind]; })));
  return normalise(sums);
}
