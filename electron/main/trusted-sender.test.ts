import { expect, test, vi } from "vitest";
import { isTrustedSender } from "./trusted-sender.ts";

vi.mock("electron", () => ({ app: {}, protocol: {} }));

const page = { url: "graft://app/index.html", parent: null };

test("the top frame of the window, showing Graft's own page, is trusted", () => {
  expect(isTrustedSender({ sender: { id: 7 }, senderFrame: page }, 7)).toBe(true);
  expect(isTrustedSender({ sender: { id: 7 }, senderFrame: { ...page, url: `${page.url}#graph` } }, 7)).toBe(true);
});

test.each([
  ["another window", { sender: { id: 8 }, senderFrame: page }],
  ["a frame that has gone", { sender: { id: 7 }, senderFrame: null }],
  ["a frame inside the page", { sender: { id: 7 }, senderFrame: { ...page, parent: page } }],
  ["a page of the web", { sender: { id: 7 }, senderFrame: { url: "https://app/index.html", parent: null } }],
  ["another host of the scheme", { sender: { id: 7 }, senderFrame: { url: "graft://apps/index.html", parent: null } }],
  ["a name that only begins alike", { sender: { id: 7 }, senderFrame: { url: `${page.url}.evil`, parent: null } }],
  ["a file", { sender: { id: 7 }, senderFrame: { url: "file:///app/index.html", parent: null } }],
  ["a blank page", { sender: { id: 7 }, senderFrame: { url: "about:blank", parent: null } }],
])("%s is refused", (_who, event) => {
  expect(isTrustedSender(event, 7)).toBe(false);
});
