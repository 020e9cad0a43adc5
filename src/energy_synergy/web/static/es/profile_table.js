/* The values of a day as fields: typed one by one, or pasted as 24 or 96 from a spreadsheet. */
import { number, words } from "./format.js";
import { asNumber, atLevel, lineCells, QUARTERS, readValues, Refused, UNITS } from "./profile_curve.js";
import { timeOf } from "./profile_chart.js";

const decimals = level => level === QUARTERS ? 5 : 4;

/** A sentence of the page with its values filled in. */
export const told = (name, values = {}) => Object.entries(values).reduce((text, [key, value]) => text.replaceAll(`{${key}}`, value), words[name] ?? name);

/** `acts`: one(index, kWh) for a typed value, all(values) for pasted ones. Returns show({ units, level }). */
export function valueTable(body, problem, { canEdit, acts }) {
  let level = 0, written = [];

  function lay() {
    body.replaceChildren(...Array.from({ length: level }, (_, i) => {
      const row = document.createElement("tr"), time = document.createElement("th"), cell = document.createElement("td");
      time.scope = "row";
      time.textContent = timeOf(i, level);
      if (canEdit) cell.append(field(i));
      row.append(time, cell);
      return row;
    }));
  }

  function field(index) {
    const one = document.createElement("input");
    Object.assign(one, { type: "text", className: "form-control form-control-sm", inputMode: "decimal", autocomplete: "off" });
    one.setAttribute("aria-label", `${timeOf(index, level)}, kWh`);
    one.dataset.index = index;
    return one;
  }

  function show(next) {
    if (level !== next.level) { level = next.level; lay(); }
    written = atLevel(next.units, level).map(unit => number(unit / UNITS, decimals(level)));
    if (!canEdit) [...body.rows].forEach((row, i) => { row.cells[1].textContent = written[i]; });
    fields().forEach((field, i) => { if (!field.matches("[aria-invalid]")) field.value = written[i]; });
  }
  const fields = () => [...body.querySelectorAll("input")];

  /** Say beside the fields what is wrong; the field keeps its text. */
  function complain(field, text) {
    problem.textContent = text;
    problem.hidden = !text;
    fields().forEach(one => { if (one !== field || !text) { one.removeAttribute("aria-invalid"); one.removeAttribute("aria-describedby"); } });
    if (!text) return;
    field.setAttribute("aria-invalid", "true");
    field.setAttribute("aria-describedby", problem.id);
  }

  function take(field) {
    const index = Number(field.dataset.index), value = asNumber(field.value.trim());
    if (field.value === written[index]) return complain(field, "");
    if (value === null || value > 1) return complain(field, told("bad_cell", { time: timeOf(index, level), value: field.value.slice(0, 20) }));
    complain(field, "");
    acts.one(index, value);
  }

  function paste(event) {
    const text = event.clipboardData.getData("text");
    if (text.split(/[\r\n]/).filter(line => line.trim()).flatMap(lineCells).length < 2 && !/[ ,].*[ ,]/.test(text)) return;
    event.preventDefault();
    const field = event.target;
    try { const values = readValues(text); complain(field, ""); acts.all(values); } catch (refusal) {
      if (!(refusal instanceof Refused)) throw refusal;
      complain(field, `${told(refusal.sentence, refusal.values)} ${words.nothing_changed}`);
    }
  }

  if (canEdit) {
    body.addEventListener("change", event => take(event.target));
    body.addEventListener("paste", paste);
    body.addEventListener("keydown", event => {
      if (event.key !== "Enter") return;
      event.preventDefault();
      take(event.target);
      const next = fields()[Number(event.target.dataset.index) + 1];
      if (next && !event.target.matches("[aria-invalid]")) { next.focus(); next.select(); }
    });
  }
  return { show, forget: () => complain(null, "") };
}
