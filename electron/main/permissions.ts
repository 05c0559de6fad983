import { session } from "electron";

/** The window asks for nothing, so whatever asks is refused: camera, notifications, devices, the clipboard, all of it. */
export const setUpPermissions = (): void => {
  const { defaultSession } = session;
  defaultSession.setPermissionRequestHandler((_contents, _permission, decide) => decide(false));
  defaultSession.setPermissionCheckHandler(() => false);
  defaultSession.setDevicePermissionHandler(() => false);
};
