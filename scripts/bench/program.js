/**
 * The program that is measured: `size` modules, the same for every contender but for the dialect. A tree of modules, eight
 * children each, every one of which imports `hub`; beside it `edited`, which is what a person works on.
 */
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/**
 * `ts`: TypeScript, as Graft and Vite take it; `esm` and `cjs`: what Node itself runs. Contenders that get these are
 * spared the compiling.
 *
 * @typedef {"ts" | "esm" | "cjs"} Dialect
 */

const children = 8;

/** Modules besides the tree: `hub`, `edited`, `main`. */
const others = 3;

/** @param {Dialect} dialect */
export const endingOf = (dialect) => ({ ts: ".ts", esm: ".mjs", cjs: ".cjs" })[dialect];

/**
 * @param {string} folder
 * @param {number} size
 * @param {Dialect} dialect
 * @param {string} main text of the entry, which each contender has its own of; none where nothing needs one
 */
export const writeProgram = (folder, size, dialect, main = "") => {
  mkdirSync(folder, { recursive: true });
  const ending = endingOf(dialect);
  const write = (/** @type {string} */ name, /** @type {string} */ text) =>
    writeFileSync(join(folder, `${name}${ending}`), text);
  write("hub", hubText(dialect, 0));
  write("edited", editedText(dialect, 0));
  write("main", main);
  const inTree = Math.max(1, size - others);
  for (let index = 0; index < inTree; index++) write(nameOf(index), treeText(dialect, index, inTree));
};

const nameOf = (/** @type {number} */ index) => `m${index}`;

/**
 * @param {Dialect} dialect
 * @param {string} names
 * @param {string} from
 */
const imported = (dialect, names, from) =>
  dialect === "cjs"
    ? `const { ${names} } = require("./${from}.cjs");`
    : `import { ${names} } from "./${from}${dialect === "esm" ? ".mjs" : ".ts"}";`;

/**
 * @param {Dialect} dialect
 * @param {readonly string[]} names
 */
const exported = (dialect, names) =>
  dialect === "cjs" ? `Object.assign(exports, { ${names.join(", ")} });` : `export { ${names.join(", ")} };`;

const runs = "globalThis.benchRuns = (globalThis.benchRuns ?? 0) + 1;";

/**
 * @param {Dialect} dialect
 * @param {number} version
 */
export const hubText = (dialect, version) => {
  const n = dialect === "ts" ? ": number" : "";
  return `${runs}
const hubVersion = ${version};
const revision = ()${n} => hubVersion;
const scale = (value${n}, by${n} = 1)${n} => value * by;
const clamp = (value${n}, low${n}, high${n})${n} => Math.min(high, Math.max(low, value));
${exported(dialect, ["revision", "scale", "clamp"])}
`;
};

/**
 * \`onPing\` tells \`globalThis.benchSaw\` which texts it runs. \`onCount\` counts, and asks for the next event for ever as long
 * as \`globalThis.benchGoesOn\` says so: turns are measured with it.
 *
 * @param {Dialect} dialect
 * @param {number} version
 */
export const editedText = (dialect, version) => {
  const types =
    dialect === "ts" ? [": { readonly n: number } | null", ": { readonly type: string }", ": number"] : ["", "", ""];
  const steps = Array.from(
    { length: 8 },
    (_, step) =>
      `const step${step} = (value${types[2]})${types[2]} => clamp(scale(value, ${step + 1}) + ${step}, -1000, 1000);`,
  );
  return `${imported(dialect, "revision, scale, clamp", "hub")}
${runs}
const version = ${version};
${steps.join("\n")}
const walk = (value${types[2]})${types[2]} => [${steps.map((_, step) => `step${step}`).join(", ")}].reduce((sum, step) => step(sum), value);
const onPing = (state${types[0]}, event${types[1]}) => {
  globalThis.benchSaw(version, revision());
  const next = { n: (state?.n ?? 0) + (walk(version) > 1e6 ? 2 : 1) };
  return { state: next };
};
const onCount = (state${types[0]}, event${types[1]}) => {
  const next = { n: (state?.n ?? 0) + 1 };
  return globalThis.benchGoesOn === true ? { state: next, emit: [event] } : { state: next };
};
${exported(dialect, ["onPing", "onCount", "walk"])}
`;
};

/**
 * @param {Dialect} dialect
 * @param {number} index
 * @param {number} size
 */
const treeText = (dialect, index, size) => {
  const n = dialect === "ts" ? ": number" : "";
  const below = Array.from({ length: children }, (_, child) => index * children + child + 1).filter(
    (child) => child < size,
  );
  return `${imported(dialect, "scale, clamp", "hub")}
${below.map((child) => imported(dialect, `value${child}`, nameOf(child))).join("\n")}
${runs}
const table = { low: ${index}, high: ${index + 100}, names: ["a${index}", "b${index}", "c${index}"] };
const value${index} = (given${n})${n} => {
  const own = clamp(scale(given, table.high - table.low), table.low, table.high);
  return own${below.map((child) => ` + value${child}(given)`).join("")};
};
const describe${index} = (given${n}) => \`\${table.names.join(" ")} \${value${index}(given).toFixed(2)}\`;
${exported(dialect, [`value${index}`, `describe${index}`])}
`;
};
