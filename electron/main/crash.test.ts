import { compileFunction } from "node:vm";
import { expect, test, vi } from "vitest";
import { comesFromModule } from "./crash.ts";

vi.mock("electron", () => ({ app: {} }));
vi.mock("./log.ts", () => ({ log: {}, logFile: () => "" }));

const thrownBy = (call: () => unknown): unknown => {
  try {
    return call();
  } catch (error) {
    return error;
  }
};

test("what a module's callback threw is told from an error of Graft's own", () => {
  const fail = compileFunction("throw new Error('no')", [], { filename: "graft:music/clock.ts#3" });
  expect(comesFromModule(thrownBy(() => fail()))).toBe(true);
  expect(comesFromModule(new Error("graft: our own"))).toBe(false);
  expect(comesFromModule("a string")).toBe(false);
});
