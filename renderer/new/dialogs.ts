/** Loaded when one of them is wanted first: they bring a parser along. */
import { lazy } from "react";

export const NewModuleDialog = lazy(async () => ({ default: (await import("./NewModuleDialog.tsx")).NewModuleDialog }));
export const NewWorkspaceDialog = lazy(async () => ({
  default: (await import("./NewWorkspaceDialog.tsx")).NewWorkspaceDialog,
}));
export const RenameModuleDialog = lazy(async () => ({
  default: (await import("./RenameModuleDialog.tsx")).RenameModuleDialog,
}));
export const DeleteModuleDialog = lazy(async () => ({
  default: (await import("./DeleteModuleDialog.tsx")).DeleteModuleDialog,
}));
