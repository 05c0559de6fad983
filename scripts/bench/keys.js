/**
 * Typing while the loop runs flat out: from the press of a key until it is in the document, and until the frame with it is
 * painted; in a small module, and in one of a megabyte.
 */
import { countFrames } from "./frames.js";
import { inMain } from "./in-main.js";
import { figureOf95, wait } from "./measure.js";
import { editedText } from "./program.js";
import { openProgram } from "./real-program.js";

/** Modules of the program besides the large one. */
const size = 1000;

/** As a quick typist does. */
const betweenKeysMs = 90;

/** @param {import("./real-program.js").Parts} parts */
export const measureKeys = async (parts) => {
  const { electron, page } = await openProgram(parts, "keys", size, { "large.ts": largeText() });
  try {
    await inMain(electron, () => {
      const world = /** @type {any} */ (globalThis);
      world.benchSaw = () => undefined;
      world.benchGoesOn = true;
    });
    const keyboard = await page.context().newCDPSession(page);
    await page.evaluate(listenToKeys);
    await open(page, "edited.ts");
    await page
      .getByRole("status", { name: "Editor status" })
      .filter({ hasText: "TypeScript" })
      .waitFor({ timeout: 60_000 });
    const times = 200;
    // What the machine and the harness take of themselves, in the same run.
    const calm = await typing(page, keyboard, "const walk", times);
    await page.evaluate(emitPing);
    const small = await typing(page, keyboard, "const walk", times);
    await open(page, "large.ts");
    const large = await typing(page, keyboard, "export const work700 ", times);
    const calmFrames = await page.evaluate(countFrames, 1000);
    const scrolledFrames = await scrolling(page, 5000);
    return {
      "key → document, nothing to do, ms": figureOf95(calm.document),
      "key → painted, nothing to do, ms": figureOf95(calm.painted),
      "key → document, loop flat out, ms": figureOf95(small.document),
      "key → painted, loop flat out, ms": figureOf95(small.painted),
      "key → document in 1 MB, loop flat out, ms": figureOf95(large.document),
      "key → painted in 1 MB, loop flat out, ms": figureOf95(large.painted),
      "frames a second while 1 MB is scrolled, of those at rest, %": (scrolledFrames / calmFrames) * 100,
    };
  } finally {
    await electron.close();
  }
};

/**
 * A module of a megabyte: thousands of functions that use each other. Its handler is not called by what runs flat out: with
 * two that ask for the next event, the queue would double each turn.
 */
const largeText = () => {
  const parts = [`${editedText("ts", 0).replaceAll("onCount", "onRecount")}\n`];
  let length = parts[0]?.length ?? 0;
  for (let index = 0; length < 1_000_000; index++) {
    const text = functionText(index);
    parts.push(text);
    length += text.length;
  }
  return parts.join("");
};

/** @param {number} index */
const functionText = (index) => `/** Work of kind ${index}: it adds up what the lists of an item hold. */
export const work${index} = (items: readonly { readonly list: readonly number[]; readonly by: number }[]): number => {
  let sum = ${index};
  for (const { list, by } of items) {
    for (const value of list) {
      if (value < 0) continue;
      sum += value * by${index === 0 ? "" : ` + work${index - 1}([])`};
    }
  }
  return Math.min(sum, ${index} + 1e6);
};

`;

/**
 * @param {import("@playwright/test").Page} page
 * @param {string} id
 */
const open = async (page, id) => {
  await page.keyboard.press("Control+P");
  await page.keyboard.type(id);
  await page.keyboard.press("Enter");
  await page.keyboard.press("Control+3");
  await page.locator(`[aria-label="Source of ${id}"]:focus`).waitFor({ timeout: 30_000 });
};

/**
 * Writes a function before a line of the text, key by key.
 *
 * @param {import("@playwright/test").Page} page
 * @param {import("@playwright/test").CDPSession} keyboard
 * @param {string} before
 * @param {number} times
 */
const typing = async (page, keyboard, before, times) => {
  await page.keyboard.press("Control+F");
  await page.keyboard.type(before);
  await page.keyboard.press("Enter");
  await page.keyboard.press("Escape");
  await page.keyboard.press("Home");
  await page.keyboard.press("Enter");
  await page.keyboard.press("ArrowUp");
  // The first check of types, the parse of the whole text.
  await wait(3000);
  await page.evaluate(() => (/** @type {any} */ (globalThis).benchKeys = []));
  for (let time = 0; time < times; time++) {
    await press(keyboard, writtenKeys[time % writtenKeys.length] ?? " ");
    await wait(betweenKeysMs);
  }
  await wait(500);
  const lines = await page.locator(".cm-line").filter({ hasText: writtenLine.trim() }).count();
  if (lines === 0) throw new Error("What was typed is not in the text.");
  /** @type {readonly { readonly document: number, readonly painted: number }[]} */
  const keys = await page.evaluate(() => /** @type {any} */ (globalThis).benchKeys);
  if (keys.length < times * 0.95) throw new Error(`Of ${times} keys ${keys.length} reached the document.`);
  return { document: keys.map(({ document }) => document), painted: keys.map(({ painted }) => painted) };
};

const writtenLine = "const total = (list: readonly number[]): number => list.reduce((sum, one) => sum + one * 2, 0);";
const writtenKeys = [...writtenLine, "Enter"];

/**
 * A key with the time of its press: what it waits for in the main process, where the loop runs, counts too.
 *
 * @param {import("@playwright/test").CDPSession} keyboard
 * @param {string} key
 */
const press = async (keyboard, key) => {
  const text = key === "Enter" ? "\r" : key;
  // Of other characters it depends on the keyboard, and the number of one is that of another key.
  const code = /^[\w \r]$/.test(text) ? text.toUpperCase().charCodeAt(0) : 0;
  const timestamp = Date.now() / 1000;
  await keyboard.send("Input.dispatchKeyEvent", {
    type: "keyDown",
    key,
    text,
    windowsVirtualKeyCode: code,
    timestamp,
  });
  await keyboard.send("Input.dispatchKeyEvent", { type: "keyUp", key, windowsVirtualKeyCode: code });
};

/** In the window: each key with the time until the document had it, and until the frame after that was painted. */
const listenToKeys = () => {
  const world = /** @type {any} */ (globalThis);
  world.benchKeys = [];
  let pressedAt = 0;
  world.addEventListener("keydown", (/** @type {any} */ event) => (pressedAt = event.timeStamp), { capture: true });
  // The editor's own listener took the text in before.
  world.addEventListener("input", () => {
    if (pressedAt === 0) return;
    const from = pressedAt;
    pressedAt = 0;
    const document = performance.now() - from;
    world.requestAnimationFrame(() =>
      world.setTimeout(() => world.benchKeys.push({ document, painted: performance.now() - from }), 0),
    );
  });
};

const emitPing = async () => {
  const { graft } = /** @type {any} */ (globalThis);
  await graft.call("loop.run", {});
  await graft.call("loop.emit", { event: { type: "count" } });
};

/**
 * Frames a second while the wheel turns through the whole text.
 *
 * @param {import("@playwright/test").Page} page
 * @param {number} ms
 */
const scrolling = async (page, ms) => {
  await page.locator(".cm-scroller").hover();
  const counted = page.evaluate(countFrames, ms);
  for (const until = performance.now() + ms; performance.now() < until;) {
    await page.mouse.wheel(0, 600);
    await wait(16);
  }
  return counted;
};
