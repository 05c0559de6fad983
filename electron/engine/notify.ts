/** Who listens to the engine, and how often they are told: what changes often is told at most once a frame. */
import type { EngineNotifications } from "./notifications.ts";

export type NotificationName = keyof EngineNotifications;
export type Listener<N extends NotificationName> = (payload: EngineNotifications[N]) => void;

/** A frame at 60 Hz, in ms. */
const frameMs = 16;

export class Notifier {
  readonly #listeners = new Map<NotificationName, Set<Listener<never>>>();
  readonly #pending = new Map<NotificationName, () => void>();
  #timer: NodeJS.Timeout | undefined;
  #isHeld = false;

  /** @returns a function that takes the listener out again. */
  on<N extends NotificationName>(name: N, listener: Listener<N>): () => void {
    const listeners = this.#listeners.get(name) ?? new Set();
    this.#listeners.set(name, listeners.add(listener));
    return () => listeners.delete(listener);
  }

  isHeard(name: NotificationName): boolean {
    return (this.#listeners.get(name)?.size ?? 0) > 0;
  }

  tell<N extends NotificationName>(name: N, payload: EngineNotifications[N]): void {
    for (const listener of this.#listeners.get(name) ?? []) (listener as Listener<N>)(payload);
  }

  /** Tells at the end of this frame; what is asked for again until then is told once. */
  tellSoon<N extends NotificationName>(name: N, payload: () => EngineNotifications[N] | undefined): void {
    if (!this.isHeard(name) || this.#pending.has(name)) return;
    this.#pending.set(name, () => {
      const ready = payload();
      if (ready !== undefined) this.tell(name, ready);
    });
    this.#timer ??= setTimeout(() => this.flush(), frameMs);
  }

  /**
   * While held, what is told at the end of a frame waits, and is then told as it is: a listener that does not keep up is
   * told less, and nothing piles up.
   */
  hold(isHeld: boolean): void {
    this.#isHeld = isHeld;
    if (!isHeld && this.#pending.size > 0) this.#timer ??= setTimeout(() => this.flush(), frameMs);
  }

  /** Tells at once what waits for the end of the frame. */
  flush(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    if (this.#isHeld) return;
    const pending = [...this.#pending.values()];
    this.#pending.clear();
    for (const tell of pending) tell();
  }

  /** What waits to be told is not told any more: whom it was about has gone. */
  forget(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#pending.clear();
  }

  dispose(): void {
    this.forget();
    this.#listeners.clear();
  }
}
