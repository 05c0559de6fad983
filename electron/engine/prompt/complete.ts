/** What can follow a name, or a dot, at a prompt. Reads data properties only: no getter and no proxy is asked. */
import { types } from "node:util";
import type { Completion } from "../summary.ts";
import type { Name } from "./scope.ts";
import { shownOf } from "./shown.ts";

const most = 200;
const longestDetail = 60;

/** @param before the text up to the caret */
export const completionsIn = (names: ReadonlyMap<string, Name>, before: string): readonly Completion[] => {
  const [, path = "", prefix = ""] =
    /((?:[\p{ID_Start}$_][\p{ID_Continue}$]*\s*\??\.\s*)*)([\p{ID_Continue}$]*)$/u.exec(before) ?? [];
  // A number, or a dot after what is no name: nobody can tell without running it.
  if (/[\p{ID_Continue}$)\]}"'`]\s*\??\.\s*$/u.test(before) && path === "") return [];
  const steps = path
    .split(".")
    .map((step) => step.replace("?", "").trim())
    .filter((step) => step !== "");
  const [first, ...rest] = steps;
  if (first === undefined)
    return ranked(
      [...names].map(([label, name]) => describe(label, name.kind, name.get)),
      prefix,
    );
  let value = valueOf(names.get(first)?.get);
  for (const step of rest) value = dataOf(value, step);
  return ranked(propertiesOf(value), prefix);
};

const ranked = (all: readonly Completion[], prefix: string): readonly Completion[] =>
  all
    .filter(({ label }) => label.toLowerCase().startsWith(prefix.toLowerCase()))
    .sort((a, b) => Number(!a.label.startsWith(prefix)) - Number(!b.label.startsWith(prefix)))
    .slice(0, most);

const describe = (label: string, kind: Completion["kind"], get: () => unknown): Completion => {
  try {
    const { text } = shownOf(get());
    return { label, kind, detail: text.length > longestDetail ? `${text.slice(0, longestDetail)}…` : text };
  } catch {
    return { label, kind, detail: "not initialised" };
  }
};

const valueOf = (get: (() => unknown) | undefined): unknown => {
  try {
    return get?.();
  } catch {
    return undefined;
  }
};

const isObject = (value: unknown): value is object =>
  ((typeof value === "object" && value !== null) || typeof value === "function") && !types.isProxy(value);

/** The object itself, then what it inherits from. */
function* chainOf(value: unknown): Generator<object> {
  let at: unknown =
    isObject(value) || value === undefined || value === null ? value : Reflect.getPrototypeOf(Object(value));
  while (isObject(at)) {
    yield at;
    at = Reflect.getPrototypeOf(at);
  }
}

const dataOf = (value: unknown, key: string): unknown => {
  for (const at of chainOf(value)) {
    const descriptor = Reflect.getOwnPropertyDescriptor(at, key);
    if (descriptor) return "value" in descriptor ? (descriptor.value as unknown) : undefined;
  }
  return undefined;
};

const propertiesOf = (value: unknown): readonly Completion[] => {
  const found = new Map<string, Completion>();
  for (const at of chainOf(value))
    for (const [key, descriptor] of Object.entries(Object.getOwnPropertyDescriptors(at))) {
      if (found.has(key) || key === "constructor" || !/^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u.test(key)) continue;
      found.set(
        key,
        "value" in descriptor
          ? describe(key, "property", () => descriptor.value as unknown)
          : { label: key, kind: "property", detail: "a getter" },
      );
    }
  return [...found.values()];
};
