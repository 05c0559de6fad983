import { session } from "electron";
import { log } from "./log.ts";

const own = new Set(["graft:", "devtools:", "blob:", "data:"]);

/** Nothing is ever sent anywhere: the page's policy says so, and what gets past it ends here. */
export const setUpNetwork = (): void => {
  const { defaultSession } = session;
  // Its dictionaries would be downloaded.
  defaultSession.setSpellCheckerEnabled(false);
  defaultSession.webRequest.onBeforeRequest((details, decide) => {
    const cancel = !own.has(new URL(details.url).protocol);
    if (cancel) log.warn(`Refused a request to ${new URL(details.url).origin}.`);
    decide({ cancel });
  });
};
