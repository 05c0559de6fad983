/** Marks on objects of others that nobody else can see, read or forge: private fields, stamped from outside. */

/** A base class whose instances are the objects it is given: the fields of its subclass land on these. */
const Given = function (value: object) {
  return value;
} as unknown as new (value: object) => object;

class Mark extends Given {
  #mark: number;

  constructor(value: object, mark: number) {
    super(value);
    this.#mark = mark;
  }

  static stamp(value: object, mark: number): Mark {
    return new Mark(value, mark);
  }

  static has(value: object): value is Mark {
    return #mark in value;
  }

  static read(value: Mark): number {
    return value.#mark;
  }

  static write(value: Mark, mark: number): void {
    value.#mark = mark;
  }
}

const canStampFrozen = (): boolean => {
  try {
    return Mark.has(Mark.stamp(Object.freeze({}), 0));
  } catch {
    return false;
  }
};

/** Newer V8s refuse private fields on what is not extensible; such objects are kept in a table, which costs more. */
export const marking = { stampsFrozen: canStampFrozen() };

const table = new WeakMap<object, number>();

/** @returns the mark that was set last; -1 when there was none. */
export const markOf = (value: object): number => {
  if (Mark.has(value)) return Mark.read(value);
  return marking.stampsFrozen ? -1 : (table.get(value) ?? -1);
};

/** @returns false when it had that mark already: then nothing is done. */
export const setMark = (value: object, mark: number): boolean => {
  if (Mark.has(value)) {
    if (Mark.read(value) === mark) return false;
    Mark.write(value, mark);
  } else if (marking.stampsFrozen || Object.isExtensible(value)) Mark.stamp(value, mark);
  else if (table.get(value) === mark) return false;
  else table.set(value, mark);
  return true;
};
