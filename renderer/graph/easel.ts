/** Canvases above each other: the ground, the cards on it as long as they are no elements, and what is lit. */
import type { Camera, Size } from "./camera.ts";
import { paintElsewhere } from "./elsewhere.ts";
import { paintGhostLines, paintGround } from "./ground.ts";
import { Layer } from "./layer.ts";
import { forgetWidths, paintCards, paintLight } from "./paint.ts";
import { paletteNow } from "./palette.ts";
import type { Line, Placed } from "./picture.ts";
import type { Scene } from "./scene.ts";

export interface Light {
  readonly lines: readonly Line[];
  readonly placed: readonly Placed[];
  /** Under the pointer: all else steps back. */
  readonly isPointed: boolean;
}

export type Look = Pick<Scene, "picture" | "isNear" | "matches" | "selected">;

export interface Canvases {
  readonly ground: HTMLCanvasElement;
  readonly cards: HTMLCanvasElement;
  readonly lit: HTMLCanvasElement;
}

/** More lines are painted by the worker: it would take several frames, and nothing else would happen meanwhile. */
const mostLinesHere = 600;

export class Easel {
  readonly #ground: Layer;
  readonly #cards: Layer;
  readonly #lit: Layer;
  #size: Size = { width: 1, height: 1 };
  #look: Look | undefined;
  #light: Light | undefined;
  #camera: Camera = { x: 0, y: 0, k: 1 };
  #frame: number | undefined;
  #isClosed = false;
  #isElsewhere = false;
  #flash: { readonly lines: readonly Line[]; readonly from: number; readonly ms: number } | undefined;

  constructor({ ground, cards, lit }: Canvases) {
    const request = (): void => this.#request();
    this.#ground = new Layer(ground, request);
    this.#cards = new Layer(cards, request);
    this.#lit = new Layer(lit, request);
  }

  resize(size: Size): void {
    this.#size = size;
    for (const layer of this.#layers()) layer.resize(size);
  }

  show(look: Look): void {
    // What a search finds and what is selected leaves lines as they are.
    if (look.picture !== this.#look?.picture) this.#ground.spoil();
    this.#look = look;
    this.#cards.spoil();
    this.#lit.spoil();
  }

  light(light: Light | undefined): void {
    this.#light = light;
    for (const layer of [this.#ground, this.#cards]) layer.fade(light?.isPointed === true ? 0.3 : 1);
    this.#lit.spoil();
  }

  /** Lights lines up for a while: those of what has just been swapped. */
  flash(lines: readonly Line[], ms: number): void {
    this.#flash = { lines, from: performance.now(), ms };
    this.#lit.spoil();
  }

  /** Theme or fonts are others. */
  restyle(): void {
    forgetWidths();
    for (const layer of this.#layers()) layer.spoil();
  }

  moveTo(camera: Camera): void {
    this.#camera = camera;
    // The worker paints as often as it can.
    if (this.#isLarge()) this.#ground.spoil();
    else this.#ground.moved();
    this.#cards.moved();
    this.#lit.moved();
  }

  close(): void {
    this.#isClosed = true;
    if (this.#frame !== undefined) cancelAnimationFrame(this.#frame);
    for (const layer of this.#layers()) layer.close();
  }

  #layers(): readonly Layer[] {
    return [this.#ground, this.#cards, this.#lit];
  }

  #isLarge(): boolean {
    return (this.#look?.picture.lines.length ?? 0) > mostLinesHere;
  }

  #request(): void {
    if (this.#isClosed) return;
    this.#frame ??= requestAnimationFrame((now) => {
      this.#frame = undefined;
      this.#paint(now);
    });
  }

  #paint(now: number): void {
    if (this.#look === undefined) return;
    const scene = this.#sceneOf(this.#look);
    const { camera } = scene;
    if (this.#isLarge()) void this.#paintGroundElsewhere(scene);
    else this.#ground.refresh(camera, (pen) => paintGround(pen, scene));
    this.#cards.refresh(camera, (pen) => paintCards(pen, scene));
    this.#lit.refresh(camera, (pen) => this.#paintLit(pen, scene, now));
    for (const layer of this.#layers()) layer.follow(camera);
  }

  #sceneOf(look: Look): Scene {
    return { ...look, camera: this.#camera, size: this.#size, ratio: devicePixelRatio, palette: paletteNow() };
  }

  /** One at a time, the newest camera next. */
  async #paintGroundElsewhere(scene: Scene): Promise<void> {
    if (this.#isElsewhere || !this.#ground.isStale) return;
    this.#isElsewhere = true;
    this.#ground.begin();
    const { picture, camera, size, ratio, palette } = scene;
    const image = await paintElsewhere(picture.places, { camera, size, ratio, palette });
    this.#isElsewhere = false;
    if (this.#isClosed) return;
    if (this.#look?.picture === picture && this.#size === size) {
      this.#ground.paint(camera, (pen) => {
        if (image === undefined) paintGround(pen, scene);
        else {
          pen.drawImage(image, 0, 0);
          paintGhostLines(pen, scene);
        }
      });
      this.#ground.follow(this.#camera);
    }
    image?.close();
    if (this.#ground.isStale) this.#request();
  }

  #paintLit(pen: CanvasRenderingContext2D, scene: Scene, now: number): void {
    if (this.#light !== undefined) {
      const { lines, placed, isPointed } = this.#light;
      paintLight(pen, lines, placed, isPointed, scene);
    }
    if (this.#flash === undefined) return;
    const left = 1 - (now - this.#flash.from) / this.#flash.ms;
    if (left > 0) {
      paintLight(pen, this.#flash.lines, [], false, scene, left);
      requestAnimationFrame(() => this.#lit.spoil());
    } else this.#flash = undefined;
  }
}
