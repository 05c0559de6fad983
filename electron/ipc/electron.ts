/** Electron IPC as a transport of the contract. What it needs of Electron is handed in, so that it imports types only. */
import type { IpcMain, IpcMainEvent, IpcMainInvokeEvent, WebContents } from "electron";
import type { Channels, Reply } from "./bridge.ts";
import type { Notification, Notifications } from "./contract.ts";
import type { Dispatch } from "./serve.ts";

const channels: Channels = { call: "graft:call", notify: "graft:notify", frameDrawn: "graft:frame-drawn" };

export interface ElectronTransport {
  readonly ipcMain: Pick<IpcMain, "handle" | "on">;
  readonly dispatch: Dispatch;
  /** The one check of who calls; whatever fails it reaches no method. */
  readonly isTrusted: (event: IpcMainInvokeEvent | IpcMainEvent) => boolean;
  readonly onRefused: (channel: string) => void;
  readonly onFrameDrawn: () => void;
}

const untrusted: Reply = {
  ok: false,
  error: { code: "refused", message: "Only Graft's own window may call its methods." },
};

/** Serves the contract to the window. Call it once. */
export const serveElectron = ({ ipcMain, dispatch, isTrusted, onRefused, onFrameDrawn }: ElectronTransport): void => {
  ipcMain.handle(channels.call, (event, method: unknown, params: unknown): Promise<Reply> | Reply => {
    if (isTrusted(event)) return dispatch(String(method), params);
    onRefused(channels.call);
    return untrusted;
  });
  ipcMain.on(channels.frameDrawn, (event) => {
    if (isTrusted(event)) onFrameDrawn();
    else onRefused(channels.frameDrawn);
  });
};

/**
 * Tells the window something; says nothing when the window has gone. It goes as JSON: what crosses the context bridge is
 * copied object by object, and a frame of a thousand shapes would take longer to copy than to draw.
 *
 * @returns how much was sent, in characters
 */
export const notify = <N extends Notification>(to: WebContents, name: N, payload: Notifications[N]): number => {
  if (to.isDestroyed() || to.isCrashed()) return 0;
  const json = JSON.stringify(payload);
  to.send(channels.notify, name, json);
  return json.length;
};
