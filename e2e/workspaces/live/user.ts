import { init } from "./counter";

const secret = { base: 20, parts: ["x", "y"] };
let count = 1;

export const grow = (by: number): number => {
  count += by;
  return secret.base + count + init().n;
};
