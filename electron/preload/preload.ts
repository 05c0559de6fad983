/** The bridge between window and main process; no logic. */
import { contextBridge, ipcRenderer, webUtils } from "electron";
import type { Bridge, Channels } from "../ipc/bridge.ts";
import type { Notification, Notifications } from "../ipc/contract.ts";

const channels: Channels = { call: "graft:call", notify: "graft:notify", frameDrawn: "graft:frame-drawn" };

const bridge: Bridge = {
  call: (method, params) => ipcRenderer.invoke(channels.call, method, params),
  on: <N extends Notification>(name: N, listener: (payload: Notifications[N]) => void) => {
    const receive = (_event: unknown, told: Notification, payload: Notifications[N]): void => {
      if (told === name) listener(payload);
    };
    ipcRenderer.on(channels.notify, receive);
    return () => void ipcRenderer.removeListener(channels.notify, receive);
  },
  pathForFile: (file) => webUtils.getPathForFile(file),
  frameDrawn: () => ipcRenderer.send(channels.frameDrawn),
};

contextBridge.exposeInMainWorld("graft", bridge);
