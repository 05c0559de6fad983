/** The bridge between window and main process; no logic. */
import { contextBridge, ipcRenderer, webUtils } from "electron";
import type { Bridge, Channels } from "../ipc/bridge.ts";
import type { Notification } from "../ipc/contract.ts";

const channels: Channels = { call: "graft:call", notify: "graft:notify", frameDrawn: "graft:frame-drawn" };

const bridge: Bridge = {
  call: (method, params) => ipcRenderer.invoke(channels.call, method, params),
  on: (name, listener) => {
    const receive = (_event: unknown, told: Notification, json: string): void => {
      if (told === name) listener(json);
    };
    ipcRenderer.on(channels.notify, receive);
    return () => void ipcRenderer.removeListener(channels.notify, receive);
  },
  pathForFile: (file) => webUtils.getPathForFile(file),
  frameDrawn: () => ipcRenderer.send(channels.frameDrawn),
};

// The window listens once for each kind of notification, which is more than Node takes for a leak.
ipcRenderer.setMaxListeners(0);

contextBridge.exposeInMainWorld("graft", bridge);
