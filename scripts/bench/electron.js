/** The same figures in the real program: through the window's own button, through the contract, and how smooth it stays. */
import { spawn } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { electronRuntime } from "../electron-runtime.js";
import { root } from "../paths.js";
import { prepareSystem, sandboxSwitches } from "../system.js";
import { tell } from "../tell.js";
import { countFrames } from "./frames.js";
import { measureKeys } from "./keys.js";
import { inMain } from "./in-main.js";
import { figureOf, wait } from "./measure.js";
import { editedText } from "./program.js";
import { openProgram } from "./real-program.js";
import { measureWindow } from "./window.js";

/** Modules of the program; compiling them is most of what a short run would wait for. */
const sizes = { whole: 1000, quick: 200 };

/**
 * @param {string} home
 * @param {boolean} isQuick
 */
export const measureElectron = async (home, isQuick) => {
  tell("Electron");
  const { executable } = await electronRuntime();
  const system = await prepareSystem(executable, { forTests: true });
  const env = { ...process.env, ...system.env };
  delete env["ELECTRON_RUN_AS_NODE"];
  try {
    const starts = await measureStarts({ executable, home, env, again: isQuick ? 1 : 5 });
    const inside = await measureInside({ executable, home, env, isQuick });
    // Keys are pressed as a person does, which takes a minute.
    const keys = isQuick ? {} : await measureKeys({ executable, home, env });
    const window = isQuick ? {} : await measureWindow({ executable, home, env });
    return { ...starts, ...inside, ...keys, ...window };
  } finally {
    system.close();
  }
};

/**
 * From the start of the process until the window shows a running sample: the first time, and then.
 *
 * @param {{ executable: string, home: string, env: NodeJS.ProcessEnv, again: number }} parts
 */
const measureStarts = async ({ executable, home, env, again }) => {
  const userData = join(home, "user-starts");
  const start = () =>
    /** @type {Promise<number>} */ (
      new Promise((resolve, reject) => {
        const began = performance.now();
        const child = spawn(executable, [...sandboxSwitches(), "--log-level=3", root], {
          env: { ...env, GRAFT_USER_DATA: userData },
          stdio: ["ignore", "pipe", "ignore"],
        });
        /** @type {number | undefined} */
        let ms;
        child.stdout.on("data", (/** @type {Buffer} */ data) => {
          if (ms !== undefined || !String(data).includes("Graft is open")) return;
          ms = performance.now() - began;
          setTimeout(() => child.kill("SIGTERM"), 300);
        });
        child.once("exit", () => (ms === undefined ? reject(new Error("The program did not open.")) : resolve(ms)));
      })
    );
  const first = await start();
  const later = [];
  for (let time = 0; time < again; time++) later.push(await start());
  return { "first start → window with a sample, ms": first, "later starts, ms": figureOf(later) };
};

/** @param {{ executable: string, home: string, env: NodeJS.ProcessEnv, isQuick: boolean }} parts */
const measureInside = async ({ executable, home, env, isQuick }) => {
  const { folder, electron, page } = await openProgram(
    { executable, home, env },
    "inside",
    isQuick ? sizes.quick : sizes.whole,
  );
  try {
    await electron.evaluate(listenInMain);
    /**
     * @param {string} method
     * @param {object} params
     * @returns {Promise<any>}
     */
    const call = async (method, params = {}) => {
      const reply = await page.evaluate(
        ([name, given]) => /** @type {any} */ (globalThis).graft.call(name, given),
        [method, params],
      );
      if (!reply.ok) throw new Error(reply.error.message);
      return reply.value;
    };
    await call("loop.run");
    await page.getByLabel("Filter modules and functions").fill("edited");
    const times = isQuick ? 12 : 100;
    let version = 0;
    const edit = async () => {
      version++;
      writeFileSync(join(folder, "edited.ts"), editedText("ts", version));
      for (;;) {
        const isReady = await page.evaluate(() => /** @type {any} */ (globalThis).benchIsChanged?.() === true);
        if (isReady) return;
        await wait(5);
      }
    };
    await page.evaluate(listenInPage);

    /**
     * @param {() => Promise<unknown>} press
     * @param {number} count
     */
    const swaps = async (press, count) => {
      const samples = [];
      for (let time = 0; time < count; time++) {
        await edit();
        await wait(15);
        await press();
        for (;;) {
          const ms = await inMain(
            electron,
            (_, wanted) => /** @type {any} */ (globalThis).bench.taken(wanted),
            version,
          );
          if (ms !== null) {
            samples.push(ms);
            break;
          }
          await wait(5);
        }
      }
      return samples;
    };
    const click = () => page.evaluate(() => /** @type {any} */ (globalThis).benchPress());
    const ask = () => call("modules.swap", { ids: ["edited.ts"] });
    await swaps(click, isQuick ? 8 : 20);
    await page.evaluate(() => (/** @type {any} */ (globalThis).benchShown = []));
    const byButton = await swaps(click, times);
    const shown = await page.evaluate(() => /** @type {any} */ (globalThis).benchShown);
    const byContract = await swaps(ask, times);

    const calmFrames = await page.evaluate(countFrames, 2000);
    await inMain(electron, () => void ((/** @type {any} */ (globalThis).benchGoesOn = true)));
    await call("loop.emit", { event: { type: "count" } });
    await wait(500);
    const turns = [];
    for (let time = 0; time < (isQuick ? 4 : 10); time++) {
      const [before, began] = [(await call("loop.status")).turn, performance.now()];
      await wait(500);
      turns.push((((await call("loop.status")).turn - before) / (performance.now() - began)) * 1000);
    }
    const bytesFrom = await inMain(electron, () => /** @type {any} */ (globalThis).bench.bytes());
    const began = performance.now();
    const busyFrames = await page.evaluate(countFrames, isQuick ? 2000 : 5000);
    const bytes =
      (((await inMain(electron, () => /** @type {any} */ (globalThis).bench.bytes())) - bytesFrom) /
        (performance.now() - began)) *
      1000;
    const clicks = [];
    const tabs = page.getByRole("tab");
    for (let time = 0; time < (isQuick ? 15 : 40); time++) {
      await page.evaluate(awaitClick);
      await tabs.nth(time % 2 === 0 ? 1 : 0).click();
      clicks.push(await page.evaluate(() => /** @type {any} */ (globalThis).benchClick));
    }
    const answers = await page.evaluate(askOften, isQuick ? 30 : 100);
    const busy = await swaps(click, isQuick ? 10 : 60);
    const memory = await inMain(electron, () => process.memoryUsage().rss);
    return {
      "press (button) → new code, ms": figureOf(byButton),
      "press (contract) → new code, ms": figureOf(byContract),
      "the same, loop flat out, ms": figureOf(busy),
      "click on Swap → report drawn in the window, ms": figureOf(shown),
      "turns a second in the main process": figureOf(turns).median,
      "click → frame, loop flat out, ms": figureOf(clicks),
      "call → answer, loop flat out, ms": figureOf(answers),
      "frames a second, loop paused by nothing to do": calmFrames,
      "frames a second, loop flat out": busyFrames,
      "frames dropped, %": Math.max(0, (1 - busyFrames / calmFrames) * 100),
      "IPC to the window, loop flat out, kB/s": bytes / 1000,
      "memory of the main process, MB": memory / 1e6,
    };
  } finally {
    await electron.close();
  }
};

/**
 * In the main process: when a swap was asked for, when its code ran first, and how much the window was told.
 *
 * @param {typeof import("electron")} electron
 */
const listenInMain = ({ ipcMain, BrowserWindow }) => {
  const world = /** @type {any} */ (globalThis);
  const handlers = /** @type {any} */ (ipcMain)._invokeHandlers;
  const handle = handlers.get("graft:call");
  let pressed = 0;
  let seen = -1;
  let seenAt = 0;
  let bytes = 0;
  world.benchSaw = (/** @type {number} */ version) => {
    if (version === seen) return;
    seen = version;
    seenAt = performance.now();
  };
  handlers.set("graft:call", async (/** @type {any[]} */ ...args) => {
    if (args[1] !== "modules.swap") return handle(...args);
    pressed = performance.now();
    const reply = await handle(...args);
    void handle(args[0], "loop.emit", { event: { type: "ping" } });
    return reply;
  });
  for (const { webContents } of BrowserWindow.getAllWindows()) {
    const send = webContents.send.bind(webContents);
    webContents.send = (channel, ...args) => {
      for (const arg of args) if (typeof arg === "string") bytes += arg.length;
      send(channel, ...args);
    };
  }
  world.bench = {
    taken: (/** @type {number} */ version) => (seen === version ? seenAt - pressed : null),
    bytes: () => bytes,
  };
};

/** In the window: whether there is something to swap, the button, and when its report was drawn. */
const listenInPage = () => {
  const world = /** @type {any} */ (globalThis);
  const button = () =>
    [...world.document.querySelectorAll("button")].find((/** @type {any} */ one) =>
      (one.ariaLabel ?? "").startsWith("Swap edited.ts"),
    );
  let pressedAt = 0;
  let changed = false;
  world.benchShown = [];
  world.benchIsChanged = () => changed && button() !== undefined;
  world.benchPress = () => {
    changed = false;
    pressedAt = performance.now();
    button().click();
  };
  world.graft.on("modules.changed", (/** @type {string} */ json) => {
    for (const module of JSON.parse(json).modules) if (module.id === "edited.ts") changed = module.status === "changed";
  });
  world.graft.on("modules.swapped", () =>
    world.requestAnimationFrame(() =>
      world.requestAnimationFrame(() => world.benchShown.push(performance.now() - pressedAt)),
    ),
  );
};

/** The next click: from the input's own time to the frame after it. */
const awaitClick = () => {
  const world = /** @type {any} */ (globalThis);
  world.benchClick = undefined;
  const listen = (/** @type {any} */ event) =>
    world.requestAnimationFrame(() =>
      world.setTimeout(() => (world.benchClick = performance.now() - event.timeStamp), 0),
    );
  world.addEventListener("pointerdown", listen, { once: true, capture: true });
};

/** @param {number} times */
const askOften = async (times) => {
  const samples = [];
  for (let time = 0; time < times; time++) {
    const start = performance.now();
    await /** @type {any} */ (globalThis).graft.call("loop.status", {});
    samples.push(performance.now() - start);
    await new Promise((resolve) => setTimeout(resolve, 7));
  }
  return samples;
};
