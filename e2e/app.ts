/** Starts the built program in real Electron, each test with settings and a workspace of its own. */
import { cp, mkdir, mkdtemp, realpath, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, join, resolve } from "node:path";
import { _electron, expect, test as base, type ElectronApplication, type Page } from "@playwright/test";
import type { Bridge, Reply } from "../electron/ipc/bridge.ts";
import type { Method, Params, Result } from "../electron/ipc/contract.ts";

export { expect };

/** The built program lies in its `out`. */
export const projectFolder = resolve(import.meta.dirname, "..");

/** Calls a method of the contract as the window does; rejects with `code: message`. */
export type Call = <M extends Method>(
  method: M,
  ...params: {} extends Params<M> ? [Params<M>?] : [Params<M>]
) => Promise<Result<M>>;

interface Options {
  /**
   * Folder to open, from the project's own; it is copied first, so that a test may edit it. Without one the program shows
   * what it shows at a first start.
   */
  readonly source: string | undefined;
}

interface Fixtures {
  readonly userData: string;
  /** The copy that is open; empty where no `source` is given. */
  readonly workspace: string;
  readonly electron: ElectronApplication;
  /** Its page has loaded and its workspace is open. */
  readonly window: Page;
  readonly call: Call;
  /** Writes what the window shows to `test-results/shots/<name>.png`. */
  readonly shot: (name: string) => Promise<void>;
}

export const test = base.extend<Fixtures & Options>({
  source: [undefined, { option: true }],

  // oxlint-disable-next-line no-empty-pattern -- Playwright reads which fixtures are wanted from the pattern
  userData: async ({}, use) => withFolder("graft-user-", use),

  workspace: async ({ source }, use) => {
    if (source === undefined) return use("");
    return withFolder("graft-workspace-", async (folder) => {
      const copy = join(folder, basename(source));
      await cp(resolve(projectFolder, source), copy, { recursive: true });
      await use(copy);
    });
  },

  electron: async ({ userData, workspace }, use) => {
    const electron = await launch(userData, workspace === "" ? [] : [workspace]);
    await use(electron);
    await electron.close();
  },

  window: async ({ electron }, use) => {
    const window = await electron.firstWindow();
    const errors: Error[] = [];
    window.on("pageerror", (error) => errors.push(error));
    await window.waitForLoadState();
    // Thousands of modules take longer to open than an expectation waits.
    await expect
      .poll(() => askIn(window, "app.info", {}), { timeout: 60_000 })
      .not.toMatchObject({ value: { workspace: null } });
    await use(window);
    expect(errors, "errors that the page did not catch").toEqual([]);
  },

  call: async ({ window }, use) => use((method, ...[params]) => callIn(window, method, params)),

  shot: async ({ window }, use) =>
    use(async (name) => {
      const folder = join(projectFolder, "test-results", "shots");
      await mkdir(folder, { recursive: true });
      await window.screenshot({ path: join(folder, `${name}.png`) });
    }),
});

/**
 * Starts one program; for tests that want two, or want to start it again. Close it yourself.
 * @param program its folder, where it is another than the project's
 */
export const launch = (
  userData: string,
  args: readonly string[],
  program = projectFolder,
): Promise<ElectronApplication> => {
  const executablePath = process.env["GRAFT_ELECTRON"];
  if (executablePath === undefined)
    throw new Error("Start the tests with `npm run e2e`; it finds an Electron for them.");
  const switches = (process.env["GRAFT_ELECTRON_SWITCHES"] ?? "").split(" ").filter((word) => word !== "");
  const env = Object.entries(process.env).filter((entry): entry is [string, string] => entry[1] !== undefined);
  return _electron.launch({
    executablePath,
    args: [...switches, "--log-level=3", program, ...args],
    // Playwright would else put a theme of its own over the program's.
    colorScheme: null,
    env: { ...Object.fromEntries(env), GRAFT_USER_DATA: userData },
  });
};

/** What the preload answers, errors included. */
export const askIn = (window: Page, method: string, params: unknown): Promise<Reply> =>
  window.evaluate(
    ([name, given]) => (globalThis as unknown as { readonly graft: Bridge }).graft.call(name as string, given),
    [method, params],
  );

const callIn = async <M extends Method>(window: Page, method: M, params: unknown): Promise<Result<M>> => {
  const reply = await askIn(window, method, params);
  if (!reply.ok) throw new Error(`${reply.error.code}: ${reply.error.message}`);
  return reply.value as Result<M>;
};

const withFolder = async (prefix: string, use: (folder: string) => Promise<void>): Promise<void> => {
  const folder = await realpath(await mkdtemp(join(tmpdir(), prefix)));
  try {
    await use(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
};
