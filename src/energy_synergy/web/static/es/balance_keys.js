/* Reading the main chart without a mouse: arrows walk, Shift a day, Home and End, + and - zoom, Esc leaves. */
const DAY = 1440;

/** Make a chart's element walkable; `holder` gives the chart, its data, the window in percent and spoken(data, index). */
export function walk(element, holder) {
  const last = () => holder.data.labels.length - 1;
  const stride = () => holder.data.step_minutes > DAY ? 3 : holder.data.step_minutes === DAY ? 7 : DAY / holder.data.step_minutes;
  let at = null;
  const moves = {
    ArrowRight: big => Math.min(last(), (at ?? -1) + (big ? stride() : 1)),
    ArrowLeft: big => Math.max(0, (at ?? 1) - (big ? stride() : 1)),
    Home: () => 0,
    End: last,
  };
  element.addEventListener("keydown", event => {
    if (event.ctrlKey || event.altKey || event.metaKey || !holder.chart) return;
    if (moves[event.key]) at = moves[event.key](event.shiftKey);
    else if (event.key === "+" || event.key === "=") zoom(holder, at ?? last() / 2, .5);
    else if (event.key === "-") zoom(holder, at ?? last() / 2, 2);
    else if (event.key === "Escape") { leave(holder); at = null; return event.preventDefault(); } else return;
    event.preventDefault();
    show(holder, at ?? Math.round(last() / 2));
  });
  element.addEventListener("blur", () => holder.chart?.dispatchAction({ type: "hideTip" }));
}

function zoom(holder, at, factor) {
  const [from, to] = holder.window, width = Math.min(100, (to - from) * factor), centre = 100 * at / Math.max(1, holder.data.labels.length - 1);
  const start = Math.max(0, Math.min(100 - width, centre - width / 2));
  holder.chart.dispatchAction({ type: "dataZoom", start, end: start + width });
}

function leave(holder) {
  holder.chart.dispatchAction({ type: "dataZoom", start: 0, end: 100 });
  holder.chart.dispatchAction({ type: "hideTip" });
  document.getElementById("live").textContent = "";
}

function show(holder, index) {
  const place = 100 * index / Math.max(1, holder.data.labels.length - 1), [from, to] = holder.window;
  if (place < from || place > to) {
    const start = Math.max(0, Math.min(100 - (to - from), place - (to - from) / 2));
    holder.chart.dispatchAction({ type: "dataZoom", start, end: start + (to - from) });
  }
  const x = holder.chart.convertToPixel({ xAxisIndex: 0 }, index);
  holder.chart.dispatchAction({ type: "showTip", x, y: 60 });
  document.getElementById("live").textContent = holder.spoken(holder.data, index);
}
