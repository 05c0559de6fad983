/** The figures as a table for people: medians, p99 in brackets where nothing else is said. */

/** @typedef {import("./measure.js").Figure} Figure */

/** @param {any} results */
export const tableOf = (results) => {
  const sizes = Object.keys(results.sizes);
  const names = Object.keys(results.sizes[/** @type {string} */ (sizes[0])] ?? {});
  const parts = [
    section("press → new code, ms", "press"),
    section("saved → new code, ms", "saved"),
    section("edit of the hub → new code, ms", "hub"),
    section("modules run again for it", "hubReran"),
    section("start of the process → program runs, nothing cached, ms", "starts"),
    section("the same, cached, ms", "cachedStarts"),
    section("folder opened → loop ready, nothing cached, ms", "opened"),
    section("the same, cached, ms", "cachedOpened"),
  ];

  /**
   * @param {string} title
   * @param {string} key
   */
  function section(title, key) {
    const lines = names.flatMap((name) => {
      const cells = sizes.map((size) => cellOf(results.sizes[size][name]?.[key]));
      return cells.every((cell) => cell === "") ? [] : [row(name, cells)];
    });
    return lines.length === 0
      ? []
      : [
          "",
          row(
            title,
            sizes.map((size) => `N=${size}`),
            58,
          ),
          ...lines,
        ];
  }
  return [...parts.flat(), ...factsOf(results)].join("\n");
};

/** @param {any} results */
const factsOf = ({ sizes, graft, electron }) => {
  const floors = Object.entries(sizes).flatMap(([size, /** @type {any} */ { floor, graft: ours }]) =>
    floor?.saved && ours?.saved ? [`N=${size}: ${(ours.saved.median / floor.saved.median).toFixed(2)}`] : [],
  );
  const lines = floors.length > 0 ? ["", `Graft's saved → new code against the floor: ${floors.join(", ")}`] : [];
  for (const [size, /** @type {any} */ { graft: ours }] of Object.entries(sizes))
    if (ours?.rss) lines.push(`memory of the process with ${size} modules open, compiler included: ${inMb(ours.rss)}`);
  if (graft) {
    lines.push(
      `turns a second: ${count(graft.turns.median)} (of ${graft.turns.runs} runs; the bare loop: ${count(graft.bareTurns.median)})`,
      `swap while the loop runs flat out: ${ms(graft.busySwap)}`,
      `a million events in the queue: filled in ${Math.round(graft.queue.fillMs)} ms, handled in ${Math.round(graft.queue.handleMs)} ms`,
      `memory: ${graft.swapMemory.swaps} swaps add ${inMb(graft.swapMemory.bytes)}, ${count(graft.turnMemory.turns)} turns ${inMb(graft.turnMemory.bytes)}`,
    );
  }
  if (electron)
    lines.push("", "In Electron:", ...Object.entries(electron).map(([name, value]) => `  ${name}: ${cellOf(value)}`));
  return lines;
};

/** @param {any} value */
const cellOf = (value) => {
  if (value === undefined) return "";
  if (typeof value === "number") return value < 100 ? String(Math.round(value * 100) / 100) : count(value);
  if (typeof value === "object" && "atRest" in value) return smoothness(value);
  if (typeof value !== "object" || !("median" in value)) return JSON.stringify(value);
  return "p95" in value ? `${short(value.median)} (95 %: ${short(value.p95)})` : ms(value);
};

/** @param {import("./window.js").Smoothness} figure */
const smoothness = ({ doing, atRest }) => {
  const share = Math.round((doing.aSecond / atRest.aSecond) * 100);
  const steps = `longest step ${Math.round(doing.longestMs)} ms (at rest ${Math.round(atRest.longestMs)} ms)`;
  return `${short(doing.aSecond)} frames a second, ${share} % of those at rest; ${steps}`;
};

/** @param {Figure} figure */
const ms = ({ median, p99 }) => `${short(median)} (${short(p99)})`;

/** @param {number} value */
const short = (value) => (value < 10 ? value.toFixed(2) : value < 100 ? value.toFixed(1) : count(value));

/** @param {number} value */
const count = (value) => Math.round(value).toLocaleString("en");

/** @param {number} bytes */
const inMb = (bytes) => `${(bytes / 1e6).toFixed(1)} MB`;

/**
 * @param {string} name
 * @param {readonly string[]} cells
 */
const row = (name, cells, width = 58) => name.padEnd(width) + cells.map((cell) => cell.padStart(18)).join("");
