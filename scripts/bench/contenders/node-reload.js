/** @hediet/node-reload: CommonJS with its cache cleared. Plain JavaScript, so nothing is compiled. */
import { createRequire } from "node:module";
import { join } from "node:path";
import { serve, task } from "../contender.js";

const require = createRequire(import.meta.url);
const main = require(join(task.folder, "main.cjs"));
await new Promise((resolve) => void setTimeout(resolve, task.saves ? 500 : 10));

serve({
  dialect: "cjs",
  press: (file) => main.changed(file),
  call: () => main.call(),
});
