/** A picture of one run: how long a swap takes against how many modules there are. Both axes are logarithmic. */

/** @typedef {{ readonly name: string, readonly title: string, readonly points: readonly (readonly [size: number, ms: number])[] }} Line */

const titles = /** @type {const} */ ({
  graft: "Graft",
  vite: "Vite ModuleRunner",
  "hot-hook": "hot-hook (plain JS)",
  "node-reload": "node-reload (plain JS)",
  restart: "restart (plain JS)",
});

const plots = /** @type {const} */ ([
  { key: "press", title: "Press → new code" },
  { key: "saved", title: "Saved → new code" },
  { key: "hub", title: "Press → new code, of what all import" },
]);

const plot = { width: 300, height: 240, gap: 40, left: 52, top: 54 };
const width = plot.left + plots.length * (plot.width + plot.gap);
const height = plot.top + plot.height + 92;

/** @param {any} results */
export const chartOf = (results) => {
  const sizes = Object.keys(results.sizes).map(Number);
  const all = plots.map(({ key }) => linesOf(results, key));
  const values = all.flat().flatMap(({ points }) => points.map(([, ms]) => ms));
  const low = 10 ** Math.floor(Math.log10(Math.min(...values)));
  const high = 10 ** Math.ceil(Math.log10(Math.max(...values)));
  const y = (/** @type {number} */ ms) => plot.top + plot.height * (1 - Math.log(ms / low) / Math.log(high / low));
  const drawn = plots.map(({ title }, index) => {
    const left = plot.left + index * (plot.width + plot.gap);
    const [least, most] = [Math.min(...sizes), Math.max(...sizes)];
    const x = (/** @type {number} */ size) =>
      left + (plot.width * Math.log(size / least)) / (Math.log(most / least) || 1);
    return drawPlot({
      title,
      left,
      x,
      y,
      sizes,
      lines: all[index] ?? [],
      decades: decadesOf(low, high),
      isFirst: index === 0,
    });
  });
  const names = Object.entries(titles).filter(([name]) => all.flat().some((line) => line.name === name));
  const legend = names.map(([name, title], index) => {
    const left = plot.left + index * 190;
    return `<path class="line ${name}" d="M${left} ${height - 22}h24"/><text class="legend" x="${left + 31}" y="${height - 18}">${title}</text>`;
  });
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-label="${describe(all)}">
<style>${style}</style>
<rect class="ground" width="${width}" height="${height}" rx="8"/>
${drawn.join("\n")}
${legend.join("\n")}
</svg>
`;
};

/**
 * @param {any} results
 * @param {string} key
 * @returns {Line[]}
 */
const linesOf = ({ sizes }, key) =>
  Object.entries(titles).flatMap(([name, title]) => {
    const points = Object.entries(sizes).flatMap(([size, /** @type {any} */ figures]) => {
      const ms = figures[name]?.[key]?.median;
      return ms === undefined ? [] : [/** @type {const} */ ([Number(size), ms])];
    });
    return points.length === 0 ? [] : [{ name, title, points }];
  });

/**
 * @param {{ title: string, left: number, x: (size: number) => number, y: (ms: number) => number, sizes: readonly number[], lines: readonly Line[], decades: readonly number[], isFirst: boolean }} parts
 */
const drawPlot = ({ title, left, x, y, sizes, lines, decades, isFirst }) => {
  const bottom = plot.top + plot.height;
  const grid = decades.map(
    (ms) =>
      `<path class="grid" d="M${left} ${round(y(ms))}h${plot.width}"/>${isFirst ? `<text class="tick" text-anchor="end" x="${left - 8}" y="${round(y(ms) + 4)}">${inWords(ms)}</text>` : ""}`,
  );
  const ticks = sizes.map(
    (size) =>
      `<text class="tick" text-anchor="middle" x="${round(x(size))}" y="${bottom + 18}">${size.toLocaleString("en")}</text>`,
  );
  const drawn = [...lines].reverse().map(({ name, points }) => {
    const path = points
      .map(([size, ms], index) => `${index === 0 ? "M" : "L"}${round(x(size))} ${round(y(ms))}`)
      .join("");
    const dots = points.map(
      ([size, ms]) => `<circle class="dot ${name}" cx="${round(x(size))}" cy="${round(y(ms))}" r="3"/>`,
    );
    return `<path class="line ${name}" d="${path}"/>${dots.join("")}`;
  });
  return `<text class="title" x="${left}" y="30">${title}</text>
${grid.join("")}${ticks.join("")}<text class="tick" text-anchor="middle" x="${left + plot.width / 2}" y="${bottom + 38}">modules</text>
${drawn.join("\n")}`;
};

/**
 * @param {number} low
 * @param {number} high
 */
const decadesOf = (low, high) => {
  const found = [];
  for (let ms = low; ms <= high * 1.001; ms *= 10) found.push(ms);
  return found;
};

const inWords = (/** @type {number} */ ms) => (ms >= 1000 ? `${ms / 1000} s` : `${Number(ms.toPrecision(1))} ms`);

const round = (/** @type {number} */ value) => Math.round(value * 10) / 10;

/** @param {readonly (readonly Line[])[]} all */
const describe = (all) =>
  plots
    .map(({ title }, index) => {
      const said = (all[index] ?? []).map(
        ({ title: name, points }) =>
          `${name} ${points.map(([size, ms]) => `${ms.toPrecision(2)} ms at ${size}`).join(", ")}`,
      );
      return `${title}: ${said.join("; ")}.`;
    })
    .join(" ");

const style = `
text { font: 12px system-ui, sans-serif; fill: #4b5563; }
.title { font-size: 13px; font-weight: 600; fill: #111827; }
.legend { fill: #1f2937; }
.ground { fill: #ffffff; }
.grid { stroke: #e5e7eb; fill: none; }
.line { fill: none; stroke-width: 1.6; }
.line.graft { stroke: #0f8a5f; stroke-width: 3; } .dot.graft { fill: #0f8a5f; }
.line.vite { stroke: #7c3aed; } .dot.vite { fill: #7c3aed; }
.line.hot-hook { stroke: #c2410c; stroke-dasharray: 6 3; } .dot.hot-hook { fill: #c2410c; }
.line.node-reload { stroke: #1d4ed8; stroke-dasharray: 2 3; } .dot.node-reload { fill: #1d4ed8; }
.line.restart { stroke: #6b7280; stroke-dasharray: 10 4; } .dot.restart { fill: #6b7280; }
@media (prefers-color-scheme: dark) {
  text { fill: #9ca3af; } .title { fill: #f3f4f6; } .legend { fill: #e5e7eb; }
  .ground { fill: #14171c; } .grid { stroke: #2a2f37; }
  .line.graft { stroke: #34d399; } .dot.graft { fill: #34d399; }
  .line.vite { stroke: #a78bfa; } .dot.vite { fill: #a78bfa; }
  .line.hot-hook { stroke: #fb923c; } .dot.hot-hook { fill: #fb923c; }
  .line.node-reload { stroke: #60a5fa; } .dot.node-reload { fill: #60a5fa; }
  .line.restart { stroke: #9ca3af; } .dot.restart { fill: #9ca3af; }
}
`;
