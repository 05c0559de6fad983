import { pageUrl } from "./scheme.ts";

/** What an IPC event tells of who sent it. */
export interface SenderEvent {
  readonly sender: { readonly id: number };
  /** `null` when the frame has navigated or gone since it sent. */
  readonly senderFrame: { readonly url: string; readonly parent: object | null } | null;
}

/**
 * The one check of every IPC message: it comes from the top frame of Graft's own window, and that frame shows Graft's own page.
 *
 * @param windowContents id of the window's web contents
 */
export const isTrustedSender = (event: SenderEvent, windowContents: number): boolean => {
  const frame = event.senderFrame;
  return event.sender.id === windowContents && frame !== null && frame.parent === null && isOwnPage(frame.url);
};

const isOwnPage = (url: string): boolean => url === pageUrl || url.startsWith(`${pageUrl}#`);
