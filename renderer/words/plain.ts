import type { Event, Plain } from "../../electron/engine/plain.ts";

/** Plain data on one line, like source: `{bar: 129, beat: 2}`; cut with `…` at about `most` characters. */
export const plainText = (value: Plain | undefined, most = 80): string => {
  const parts: string[] = [];
  let left = most;
  const push = (text: string): void => {
    parts.push(text);
    left -= text.length;
  };
  const walk = (value: Plain | undefined): void => {
    if (left <= 0) return;
    const clipped = lengthOf(value);
    if (clipped !== undefined) push(`[${clipped}]`);
    else if (Array.isArray(value)) list("[", "]", value, (item: Plain) => walk(item));
    else if (typeof value === "object" && value !== null) {
      const entries = Object.entries(value).filter(([, field]) => field !== undefined);
      list("{", "}", entries, ([key, field]) => {
        push(`${/^[\w$]+$/.test(key) ? key : JSON.stringify(key)}: `);
        walk(field);
      });
    } else if (typeof value === "number") push(numberText(value));
    else push(typeof value === "string" ? JSON.stringify(value) : String(value));
  };
  const list = <T>(open: string, close: string, items: readonly T[], each: (item: T) => void): void => {
    push(open);
    for (const [index, item] of items.entries()) {
      if (left <= 0) break;
      if (index > 0) push(", ");
      each(item);
    }
    push(close);
  };
  walk(value);
  const text = parts.join("");
  return text.length > most + 1 ? `${text.slice(0, most)}…` : text;
};

/** Length of a list that was left out of a turn told in brief; undefined for what is all there. */
export const lengthOf = (value: Plain | undefined): number | undefined => {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return undefined;
  const [[key, length] = [], ...others] = Object.entries(value);
  return key === "length" && typeof length === "number" && others.length === 0 ? length : undefined;
};

/** A number as short as it is still useful: at most six figures. */
export const numberText = (value: number): string =>
  Number.isInteger(value) ? String(value) : String(Number(value.toPrecision(6)));

/** An event's or an effect's payload without its type; empty where it has none. */
export const payloadText = (event: Event, most = 80): string => {
  const fields = Object.entries(event).filter(([name, field]) => name !== "type" && field !== undefined);
  return fields.length === 0 ? "" : plainText(Object.fromEntries(fields), most);
};
