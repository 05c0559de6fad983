import { useEffect, useMemo, useRef, useState, type KeyboardEvent } from "react";
import type { Graph } from "../../electron/engine/summary.ts";
import { select, showSource, showTextOf } from "../store/actions.ts";
import { useWorkbench } from "../store/store.ts";
import { cx } from "../ui/cx.ts";
import { plural } from "../words/figures.ts";
import { Afterimages } from "./Afterimages.tsx";
import { ghostsOf } from "./ghosts.ts";
import { Card } from "./GraphCards.tsx";
import styles from "./GraphCanvas.module.css";
import { GraphControls } from "./GraphControls.tsx";
import { type Joined, joinedTo } from "./joined.ts";
import { type Drawn, type DrawnNode, sizes } from "./model.ts";
import { isFrame, neighbourTowards, type Picture, pictureOf, type Placed } from "./picture.ts";
import { programOf } from "./program.ts";
import { nodesFound } from "./search.ts";
import { selectedNode, selectHit } from "./selecting.ts";
import { forgetPlaces, useLayout } from "./useLayout.ts";
import { setGraphView, useGraphView } from "./view.ts";
import { Viewport } from "./viewport.ts";
import { nodeWords } from "./words.ts";

export const GraphCanvas = ({ drawn, graph }: { readonly drawn: Drawn; readonly graph: Graph }) => {
  const [tidied, setTidied] = useState(0);
  // A drawing of its own, so that the places are asked for again.
  const wanted = useMemo(() => (tidied === 0 ? drawn : { ...drawn }), [drawn, tidied]);
  const { laid, isWaiting } = useLayout(wanted);
  const certificates = useWorkbench((state) => state.ghosts);
  const picture = useMemo(
    () => laid && pictureOf(laid.drawn, laid.places, ghostsOf(certificates, laid.places.rects)),
    [laid, certificates],
  );
  const tidy = (): void => {
    forgetPlaces();
    setTidied((before) => before + 1);
  };
  return (
    <div className={styles.canvas} role="region" aria-label="Reference graph">
      {picture !== undefined && <Board picture={picture} graph={graph} onTidy={tidy} />}
      {isWaiting && <p className={styles.layingOut}>Laying out…</p>}
      {drawn.hidden > 0 && <p className={styles.hidden}>{plural(drawn.hidden, "module")} not drawn one by one</p>}
    </div>
  );
};

interface BoardProps {
  readonly picture: Picture;
  readonly graph: Graph;
  readonly onTidy: () => void;
}

const Board = ({ picture, graph, onTidy }: BoardProps) => {
  const host = useRef<HTMLDivElement>(null);
  const ground = useRef<HTMLCanvasElement>(null);
  const far = useRef<HTMLCanvasElement>(null);
  const lit = useRef<HTMLCanvasElement>(null);
  const world = useRef<HTMLDivElement>(null);
  const [viewport, setViewport] = useState<Viewport>();
  const [elements, setElements] = useState<readonly Placed[]>();
  useEffect(() => {
    if (host.current === null || ground.current === null || far.current === null) return;
    if (lit.current === null || world.current === null) return;
    const canvases = { ground: ground.current, cards: far.current, lit: lit.current };
    const made = new Viewport({ ...canvases, host: host.current, world: world.current }, setElements);
    setViewport(made);
    return () => made.close();
  }, []);

  const search = useGraphView((view) => view.search);
  const found = useMemo(() => nodesFound(graph, search), [graph, search]);
  const selection = useWorkbench((state) => state.selection);
  const selected = useMemo(() => selectedNode(selection, picture), [selection, picture]);
  const hover = useGraphView((view) => view.hover);
  const pointed = hover !== null && picture.byId.has(hover) ? hover : undefined;
  const joined = useMemo((): Joined | undefined => {
    const id = pointed ?? selected;
    const row = pointed === undefined && selection.kind === "function" ? selection.name : undefined;
    return id === undefined ? undefined : joinedTo(programOf(graph), picture, id, row);
  }, [graph, picture, pointed, selected, selection]);
  const matches = useMemo(() => {
    // What was found and selected is seen with its neighbours.
    const isFound = found !== undefined && selected !== undefined && found.has(selected) && joined !== undefined;
    return isFound ? new Set([...found, ...joined.ids]) : found;
  }, [found, selected, joined]);
  const isNear = elements !== undefined;
  useEffect(
    () => viewport?.show({ picture, isNear, matches, selected }),
    [viewport, picture, isNear, matches, selected],
  );
  useEffect(
    () => viewport?.light(joined && { ...joined, isPointed: pointed !== undefined }),
    [viewport, joined, pointed],
  );
  useGoals(viewport, picture, graph, selected);

  const current = useGraphView((view) => view.current);
  /** Where arrow keys walk from, and the one stop of the Tab key. */
  const walker = picture.byId.get(current ?? "") ?? picture.byId.get(selected ?? "") ?? picture.placed[0];
  useEffect(() => {
    if (current === null || !host.current?.contains(document.activeElement)) return;
    host.current.querySelector<HTMLElement>(`[data-node="${CSS.escape(current)}"]`)?.focus({ preventScroll: true });
  }, [current]);

  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.ctrlKey || event.metaKey || event.altKey || viewport === undefined) return;
    if (answerKey(event.key, { viewport, picture, walker, selected })) event.preventDefault();
  };
  const cards = withWalker(elements ?? [], walker);
  return (
    <>
      <div
        ref={host}
        className={styles.board}
        role="group"
        aria-label="Cards and lines; arrow keys walk from card to card, Enter selects, plus and minus zoom"
        onPointerMove={(event) => {
          if (event.buttons !== 0) return;
          const id = viewport?.hitAt(event)?.node.id ?? null;
          event.currentTarget.classList.toggle(styles.overCard ?? "", id !== null);
          if (useGraphView.getState().hover !== id) setGraphView({ hover: id });
        }}
        onPointerLeave={() => setGraphView({ hover: null })}
        onClick={(event) => {
          if (event.detail < 2) selectHit(viewport?.hitAt(event));
        }}
        onDoubleClick={(event) => {
          const node = viewport?.hitAt(event)?.node;
          if (node?.kind === "module") showSource(node.module, 1);
          if (node?.kind === "ghost") showTextOf(node.module, node.generation, 1);
        }}
        onKeyDown={onKeyDown}
      >
        <canvas ref={ground} className={cx(styles.layer, styles.ground)} aria-hidden="true" />
        <canvas ref={far} className={cx(styles.layer, styles.ground)} aria-hidden="true" />
        <canvas ref={lit} className={styles.layer} aria-hidden="true" />
        <div ref={world} className={styles.world}>
          <Afterimages picture={picture} onSwap={(lines, ms) => viewport?.flash(lines, ms)} />
          {cards.map((placed) => (
            <Node
              key={placed.node.id}
              placed={placed}
              isStop={placed.node.id === walker?.node.id}
              isFar={!isNear}
              isSelected={placed.node.id === selected}
              tone={toneOf(placed.node, pointed, joined, matches)}
            />
          ))}
        </div>
      </div>
      {viewport !== undefined && <GraphControls viewport={viewport} drawn={picture.drawn} onTidy={onTidy} />}
    </>
  );
};

/** Where the keyboard is there is an element, however far away. */
const withWalker = (cards: readonly Placed[], walker: Placed | undefined): readonly Placed[] =>
  walker === undefined || cards.some(({ node }) => node.id === walker.node.id) ? cards : [...cards, walker];

/** Goes where a search or an opened folder asks, and keeps what is selected in view. */
const useGoals = (
  viewport: Viewport | undefined,
  picture: Picture,
  graph: Graph,
  selected: string | undefined,
): void => {
  const goal = useGraphView((view) => view.goal);
  const reached = useRef(goal?.number ?? 0);
  useEffect(() => {
    const placed = goal === null ? undefined : picture.byId.get(goal.id);
    if (viewport === undefined || goal === null || placed === undefined || reached.current === goal.number) return;
    // An opened folder is laid out first.
    if (goal.isFrame && !isFrame(placed.node)) return;
    reached.current = goal.number;
    viewport.goTo(placed, joinedTo(programOf(graph), picture, goal.id, undefined).placed);
  }, [viewport, goal, picture, graph]);
  useEffect(() => {
    const placed = selected === undefined ? undefined : picture.byId.get(selected);
    if (placed !== undefined && useGraphView.getState().hover === null) viewport?.bringIntoView(placed);
    // Only another selection moves the view.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [viewport, selected]);
};

const Node = ({
  placed: { node, rect },
  isStop,
  isFar,
  isSelected,
  tone,
}: {
  readonly placed: Placed;
  readonly isStop: boolean;
  /** Painted: only where the keyboard is shows. */
  readonly isFar: boolean;
  readonly isSelected: boolean;
  readonly tone: Tone;
}) => (
  <div
    data-node={node.id}
    role="group"
    aria-label={nodeWords(node)}
    tabIndex={isStop ? 0 : -1}
    className={cx(
      styles.node,
      node.kind === "slot" && styles.pill,
      isFrame(node) && styles.frame,
      isFar && styles.far,
      isSelected && styles.selected,
      tone !== "plain" && styles[tone],
    )}
    style={{
      transform: `translate(${rect.x}px, ${rect.y}px)`,
      width: rect.width,
      height: isFrame(node) ? sizes.title : rect.height,
    }}
    onFocus={(event) => {
      if (event.currentTarget.matches(":focus-visible")) setGraphView({ current: node.id, hover: node.id });
    }}
    onBlur={() => {
      if (useGraphView.getState().hover === node.id) setGraphView({ hover: null });
    }}
  >
    <Card node={node} />
  </div>
);

const directions: Readonly<Record<string, "left" | "right" | "up" | "down">> = {
  ArrowLeft: "left",
  ArrowRight: "right",
  ArrowUp: "up",
  ArrowDown: "down",
};

/** @returns whether the key means something here */
const answerKey = (
  key: string,
  {
    viewport,
    picture,
    walker,
    selected,
  }: {
    readonly viewport: Viewport;
    readonly picture: Picture;
    readonly walker: Placed | undefined;
    readonly selected: string | undefined;
  },
): boolean => {
  const direction = directions[key];
  if (direction !== undefined && walker !== undefined) {
    const next = neighbourTowards(picture, walker.node.id, direction);
    if (next === undefined) return true;
    setGraphView({ current: next.node.id, hover: next.node.id });
    viewport.bringIntoView(next);
    return true;
  }
  switch (key) {
    case "Enter":
    case " ":
      if (walker === undefined) return false;
      if (key === "Enter" && walker.node.kind === "module" && walker.node.id === selected) showSource(selected, 1);
      else selectHit(walker);
      return true;
    case "+":
    case "=":
      viewport.zoomBy(1.3);
      return true;
    case "-":
      viewport.zoomBy(1 / 1.3);
      return true;
    case "0":
      viewport.fit();
      return true;
    case "Escape":
      setGraphView({ hover: null });
      select({ kind: "none" });
      return true;
    default:
      return false;
  }
};

/** `dim` while somebody points at another; `missed` by a search, which lasts: what it says can still be read. */
type Tone = "plain" | "dim" | "missed" | "found";

const toneOf = (
  node: DrawnNode,
  pointed: string | undefined,
  joined: Joined | undefined,
  matches: ReadonlySet<string> | undefined,
): Tone => {
  if (isFrame(node)) return "plain";
  if (pointed !== undefined) return joined?.ids.has(node.id) === true ? "plain" : "dim";
  if (matches === undefined) return "plain";
  return matches.has(node.id) ? "found" : "missed";
};
