import { spawn, spawnSync } from "node:child_process";
import { existsSync, readdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { tell } from "./tell.js";

/** What Electron and its display want of a bare Debian or Ubuntu. */
const debianPackages = (
  "xvfb xauth libgtk-3-0 libnss3 libasound2 libgbm1 libatk-bridge2.0-0 libcups2 libdrm2 libxkbcommon0 " +
  "libxcomposite1 libxdamage1 libxrandr2 libatspi2.0-0 fonts-dejavu-core"
).split(" ");

/**
 * The names of the libraries that `ldd` did not find.
 *
 * @param {string} lddOutput
 * @returns {string[]}
 */
export const missingLibraries = (lddOutput) => [
  ...new Set([...lddOutput.matchAll(/^\s*(\S+) => not found$/gm)].map((match) => /** @type {string} */ (match[1]))),
];

/**
 * Debian and Ubuntu renamed some libraries when they made time 64 bits wide; the new name counts where there is one.
 *
 * @param {readonly string[]} packages
 * @param {(name: string) => boolean} exists
 * @returns {string[]}
 */
export const packageNames = (packages, exists) => packages.map((name) => (exists(`${name}t64`) ? `${name}t64` : name));

/**
 * Sees to it that Electron finds the system's libraries and a display to open its window on.
 *
 * @param {string} executable Electron's
 * @param {{ readonly forTests?: boolean }} [options] `forTests`: a virtual display even where the person has a real one, and it
 * outlives the programs that use it
 * @returns {Promise<{ readonly env: Readonly<Record<string, string>>, readonly close: () => void }>} `env` is for Electron;
 * `close` ends what was started here
 */
export const prepareSystem = async (executable, { forTests = false } = {}) => {
  if (process.platform !== "linux") return { env: {}, close: () => {} };
  const hasDisplay = Boolean(process.env["DISPLAY"] || process.env["WAYLAND_DISPLAY"]);
  const needsXvfb = forTests || !hasDisplay;
  const missing = [...librariesMissingFor(executable), ...(needsXvfb && !isInstalled("Xvfb") ? ["Xvfb"] : [])];
  if (missing.length > 0) installPackages(missing);
  if (!needsXvfb) return { env: {}, close: () => {} };
  if (!forTests) tell("There is no display here, so Graft runs on a virtual one (Xvfb), where nobody sees it.");
  return startXvfb(forTests ? [] : ["-terminate"]);
};

/**
 * Chromium's sandbox refuses to run as root, and cannot run where a user may not make namespaces (containers, some
 * distributions): without this switch nothing starts there. The window still has no Node and no way out of its page; only
 * the second wall, the kernel's, is missing.
 *
 * @returns {readonly string[]}
 */
export const sandboxSwitches = () => {
  if (process.platform !== "linux") return [];
  if (process.getuid?.() === 0) return ["--no-sandbox"];
  // Absent where it is no Linux as others are; then Chromium may find out for itself.
  const { status } = spawnSync("unshare", ["--user", "--map-root-user", "true"], { stdio: "ignore" });
  if (status === 0 || status === null) return [];
  tell("This system lets nobody but root make user namespaces, so the window runs without the kernel's sandbox.");
  return ["--no-sandbox"];
};

/** @param {string} executable */
const librariesMissingFor = (executable) => {
  const folder = dirname(executable);
  const own = readdirSync(folder).filter((name) => name.includes(".so"));
  const files = [executable, ...own.map((name) => join(folder, name))];
  // Its own libraries lie beside it; `ldd` of one of them alone would not look there.
  const env = { ...process.env, LD_LIBRARY_PATH: folder, LC_ALL: "C" };
  return missingLibraries(spawnSync("ldd", files, { encoding: "utf8", env }).stdout ?? "");
};

/** @param {string} program */
const isInstalled = (program) =>
  (process.env["PATH"] ?? "").split(":").some((folder) => folder !== "" && existsSync(join(folder, program)));

/** @param {readonly string[]} missing */
const installPackages = (missing) => {
  const lacks = `This system lacks ${missing.join(", ")}`;
  if (!isInstalled("apt-get")) {
    throw new Error(`${lacks}: install what your distribution calls ${debianPackages.join(", ")}.`);
  }
  const isRoot = process.getuid?.() === 0;
  if (isRoot) run("apt-get", ["update", "-qq"]);
  const packages = packageNames(debianPackages, hasPackage);
  const command = `apt-get install -y --no-install-recommends ${packages.join(" ")}`;
  if (!isRoot) throw new Error(`${lacks}. Type this, then start again:\n  sudo ${command}`);
  tell(`${lacks}; installing the packages that have it …`);
  const [program, ...args] = command.split(" ");
  if (!run(/** @type {string} */ (program), args)) throw new Error(`${lacks}, and this failed:\n  ${command}`);
};

/** @param {string} name */
const hasPackage = (name) =>
  spawnSync("apt-cache", ["pkgnames", name], { encoding: "utf8" }).stdout.split("\n").includes(name);

/**
 * @param {string} program
 * @param {readonly string[]} args
 */
const run = (program, args) => {
  const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
  return spawnSync(program, [...args], { stdio: ["ignore", "ignore", 2], env }).status === 0;
};

/**
 * @param {readonly string[]} switches
 * @returns {Promise<{ readonly env: Readonly<Record<string, string>>, readonly close: () => void }>}
 */
const startXvfb = (switches) =>
  new Promise((resolve, reject) => {
    // A session of its own: Ctrl+C in the terminal must reach Electron first, which cannot end well once its display has gone.
    const server = spawn("Xvfb", ["-displayfd", "3", "-screen", "0", "1600x1000x24", "-nolisten", "tcp", ...switches], {
      stdio: ["ignore", "ignore", "ignore", "pipe"],
      detached: true,
    });
    const close = () => void server.kill();
    process.once("exit", close);
    server.once("error", reject);
    server.once("exit", (code) => reject(new Error(`Xvfb ended with ${code} before it had a display.`)));
    // It picks a free number itself and writes it there when it is ready.
    server.stdio[3]?.once("data", (number) => {
      server.unref();
      resolve({ env: { DISPLAY: `:${String(number).trim()}` }, close });
    });
  });
