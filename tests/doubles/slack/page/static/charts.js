// data_visualization: bars, lines, areas and pies, drawn plainly.

import { draw, make } from "./dom.js";

const COLOURS = ["#1c7c8c", "#d9822b", "#6b5bb5", "#3a9d5d", "#c2456b", "#8a6d3b"];
const WIDTH = 520;
const HEIGHT = 220;
const EDGE = { left: 52, bottom: 26, top: 10, right: 8 };

export function chart(told) {
  const names = told.type === "pie" ? told.segments.map((one) => one.label) : told.series.map((one) => one.name);
  const picture = draw("svg", { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, role: "img" }, told.type === "pie" ? pie(told) : axes(told));
  const legend = names.map((name, place) =>
    make("span", {}, make("i", { style: `background:${COLOURS[place % 6]}` }), name));
  return make("figure", { class: "chart" }, picture, make("figcaption", {}, legend));
}

function pie(told) {
  const whole = told.segments.reduce((sum, one) => sum + one.value, 0);
  let from = 0;
  return told.segments.map((one, place) => {
    const share = one.value / whole;
    const ring = draw("circle", {
      cx: WIDTH / 2, cy: HEIGHT / 2, r: 50, fill: "none", stroke: COLOURS[place % 6], "stroke-width": 100,
      "stroke-dasharray": `${share * 314.16} 314.16`, "stroke-dashoffset": -from * 314.16,
      transform: `rotate(-90 ${WIDTH / 2} ${HEIGHT / 2})`,
    });
    from += share;
    return ring;
  });
}

function axes(told) {
  const values = told.series.flatMap((one) => one.data.map((point) => point.value));
  const low = Math.min(0, ...values);
  const high = Math.max(...values, low + 1);
  const labels = told.axis_config.categories;
  const step = (WIDTH - EDGE.left - EDGE.right) / labels.length;
  const x = (place) => EDGE.left + step * (place + 0.5);
  const y = (value) => HEIGHT - EDGE.bottom - ((value - low) / (high - low)) * (HEIGHT - EDGE.top - EDGE.bottom);
  const every = Math.ceil(labels.length / 8);
  const ticks = [low, (low + high) / 2, high].map((value) => [
    draw("line", { x1: EDGE.left, x2: WIDTH - EDGE.right, y1: y(value), y2: y(value), stroke: "#e4e7ea" }),
    draw("text", { x: EDGE.left - 6, y: y(value) + 4, "text-anchor": "end" }, short(value)),
  ]);
  const under = labels.map((label, place) =>
    place % every ? "" : draw("text", { x: x(place), y: HEIGHT - 8, "text-anchor": "middle" }, label));
  return [ticks, under.filter(Boolean), told.series.map((one, place) => series(told, one, place, x, y, step))];
}

function series(told, one, place, x, y, step) {
  const colour = COLOURS[place % 6];
  if (told.type === "bar") {
    const wide = (step * 0.7) / told.series.length;
    return one.data.map((point, at) => draw("rect", {
      x: x(at) - step * 0.35 + wide * place, width: wide, fill: colour,
      y: Math.min(y(point.value), y(0)), height: Math.abs(y(point.value) - y(0)),
    }));
  }
  const points = one.data.map((point, at) => `${x(at)},${y(point.value)}`);
  const line = draw("polyline", { points: points.join(" "), fill: "none", stroke: colour, "stroke-width": 2 });
  if (told.type !== "area") return line;
  const under = [`${x(0)},${y(0)}`, ...points, `${x(one.data.length - 1)},${y(0)}`].join(" ");
  return [draw("polygon", { points: under, fill: colour, opacity: 0.15 }), line];
}

function short(value) {
  const size = Math.abs(value);
  if (size >= 1e6) return `${(value / 1e6).toFixed(1)}M`;
  if (size >= 1e3) return `${(value / 1e3).toFixed(1)}K`;
  return String(Math.round(value * 100) / 100);
}
