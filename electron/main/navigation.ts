import { app } from "electron";
import { log } from "./log.ts";

/** The window shows one page for as long as it lives, and opens no other. */
export const setUpNavigation = (): void => {
  app.on("web-contents-created", (_event, contents) => {
    contents.on("will-navigate", refuse);
    contents.on("will-redirect", refuse);
    contents.on("will-attach-webview", refuse);
    contents.setWindowOpenHandler(() => {
      log.warn("Refused a new window.");
      return { action: "deny" };
    });
  });
};

const refuse = (event: { readonly preventDefault: () => void }): void => {
  event.preventDefault();
  log.warn("Refused a navigation.");
};
