import { tinykeys } from "tinykeys";
import { type CommandId, commands } from "../../electron/ipc/commands.ts";
import { runCommand } from "./run-command.ts";

const names: Readonly<Record<string, string>> = {
  CmdOrCtrl: "$mod",
  Up: "ArrowUp",
  Down: "ArrowDown",
  Left: "ArrowLeft",
  Right: "ArrowRight",
};

/**
 * An accelerator as Electron writes it, as tinykeys reads it; letters and digits by code, since Shift and Alt change what
 * they type.
 */
export const tinyKey = (accelerator: string): string =>
  accelerator
    .split("+")
    .map((part) => {
      if (/^[A-Z]$/.test(part)) return `Key${part}`;
      if (/^\d$/.test(part)) return `Digit${part}`;
      return names[part] ?? part;
    })
    .join("+");

const isUndo = (id: CommandId): boolean => id === "swap.undo" || id === "swap.redo";
const isField = (target: EventTarget | null): boolean =>
  target instanceof Element && target.closest("input, textarea, [contenteditable]") !== null;

/** Listens for the keys of every command. @returns a function that stops it. */
export const listenForKeys = (): (() => void) => {
  const bindings = commands.flatMap(({ id, accelerator }) => {
    if (accelerator === undefined) return [];
    const handle = (event: KeyboardEvent): void => {
      // A dialog has the window for itself.
      if (event.defaultPrevented || document.querySelector("dialog[open]") !== null) return;
      // In a field these keys undo what was typed there.
      if (isUndo(id) && isField(event.target)) return;
      event.preventDefault();
      runCommand(id);
    };
    return [[tinyKey(accelerator), handle] as const];
  });
  const help = (event: KeyboardEvent): void => {
    const target = event.target as HTMLElement;
    if (event.defaultPrevented || target.closest("input, textarea, dialog, [data-takes-keys]") !== null) return;
    event.preventDefault();
    runCommand("help.keys");
  };
  return tinykeys(window, { ...Object.fromEntries(bindings), "Shift+?": help });
};
