/**
 * What a generation has made that outlives the call that made it. Booked when it is made, struck off when it ends,
 * disposed of when the generation does.
 */
export interface Resource {
  readonly kind: "timer" | "source";
  readonly label: string;
  readonly dispose: () => void;
}

export class ResourceBook {
  readonly #resources = new Set<Resource>();
  readonly #onChange: () => void;
  #isClosed = false;

  constructor(onChange: () => void) {
    this.#onChange = onChange;
  }

  get size(): number {
    return this.#resources.size;
  }

  list(): readonly Resource[] {
    return [...this.#resources];
  }

  /** Books a resource. After the generation's end nothing new may live: it is disposed of at once. */
  add(resource: Resource): void {
    if (this.#isClosed) return resource.dispose();
    this.#resources.add(resource);
    this.#onChange();
  }

  strikeOff(resource: Resource): void {
    if (this.#resources.delete(resource)) this.#onChange();
  }

  /**
   * Disposes of everything, or of one kind while the rest lives on. One disposer that throws stops no other.
   * @returns what the disposers threw.
   */
  close(kind?: Resource["kind"]): { readonly label: string; readonly error: unknown }[] {
    if (kind === undefined) this.#isClosed = true;
    const failures: { label: string; error: unknown }[] = [];
    for (const resource of this.#resources) {
      if (kind !== undefined && resource.kind !== kind) continue;
      this.#resources.delete(resource);
      try {
        resource.dispose();
      } catch (error) {
        failures.push({ label: resource.label, error });
      }
    }
    this.#onChange();
    return failures;
  }
}
