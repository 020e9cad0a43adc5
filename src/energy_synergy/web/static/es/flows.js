/* Who supplied whom: bands from givers to takers for few companies, a matrix for many. */
import { energy, escape, number, words } from "./format.js";
import { axis, base, isDark, isPhone, swatch, tip } from "./look.js";

const MOST_NODES = 10;
const LEAST_SHARE = 0.0015;
const GRID = "grid";
const sum = values => values.reduce((total, value) => total + (value ?? 0), 0);

/** The largest companies by what they exchange, the rest added up as one. */
function withOthers(flows, most) {
  const count = flows.names.length;
  if (count <= most) return flows;
  const weight = flows.names.map((_, i) => sum(flows.kwh[i]) + sum(flows.kwh.map(row => row[i])) + flows.to_grid_kwh[i] + flows.from_grid_kwh[i]);
  const ranked = [...Array(count).keys()].sort((a, b) => weight[b] - weight[a]), kept = ranked.slice(0, most - 1).sort((a, b) => a - b), rest = ranked.slice(most - 1);
  const sets = [...kept.map(i => [i]), rest], add = values => sets.map(set => sum(set.map(i => values[i])));
  return {
    names: [...kept.map(i => flows.names[i]), `${words.others} (${rest.length})`],
    kwh: sets.map(givers => sets.map(takers => sum(givers.map(i => sum(takers.map(j => flows.kwh[i][j])))))),
    to_grid_kwh: add(flows.to_grid_kwh), from_grid_kwh: add(flows.from_grid_kwh),
  };
}

function links(flows) {
  const found = [];
  flows.names.forEach((_, i) => {
    flows.names.forEach((_, j) => found.push({ from: i, to: j, kwh: flows.kwh[i][j], kind: "local" }));
    found.push({ from: i, to: GRID, kwh: flows.to_grid_kwh[i], kind: "surplus" }, { from: GRID, to: i, kwh: flows.from_grid_kwh[i], kind: "deficit" });
  });
  const least = LEAST_SHARE * sum(found.map(link => link.kwh));
  return { shown: found.filter(link => link.kwh > least), least };
}

const nameOf = (flows, node, side) => node === GRID ? words[side === "from" ? "grid_supply" : "grid_export"] : flows.names[node];

/** Bands: givers and the grid's supply on the left, takers and the grid's purchase on the right. */
function bandsOption(all, colors, env) {
  const flows = withOthers(all, MOST_NODES), { shown } = links(flows), nodes = new Map(), narrow = env.width < 640;
  const fill = (node, side) => node === GRID ? colors[side === "from" ? "deficit" : "surplus"] : colors[side === "from" ? "production" : "consumption"];
  const node = (key, side) => {
    const id = `${side}:${key}`, total = sum(shown.filter(link => link[side] === key).map(link => link.kwh));
    if (!nodes.has(id)) nodes.set(id, { name: id, title: nameOf(flows, key, side), total, itemStyle: { color: fill(key, side), borderWidth: 0 }, label: { position: side === "from" ? "left" : "right" } });
    return id;
  };
  const drawn = shown.map(link => ({ source: node(link.from, "from"), target: node(link.to, "to"), value: link.kwh, lineStyle: { color: colors[link.kind], opacity: link.kind === "deficit" ? .3 : .45 } }));
  const margin = narrow ? 94 : 158, title = id => nodes.get(id).title;
  return {
    ...base(colors),
    tooltip: { ...base(colors).tooltip, formatter: item => item.dataType === "edge" ? tip(`${title(item.data.source)} → ${title(item.data.target)}`, [[words.energy, energy(item.value)]]) : tip(title(item.name), [[words.energy, energy(nodes.get(item.name).total)]]) },
    series: [{ type: "sankey", data: [...nodes.values()], links: drawn, left: margin, right: margin, top: env.isExport ? 84 : 14, bottom: 14, nodeWidth: 12, nodeGap: narrow ? 22 : 16, layoutIterations: 48, draggable: false, emphasis: { focus: "adjacency" },
      label: { color: colors.ink, fontSize: narrow ? 11 : 12, width: margin - 12, overflow: narrow ? "break" : "truncate", distance: 7, lineHeight: 13, formatter: item => title(item.name) }, lineStyle: { curveness: .5 } }],
  };
}

/** How high the element has to be for a matrix of so many companies. */
export const matrixHeight = count => 130 + (count + 1) * (count > 20 ? 22 : 30);

/** A matrix: givers in rows with the grid last, takers in columns with the grid last. */
function matrixOption(flows, colors, env) {
  const count = flows.names.length, left = isPhone() ? 112 : 160, cellWidth = (env.width - left - 16) / (count + 1), isWide = cellWidth >= 84, top = (env.isExport ? 84 : 10) + (isWide ? 36 : 96);
  const cells = [...flows.names.flatMap((_, i) => flows.names.map((_, j) => [j, i, flows.kwh[i][j]])), ...flows.names.map((_, i) => [count, i, flows.to_grid_kwh[i]]), ...flows.names.map((_, j) => [j, count, flows.from_grid_kwh[j]])].filter(([, , kwh]) => kwh > 0);
  const most = kind => Math.max(1e-9, ...cells.filter(cell => kindOf(cell, count) === kind).map(cell => cell[2])), tops = { local: most("local"), surplus: most("surplus"), deficit: most("deficit") };
  const isLarge = Math.max(...Object.values(tops)) >= 10000;
  const text = kwh => number(isLarge ? kwh / 1000 : kwh, isLarge ? 1 : 0);
  const names = side => [...flows.names, words[side]];
  return {
    ...base(colors),
    grid: { left, right: 16, top, bottom: 12 },
    xAxis: axis(colors, { type: "category", position: "top", data: names("grid_export").map((_, i) => i), axisLabel: { color: colors.ink, interval: 0, rotate: isWide ? 0 : 50, fontSize: count > 20 ? 10 : 11.5, width: isWide ? cellWidth - 6 : 104, overflow: isWide ? "break" : "truncate", lineHeight: 14, formatter: i => names("grid_export")[i] }, splitLine: { show: false }, axisLine: { show: false } }),
    yAxis: axis(colors, { type: "category", inverse: true, data: names("grid_supply").map((_, i) => i), axisLabel: { color: colors.ink, interval: 0, fontSize: count > 20 ? 10.5 : 12, width: left - 14, overflow: "truncate", formatter: i => names("grid_supply")[i] }, splitLine: { show: false }, axisLine: { show: false } }),
    tooltip: { ...base(colors).tooltip, formatter: item => tip(`${names("grid_supply")[item.value[1]]} → ${names("grid_export")[item.value[0]]}`, [[swatch(kindOf(item.value, count), kindOf(item.value, count) === "surplus" ? "hatch" : "") + escape(words.energy), energy(item.value[2])]]) },
    series: [{ type: "custom", encode: { x: 0, y: 1 }, data: cells, renderItem: (_, api) => cell(api, { colors, count, tops, hasText: cellWidth >= 40, text, onDeep: isDark() ? "#0f1824" : colors.ink }) }],
  };
}

const kindOf = ([column, row], count) => column === count ? "surplus" : row === count ? "deficit" : "local";

function cell(api, look) {
  const place = [api.value(0), api.value(1)], kwh = api.value(2), [width, height] = api.size([1, 1]), [x, y] = api.coord(place), kind = kindOf(place, look.count);
  const depth = .18 + .82 * kwh / look.tops[kind];
  const rect = { type: "rect", shape: { x: x - width / 2 + 1.5, y: y - height / 2 + 1.5, width: width - 3, height: height - 3, r: 4 }, style: { fill: look.colors[kind], opacity: depth * .75 } };
  const text = { type: "text", style: { text: look.text(kwh), x, y, align: "center", verticalAlign: "middle", fill: depth > .6 ? look.onDeep : look.colors.ink, font: '500 11.5px Inter, system-ui, sans-serif' }, silent: true };
  return { type: "group", children: look.hasText ? [rect, text] : [rect] };
}

/** The ECharts option of the flows, as bands or as a matrix. */
export const flowsOption = (flows, colors, env) => env.flows === "matrix" ? matrixOption(flows, colors, env) : bandsOption(flows, colors, env);
export const isEmpty = flows => sum(flows.kwh.flat()) + sum(flows.to_grid_kwh) + sum(flows.from_grid_kwh) <= 0;
export const hiddenBelow = flows => energy(links(withOthers(flows, MOST_NODES)).least);
