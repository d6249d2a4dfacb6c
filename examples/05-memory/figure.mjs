// One figure: its name, its value now, how it has changed, and a line
// chart. The text says what the chart shows, so the chart is hidden
// from assistive technology.
import uPlot from "uplot";
import "uplot/dist/uPlot.min.css";

const HEIGHT = 132;

/** The page's colour of that name, in force now. */
const colour = (name) => () => getComputedStyle(document.documentElement).getPropertyValue(name);

/** Appends a figure to the container; `show(times, values)` draws it anew, with times in seconds before now. */
export function createFigure(container, { key, label, hint, text, mark, steps }, seconds) {
  const figure = document.createElement("figure");
  figure.id = key;
  const caption = document.createElement("figcaption");
  const [name, value, explanation, change] = ["name", "value", "hint", "change"].map((className) => {
    const span = document.createElement("span");
    span.className = className;
    caption.append(span, " ");
    return span;
  });
  name.textContent = label;
  explanation.textContent = hint;
  const plot = document.createElement("div");
  plot.className = "plot";
  plot.setAttribute("aria-hidden", "true");
  figure.append(caption, plot);
  container.append(figure);

  const chart = new uPlot(options(plot.clientWidth, seconds, mark, steps), [[], []], plot);
  new ResizeObserver(() => chart.setSize({ width: plot.clientWidth, height: HEIGHT })).observe(plot);
  document.addEventListener("themechange", () => chart.redraw());

  return {
    show(times, values) {
      const now = values.at(-1);
      const since = now - values[0];
      value.textContent = text(now);
      change.textContent = since === 0 ? "steady" : `${since > 0 ? "+" : "−"}${text(Math.abs(since))}`;
      chart.setData([times, values]);
    },
  };
}

function options(width, seconds, mark, steps) {
  const axis = {
    stroke: colour("--ink-2"),
    font: `12px ${getComputedStyle(document.body).fontFamily}`,
    ticks: { show: false },
    gap: 6,
  };
  return {
    width,
    height: HEIGHT,
    padding: [8, 16, 0, 0],
    legend: { show: false },
    cursor: { show: false },
    scales: {
      x: { time: false, range: [-seconds, 0] },
      y: { range: (_, __, most) => [0, Math.max(4, 1.15 * most)] },
    },
    axes: [
      { ...axis, size: 24, grid: { show: false }, splits: [-seconds, -seconds / 2, 0], values: ["1 min", "30 s", "now"] },
      { ...axis, size: 54, space: 36, ...(steps && { incrs: steps }), grid: { stroke: colour("--line"), width: 1 }, values: (_, marks) => marks.map(mark) },
    ],
    series: [
      {},
      {
        stroke: colour("--accent"),
        fill: colour("--accent-tint"),
        width: 2,
        paths: uPlot.paths.stepped({ align: 1 }),
        points: { show: false },
      },
    ],
  };
}
