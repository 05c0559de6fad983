import { defineConfig } from "@playwright/test";

export default defineConfig({
  testDir: "e2e",
  outputDir: "test-results",
  // Each test has an Electron of its own, which draws without a graphics card: two of them are slower than one after the other.
  workers: 1,
  timeout: 30_000,
  expect: { timeout: 5_000 },
  forbidOnly: Boolean(process.env["CI"]),
  reporter: "list",
});
