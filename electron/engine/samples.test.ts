/** The samples as they are shipped, opened by the real engine: alive, without a problem, and worth changing. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, expectTypeOf, test } from "vitest";
import type * as Author from "../../plugins/graft.d.ts";
import type { Plain } from "./plain.ts";
import type { Drawing, LogEntry, Problem, Shape, TurnSummary } from "./summary.ts";
import { type Bench, workbenchOf } from "./testing.ts";

const plugins = join(import.meta.dirname, "../../plugins");

const openSample = (name: string): Promise<Bench> => {
  const folder = join(plugins, name);
  const files = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
  return workbenchOf(
    Object.fromEntries(files.map((file) => [file.slice(folder.length + 1), readFileSync(file, "utf8")])),
  );
};

/** Edits a module as a person would, and swaps it. */
const edit = (bench: Bench, id: string, from: string, to: string) => {
  const text = readFileSync(join(bench.folder, id), "utf8");
  expect(text.split(from)).toHaveLength(2);
  return bench.swap(id, text.replace(from, to));
};

const drawingOf = (bench: Bench, module: string): Drawing => {
  const drawing = bench.workbench.stage.drawings().find((each) => each.module === module);
  if (drawing === undefined) throw new Error(`${module} has drawn nothing`);
  return drawing;
};

const shapesOf = <Kind extends Shape["kind"]>(bench: Bench, module: string, kind: Kind) =>
  drawingOf(bench, module).shapes.filter((shape): shape is Extract<Shape, { kind: Kind }> => shape.kind === kind);

/** Lets the paused clock go on for so many turns: ticks, and what follows from them. */
const turns = (bench: Bench, count: number): readonly TurnSummary[] =>
  bench.workbench.session.loop.step({ count, advance: true });

/** Every call of the turns went well. */
const expectNoErrors = (bench: Bench, taken: readonly TurnSummary[] = []): void => {
  expect(taken.flatMap(({ calls }) => calls.filter(({ error }) => error !== undefined))).toEqual([]);
  expect(bench.problems()).toEqual([] satisfies Problem[]);
};

const key = (code: string) => ({
  type: "keyDown",
  key: code,
  code,
  shift: false,
  ctrl: false,
  alt: false,
  repeat: false,
});
const press = (x: number, y: number) => ({ type: "pointer", phase: "down", x, y, buttons: 1 });

test("the types for authors say what the engine says", () => {
  expectTypeOf<Author.Shape>().toEqualTypeOf<Shape>();
  expectTypeOf<Author.Plain>().toEqualTypeOf<Plain>();
  expectTypeOf<Author.EffectOf<"draw">["shapes"]>().toEqualTypeOf<Drawing["shapes"]>();
  expectTypeOf<NonNullable<Author.EffectOf<"log">["level"]>>().toEqualTypeOf<LogEntry["level"]>();
});

test("every sample has a title and a sentence for the gallery, and modules that all load", async () => {
  const names = readdirSync(plugins, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  expect(names.map(({ name }) => name)).toEqual(["house", "orbits", "sequencer"]);
  for (const { name } of names) {
    const [title, blank, sentence] = readFileSync(join(plugins, name, "README.md"), "utf8").split("\n");
    expect(title).toMatch(/^# [A-Z]/);
    expect(blank).toBe("");
    expect(sentence).toMatch(/^[A-Z].*\.$/);
    const bench = await openSample(name);
    expect(bench.workbench.session.modules().filter(({ status }) => status !== "running")).toEqual([]);
    expectNoErrors(bench);
  }
});

test("together the samples use every kind of export", async () => {
  const kinds = new Set<string>();
  for (const name of ["house", "orbits", "sequencer"]) {
    const bench = await openSample(name);
    for (const module of bench.workbench.session.modules())
      for (const { name: fn, kind, slot } of module.functions)
        kinds.add(slot === "any" || kind === "lifecycle" ? fn : kind);
  }
  expect([...kinds].toSorted()).toEqual(["function", "handler", "init", "migrate", "onAny", "performer", "source"]);
});

test("orbits moves within its first second, and answers to pointer and keys", async () => {
  const bench = await openSample("orbits");
  turns(bench, 10);
  const before = drawingOf(bench, "view.ts");
  expectNoErrors(bench, turns(bench, 120));
  expect(drawingOf(bench, "view.ts").shapes).not.toEqual(before.shapes);
  expect(shapesOf(bench, "trails.ts", "path").length).toBeGreaterThan(90);
  expect(bench.workbench.stage.drawings().flatMap(({ shapes }) => shapes).length).toBeLessThan(2000);

  expect(bench.emit(press(700, 200)).state("bodies.ts")).toMatchObject({ well: {}, nextId: 98 });
  const { background } = drawingOf(bench, "view.ts");
  bench.emit(key("KeyP"));
  expectNoErrors(bench, turns(bench, 4));
  expect(drawingOf(bench, "view.ts").background).not.toBe(background);
});

test("orbits: a new law of gravity bends every path from where it is", async () => {
  const [edited, left] = [await openSample("orbits"), await openSample("orbits")];
  for (const bench of [edited, left]) turns(bench, 200);
  const before = edited.state("bodies.ts");

  const report = await edit(edited, "physics.ts", "FALLOFF = 2;", "FALLOFF = -1;");

  expect(report).toMatchObject({ ok: true, stale: [], modules: [{ id: "physics.ts", from: 1, to: 2 }] });
  expect(edited.state("bodies.ts")).toBe(before);
  expect(left.state("bodies.ts")).toEqual(before);
  for (const bench of [edited, left]) expectNoErrors(bench, turns(bench, 60));
  expect(edited.state("bodies.ts")).not.toEqual(left.state("bodies.ts"));
});

test("orbits: trails that are there fade, cameras turn, bodies stream in", async () => {
  const bench = await openSample("orbits");
  turns(bench, 400);
  const pointsOf = () =>
    Math.max(...(bench.state("trails.ts") as unknown as Trails).trails.map(({ points }) => points.length));
  expect(pointsOf()).toBe(64);
  expect(await edit(bench, "trails.ts", "LENGTH = 32;", "LENGTH = 10;")).toMatchObject({
    ok: true,
    modules: [{ state: { kept: ["trails", "count"], added: [], dropped: [] } }],
  });
  turns(bench, 10);
  expect(pointsOf()).toBe(20);

  const rings = drawingOf(bench, "backdrop.ts").shapes;
  expect(await edit(bench, "camera.ts", "TILT = 0.5;", "TILT = 1;")).toMatchObject({ ok: true, stale: [] });
  turns(bench, 2);
  expect(drawingOf(bench, "backdrop.ts").shapes).not.toEqual(rings);

  expect(await edit(bench, "bodies.ts", "COUNT = 90;", "COUNT = 120;")).toMatchObject({ ok: true });
  turns(bench, 80);
  expect((bench.state("bodies.ts") as unknown as Bodies).bodies).toHaveLength(120);
  expectNoErrors(bench);
});

test("sequencer plays, shows its playhead, and its cells can be pressed", async () => {
  const bench = await openSample("sequencer");
  const taken = turns(bench, 600);
  expectNoErrors(bench, taken);
  const count = (type: string) => taken.filter(({ event }) => event.type === type).length;
  expect(count("step")).toBeGreaterThan(20);
  expect(count("note")).toBeGreaterThan(count("step"));
  expect(drawingOf(bench, "synth.ts").shapes.length).toBeGreaterThan(0);
  const [headBefore] = shapesOf(bench, "stage.ts", "line");
  turns(bench, 12);
  expect(shapesOf(bench, "stage.ts", "line")[0]).not.toEqual(headBefore);

  const rows = () => (bench.state("score.ts") as unknown as Score).rows;
  const before = rows()[0]?.[0];
  bench.emit(press(120, 195));
  expect(rows()[0]?.[0]).toBe(before === 0 ? 1 : 0);
  bench.emit(key("KeyC"));
  expect(
    rows()
      .flat()
      .every((velocity) => velocity === 0),
  ).toBe(true);
  expectNoErrors(bench);
});

test("sequencer: twice as many steps, and `migrate` carries the pattern over", async () => {
  const bench = await openSample("sequencer");
  turns(bench, 100);
  const before = (bench.state("score.ts") as unknown as Score).rows;
  expect(await edit(bench, "score.ts", "STEPS = 16;", "STEPS = 32;")).toMatchObject({ ok: true, stale: [] });
  expect((bench.state("score.ts") as unknown as Score).rows).toEqual(before.map((row) => [...row, ...row]));
  const cells = shapesOf(bench, "stage.ts", "rect").length;
  turns(bench, 6);
  expect(shapesOf(bench, "stage.ts", "rect").length).toBeGreaterThan(cells + 8 * 16 - 1);
  expectNoErrors(bench);
});

test("sequencer: an edited pattern plays at once, an edited wave takes corners", async () => {
  const bench = await openSample("sequencer");
  turns(bench, 100);
  expect(await edit(bench, "patterns.json", "..............x.", "xxxxxxxxxxxxxxxx")).toMatchObject({ ok: true });
  turns(bench, 4);
  expect((bench.state("score.ts") as unknown as Score).rows[0]).toEqual(Array.from({ length: 16 }, () => 1));

  const report = await edit(bench, "synth.ts", "=> Math.sin(2 * Math.PI * phase);", "=> (phase % 1 < 0.5 ? 1 : -1);");
  expect(report).toMatchObject({ ok: true, modules: [{ state: { kept: ["voices", "rows", "time"] } }] });
  expectNoErrors(bench, turns(bench, 30));
});

test("house: rooms are heated, lights go on and out, an open door at night is told", async () => {
  const bench = await openSample("house");
  const journal = () => bench.state("journal.ts") as unknown as Journal;
  turns(bench, 1200);
  expect(journal().counts).toMatchObject({ start: 1, reading: expect.any(Number), heating: expect.any(Number) });
  bench.emit({ type: "motion", room: "kitchen" });
  expect(journal().lines.join("\n")).toContain("Light on in the kitchen.");

  for (let n = 0; n < 100 && journal().counts["night"] === undefined; n++) turns(bench, 100);
  expect(journal().counts["night"]).toBe(1);
  bench.emit({ type: "door", open: true });
  await bench.until(() => {
    turns(bench, 20);
    return journal().counts["sent"] !== undefined;
  });
  expectNoErrors(bench);
});

test("house: a new rule is followed by everybody who asks for it", async () => {
  const bench = await openSample("house");
  turns(bench, 1500);
  const heated = () => (bench.state("thermostat.ts") as unknown as Thermostat).heated.toSorted();
  const report = await edit(bench, "lib/rules.ts", "DAY = 20.5;", "DAY = 28;");
  expect(report).toMatchObject({
    ok: true,
    stale: [],
    modules: [{ followers: ["lib/index.ts"] }],
  });
  turns(bench, 100);
  expect(heated()).toEqual(["bathroom", "bedroom", "kitchen", "living room"]);
  expect((bench.state("journal.ts") as unknown as Journal).counts["swap"]).toBe(1);
  expectNoErrors(bench);
});

interface Trails {
  readonly trails: readonly { readonly points: readonly number[] }[];
}
interface Bodies {
  readonly bodies: readonly unknown[];
}
interface Score {
  readonly rows: readonly (readonly number[])[];
}
interface Journal {
  readonly lines: readonly string[];
  readonly counts: Readonly<Record<string, number>>;
}
interface Thermostat {
  readonly heated: readonly string[];
}
