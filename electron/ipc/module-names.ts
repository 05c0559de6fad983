/**
 * Whether what a person typed can be the name of a module or of a workspace. Plain, without imports, so that main process
 * and renderer can both take it.
 */

export type Named = { readonly ok: true; readonly id: string } | { readonly ok: false; readonly message: string };

const endings = /\.(?:ts|tsx|mts|js|mjs|jsx)$/;
/** Names that Windows keeps for devices, with or without an ending. */
const devices = /^(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)/i;
const longest = 200;

const no = (message: string): Named => ({ ok: false, message });

/**
 * `music/clock` → `music/clock.ts`.
 * @param taken ids of the modules that are there
 * @param before what the module is called so far: a name without an ending keeps its ending, and JSON stays JSON
 */
export const moduleNamed = (typed: string, taken: Iterable<string> = [], before = ".ts"): Named => {
  const name = typed.trim().replaceAll("\\", "/");
  if (name === "") return no("Type a name, such as `clock` or `music/clock.ts`.");
  if (name.startsWith("/") || /^[a-z]:/i.test(name)) return no("A name begins inside the workspace, without a `/`.");
  const ending = /\.[a-z]+$/.exec(before)?.[0] ?? ".ts";
  const id = /\.[a-z]+$/i.test(name) ? name : `${name}${ending}`;
  if (id.length > longest) return no(`A name has at most ${longest} characters.`);
  for (const part of [...name.split("/"), ...id.split("/")]) {
    const flaw = flawOf(part);
    if (flaw !== undefined) return no(flaw);
  }
  if (/\.d\.m?ts$/.test(id)) return no("A `.d.ts` file has types only, and is no module.");
  if (/\.(?:test|spec)\.\w+$/.test(id)) return no("Tests are no modules of a workspace: leave out `.test` or `.spec`.");
  if (ending === ".json" && !id.endsWith(ending)) return no("A module of data ends in `.json`.");
  if (ending !== ".json" && !endings.test(id))
    return no("A module ends in `.ts`, `.tsx`, `.mts`, `.js`, `.mjs` or `.jsx`.");
  if (/(?:^|\/)(?:node_modules|__tests__)\//.test(id)) return no("Modules are not looked for in that folder.");
  const clash = [...taken].find((one) => one.toLowerCase() === id.toLowerCase());
  if (clash === id) return no(`There is a module ${id} already.`);
  if (clash !== undefined) return no(`There is ${clash} already, and on other systems that would be the same file.`);
  return { ok: true, id };
};

/** The folder of a new workspace. */
export const workspaceNamed = (typed: string): Named => {
  const name = typed.trim();
  if (name === "") return no("Type a name for the folder, such as `my-first`.");
  if (/[\\/]/.test(name)) return no("The name of a folder has no `/` in it; where it lies is asked next.");
  const flaw = flawOf(name);
  if (flaw !== undefined) return no(flaw);
  return name.length > longest ? no(`A name has at most ${longest} characters.`) : { ok: true, id: name };
};

/** What is wrong with one part of a path, on some system. */
const flawOf = (part: string): string | undefined => {
  if (part === "") return "There is a `/` too many.";
  if (part === "." || part === "..") return "A name stays inside the workspace: leave out `..`.";
  if (part.startsWith(".")) return "A name does not begin with a dot: such files are not looked at.";
  // eslint-disable-next-line no-control-regex
  const bad = /[<>:"|?*\u0000-\u001f]/.exec(part)?.[0];
  if (bad !== undefined)
    return `\`${bad < " " ? "a control character" : bad}\` cannot be in a file's name on every system.`;
  if (/[ .]$/.test(part)) return "A name does not end in a space or a dot.";
  return devices.test(part) ? `\`${part}\` is a name that Windows keeps for a device.` : undefined;
};
