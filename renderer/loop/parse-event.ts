import type { Event } from "../../electron/engine/plain.ts";

export type ParsedEvent =
  | { readonly ok: true; readonly event: Event }
  | { readonly ok: false; readonly message: string };

/** What a person types to emit: `beat`, `beat {"bar": 1}`, or a whole event as JSON. */
export const parseEvent = (text: string): ParsedEvent => {
  const trimmed = text.trim();
  const [, type = "", payload = ""] = trimmed.startsWith("{")
    ? ["", "", trimmed]
    : (/^(\S+)\s*(.*)$/s.exec(trimmed) ?? []);
  if (type === "" && payload === "") return { ok: false, message: "Type the event's name." };
  const fields = payload === "" ? {} : objectOf(payload);
  if (fields === undefined) return { ok: false, message: 'Write the payload as JSON: {"bar": 1}' };
  const event: Record<string, unknown> = type === "" ? fields : { ...fields, type };
  if (typeof event["type"] !== "string") return { ok: false, message: "The event wants a `type`." };
  return { ok: true, event: event as Event };
};

const objectOf = (json: string): Record<string, unknown> | undefined => {
  try {
    const value: unknown = JSON.parse(json);
    return typeof value === "object" && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : undefined;
  } catch {
    return undefined;
  }
};
