/** The window is locked down: what its page may not do, and who may not call. */
import type { Page } from "@playwright/test";
import { askIn, expect, test } from "./app.ts";

test("a first start opens a window on a sample", async ({ window, call, shot }) => {
  await expect.poll(async () => (await call("app.info")).workspace).toMatchObject({ sample: "orbits", trusted: true });
  await expect(window).toHaveURL("graft://app/index.html");
  await shot("shell-first-start");
});

test("the page is sandboxed: it has no Node, and of the main process only the bridge", async ({ window }) => {
  const seen = await window.evaluate(() => {
    const page = globalThis as unknown as Record<string, unknown>;
    return {
      require: typeof page["require"],
      process: typeof page["process"],
      module: typeof page["module"],
      Buffer: typeof page["Buffer"],
      bridge: Object.keys(page["graft"] as object).sort(),
    };
  });
  expect(seen).toEqual({
    require: "undefined",
    process: "undefined",
    module: "undefined",
    Buffer: "undefined",
    bridge: ["call", "frameDrawn", "on", "pathForFile"],
  });
});

test("the window's preferences say so too", async ({ electron, window }) => {
  await expect(window).toHaveURL("graft://app/index.html");
  const preferences = await electron.evaluate(({ BrowserWindow }) => {
    const contents = BrowserWindow.getAllWindows()[0]?.webContents as unknown as {
      getLastWebPreferences: () => Record<string, unknown>;
    };
    const { sandbox, contextIsolation, nodeIntegration, webSecurity, webviewTag } = contents.getLastWebPreferences();
    return { sandbox, contextIsolation, nodeIntegration, webSecurity, webviewTag };
  });
  expect(preferences).toEqual({
    sandbox: true,
    contextIsolation: true,
    nodeIntegration: false,
    webSecurity: true,
    webviewTag: false,
  });
});

/** @returns the name of the error that an attempt in the page ended with */
const outcomeOf = (window: Page, attempt: () => unknown): Promise<string> =>
  window.evaluate(attempt).then(
    () => "allowed",
    (error: Error) => /\b(\w*Error)\b(?!.*\b\w*Error:)/.exec(error.message)?.[1] ?? error.message,
  );

/** In a task of the page's own: while a debugger evaluates, it lets text through. */
const evaluateText = (): Promise<unknown> =>
  new Promise((resolve, reject) => {
    setTimeout(() => {
      try {
        resolve(new Function("return 1")());
      } catch (error) {
        reject(error);
      }
    });
  });

test("the content security policy blocks scripts from text, markup from text and requests to elsewhere", async ({
  window,
}) => {
  expect(await outcomeOf(window, evaluateText)).toBe("EvalError");
  const texts: Record<string, () => unknown> = {
    "a script's text": () => (document.createElement("script").textContent = "document.title = 'hacked'"),
    "a handler's text": () => document.createElement("b").setAttribute("onclick", "document.title = 'hacked'"),
    "a timer's text": () => Reflect.apply(setTimeout, globalThis, ["document.title = 'hacked'"]),
    markup: () => (document.createElement("b").innerHTML = "<i>text</i>"),
    "a request": () => fetch("https://example.com/"),
  };
  for (const [name, attempt] of Object.entries(texts)) {
    expect(await outcomeOf(window, attempt), name).toBe("TypeError");
  }
  await expect(window).toHaveTitle(/Graft/);
});

test("the page has a nonce that is another at each load", async ({ window }) => {
  const nonce = () => window.evaluate(() => document.querySelector<HTMLMetaElement>("meta[property=csp-nonce]")?.nonce);
  const first = await nonce();
  expect(first).toMatch(/^[\w+/]{22}==$/);
  await window.reload();
  expect(await nonce()).not.toBe(first);
});

test("the scheme serves the built page only", async ({ window }) => {
  const statuses = await window.evaluate(async () => {
    const paths = ["/index.html", "/..%2f..%2fpackage.json", "/%2e%2e/main/main.js", "/nothing.js"];
    const answers = await Promise.all(paths.map((path) => fetch(`graft://app${path}`)));
    return answers.map((answer) => answer.status);
  });
  expect(statuses).toEqual([200, 404, 404, 404]);
});

test("navigation and new windows are refused", async ({ window, electron }) => {
  const opened = await window.evaluate(() => {
    const other = globalThis.open("graft://app/index.html");
    location.href = "https://example.com/";
    return other === null;
  });
  expect(opened).toBe(true);
  const windows = await electron.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length);
  expect(windows).toBe(1);
  expect(await window.evaluate(() => location.href)).toBe("graft://app/index.html");
});

test("every permission is denied", async ({ window }) => {
  const answers = await window.evaluate(async () => ({
    notifications: await Notification.requestPermission(),
    geolocation: (await navigator.permissions.query({ name: "geolocation" })).state,
    midi: await navigator.requestMIDIAccess().then(
      () => "allowed",
      (error: Error) => error.name,
    ),
    clipboard: await navigator.clipboard.readText().then(
      () => "allowed",
      (error: Error) => error.name,
    ),
  }));
  expect(answers).toEqual({
    notifications: "denied",
    geolocation: "denied",
    midi: "NotAllowedError",
    clipboard: "NotAllowedError",
  });
});

const refused = { ok: false, error: { code: "refused", message: "Only Graft's own window may call its methods." } };

test("a call from another window is refused, though it shows the same page with the same preload", async ({
  window,
  electron,
}) => {
  expect(await askIn(window, "app.info", {})).toMatchObject({ ok: true });
  const reply = await electron.evaluate(async ({ app, BrowserWindow }) => {
    const preload = `${app.getAppPath()}/out/preload/preload.cjs`;
    const stranger = new BrowserWindow({ show: false, webPreferences: { preload, sandbox: true } });
    await stranger.loadURL("graft://app/index.html");
    const answer: unknown = await stranger.webContents.executeJavaScript("graft.call('app.info', {})");
    stranger.destroy();
    return answer;
  });
  expect(reply).toEqual(refused);
});

test("a call from the own window is refused while it shows another page", async ({ window, electron }) => {
  await expect(window).toHaveURL("graft://app/index.html");
  const reply = await electron.evaluate(async ({ BrowserWindow }) => {
    const contents = BrowserWindow.getAllWindows()[0]?.webContents;
    await contents?.loadURL("about:blank");
    return contents?.executeJavaScript("graft.call('app.info', {})");
  });
  expect(reply).toEqual(refused);
});

test("bad calls get an answer that says what is wrong", async ({ window }) => {
  expect(await askIn(window, "loop.emit", { evnet: 1 })).toMatchObject({
    ok: false,
    error: { code: "invalid-params" },
  });
  expect(await askIn(window, "app.open", { folder: "" })).toMatchObject({
    ok: false,
    error: { code: "invalid-params" },
  });
  expect(await askIn(window, "app.setSettings", { theme: "pink" })).toMatchObject({
    ok: false,
    error: { code: "invalid-params", message: expect.stringContaining("`theme`") },
  });
  for (const method of ["no.such", "toString", "__proto__", ""]) {
    expect(await askIn(window, method, {})).toMatchObject({ ok: false, error: { code: "unknown-method" } });
  }
});

test("a folder that is not there is refused in one sentence", async ({ window }) => {
  const reply = await askIn(window, "app.open", { folder: "/no/such/folder" });
  expect(reply).toMatchObject({
    ok: false,
    error: { code: "refused", message: expect.stringContaining("/no/such/folder") },
  });
});
