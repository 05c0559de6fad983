/** What a new module begins with. */

export type TemplateKind = "handler" | "source" | "library";

export interface Template {
  readonly kind: TemplateKind;
  readonly label: string;
  /** What such a module is for, in one sentence. */
  readonly words: string;
  /** @param id of the module */
  readonly text: (id: string) => string;
}

/** `music/my-clock.ts` → `myClock`. */
const identifierOf = (id: string): string => {
  const stem = (id.split("/").at(-1) ?? "").replace(/\.[^.]*$/, "");
  const words = stem.split(/[^\p{ID_Continue}$]+/u).filter((word) => word !== "");
  const name = words.map((word, index) => (index === 0 ? word : capital(word))).join("");
  return /^[\p{ID_Start}$_]/u.test(name) ? name.charAt(0).toLowerCase() + name.slice(1) : `own${capital(name)}`;
};

const capital = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1);

/** Types are of no use to a text that has none. */
const forScript = (id: string, text: string): string =>
  /\.m?jsx?$/.test(id)
    ? text
        .replaceAll(/^import type .*\n\n?/gm, "")
        .replaceAll(/^(?:declare|interface)[^\n]*\{\n(?:[^\n]+\n)*?\}\n\n?/gm, "")
        .replaceAll(/: (?:Handler<[^>]*>|Source|State|number)(?= =|\)| =>)/g, "")
    : text;

const handler = (): string => `import type { Handler } from "graft";

interface State {
  readonly count: number;
}

export const init = (): State => ({ count: 0 });

/** Called for every tick of the loop's clock; returns the next state. */
export const onTick: Handler<State, "tick"> = (state) => ({ state: { ...state, count: state.count + 1 } });
`;

const source = (name: string): string => `import type { Source } from "graft";

declare module "graft" {
  interface Events {
    ${name}: { readonly at: number };
  }
}

/** Brings events in from outside, from now until what it returns is called. */
export const source${capital(name)}: Source = (emit) => {
  const timer = setInterval(() => emit({ type: "${name}", at: Date.now() }), 1000);
  return () => clearInterval(timer);
};
`;

const library = (): string => `/** For other modules: they import it, and follow it when it is swapped. */
export const double = (value: number): number => 2 * value;
`;

export const templates: readonly Template[] = [
  {
    kind: "handler",
    label: "Handler",
    words: "Has a state, and is called for events.",
    text: (id) => forScript(id, handler()),
  },
  {
    kind: "source",
    label: "Source",
    words: "Brings events in from outside: a timer, a socket, a file.",
    text: (id) => forScript(id, source(identifierOf(id))),
  },
  {
    kind: "library",
    label: "Library",
    words: "Functions and values that other modules import.",
    text: (id) => forScript(id, library()),
  },
];
