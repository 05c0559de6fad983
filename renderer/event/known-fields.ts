/** What is known of an event's type: fields of such events that there were. Pure. */
import type { Event, Plain } from "../../electron/engine/plain.ts";

export type FieldKind = "text" | "number" | "yes or no" | "data";

export interface KnownField {
  readonly name: string;
  readonly kind: FieldKind;
  /** As it was last; the first thing that a person sees in the form. */
  readonly value: Plain;
}

export const kindOf = (value: Plain | undefined): FieldKind => {
  switch (typeof value) {
    case "string":
      return "text";
    case "number":
      return "number";
    case "boolean":
      return "yes or no";
    default:
      return "data";
  }
};

/** @param events newest last. @returns the fields of those of that type, in the order in which they were seen. */
export const knownFields = (type: string, events: readonly Event[]): readonly KnownField[] => {
  const fields = new Map<string, Plain>();
  for (const event of events.toReversed()) {
    if (event.type !== type) continue;
    for (const [name, value] of Object.entries(event)) {
      if (name !== "type" && value !== undefined && !fields.has(name)) fields.set(name, value);
    }
  }
  return [...fields].map(([name, value]) => ({ name, kind: kindOf(value), value }));
};

/** What a person wrote into a field, as the value that is meant. */
export const valueOf = (kind: FieldKind, text: string): { readonly value: Plain } | { readonly flaw: string } => {
  if (kind === "text") return { value: text };
  if (kind === "yes or no") return { value: text === "true" };
  if (kind === "number") {
    const value = Number(text);
    return text.trim() === "" || !Number.isFinite(value) ? { flaw: "is no number" } : { value };
  }
  try {
    return { value: JSON.parse(text) as Plain };
  } catch {
    return { flaw: "is no JSON" };
  }
};

export const textOf = (value: Plain | undefined): string =>
  typeof value === "string" ? value : value === undefined ? "" : JSON.stringify(value);
