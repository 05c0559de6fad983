/** The reference graph, from a handful of modules to five thousand: what is drawn, found, opened, and what stays in its place. */
import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { dirname, join, posix } from "node:path";
import { AxeBuilder } from "@axe-core/playwright";
import type { Page } from "@playwright/test";
import { expect, test } from "./app.ts";

const violations = async (window: Page): Promise<readonly string[]> => {
  const { violations: found } = await new AxeBuilder({ page: window }).setLegacyMode(true).analyze();
  return found.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html.slice(0, 160)).join(" | ")}`);
};

const board = (window: Page) => window.getByRole("region", { name: "Reference graph" });
const card = (window: Page, name: RegExp) => board(window).getByRole("group", { name });
const tool = (window: Page, name: string | RegExp) => window.getByRole("button", { name });

/** Where each card that is an element stands in the drawing, by its name without what a swap changes. */
/** Of everything but ghosts, which come and go. */
const places = (window: Page): Promise<Readonly<Record<string, string>>> =>
  board(window)
    .locator('[data-node]:not([data-node^="ghost:"])')
    .evaluateAll((nodes) =>
      Object.fromEntries(nodes.map((node) => [node.getAttribute("data-node"), (node as HTMLElement).style.transform])),
    );

const settled = async (window: Page): Promise<void> => {
  await expect(window.getByText("Laying out…")).toHaveCount(0);
  // A flight of the view takes a quarter of a second.
  await window.waitForTimeout(400);
};

test.describe("a handful of modules", () => {
  test.use({ source: "plugins/sequencer" });

  test("a swap moves nobody: the old generation steps aside, and what is new finds a place", async ({
    window,
    workspace,
    call,
    shot,
  }) => {
    await window.keyboard.press("Control+2");
    await expect(card(window, /^Module clock\.ts, generation 1/)).toBeVisible();
    await settled(window);
    const before = await places(window);
    expect(Object.keys(before)).toContain("slot:tick");

    const file = join(workspace, "clock.ts");
    await writeFile(join(workspace, "extra.ts"), "export const extra = (): number => 1;\n");
    const text = await readFile(file, "utf8");
    await writeFile(file, `import { extra } from "./extra";\n${text}\nexport const more = (): number => extra();\n`);
    await expect
      .poll(async () => (await call("modules.list")).find(({ id }) => id === "clock.ts")?.status)
      .toBe("changed");
    expect((await call("modules.swap", { ids: ["clock.ts"] })).ok).toBe(true);
    await expect(card(window, /^Module clock\.ts, generation 2/)).toBeVisible();
    await shot("graph-swap-seen");
    await expect(card(window, /^Module extra\.ts, generation 1/)).toBeVisible();
    const after = await places(window);
    for (const [id, place] of Object.entries(before)) expect([id, after[id]]).toEqual([id, place]);
    await settled(window);
    await shot("graph-swap-after");
  });

  test("keys walk from card to card, select, and open the source", async ({ window }) => {
    await window.keyboard.press("Control+2");
    await expect(card(window, /^Slot tick/)).toBeVisible();
    await card(window, /^Slot tick/).focus();
    await window.keyboard.press("ArrowRight");
    const walked = board(window).locator("[data-node]:focus");
    await expect(walked).toHaveAttribute("aria-label", /^Module /);
    const id = (await walked.getAttribute("data-node")) ?? "";
    await window.keyboard.press("Enter");
    await expect(window.getByRole("heading", { name: id })).toBeVisible();
    await window.keyboard.press("Enter");
    await expect(window.getByRole("tab", { name: "Editor" })).toHaveAttribute("data-state", "active");
  });
});

test.describe("three.js", () => {
  test.describe.configure({ timeout: 120_000 });
  test.use({ source: "node_modules/three/src" });

  /** How often modules take `name` from `file`, by the import statements of all files; independent of the engine. */
  const takers = async (folder: string, file: string, name: string): Promise<number> => {
    const files = (await readdir(folder, { recursive: true })).filter((each) => each.endsWith(".js"));
    const counts = await Promise.all(
      files.map(async (each) => {
        const text = (await readFile(join(folder, each), "utf8")).replaceAll(/\/\*[\s\S]*?\*\//g, "");
        const statements = text.matchAll(/^\s*(?:import|export)\s*\{([^}]*)\}\s*from\s*['"](\.[^'"]+)['"]/gm);
        return [...statements].some(
          ([, names = "", from = ""]) =>
            posix.join(posix.dirname(each), from) === file &&
            names.split(",").some((one) => one.trim().split(/\s+as\s+/)[0] === name),
        );
      }),
    );
    return counts.filter(Boolean).length;
  };

  test("opens by folders, finds, opens a folder in place, and focuses on neighbours", async ({
    window,
    workspace,
    call,
    shot,
  }) => {
    await expect
      .poll(async () => (await call("modules.list")).filter(({ generation }) => generation > 0).length, {
        timeout: 60_000,
      })
      .toBe(757);
    await window.keyboard.press("Control+2");
    const inMath = (await readdir(join(workspace, "math"), { recursive: true })).filter((name) => name.endsWith(".js"));
    await expect(card(window, new RegExp(`^Folder math/, ${inMath.length} modules`))).toBeVisible();
    await expect(card(window, /^Module constants\.js/)).toBeVisible();
    await settled(window);
    await shot("graph-three-folders");

    const before = await places(window);
    await card(window, /^Folder math\//).click();
    await expect(card(window, /^Module math\/Vector3\.js/)).toBeVisible();
    await settled(window);
    const after = await places(window);
    const left = (place: string): number => Number(/translate\(([-\d.]+)px/.exec(place)?.[1]);
    const own = left(before["folder:math/"] ?? "");
    const kept = Object.entries(before).filter(([id, place]) => left(place) < own && id in after);
    expect(kept.length).toBeGreaterThan(0);
    for (const [id, place] of kept) expect([id, after[id]]).toEqual([id, place]);
    await shot("graph-three-open");

    const find = window.getByLabel("Find in graph");
    await find.fill("Vector3");
    await find.press("Enter");
    await expect(window.getByRole("heading", { name: "math/Vector3.js" })).toBeVisible();
    await settled(window);
    const count = await takers(workspace, "math/Vector3.js", "Vector3");
    expect(count).toBeGreaterThan(50);
    await expect(
      card(window, new RegExp(`^Module math/Vector3\\.js, generation 1, ${count} references`)),
    ).toBeVisible();
    expect(await violations(window), "a found module").toEqual([]);
    await shot("graph-three-found");

    await find.fill("lensflare is not here");
    await expect(window.getByText("0 found; Enter goes to the next")).toBeAttached();
    await find.fill("");
    await call("app.setSettings", { theme: "dark" });
    await tool(window, "focus").click();
    const around = (await call("modules.list")).find(({ id }) => id === "math/Vector3.js");
    const neighbours = new Set([...(around?.imports ?? []), ...(around?.importers ?? [])]).size;
    await expect(window.getByText(`${757 - 1 - neighbours} modules not drawn one by one`)).toBeVisible();
    await settled(window);
    await shot("graph-three-focus");
    await tool(window, "1 step").click();
    await expect(window.getByText(`${757 - 1 - neighbours} modules not drawn one by one`)).toHaveCount(0);
    await tool(window, /^focus:/).click();

    await tool(window, "Open all folders").click();
    await expect(window.getByText("not drawn one by one")).toHaveCount(0);
    await settled(window);
    await tool(window, "Show all of it").click();
    await settled(window);
    await shot("graph-three-all");
  });
});

test.describe("five thousand modules", () => {
  test.describe.configure({ timeout: 180_000 });
  const folders = [
    "app",
    "core",
    "core/model",
    "core/rules",
    "data",
    "jobs",
    "net",
    "report",
    "text",
    "time",
    "ui",
    "ui/forms",
    "ui/lists",
    "util",
    "view",
  ];
  const pathOf = (number: number): string => `${folders[number % folders.length]}/m${number}.ts`;

  /** Each module refers to three that come before it, as a program does that grew. */
  const generate = async (folder: string, count: number): Promise<void> => {
    let seed = 7;
    const random = (): number => (seed = (seed * 1_103_515_245 + 12_345) & 0x7fffffff) / 0x7fffffff;
    await Promise.all(folders.map((name) => mkdir(join(folder, name), { recursive: true })));
    await Promise.all(
      Array.from({ length: count }, (_, number) => {
        const used = new Set(number === 0 ? [] : [0, 1, 2].map(() => Math.floor(random() * number)));
        const imports = [...used].map((each) => {
          const path = posix.relative(dirname(pathOf(number)), pathOf(each)).replace(/\.ts$/, "");
          return `import { f${each} } from "${path.startsWith(".") ? path : `./${path}`}";\n`;
        });
        const sum = [...used].map((each) => ` + (x > 1e9 ? f${each}(x) : 1)`).join("");
        const handler = number % 500 === 0 ? "export const onTick = (n: number) => ({ state: (n ?? 0) + 1 });\n" : "";
        return writeFile(
          join(folder, pathOf(number)),
          `${imports.join("")}export const f${number} = (x: number): number => x${sum};\n${handler}`,
        );
      }),
    );
  };

  test.use({
    source: "e2e/workspaces/keeper",
    workspace: async ({ userData }, use) => {
      const folder = join(userData, "large");
      await generate(folder, 5000);
      await use(folder);
    },
  });

  test("are opened by folders, all of them at once, searched, and swapped without moving anything", async ({
    window,
    workspace,
    call,
    shot,
  }) => {
    await expect
      .poll(async () => (await call("modules.list")).filter(({ generation }) => generation > 0).length, {
        timeout: 90_000,
      })
      .toBe(5000);
    await window.keyboard.press("Control+2");
    await expect(card(window, /^Folder net\/, \d+ modules/)).toBeVisible();
    await expect(window.getByText("5,000 modules not drawn one by one")).toBeVisible();
    await settled(window);
    await shot("graph-large-folders");

    await tool(window, "Open all folders").click();
    await expect(window.getByText("not drawn one by one")).toHaveCount(0);
    await settled(window);
    await tool(window, "Show all of it").click();
    await settled(window);
    await shot("graph-large-all");

    const wanted = pathOf(4321);
    const find = window.getByLabel("Find in graph");
    await find.fill("m4321");
    await find.press("Enter");
    await expect(card(window, new RegExp(`^Module ${wanted}, generation 1`))).toBeVisible();
    await settled(window);
    await shot("graph-large-found");
    const before = await places(window);
    expect(Object.keys(before).length).toBeGreaterThan(3);

    const file = join(workspace, wanted);
    await writeFile(file, `${await readFile(file, "utf8")}export const more = 1;\n`);
    await expect.poll(async () => (await call("modules.swap", { ids: [wanted] })).ok).toBe(true);
    await expect(card(window, new RegExp(`^Module ${wanted}, generation [2-9]`))).toBeVisible();
    expect(await places(window)).toEqual(before);

    await find.fill("");
    await tool(window, "focus").click();
    await expect(window.getByText(/4,9\d\d modules not drawn one by one/)).toBeVisible();
    await settled(window);
    await shot("graph-large-focus");
  });
});
