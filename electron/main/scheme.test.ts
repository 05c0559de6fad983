import { mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test, vi } from "vitest";
import { answer, contentSecurityPolicy } from "./scheme.ts";

vi.mock("electron", () => ({ app: {}, protocol: {} }));

const builtPage = (): string => {
  const home = mkdtempSync(join(tmpdir(), "graft-scheme-"));
  const folder = join(home, "renderer");
  mkdirSync(join(folder, "assets"), { recursive: true });
  mkdirSync(join(home, "renderer-secrets"));
  writeFileSync(join(home, "renderer-secrets", "key.txt"), "secret");
  writeFileSync(join(folder, "index.html"), `<meta nonce="GRAFT_NONCE"><script nonce="GRAFT_NONCE"></script>`);
  writeFileSync(join(folder, "assets", "main.js"), "1");
  return folder;
};

test("the page comes with its policy and one fresh nonce in both", async () => {
  const folder = builtPage();
  const nonces = new Set<string>();
  for (const _ of [1, 2]) {
    const page = await answer(new Request("graft://app/index.html"), folder);
    const nonce = /nonce="([^"]+)"/.exec(await page.text())?.[1] ?? "";
    expect(page.headers.get("Content-Security-Policy")).toBe(contentSecurityPolicy(nonce));
    expect(page.headers.get("Content-Type")).toBe("text/html; charset=utf-8");
    nonces.add(nonce);
  }
  expect(nonces.size).toBe(2);
});

test("scripts carry a policy too, for workers are governed by their own", async () => {
  const script = await answer(new Request("graft://app/assets/main.js"), builtPage());
  expect(script.headers.get("Content-Security-Policy")).toContain("default-src 'none'");
  expect(script.headers.get("Content-Type")).toBe("text/javascript; charset=utf-8");
});

test("the policy lets nothing inline run and nothing be sent", () => {
  const policy = contentSecurityPolicy("abc");
  expect(policy).not.toMatch(/unsafe|https?:|\*/);
  expect(policy).toContain("connect-src 'self'");
  expect(policy).toContain("require-trusted-types-for 'script'");
});

test.each([
  "graft://app/",
  "graft://app/assets",
  "graft://app/nothing.js",
  "graft://other/index.html",
  "graft://app/..%2frenderer-secrets/key.txt",
  "graft://app/%2e%2e%2frenderer-secrets%2fkey.txt",
  "graft://app/%00",
  "graft://app/%E0%A4%A",
])("%s is not found", async (url) => {
  expect((await answer(new Request(url), builtPage())).status).toBe(404);
});

test("only GET is answered", async () => {
  const request = new Request("graft://app/index.html", { method: "POST", body: "" });
  expect((await answer(request, builtPage())).status).toBe(404);
});
