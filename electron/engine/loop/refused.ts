/** Effects that the host could not carry out: whoever tells later what was drawn passes over them. */
const refused = new WeakSet<object>();

export const refuse = (effect: object): void => void refused.add(effect);

export const isRefused = (effect: object): boolean => refused.has(effect);
