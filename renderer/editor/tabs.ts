/** Opening, choosing and closing tabs. Pure but for the store. */
import { select, selectedModule } from "../store/actions.ts";
import { getState } from "../store/store.ts";
import { activeTab, factsOf, getEditor, setEditor, type Side, type Tab } from "./editor-store.ts";

const put = (tab: Tab): void =>
  setEditor((state) => {
    const { tabs } = state;
    const known = tabs.findIndex(({ key }) => key === tab.key);
    if (known >= 0) return { active: tab.key, tabs: tabs.map((one, index) => (index === known ? tab : one)) };
    const preview = tabs.findIndex((one) => one.kind === "module" && one.isPreview && !factsOf(one.id).isDirty);
    if (preview >= 0 && tab.kind === "module" && tab.isPreview)
      return { active: tab.key, tabs: tabs.map((one, index) => (index === preview ? tab : one)) };
    const after = tabs.findIndex(({ key }) => key === state.active);
    return { active: tab.key, tabs: [...tabs.slice(0, after + 1), tab, ...tabs.slice(after + 1)] };
  });

/** Shows a module. @param how `preview`: only to be looked at; the next one takes its place */
export const openModule = (id: string, how: "preview" | "keep"): void => {
  const known = getEditor().tabs.find((tab) => tab.kind === "module" && tab.id === id);
  const isPreview = how === "preview" && (known?.kind !== "module" || known.isPreview);
  put({ kind: "module", key: id, id, isPreview });
};

export const openTypes = (uri: string): void => put({ kind: "types", key: uri, uri });

export const openComparison = (id: string, before: Side, after: Side): void =>
  put({ kind: "comparison", key: `compare ${id}`, id, before, after });

/** A tab that is worked in stays. */
export const keepTab = (key: string): void =>
  setEditor(({ tabs }) =>
    tabs.some((tab) => tab.key === key && tab.kind === "module" && tab.isPreview)
      ? { tabs: tabs.map((tab) => (tab.key === key && tab.kind === "module" ? { ...tab, isPreview: false } : tab)) }
      : {},
  );

/** Shows a tab, and selects its module for the rest of the window. */
export const chooseTab = (key: string): void => {
  setEditor({ active: key });
  const tab = activeTab(getEditor());
  if (tab === undefined || tab.kind === "types" || selectedModule(getState().selection) === tab.id) return;
  select({ kind: "module", id: tab.id });
};

export const stepTab = (by: 1 | -1): void => {
  const { tabs, active } = getEditor();
  const next = tabs[(tabs.findIndex(({ key }) => key === active) + by + tabs.length) % tabs.length];
  if (next !== undefined) chooseTab(next.key);
};

/** Closes a tab; one with text that is not saved only when that was asked about. */
export const closeTab = (key: string, { isAsked = false } = {}): void => {
  const { tabs, active } = getEditor();
  const index = tabs.findIndex((tab) => tab.key === key);
  const tab = tabs[index];
  if (tab === undefined) return;
  if (tab.kind === "module" && factsOf(tab.id).isDirty && !isAsked) return setEditor({ closing: key });
  const rest = tabs.filter((one) => one !== tab);
  setEditor({ tabs: rest, closing: null });
  if (active !== key) return;
  const next = rest[Math.min(index, rest.length - 1)];
  if (next === undefined) setEditor({ active: null });
  else chooseTab(next.key);
};
