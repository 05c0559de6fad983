import { defineConfig } from "@playwright/test";

/** What must be answered within a time has the machine for itself. */
const timed = /(?:runaway|performance)\.spec\.ts$/;

export default defineConfig({
  testDir: "e2e",
  outputDir: "test-results",
  // Each test has an Electron of its own, which takes a processor while it starts and little afterwards.
  workers: 2,
  projects: [
    { name: "two at a time", testIgnore: timed },
    { name: "alone", testMatch: timed, workers: 1, dependencies: ["two at a time"] },
  ],
  timeout: 60_000,
  expect: { timeout: 10_000 },
  forbidOnly: Boolean(process.env["CI"]),
  reporter: "list",
});
