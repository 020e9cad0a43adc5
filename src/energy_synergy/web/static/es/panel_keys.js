/* Days of 96 quarter-hours side by side in one chart: the words for a quarter, and reading by keyboard. */
import { say } from "./stage.js";

export const QUARTERS = 96;
export const timeOf = quarter => { const minutes = quarter * 15; return `${String(Math.floor(minutes / 60)).padStart(2, "0")}:${String(minutes % 60).padStart(2, "0")}`; };
export const span = quarter => `${timeOf(quarter)}–${timeOf(quarter + 1)}`;

/**
 * Reading by keyboard: left and right walk the day, up and down the panels, Shift takes three hours, Escape leaves.
 * `panels` gives the days of the data, `spoken` what is said of a quarter of one of them.
 */
export const walker = (panels, spoken) => (place, part) => {
  let index = 0, quarter = null;
  const count = () => panels(part.data).length, bound = (value, most) => Math.max(0, Math.min(most, value));
  const moves = {
    ArrowRight: big => { quarter = bound(quarter + (big ? 12 : 1), QUARTERS - 1); }, ArrowLeft: big => { quarter = bound(quarter - (big ? 12 : 1), QUARTERS - 1); },
    ArrowDown: () => { index = bound(index + 1, count() - 1); }, ArrowUp: () => { index = bound(index - 1, count() - 1); },
    Home: () => { quarter = 0; }, End: () => { quarter = QUARTERS - 1; },
  };
  place.addEventListener("keydown", event => {
    if (event.ctrlKey || event.altKey || event.metaKey || !part.chart) return;
    if (event.key === "Escape") { quarter = null; part.chart.dispatchAction({ type: "hideTip" }); say(""); return; }
    if (!moves[event.key]) return;
    event.preventDefault();
    if (quarter === null) quarter = event.key === "End" ? QUARTERS - 1 : 0; else moves[event.key](event.shiftKey);
    const [x, y] = part.chart.convertToPixel({ xAxisIndex: index, yAxisIndex: index }, [quarter, 0]);
    part.chart.dispatchAction({ type: "showTip", x, y: y - 30 });
    say(spoken(part.data, panels(part.data)[index], quarter));
  });
  place.addEventListener("blur", () => part.chart?.dispatchAction({ type: "hideTip" }));
};
