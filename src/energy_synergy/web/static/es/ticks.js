/* Which buckets of a time axis carry a label and where a line divides days or months. */
import { clock, dateOfMonth, day, fullMonth, moment, month, weekday } from "./format.js";

const HOUR = 60, DAY = 1440;

/** Return {labels: Map of bucket to text, lines: Set of buckets} for the visible buckets of a chart. */
export function ticks(chart, visible, width) {
  const dates = chart.labels.map(moment), hours = visible * chart.step_minutes / HOUR, room = Math.max(2, Math.floor(width / 66));
  if (chart.step_minutes > DAY) return { labels: new Map(dates.map((date, i) => [i, dates.length === 1 ? fullMonth(date) : month(date)])), lines: new Set(dates.keys()) };
  const isOneDay = chart.period.kind === "day" || chart.period.kind === "typical";
  if (chart.step_minutes < 1440 && (isOneDay || hours <= 40)) return hourTicks(dates, hours, room, isOneDay);
  if (hours <= 16 * 24) {
    const perDay = width / (hours / 24), isNarrow = perDay < 74;
    return dayTicks(dates, Math.max(1, Math.ceil((isNarrow ? 36 : 74) / perDay)), isNarrow);
  }
  if (hours <= 75 * 24) return dateTicks(dates, hours / 24 / room > 5 ? 7 : hours / 24 / room > 2 ? 5 : 2);
  return monthTicks(dates, Math.ceil(12 * 34 / width));
}

const isMidnight = date => date.getUTCHours() === 0 && date.getUTCMinutes() === 0;

function hourTicks(dates, hours, room, isOneDay) {
  const every = [1, 2, 3, 6, 12].find(step => hours / step <= room) ?? 12, labels = new Map(), lines = new Set();
  dates.forEach((date, i) => {
    if (date.getUTCMinutes() || date.getUTCHours() % every) return;
    labels.set(i, isMidnight(date) && !isOneDay ? day(date) : clock(date));
    lines.add(i);
  });
  return { labels, lines };
}

/** Days by their first and last bucket, so that a day of 23 or 25 hours has its name in its middle. */
function runs(dates, same) {
  const found = [];
  dates.forEach((date, i) => { if (i && same(date, dates[i - 1])) found.at(-1).last = i; else found.push({ first: i, last: i, date }); });
  return found;
}
const sameDay = (a, b) => a.getUTCDate() === b.getUTCDate() && a.getUTCMonth() === b.getUTCMonth();
const sameMonth = (a, b) => a.getUTCMonth() === b.getUTCMonth();
const middle = run => run.first + Math.floor((run.last - run.first) / 2);

function dayTicks(dates, every, isNarrow) {
  const found = runs(dates, sameDay);
  return {
    labels: new Map(found.filter((_, i) => i % every === 0).map(run => [middle(run), isNarrow ? weekday(run.date) : day(run.date)])),
    lines: new Set(found.map(run => run.first)),
  };
}

function dateTicks(dates, every) {
  const found = runs(dates, sameDay).filter(run => (run.date.getUTCDate() - 1) % every === 0 && (every === 2 || run.date.getUTCDate() < 30));
  return { labels: new Map(found.map(run => [run.first, dateOfMonth(run.date)])), lines: new Set(found.map(run => run.first)) };
}

function monthTicks(dates, every) {
  const found = runs(dates, sameMonth);
  return { labels: new Map(found.filter((_, i) => i % every === 0).map(run => [middle(run), month(run.date)])), lines: new Set(found.map(run => run.first)) };
}
