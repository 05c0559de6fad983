/**
 * The project that types are checked in: the folder's own `tsconfig.json`, or a good default, each with what `"graft"` means.
 * It is never written into the folder: the language server is told of it as a file that is open and not saved.
 */
import { existsSync, readFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { parse, type ParseError } from "jsonc-parser";

export interface ProjectFile {
  /** Absolute path of the file that it stands for. */
  readonly file: string;
  readonly text: string;
}

interface Config {
  readonly extends?: string | readonly string[];
  readonly compilerOptions?: { readonly paths?: Paths; readonly [option: string]: unknown };
  readonly include?: readonly string[];
  readonly files?: readonly string[];
  readonly [field: string]: unknown;
}

type Paths = Readonly<Record<string, readonly string[]>>;

const fileName = "tsconfig.json";

/** @param typesFile absolute path of `graft.d.ts` */
export const projectOf = (folder: string, typesFile: string): ProjectFile => {
  const file = join(folder, fileName);
  const own = existsSync(file) ? read(file) : undefined;
  const config = own === undefined ? defaultConfig(folder, typesFile) : withTypes(own, folder, typesFile);
  return { file, text: JSON.stringify(config, undefined, 2) };
};

const defaultConfig = (folder: string, typesFile: string): Config => {
  const above = nearest(dirname(folder));
  const include = ["**/*", typesFile];
  if (above !== undefined) return { ...withTypes({ extends: above }, folder, typesFile), include };
  return {
    compilerOptions: {
      target: "ES2023",
      lib: ["ES2023"],
      types: existsSync(join(folder, "node_modules", "@types", "node")) ? ["node"] : [],
      module: "ESNext",
      moduleResolution: "bundler",
      jsx: "preserve",
      allowJs: true,
      strict: true,
      noEmit: true,
      allowImportingTsExtensions: true,
      resolveJsonModule: true,
      skipLibCheck: true,
      paths: { graft: [typesFile] },
    },
    include,
  };
};

const withTypes = (config: Config, folder: string, typesFile: string): Config => {
  const paths = config.compilerOptions?.paths ?? inheritedPaths(config, folder);
  return {
    ...config,
    compilerOptions: {
      ...config.compilerOptions,
      // What the folder says itself comes first; a name of it that leads nowhere does not.
      paths: { ...paths, graft: [...(paths["graft"] ?? []), typesFile] },
    },
    // Its globals (`console`, timers) count in modules too that import nothing of it.
    ...(config.include !== undefined && { include: [...config.include, typesFile] }),
    ...(config.files !== undefined && { files: [...config.files, typesFile] }),
    ...(config.include === undefined &&
      config.files === undefined &&
      config.extends === undefined && { include: ["**/*", typesFile] }),
  };
};

/** `paths` in a file replaces that of the file it extends: so what is added to it has to be taken over. */
const inheritedPaths = ({ extends: bases = [] }: Config, folder: string, depth = 0): Paths => {
  if (depth > 10) return {};
  for (const base of [bases].flat().toReversed()) {
    if (!/^(?:\.|\/|[a-z]:)/i.test(base)) continue;
    const file = resolve(folder, base.endsWith(".json") ? base : `${base}.json`);
    const config = read(file);
    if (config === undefined) continue;
    const { paths } = config.compilerOptions ?? {};
    const found = paths ? absolute(paths, dirname(file)) : inheritedPaths(config, dirname(file), depth + 1);
    if (Object.keys(found).length > 0) return found;
  }
  return {};
};

const absolute = (paths: Paths, folder: string): Paths =>
  Object.fromEntries(Object.entries(paths).map(([name, to]) => [name, to.map((one) => resolve(folder, one))]));

const nearest = (folder: string): string | undefined => {
  const file = join(folder, fileName);
  if (existsSync(file)) return file;
  const above = dirname(folder);
  return above === folder ? undefined : nearest(above);
};

/** @returns undefined where it is not there, or is being written */
const read = (file: string): Config | undefined => {
  try {
    const errors: ParseError[] = [];
    const value: unknown = parse(readFileSync(file, "utf8"), errors, { allowTrailingComma: true });
    return errors.length === 0 && typeof value === "object" && value !== null ? (value as Config) : undefined;
  } catch {
    return undefined;
  }
};
