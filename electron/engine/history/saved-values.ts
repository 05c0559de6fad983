/**
 * Plain data as JSON in which a part that was written before is not written again: states share almost everything, and a
 * history of them would be a thousand times as large without. What is small stands where it is; what is larger is a line
 * of its own with a number, `{"v":17,"is":…}`, and is meant by `{"#":17}` from then on.
 */
import { force } from "../loop/force.ts";
import type { Plain } from "../plain.ts";

export type Json = null | boolean | string | number | Json[] | { [key: string]: Json };

/** Containers with fewer entries, all of them no containers, are written where they stand. */
const smallest = 6;
/** The field that means a value by its number; an object that has it itself is written as a list of entries. */
const byNumber = "#";
const byEntries = "#{}";

export class ValueWriter {
  readonly #numbers = new WeakMap<object, number>();
  readonly #onValue: (line: string) => void;
  #count = 0;

  /** @param onValue gets each larger part, as a line, before it is meant */
  constructor(onValue: (line: string) => void) {
    this.#onValue = onValue;
  }

  /** @throws RangeError where the value is nested too deeply */
  write(value: Plain): Json {
    if (typeof value !== "object" || value === null) return value;
    const known = this.#numbers.get(value);
    if (known !== undefined) return { [byNumber]: known };
    return isSmall(value) ? this.#parts(value) : this.#numbered(value);
  }

  /** The same for what has to be this very object again wherever it is meant, however small it is. */
  share(value: Plain & object): Json {
    const known = this.#numbers.get(value);
    return known === undefined ? this.#numbered(value) : { [byNumber]: known };
  }

  #numbered(value: Plain & object): Json {
    const written = this.#parts(value);
    const number = ++this.#count;
    this.#numbers.set(value, number);
    this.#onValue(JSON.stringify({ v: number, is: written }));
    return { [byNumber]: number };
  }

  #parts(value: Plain & object): Json {
    return Array.isArray(value) ? value.map((item: Plain) => this.write(item)) : this.#object(value);
  }

  #object(value: Plain & object): Json {
    const entries = Object.entries(value).filter((entry): entry is [string, Plain] => entry[1] !== undefined);
    if (entries.some(([key]) => key === byNumber || key === byEntries || key === "__proto__"))
      return { [byEntries]: entries.map(([key, part]) => [key, this.write(part)]) };
    return Object.fromEntries(entries.map(([key, part]) => [key, this.write(part)]));
  }
}

export class ValueReader {
  readonly #values = new Map<number, Plain>();

  /** A line of its own. */
  add(number: number, is: unknown): void {
    this.#values.set(number, this.read(is));
  }

  /** @throws TypeError where it is no value that was written so */
  read(written: unknown): Plain {
    const forced = force(this.#revive(written as Json));
    if (!forced.ok) throw new TypeError(`there is ${forced.found} in it`);
    return forced.value;
  }

  #revive(written: Json): Plain {
    if (typeof written !== "object" || written === null) return written;
    if (Array.isArray(written)) return written.map((item) => this.#revive(item));
    if (byNumber in written) {
      const value = this.#values.get(written[byNumber] as number);
      if (value === undefined) throw new TypeError(`value ${String(written[byNumber])} is missing`);
      return value;
    }
    const entries = (byEntries in written ? written[byEntries] : Object.entries(written)) as [string, Json][];
    const object: Record<string, Plain> = {};
    for (const [key, part] of entries)
      // A plain assignment to `__proto__` would set the prototype.
      Object.defineProperty(object, key, {
        value: this.#revive(part),
        writable: true,
        enumerable: true,
        configurable: true,
      });
    return object;
  }
}

const isSmall = (value: object): boolean => {
  const parts: unknown[] = Object.values(value);
  return parts.length < smallest && parts.every((part) => typeof part !== "object" || part === null);
};
