import { app } from "electron";

export const setUpAbout = (): void => {
  const { electron, chrome, node, v8 } = process.versions;
  app.setAboutPanelOptions({
    applicationName: "Graft",
    applicationVersion: app.getVersion(),
    version: `Electron ${electron}, Chromium ${chrome}, Node ${node}, V8 ${v8}`,
    copyright: "MIT License. Graft sends nothing anywhere.",
  });
};
