/** The only file that touches the bridge: everything the window asks of the program, and everything it is told. */
import type { Bridge } from "../electron/ipc/bridge.ts";
import type { ErrorReply, Method, Notification, Notifications, Params, Result } from "../electron/ipc/contract.ts";

declare global {
  interface Window {
    readonly graft: Bridge;
  }
}

/** A call that was not done. `message` is one sentence that a person can act on; decide by `code`. */
export class WorkbenchError extends Error {
  override readonly name = "WorkbenchError";
  readonly code: ErrorReply["code"];

  constructor({ code, message }: ErrorReply) {
    super(message);
    this.code = code;
  }
}

/** Methods whose params may be left out. */
type Optional<M extends Method> = undefined extends Params<M> ? M : never;

interface Call {
  <M extends Method & { [K in Method]: Optional<K> }[Method]>(method: M): Promise<Result<M>>;
  <M extends Method>(method: M, params: Params<M>): Promise<Result<M>>;
}

/** @throws {WorkbenchError} when the method refuses or fails. */
export const call: Call = async <M extends Method>(method: M, params?: Params<M>): Promise<Result<M>> => {
  const reply = await window.graft.call(method, params);
  if (!reply.ok) throw new WorkbenchError(reply.error);
  return reply.value as Result<M>;
};

/** @returns a function that takes the listener out again. */
export const on = <N extends Notification>(name: N, listener: (payload: Notifications[N]) => void): (() => void) =>
  window.graft.on(name, (json) => listener(JSON.parse(json) as Notifications[N]));

export const pathForFile = (file: File): string => window.graft.pathForFile(file);

/** The frame that was sent is on the screen; the next one may come. */
export const frameDrawn = (): void => window.graft.frameDrawn();
