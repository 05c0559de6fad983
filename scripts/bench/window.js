/**
 * The window at size: 5,000 modules in list and graph, 100,000 turns in the timeline. How many frames a second it draws while
 * a person scrolls, searches, pans, zooms and scrubs, and how long the longest step from one frame to the next is.
 */
import { tell } from "../tell.js";
import { beginFrames, endFrames } from "./frames.js";
import { inMain } from "./in-main.js";
import { wait } from "./measure.js";
import { openProgram } from "./real-program.js";

/** @typedef {import("@playwright/test").Page} Page */
/** @typedef {import("@playwright/test").Locator} Locator */
/** @typedef {import("./frames.js").Frames} Frames */
/** @typedef {{ readonly doing: Frames, readonly atRest: Frames }} Smoothness */

const size = 5000;
const turns = 100_000;

/** As long as the wheel is turned, or the pointer dragged. */
const stretchMs = 4000;
const restMs = 1500;
const betweenMovesMs = 16;
/** As a quick typist does. */
const betweenKeysMs = 90;

/**
 * @param {import("./real-program.js").Parts} parts
 * @returns {Promise<Record<string, Smoothness>>}
 */
export const measureWindow = async (parts) => {
  tell(`the window with ${size} modules and ${turns} turns`);
  const { electron, page } = await openProgram(parts, "window", size);
  try {
    await untilChecked(page);
    const modules = await inModules(page);
    const graph = await inGraph(page);
    await inMain(electron, () => void ((/** @type {any} */ (globalThis).benchGoesOn = true)));
    await page.evaluate(fillHistory, turns);
    await inMain(electron, () => void ((/** @type {any} */ (globalThis).benchGoesOn = false)));
    return { ...modules, ...graph, ...(await inHistory(page)) };
  } finally {
    await electron.close();
  }
};

/**
 * Waits for the language server, which has all processors busy until it has checked the last module of the list.
 *
 * @param {Page} page
 */
const untilChecked = async (page) => {
  const search = page.getByLabel("Filter modules and functions");
  const list = page.getByRole("tree", { name: "Modules and their functions" });
  await search.fill("m999.ts");
  // It uses globals that no types know.
  await list.getByText("type errors").waitFor({ state: "attached", timeout: 300_000 });
  await search.fill("");
};

/** @param {Page} page */
const inModules = async (page) => {
  const list = page.getByRole("tree", { name: "Modules and their functions" });
  const place = /** @type {const} */ ({ element: list, what: "scrollTop" });
  const scrolled = await smoothness(page, place, () => turnWheel(page, list, 300));
  const flung = await smoothness(page, place, () => turnWheel(page, list, 2400));
  const search = page.getByLabel("Filter modules and functions");
  await search.click();
  const count = page.getByRole("navigation", { name: "Modules" }).locator("[aria-live]");
  const searched = await smoothness(page, { element: count, what: "text" }, async () => {
    for (const words of ["value49", "m12", "describe4321"]) {
      await type(page, words);
      await erase(page, words);
    }
  });
  return {
    "module list, scrolled by the wheel": scrolled,
    "module list, scrolled as fast as it goes": flung,
    "module list, searched": searched,
  };
};

/** @param {Page} page */
const inGraph = async (page) => {
  await page.keyboard.press("Control+2");
  const board = page.getByRole("region", { name: "Reference graph" });
  const world = board.locator("[data-node]").first().locator("..");
  await world.waitFor({ state: "attached", timeout: 60_000 });
  // The lines are there a moment after the cards.
  await wait(3000);
  const camera = /** @type {const} */ ({ element: world, what: "transform" });
  const pannedFar = await smoothness(page, camera, () => drag(page, board));
  const zoomed = await smoothness(page, camera, () => zoomInAndOut(page, board));
  const field = page.getByLabel("Find in graph");
  await field.click();
  const typed = await smoothness(page, { element: field.locator("xpath=../../.."), what: "text" }, async () => {
    for (const words of ["value49", "m123"]) {
      await type(page, words);
      if (words !== "m123") await erase(page, words);
    }
  });
  const walked = await smoothness(page, camera, async () => {
    for (let match = 0; match < 8; match++) {
      await page.keyboard.press("Enter");
      await wait(500);
    }
  });
  await erase(page, "m123");
  // The walk ended close to a card.
  const pannedNear = await smoothness(page, camera, () => drag(page, board));
  return {
    "graph from afar, panned": pannedFar,
    "graph, zoomed": zoomed,
    "graph, searched": typed,
    "graph, from match to match": walked,
    "graph from near, panned": pannedNear,
  };
};

/** @param {Page} page */
const inHistory = async (page) => {
  const table = page.getByRole("grid", { name: "Turns, newest first" });
  const place = /** @type {const} */ ({ element: table, what: "scrollTop" });
  const scrolled = await smoothness(page, place, () => turnWheel(page, table, 300));
  const flung = await smoothness(page, place, () => turnWheel(page, table, 12_000));
  const search = page.getByLabel("Find in events");
  await search.click();
  const bar = page.getByRole("search", { name: "Turns" });
  const searched = await smoothness(page, { element: bar, what: "text" }, async () => {
    for (const words of ["count", "nothing has this"]) {
      await type(page, words);
      await wait(1000);
      await erase(page, words);
    }
  });
  const slider = page.getByRole("slider", { name: "Turn that is looked at" });
  const scrubbed = await smoothness(page, { element: slider, what: "value" }, () => drag(page, slider));
  return {
    "turn list, scrolled by the wheel": scrolled,
    "turn list, scrolled as fast as it goes": flung,
    "turn list, searched": searched,
    "timeline, scrubbed": scrubbed,
  };
};

/**
 * @param {Page} page
 * @param {{ readonly element: Locator, readonly what: Parameters<typeof beginFrames>[1] }} seen what has to change, or nothing was measured
 * @param {() => Promise<void>} act
 * @returns {Promise<Smoothness>}
 */
const smoothness = async (page, { element, what }, act) => {
  // Whatever was done before comes to rest.
  await wait(1000);
  await element.evaluate(beginFrames, what);
  await wait(restMs);
  const atRest = await page.evaluate(endFrames);
  await element.evaluate(beginFrames, what);
  await act();
  const doing = await page.evaluate(endFrames);
  if (doing.changes < 3) throw new Error(`Nothing moved in ${String(element)}.`);
  return { doing, atRest };
};

/**
 * Down, and then up again.
 *
 * @param {Page} page
 * @param {Locator} over
 * @param {number} by in pixels a turn
 */
const turnWheel = async (page, over, by) => {
  await over.hover();
  await oftenFor(stretchMs, (passed) => page.mouse.wheel(0, passed < stretchMs * 0.7 ? by : -by));
};

/**
 * With the button pressed to and fro over most of its width.
 *
 * @param {Page} page
 * @param {Locator} over
 */
const drag = async (page, over) => {
  const box = await boxOf(over);
  const at = (/** @type {number} */ ms) => {
    const part = 0.5 + 0.4 * Math.sin((ms / 1500) * Math.PI);
    return /** @type {const} */ ([box.x + box.width * part, box.y + box.height * 0.5 * (1 + 0.2 * (part - 0.5))]);
  };
  await page.mouse.move(...at(0));
  await page.mouse.down();
  await oftenFor(stretchMs, (passed) => page.mouse.move(...at(passed)));
  await page.mouse.up();
};

/**
 * @param {Page} page
 * @param {Locator} over
 */
const zoomInAndOut = async (page, over) => {
  const box = await boxOf(over);
  await page.mouse.move(box.x + box.width * 0.4, box.y + box.height * 0.4);
  await oftenFor(stretchMs, (passed) => page.mouse.wheel(0, passed < stretchMs / 2 ? -40 : 40));
};

/**
 * As a hand does, which does not wait for the window to answer.
 *
 * @param {number} ms
 * @param {(passedMs: number) => Promise<void>} move
 */
const oftenFor = async (ms, move) => {
  const moves = [];
  const began = performance.now();
  for (let passed = 0; passed < ms; passed = performance.now() - began) {
    moves.push(move(passed));
    await wait(betweenMovesMs);
  }
  await Promise.all(moves);
};

/** @param {Locator} of */
const boxOf = async (of) => {
  const box = await of.boundingBox();
  if (box === null) throw new Error(`${String(of)} is not to be seen.`);
  return box;
};

/**
 * @param {Page} page
 * @param {string} words
 */
const type = async (page, words) => {
  for (const key of words) {
    await page.keyboard.type(key);
    await wait(betweenKeysMs);
  }
};

/**
 * @param {Page} page
 * @param {string} words
 */
const erase = async (page, { length }) => {
  for (let key = 0; key < length; key++) {
    await page.keyboard.press("Backspace");
    await wait(betweenKeysMs);
  }
};

/** @param {number} turns */
const fillHistory = async (turns) => {
  const { graft } = /** @type {any} */ (globalThis);
  await graft.call("loop.run", {});
  await graft.call("loop.emit", { event: { type: "count" } });
  for (;;) {
    const status = await graft.call("loop.status", {});
    if (status.value.turn >= turns) return;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
};
