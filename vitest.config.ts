import { availableParallelism } from "node:os";
import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    // Real compilers, files and collections on a machine that may be busy; no test measures time.
    testTimeout: 30_000,
    // One processor is left to others where there are more than two.
    maxWorkers: Math.max(2, availableParallelism() - 1),
    globalSetup: "scripts/test-setup.js",
    // `e2e` is Playwright's; it wants the built program.
    include: ["electron/**/*.test.ts", "renderer/**/*.test.{ts,tsx}", "plugins/*.test.ts", "scripts/**/*.test.js"],
  },
});
