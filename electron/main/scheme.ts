import { randomBytes } from "node:crypto";
import { readFile } from "node:fs/promises";
import { extname, join, normalize, sep } from "node:path";
import { protocol } from "electron";
import { builtFile } from "./paths.ts";

/** The window's page has an origin of its own, and reaches no file but its own: that is what `file:` cannot give. */
export const pageUrl = "graft://app/index.html";

/** Before `ready`, or Chromium does not take it for a scheme like `https`. */
export const announceScheme = (): void => {
  const privileges = { standard: true, secure: true, supportFetchAPI: true, codeCache: true };
  protocol.registerSchemesAsPrivileged([{ scheme: "graft", privileges }]);
};

export const setUpScheme = (): void => {
  protocol.handle("graft", (request) => answer(request, builtFile("renderer")));
};

/** @param folder of the built page */
export const answer = async (request: Request, folder: string): Promise<Response> => {
  const file = request.method === "GET" ? fileOf(request.url, folder) : undefined;
  const body = file === undefined ? undefined : await readFile(file).catch(() => undefined);
  if (file === undefined || body === undefined) return new Response("Not found", { status: 404 });
  const nonce = randomBytes(16).toString("base64");
  const isPage = extname(file) === ".html";
  return new Response(isPage ? body.toString("utf8").replaceAll("GRAFT_NONCE", nonce) : new Uint8Array(body), {
    headers: {
      "Content-Type": contentTypes[extname(file)] ?? "application/octet-stream",
      // Workers take theirs from their own script's answer, so every answer carries it.
      "Content-Security-Policy": contentSecurityPolicy(nonce),
      "X-Content-Type-Options": "nosniff",
    },
  });
};

/** @returns undefined for whatever is not a path below the folder on our own host */
const fileOf = (url: string, folder: string): string | undefined => {
  const { host, pathname } = new URL(url);
  if (host !== "app") return undefined;
  const file = normalize(join(folder, decodePath(pathname)));
  return file.startsWith(folder + sep) ? file : undefined;
};

const decodePath = (pathname: string): string => {
  try {
    return decodeURIComponent(pathname);
  } catch {
    return "";
  }
};

/** @param nonce for the styles that the editor makes while it runs; nothing else of a page may be inline */
export const contentSecurityPolicy = (nonce: string): string =>
  [
    "default-src 'none'",
    "script-src 'self'",
    `style-src 'self' 'nonce-${nonce}'`,
    "img-src 'self' data:",
    "font-src 'self'",
    "connect-src 'self'",
    "worker-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
    "require-trusted-types-for 'script'",
    // The one policy makes workers, of scripts that were built with the page.
    "trusted-types graft-worker",
  ].join("; ");

const contentTypes: Readonly<Record<string, string>> = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".json": "application/json; charset=utf-8",
  ".map": "application/json; charset=utf-8",
  ".svg": "image/svg+xml",
  ".png": "image/png",
  ".woff2": "font/woff2",
  ".woff": "font/woff",
  ".wasm": "application/wasm",
};
