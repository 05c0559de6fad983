/** One canvas of the board, painted when what is on it changed. */
import type { Camera, Size } from "./camera.ts";
import { cleared } from "./scene.ts";

/** A layer that takes longer is not painted anew for each frame of a movement: it is moved as it is, and painted at rest. */
const mostWhileMovingMs = 9;
const restMs = 90;

export class Layer {
  readonly #canvas: HTMLCanvasElement;
  readonly #onStale: () => void;
  #isStale = false;
  #costMs = 0;
  /** As it was painted. */
  #painted: Camera = { x: 0, y: 0, k: 1 };
  #rest: ReturnType<typeof setTimeout> | undefined;

  /** @param onStale asks for `paint` in the next frame */
  constructor(canvas: HTMLCanvasElement, onStale: () => void) {
    this.#canvas = canvas;
    this.#onStale = onStale;
  }

  get isStale(): boolean {
    return this.#isStale;
  }

  resize({ width, height }: Size): void {
    this.#canvas.width = Math.max(1, Math.round(width * devicePixelRatio));
    this.#canvas.height = Math.max(1, Math.round(height * devicePixelRatio));
    this.spoil();
  }

  fade(opacity: number): void {
    this.#canvas.style.opacity = String(opacity);
  }

  /** What is on it is not what should be. */
  spoil(): void {
    this.#isStale = true;
    this.#onStale();
  }

  /** The camera is elsewhere. */
  moved(): void {
    this.#onStale();
    if (this.#costMs <= mostWhileMovingMs) {
      this.#isStale = true;
      return;
    }
    clearTimeout(this.#rest);
    // The longer it takes, the surer it is to be at rest.
    this.#rest = setTimeout(() => this.spoil(), Math.max(restMs, 2 * this.#costMs));
  }

  /** What is asked for now will be on it; whatever spoils it from here on asks again. */
  begin(): void {
    this.#isStale = false;
  }

  /** Paints it if it is stale. */
  refresh(camera: Camera, work: (pen: CanvasRenderingContext2D) => void): void {
    if (!this.#isStale) return;
    this.begin();
    this.paint(camera, work);
  }

  paint(camera: Camera, work: (pen: CanvasRenderingContext2D) => void): void {
    const pen = this.#canvas.getContext("2d");
    if (pen === null) return;
    const began = performance.now();
    work(cleared(pen));
    this.#costMs = performance.now() - began;
    this.#painted = camera;
  }

  /** Moves what was painted to where the camera sees it now. */
  follow(camera: Camera): void {
    this.#canvas.style.transform = transformBetween(this.#painted, camera);
  }

  close(): void {
    clearTimeout(this.#rest);
  }
}

const transformBetween = (painted: Camera, camera: Camera): string => {
  if (painted === camera) return "";
  const scale = camera.k / painted.k;
  return `translate(${camera.x - painted.x * scale}px, ${camera.y - painted.y * scale}px) scale(${scale})`;
};
