/** Fields that modules declare for their events in `declare module "graft" { interface Events { … } }`. Pure. */
import type { FieldKind } from "./known-fields.ts";

export interface DeclaredField {
  readonly name: string;
  readonly kind: FieldKind;
}

/**
 * Reads declarations from a module's text, without a compiler: an event whose payload is written out as `{ … }`. What is
 * written otherwise (by the name of another type) is left out.
 */
export const declaredFields = (text: string): ReadonlyMap<string, readonly DeclaredField[]> => {
  const plain = text.replace(/\/\*[^]*?\*\/|\/\/[^\n]*/g, "");
  const events = new Map<string, readonly DeclaredField[]>();
  for (const { index, 0: head } of plain.matchAll(/\binterface\s+Events\s*\{/g)) {
    for (const [name, type] of members(block(plain, index + head.length))) {
      const payload = type.trim();
      if (payload.startsWith("{")) {
        const fields = members(block(payload, 1));
        events.set(
          name,
          fields.map(([field, fieldType]) => ({ name: field, kind: kindOfType(fieldType.trim()) })),
        );
      }
    }
  }
  return events;
};

/** The text from there to the brace that ends it. */
const block = (text: string, from: number): string => {
  let depth = 1;
  for (let at = from; at < text.length; at++) {
    if ("{[(".includes(text[at] ?? "")) depth++;
    else if ("}])".includes(text[at] ?? "") && --depth === 0) return text.slice(from, at);
  }
  return text.slice(from);
};

/** `name: type` of each member, by the semicolons and commas that lie in no bracket. */
const members = (text: string): readonly (readonly [name: string, type: string])[] => {
  const parts: string[] = [];
  let depth = 0;
  let start = 0;
  for (let at = 0; at <= text.length; at++) {
    const character = text[at];
    if (character === undefined || (depth === 0 && ";,".includes(character))) {
      parts.push(text.slice(start, at));
      start = at + 1;
    } else if ("{[(<".includes(character)) depth++;
    else if ("}])>".includes(character)) depth--;
  }
  return parts.flatMap((part) => {
    const [, name, type] = /^\s*(?:readonly\s+)?["']?([\w$-]+)["']?\??\s*:([^]*)$/.exec(part) ?? [];
    return name === undefined || type === undefined ? [] : [[name, type] as const];
  });
};

const kindOfType = (type: string): FieldKind => {
  if (type === "number") return "number";
  if (type === "boolean") return "yes or no";
  return type === "string" || /^["'][^|]*["'](\s*\|\s*["'][^|]*["'])*$/.test(type) ? "text" : "data";
};
