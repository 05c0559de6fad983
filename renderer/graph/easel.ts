/** Two canvases above each other, painted when something changed: the ground, and what is lit on it. */
import type { Camera, Size } from "./camera.ts";
import { paintGround, paintLight, type Scene } from "./paint.ts";
import type { Line, Placed } from "./picture.ts";
import { paletteNow } from "./palette.ts";

export interface Light {
  readonly lines: readonly Line[];
  readonly placed: readonly Placed[];
  /** Under the pointer: all else steps back. */
  readonly isPointed: boolean;
}

export type Look = Pick<Scene, "picture" | "isNear" | "matches" | "selected">;

/** A picture that takes longer is not painted anew for each frame of a movement: it is moved as it is, and painted at rest. */
const mostWhileMovingMs = 9;
const restMs = 90;

export class Easel {
  readonly #ground: HTMLCanvasElement;
  readonly #lit: HTMLCanvasElement;
  #size: Size = { width: 1, height: 1 };
  #look: Look | undefined;
  #light: Light | undefined;
  #camera: Camera = { x: 0, y: 0, k: 1 };
  /** As the ground was painted. */
  #painted: Camera = this.#camera;
  #costMs = 0;
  #frame: number | undefined;
  #rest: ReturnType<typeof setTimeout> | undefined;
  #isGroundStale = false;
  #flash: { readonly lines: readonly Line[]; readonly from: number; readonly ms: number } | undefined;

  constructor(ground: HTMLCanvasElement, lit: HTMLCanvasElement) {
    this.#ground = ground;
    this.#lit = lit;
  }

  resize(size: Size): void {
    this.#size = size;
    for (const canvas of [this.#ground, this.#lit]) {
      canvas.width = Math.max(1, Math.round(size.width * devicePixelRatio));
      canvas.height = Math.max(1, Math.round(size.height * devicePixelRatio));
    }
    this.#repaint();
  }

  show(look: Look): void {
    this.#look = look;
    this.#repaint();
  }

  light(light: Light | undefined): void {
    this.#light = light;
    this.#ground.style.opacity = light?.isPointed === true ? "0.3" : "1";
    this.#request();
  }

  /** Lights lines up for a while: those of what has just been swapped. */
  flash(lines: readonly Line[], ms: number): void {
    this.#flash = { lines, from: performance.now(), ms };
    this.#request();
  }

  /** Theme or fonts are others. */
  restyle(): void {
    this.#repaint();
  }

  moveTo(camera: Camera): void {
    this.#camera = camera;
    if (this.#costMs <= mostWhileMovingMs) {
      this.#repaint();
      return;
    }
    this.#request();
    clearTimeout(this.#rest);
    // The longer it takes, the surer it is to be at rest.
    this.#rest = setTimeout(() => this.#repaint(), Math.max(restMs, 2 * this.#costMs));
  }

  close(): void {
    if (this.#frame !== undefined) cancelAnimationFrame(this.#frame);
    clearTimeout(this.#rest);
  }

  #repaint(): void {
    this.#isGroundStale = true;
    this.#request();
  }

  #request(): void {
    this.#frame ??= requestAnimationFrame((now) => {
      this.#frame = undefined;
      this.#paint(now);
    });
  }

  #paint(now: number): void {
    if (this.#look === undefined) return;
    const scene = { ...this.#look, camera: this.#camera, size: this.#size, palette: paletteNow() };
    if (this.#isGroundStale) {
      const pen = cleared(this.#ground);
      const began = performance.now();
      if (pen) paintGround(pen, scene);
      this.#costMs = performance.now() - began;
      this.#painted = this.#camera;
      this.#isGroundStale = false;
    }
    this.#ground.style.transform = moved(this.#painted, this.#camera);
    const pen = cleared(this.#lit);
    if (pen === undefined) return;
    if (this.#light !== undefined) {
      const { lines, placed, isPointed } = this.#light;
      paintLight(pen, lines, placed, isPointed, scene);
    }
    if (this.#flash !== undefined) {
      const left = 1 - (now - this.#flash.from) / this.#flash.ms;
      if (left > 0) {
        paintLight(pen, this.#flash.lines, [], false, scene, left);
        this.#request();
      } else this.#flash = undefined;
    }
  }
}

const cleared = (canvas: HTMLCanvasElement): CanvasRenderingContext2D | undefined => {
  const pen = canvas.getContext("2d");
  if (pen === null) return undefined;
  pen.setTransform(1, 0, 0, 1, 0, 0);
  pen.globalAlpha = 1;
  pen.setLineDash([]);
  pen.clearRect(0, 0, canvas.width, canvas.height);
  return pen;
};

/** Moves what was painted for one camera to where another sees it. */
const moved = (painted: Camera, camera: Camera): string => {
  if (painted === camera) return "";
  const scale = camera.k / painted.k;
  return `translate(${camera.x - painted.x * scale}px, ${camera.y - painted.y * scale}px) scale(${scale})`;
};
