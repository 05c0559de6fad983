/** The graph's panel: its camera, moved by pointer, wheel and on request; its canvases; and which cards are elements now. */
import { select as selectElement } from "d3-selection";
import { zoom, type ZoomBehavior, zoomIdentity } from "d3-zoom";
import {
  type Camera,
  cameraBetween,
  cameraOn,
  closestZoom,
  farthestZoom,
  seenBy,
  type Size,
  toDrawing,
} from "./camera.ts";
import { type Canvases, Easel, type Light, type Look } from "./easel.ts";
import { around, contains, isNear, type Point } from "./geometry.ts";
import { sizes } from "./model.ts";
import { elementsIn } from "./paint.ts";
import { type Hit, hitAt, isFrame, type Line, type Placed } from "./picture.ts";

export interface Parts extends Canvases {
  readonly host: HTMLDivElement;
  /** Holds the elements. */
  readonly world: HTMLDivElement;
}

interface Kept {
  readonly camera: Camera;
  /** By hand, so that nothing else moves it. */
  readonly isChosen: boolean;
}

/** The view of each picture, by its key: another tab, or focus on a module, does not lose it. */
const kept = new Map<string, Kept>();

export const forgetCameras = (): void => kept.clear();

const flightMs = 260;
const isCalm = (): boolean => matchMedia("(prefers-reduced-motion: reduce)").matches;

export class Viewport {
  readonly #parts: Parts;
  readonly #onElements: (elements: readonly Placed[] | undefined) => void;
  readonly #easel: Easel;
  readonly #zoom: ZoomBehavior<HTMLDivElement, unknown>;
  readonly #observers: readonly { readonly disconnect: () => void }[];
  #camera: Camera = { x: 0, y: 0, k: 1 };
  #size: Size = { width: 0, height: 0 };
  #isChosen = false;
  #flight: number | undefined;
  #look: Look | undefined;
  #elements: readonly Placed[] | undefined;

  /** @param onElements is told which cards are to be elements; undefined where the canvas draws them all */
  constructor(parts: Parts, onElements: (elements: readonly Placed[] | undefined) => void) {
    this.#parts = parts;
    this.#onElements = onElements;
    this.#easel = new Easel(parts);
    this.#zoom = zoom<HTMLDivElement, unknown>()
      .scaleExtent([farthestZoom, closestZoom])
      .clickDistance(4)
      .on("start", ({ sourceEvent }) => {
        if (sourceEvent) this.#land();
      })
      .on("zoom", ({ transform: { x, y, k }, sourceEvent }) => {
        if (sourceEvent) this.#isChosen = true;
        this.#moveTo({ x, y, k });
      })
      .on("end", () => {
        // Text is drawn sharp again when it rests.
        parts.world.style.willChange = "auto";
      });
    selectElement(parts.host).call(this.#zoom).on("dblclick.zoom", null);
    const resize = new ResizeObserver(() => this.#resize());
    resize.observe(parts.host);
    const theme = new MutationObserver(() => this.#easel.restyle());
    theme.observe(document.documentElement, { attributes: true, attributeFilter: ["data-theme"] });
    this.#observers = [resize, theme];
    void document.fonts.ready.then(() => this.#easel.restyle());
  }

  close(): void {
    for (const observer of this.#observers) observer.disconnect();
    selectElement(this.#parts.host).on(".zoom", null);
    this.#land();
    this.#easel.close();
  }

  /** Another picture is shown as it was last seen, or all of it; the same one, changed, as it is seen now. */
  show(look: Look): void {
    const before = this.#look?.picture;
    this.#look = look;
    this.#easel.show(look);
    if (this.#size.width === 0) return;
    const { drawn, bounds } = look.picture;
    if (before === undefined || before.drawn.key !== drawn.key) this.#frame();
    else if (!this.#isChosen && !isSeenWhole(bounds, seenBy(this.#camera, this.#size))) this.fit();
    this.#tellElements();
  }

  light(light: Light | undefined): void {
    this.#easel.light(light);
  }

  flash(lines: readonly Line[], ms: number): void {
    this.#easel.flash(lines, ms);
  }

  /** Shows all of it; from then on the view follows what becomes of the picture. */
  fit(): void {
    if (this.#look !== undefined) this.#go(cameraOn(this.#look.picture.bounds, this.#size), false);
  }

  zoomBy(factor: number): void {
    const k = Math.min(closestZoom, Math.max(farthestZoom, this.#camera.k * factor));
    const scale = k / this.#camera.k;
    const x = this.#size.width / 2;
    const y = this.#size.height / 2;
    this.#go({ k, x: x - (x - this.#camera.x) * scale, y: y - (y - this.#camera.y) * scale }, true);
  }

  /** Shows a node with what is joined to it, as far as that can be read; an open folder with all that is in it. */
  goTo({ node, rect }: Placed, joined: readonly Placed[]): void {
    if (isFrame(node)) {
      if (isSeenWhole(rect, seenBy(this.#camera, this.#size))) return;
      this.#go(cameraOn(rect, this.#size, Math.max(0.5, this.#camera.k)), true);
      return;
    }
    const reach = { x: rect.x - 700, y: rect.y - 420, width: rect.width + 1400, height: rect.height + 840 };
    const near = joined.map((each) => each.rect).filter((each) => isNear(each, reach, 0) && each.height < 600);
    const wide = cameraOn(around([rect, ...near]) ?? rect, this.#size, 0.9);
    this.#go(wide.k >= 0.55 ? wide : cameraOn(rect, this.#size, 0.9), true);
  }

  /** Moves the view only when the node is not to be seen. */
  bringIntoView({ rect }: Placed): void {
    if (this.#size.width === 0) return;
    const middle = {
      x: rect.x + Math.min(rect.width, sizes.card) / 2,
      y: rect.y + Math.min(rect.height, sizes.head) / 2,
    };
    if (contains(seenBy(this.#camera, this.#size, -24), middle)) return;
    const { k } = this.#camera;
    this.#go({ k, x: this.#size.width / 2 - middle.x * k, y: this.#size.height / 2 - middle.y * k }, true);
  }

  hitAt({ clientX, clientY }: { readonly clientX: number; readonly clientY: number }): Hit | undefined {
    const box = this.#parts.host.getBoundingClientRect();
    const point: Point = { x: clientX - box.left, y: clientY - box.top };
    return this.#look && hitAt(this.#look.picture, toDrawing(this.#camera, point));
  }

  #resize(): void {
    const { clientWidth: width, clientHeight: height } = this.#parts.host;
    this.#size = { width, height };
    this.#easel.resize(this.#size);
    if (width === 0) return;
    this.#frame();
    this.#tellElements();
  }

  #frame(): void {
    if (this.#look === undefined) return;
    const { drawn, bounds } = this.#look.picture;
    const last = kept.get(drawn.key);
    this.#isChosen = last?.isChosen === true;
    this.#land();
    this.#apply(last?.isChosen === true ? last.camera : cameraOn(bounds, this.#size));
  }

  #go(camera: Camera, isChosen: boolean): void {
    this.#isChosen = isChosen;
    this.#land();
    if (isCalm()) {
      this.#apply(camera);
      return;
    }
    const from = this.#camera;
    const began = performance.now();
    const fly = (now: number): void => {
      const part = Math.min(1, Math.max(0, (now - began) / flightMs));
      this.#flight = part < 1 ? requestAnimationFrame(fly) : undefined;
      this.#apply(part === 1 ? camera : cameraBetween(from, camera, this.#size, part));
    };
    this.#flight = requestAnimationFrame(fly);
  }

  #land(): void {
    if (this.#flight !== undefined) cancelAnimationFrame(this.#flight);
    this.#flight = undefined;
  }

  #apply({ x, y, k }: Camera): void {
    selectElement(this.#parts.host).call(this.#zoom.transform, zoomIdentity.translate(x, y).scale(k));
  }

  #moveTo(camera: Camera): void {
    this.#camera = camera;
    const { style } = this.#parts.world;
    style.willChange = "transform";
    style.transform = `translate(${camera.x}px, ${camera.y}px) scale(${camera.k})`;
    this.#easel.moveTo(camera);
    if (this.#look !== undefined) kept.set(this.#look.picture.drawn.key, { camera, isChosen: this.#isChosen });
    this.#tellElements();
  }

  #tellElements(): void {
    if (this.#look === undefined) return;
    const elements = elementsIn(this.#look.picture, this.#camera, this.#size);
    if (isSameList(elements, this.#elements)) return;
    this.#elements = elements;
    this.#onElements(elements);
  }
}

const isSeenWhole = (rect: Placed["rect"], seen: Placed["rect"]): boolean =>
  contains(seen, rect) && contains(seen, { x: rect.x + rect.width, y: rect.y + rect.height });

const isSameList = (a: readonly Placed[] | undefined, b: readonly Placed[] | undefined): boolean =>
  a === b || (a !== undefined && a.length === b?.length && a.every((each, index) => each === b[index]));
