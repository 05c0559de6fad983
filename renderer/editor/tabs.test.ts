import { beforeEach, expect, test } from "vitest";
import { emptyEditor, getEditor, setEditor, setFacts } from "./editor-store.ts";
import { chooseTab, closeTab, keepTab, openComparison, openModule, stepTab } from "./tabs.ts";

beforeEach(() => setEditor(emptyEditor));

const shown = (): string =>
  getEditor()
    .tabs.map(
      (tab) =>
        `${tab.key}${tab.kind === "module" && tab.isPreview ? "?" : ""}${tab.key === getEditor().active ? "*" : ""}`,
    )
    .join(" ");

test("what is only looked at gives its place to the next, until it is kept or edited", () => {
  openModule("a.ts", "preview");
  openModule("b.ts", "preview");
  expect(shown()).toBe("b.ts?*");
  keepTab("b.ts");
  openModule("c.ts", "preview");
  setFacts("c.ts", { isDirty: true });
  openModule("d.ts", "preview");
  expect(shown()).toBe("b.ts c.ts? d.ts?*");
  openModule("b.ts", "preview");
  expect(shown()).toBe("b.ts* c.ts? d.ts?");
});

test("closing shows the neighbour, and asks first where something is not saved", () => {
  for (const id of ["a.ts", "b.ts", "c.ts"]) openModule(id, "keep");
  chooseTab("b.ts");
  closeTab("b.ts");
  expect(shown()).toBe("a.ts c.ts*");
  setFacts("c.ts", { isDirty: true });
  closeTab("c.ts");
  expect(getEditor()).toMatchObject({ closing: "c.ts" });
  closeTab("c.ts", { isAsked: true });
  expect(shown()).toBe("a.ts*");
  expect(getEditor().closing).toBeNull();
});

test("one steps round through the tabs, and a module has one comparison", () => {
  openModule("a.ts", "keep");
  openComparison("a.ts", { kind: "generation", generation: 1 }, { kind: "editor" });
  openComparison("a.ts", { kind: "generation", generation: 2 }, { kind: "editor" });
  expect(shown()).toBe("a.ts compare a.ts*");
  stepTab(1);
  expect(shown()).toBe("a.ts* compare a.ts");
});
