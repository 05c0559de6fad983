/**
 * `npm run bench`: how long it takes from a press, or from saving a file, until the new code runs, in Graft and elsewhere.
 * All contenders of one size live at the same time and take their turns one after the other, so that whatever else the
 * machine does meets them alike.
 *
 * `--quick`: fewer runs and sizes, no keys and no window at size, some two minutes. `--json <file>`: where the figures go.
 * `--chart <file>`: draws them.
 * `--only <names>`, `--sizes <numbers>`: comma-separated. `--no-electron`: plain Node only.
 */
import { fork } from "node:child_process";
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { cpus, tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { parseArgs } from "node:util";
import { asTyped, root } from "../paths.js";
import { giveUp, tell } from "../tell.js";
import { buildEngine } from "./build.js";
import { chartOf } from "./chart.js";
import { measureElectron } from "./electron.js";
import { mains } from "./mains.js";
import { figureOf } from "./measure.js";
import { writeProgram } from "./program.js";
import { tableOf } from "./table.js";

/** @typedef {import("./measure.js").Figure} Figure */

const dialects = /** @type {const} */ ({
  floor: "ts",
  graft: "ts",
  vite: "ts",
  "hot-hook": "esm",
  "node-reload": "cjs",
  restart: "esm",
});

/** @typedef {keyof typeof dialects} Name */

/** Contenders that have no watcher of their own. */
const cannotSave = new Set(["restart"]);
/** The floor knows no graph: it evaluates one file. */
const hasNoHub = new Set(["floor"]);

const { values: options } = parseArgs({
  options: {
    quick: { type: "boolean", default: false },
    json: { type: "string" },
    chart: { type: "string" },
    only: { type: "string" },
    sizes: { type: "string" },
    "no-electron": { type: "boolean", default: false },
  },
});

const names = /** @type {Name[]} */ (options.only?.split(",") ?? Object.keys(dialects));
const sizes = options.sizes?.split(",").map(Number) ?? (options.quick ? [10, 1000] : [10, 100, 1000, 5000]);
const rounds = options.quick ? 2 : 10;
const editsARound = options.quick ? 5 : 10;
const savesARound = options.quick ? 3 : 10;
const hubEdits = options.quick ? 3 : 10;
const opensEach = options.quick ? 1 : 3;
/** Edits before the clock counts: V8 is slow with code that it sees for the first time. */
const warmUps = options.quick ? 8 : 25;
/** Between two that are saved a quarter of a second passes. */
const savingWarmUps = options.quick ? 4 : 25;

const home = realpathSync(mkdtempSync(join(tmpdir(), "graft-bench-")));

/** A contender's process. */
class Contestant {
  /** @type {import("node:child_process").ChildProcess} */
  #child;
  /** @type {{ resolve: (value: any) => void, reject: (error: Error) => void } | undefined} */
  #waiting;
  /** @type {any[]} */
  #told = [];

  /**
   * @param {Name} name
   * @param {object} task
   */
  constructor(name, task) {
    this.name = name;
    const require = createRequire(import.meta.url);
    this.#child = fork(
      join(import.meta.dirname, "contenders", `${name}.js`),
      [JSON.stringify({ ...task, beganAt: Date.now() })],
      {
        execArgv: ["--expose-gc", "--no-warnings"],
        stdio: ["ignore", "ignore", "inherit", "ipc"],
        env: {
          ...process.env,
          GRAFT_BENCH_ROOT: join(root, "package.json"),
          GRAFT_BENCH_NODE_RELOAD: join(dirname(require.resolve("@hediet/node-reload")), "HotReloadService.js"),
        },
      },
    );
    this.#child.on("message", (message) => {
      if (this.#waiting) this.#waiting.resolve(message);
      else this.#told.push(message);
      this.#waiting = undefined;
    });
    this.#child.once("exit", (code) => this.#waiting?.reject(new Error(`${name} ended with ${code}.`)));
  }

  /** @returns {Promise<any>} */
  next() {
    if (this.#told.length > 0) return Promise.resolve(this.#told.shift());
    return new Promise((resolve, reject) => (this.#waiting = { resolve, reject }));
  }

  /**
   * @param {string} what
   * @param {{ times?: number, restMs?: number, params?: object }} how
   */
  async ask(what, { times = 1, restMs = 2, params = {} } = {}) {
    this.#child.send({ do: what, times, restMs, params });
    const message = await this.next();
    if (message.failed !== undefined) throw new Error(`${this.name}: ${message.failed}`);
    return message.done;
  }

  async end() {
    const ended = new Promise((resolve) => this.#child.once("exit", resolve));
    this.#child.kill("SIGKILL");
    await ended;
  }
}

/**
 * Starts one and waits until it is ready.
 *
 * @param {Name} name
 * @param {number} size
 * @param {boolean} saves
 * @param {string} cacheFolder
 */
const started = async (name, size, saves, cacheFolder) => {
  const folder = join(home, `${name}-${size}-${saves ? "saves" : "press"}`);
  writeProgram(folder, size, dialects[name], mains[name]);
  const contestant = new Contestant(name, { folder, size, saves, cacheFolder });
  const { ready, rss } = await contestant.next();
  return { contestant, ready, rss, saves, folder };
};

/**
 * One size: everybody is opened one after the other, then they edit in turns.
 *
 * @param {number} size
 */
const measureSize = async (size) => {
  /** @type {Record<string, Record<string, any>>} */
  const results = {};
  const of = (/** @type {string} */ name) => (results[name] ??= {});
  /** @type {Awaited<ReturnType<typeof started>>[]} */
  const all = [];
  const open = async (/** @type {Name} */ name, /** @type {boolean} */ saves) => {
    tell(`${size} modules: ${name} opens${saves ? " and watches" : ""}`);
    // What is not counted need not be compiled once more.
    const one = await started(name, size, saves, join(home, `cache-${size}-${saves && !options.quick}`));
    all.push(one);
    return one;
  };
  const openAndCount = async (/** @type {Name} */ name, /** @type {boolean} */ saves) => {
    const one = await open(name, saves);
    (of(name).starts ??= []).push(one.ready);
    if (name === "graft") (of(name).opened ??= []).push((await one.contestant.ask("opened")).openedMs);
  };
  for (const name of names) await openAndCount(name, false);
  const savers = names.filter((name) => !cannotSave.has(name));
  // There is no time to have each start alone once more.
  if (options.quick) await Promise.all(savers.map((name) => open(name, true)));
  else for (const name of savers) await openAndCount(name, true);
  // Last, when nobody else starts: the same folder again, from the cache that was filled just now.
  if (names.includes("graft"))
    for (let time = 0; time < opensEach; time++) {
      const again = await started("graft", size, false, join(home, `cache-${size}-false`));
      const { openedMs } = await again.contestant.ask("opened");
      (of("graft").cachedStarts ??= []).push(again.ready);
      (of("graft").cachedOpened ??= []).push(openedMs);
      await again.contestant.end();
    }
  const restOf = (/** @type {string} */ name, /** @type {boolean} */ saves) =>
    // node-reload notices what it was told of once more, a tenth of a second later; chokidar, which others watch with,
    // drops the second of two writes within 50 ms; and nobody saves ten times a second, so that what Graft proves of old
    // code a moment after a swap is not in the way of the next one here either.
    name === "node-reload" ? 180 : saves ? 250 : 20;
  tell(`${size} modules: edits in turns`);
  for (const { contestant, saves } of all)
    await contestant.ask("edited", {
      times:
        contestant.name === "restart" ? 1 : contestant.name === "node-reload" ? 4 : saves ? savingWarmUps : warmUps,
      restMs: restOf(contestant.name, saves),
    });
  for (let round = 0; round < rounds; round++)
    for (const { contestant, saves } of all) {
      const { name } = contestant;
      const slow = name === "restart" || name === "node-reload";
      const edits = await contestant.ask("edited", {
        times: slow ? Math.max(1, Math.floor(editsARound / 5)) : saves ? savesARound : editsARound,
        restMs: restOf(name, saves),
      });
      const kind = saves ? "saved" : "press";
      (of(name)[kind] ??= []).push(...edits.map((/** @type {{ ms: number }} */ { ms }) => ms));
      of(name).reran = Math.max(0, ...edits.map((/** @type {{ reran: number }} */ { reran }) => reran));
      if (!saves && !hasNoHub.has(name) && round < hubEdits) {
        const [hub] = await contestant.ask("hub", { restMs: restOf(name, saves) });
        (of(name).hub ??= []).push(hub.ms);
        of(name).hubReran = hub.reran;
      }
    }
  // With the compiler in it, which all its files went through.
  for (const { contestant, saves } of all)
    if (contestant.name === "graft" && !saves) of("graft").rss = (await contestant.ask("memory")).rss;
  for (const { contestant } of all) await contestant.end();
  return Object.fromEntries(
    Object.entries(results).map(([name, figures]) => [
      name,
      Object.fromEntries(
        Object.entries(figures).map(([key, value]) => [key, Array.isArray(value) ? figureOf(value) : value]),
      ),
    ]),
  );
};

/** What only Graft has: its loop and its memory. */
const measureGraft = async () => {
  tell("turns, queue, memory");
  const { contestant } = await started("graft", 10, false, join(home, "cache-loop"));
  const [ms, times] = options.quick ? [500, 4] : [1500, 12];
  const turns = await contestant.ask("turns", { params: { ms, times } });
  const bareTurns = await contestant.ask("bareTurns", { params: { ms: 100, times } });
  const busySwap = await contestant.ask("busySwap", { params: { times: options.quick ? 20 : 100 } });
  const turnMemory = await contestant.ask("turnMemory", { params: { turns: 1_000_000 } });
  const queue = await contestant.ask("queue", { params: { events: 1_000_000 } });
  await contestant.end();
  const fresh = await started("graft", 10, false, join(home, "cache-loop"));
  const swapMemory = await fresh.contestant.ask("swapMemory", { params: { swaps: options.quick ? 400 : 10_000 } });
  await fresh.contestant.end();
  return { turns, bareTurns, busySwap, turnMemory, queue, swapMemory };
};

const file = options.json === undefined ? join(root, ".cache", "bench", "latest.json") : asTyped(options.json);

/** @param {any} results */
const keep = (results) => {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, `${JSON.stringify(results, undefined, 1)}\n`);
  if (options.chart !== undefined) writeFileSync(asTyped(options.chart), chartOf(results));
};

const run = async () => {
  await buildEngine();
  const machine = { node: process.version, cpu: cpus()[0]?.model, cores: cpus().length };
  /** @type {any} */
  const results = { at: new Date().toISOString(), ...machine, isQuick: options.quick, sizes: {} };
  for (const size of sizes) {
    results.sizes[size] = await measureSize(size);
    // A run that is given up leaves what it had.
    keep(results);
  }
  if (names.includes("graft")) {
    results.graft = await measureGraft();
    if (!options["no-electron"]) results.electron = await measureElectron(home, options.quick);
  }
  keep(results);
  process.stdout.write(`${tableOf(results)}\n`);
  tell(`The figures lie in ${file}.`);
};

try {
  await run();
} catch (error) {
  giveUp(error);
} finally {
  rmSync(home, { recursive: true, force: true });
}
