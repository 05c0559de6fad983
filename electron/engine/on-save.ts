/** Swaps modules when their files are saved, if the workspace's options say so (W14). */
import type { SwapReport } from "./summary.ts";

export interface OnSaveParts {
  readonly swap: (ids: readonly string[]) => Promise<SwapReport>;
  /** Its file says something that could run and does not. */
  readonly differs: (id: string) => boolean;
}

export class OnSave {
  isOn = false;
  readonly #parts: OnSaveParts;
  /** Saved and refused: what is saved next may be what they wait for. */
  readonly #refused = new Set<string>();

  constructor(parts: OnSaveParts) {
    this.#parts = parts;
  }

  /** A file was written, and what it says now was compiled. */
  async saved(id: string): Promise<void> {
    if (!this.isOn || !this.#parts.differs(id)) return;
    const together = [...new Set([...this.#refused, id])].filter((one) => this.#parts.differs(one));
    this.#refused.clear();
    for (const one of together) this.#refused.add(one);
    if ((await this.#parts.swap(together)).ok) this.#refused.clear();
    else if (together.length > 1 && (await this.#parts.swap([id])).ok) this.#refused.delete(id);
  }
}
