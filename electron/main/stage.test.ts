import { EventEmitter } from "node:events";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { Workbench } from "../engine/index.ts";
import { setUpStage } from "./stage.ts";
import type { Shell } from "./window.ts";

vi.mock("electron", () => ({ screen: { getPrimaryDisplay: () => ({ displayFrequency: 50 }) } }));

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const stageOf = () => {
  const engine = new EventEmitter();
  const page = new EventEmitter();
  const window = Object.assign(new EventEmitter(), { webContents: page });
  const drawn = { version: 0 };
  const sent: number[] = [];
  const workbench = {
    on: (name: string, listener: () => void) => engine.on(name, listener),
    stage: {
      get version() {
        return drawn.version;
      },
      drawings: () => drawn.version,
    },
  } as unknown as Workbench;
  const tell = (_name: string, frame: { readonly drawings: number }): number => sent.push(frame.drawings);
  const stage = setUpStage(workbench, { window, tell } as unknown as Shell);
  const draw = (): void => {
    drawn.version += 1;
    engine.emit("loop.turn");
  };
  return { stage, draw, sent, engine, page, drawn };
};

test("a frame is sent once, and the next only after the window has drawn it", () => {
  const { stage, draw, sent } = stageOf();
  draw();
  vi.advanceTimersByTime(100);
  draw();
  draw();
  vi.advanceTimersByTime(100);
  expect(sent).toEqual([1]);
  stage.frameDrawn();
  vi.advanceTimersByTime(100);
  expect(sent).toEqual([1, 3]);
});

test("frames come at the display's rate at most, however often is drawn and however fast the window is", () => {
  const { stage, draw, sent } = stageOf();
  for (let ms = 0; ms < 1000; ms += 1) {
    draw();
    vi.advanceTimersByTime(1);
    stage.frameDrawn();
  }
  expect(sent.length).toBeGreaterThanOrEqual(45);
  expect(sent.length).toBeLessThanOrEqual(51);
});

test("a page that was loaded again gets what is drawn, though its predecessor never answered", () => {
  const { draw, sent, page } = stageOf();
  draw();
  vi.advanceTimersByTime(100);
  page.emit("did-finish-load");
  vi.advanceTimersByTime(100);
  expect(sent).toEqual([1, 1]);
});

test("another workspace's drawing is sent even where it counts like the last one", () => {
  const { stage, draw, sent, engine } = stageOf();
  draw();
  vi.advanceTimersByTime(100);
  stage.frameDrawn();
  engine.emit("ready");
  vi.advanceTimersByTime(100);
  expect(sent).toEqual([1, 1]);
});

test("a still program wakes nobody", () => {
  const { draw } = stageOf();
  draw();
  vi.advanceTimersByTime(1000);
  expect(vi.getTimerCount()).toBe(0);
});
