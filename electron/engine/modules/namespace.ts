/**
 * Module namespace objects as the standard has them: null prototype, sorted keys, not extensible, read-only to
 * everybody, live (L7). A proxy, because an ordinary object's accessors would show.
 */

/** @param record the module's binding record: a getter for each of `names`. */
export const createNamespace = (
  record: Readonly<Record<string, unknown>>,
  names: Iterable<string>,
): Readonly<Record<string, unknown>> => {
  const target: Record<PropertyKey, unknown> = Object.create(null) as Record<PropertyKey, unknown>;
  // Writable and not configurable: the one kind of property of which a proxy may report a value that changes.
  for (const name of [...names].sort(byCodeUnits))
    Object.defineProperty(target, name, { value: undefined, writable: true, enumerable: true, configurable: false });
  Object.defineProperty(target, Symbol.toStringTag, { value: "Module" });
  Object.preventExtensions(target);
  const isExport = (key: PropertyKey): key is string => typeof key === "string" && Object.hasOwn(target, key);
  return new Proxy(target, {
    get: (_, key) => (isExport(key) ? record[key] : Reflect.get(target, key)),
    getOwnPropertyDescriptor: (_, key) =>
      isExport(key)
        ? { value: record[key], writable: true, enumerable: true, configurable: false }
        : Reflect.getOwnPropertyDescriptor(target, key),
    defineProperty: (_, key, wanted) => {
      const is = isExport(key)
        ? { value: record[key], writable: true, enumerable: true, configurable: false }
        : Reflect.getOwnPropertyDescriptor(target, key);
      return is !== undefined && isSameAs(is, wanted);
    },
    set: () => false,
    setPrototypeOf: (_, prototype) => prototype === null,
  });
};

const isSameAs = (is: PropertyDescriptor, wanted: PropertyDescriptor): boolean =>
  wanted.get === undefined &&
  wanted.set === undefined &&
  (wanted.configurable ?? false) === false &&
  (wanted.enumerable ?? is.enumerable) === is.enumerable &&
  (wanted.writable ?? is.writable) === is.writable &&
  (!Object.hasOwn(wanted, "value") || Object.is(wanted.value, is.value));

export const byCodeUnits = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
