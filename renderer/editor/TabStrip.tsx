import { GitCompare, X } from "lucide-react";
import { useEffect, useRef } from "react";
import { cx } from "../ui/cx.ts";
import { nameOfUri } from "./core/place.ts";
import { type Tab, useEditor } from "./editor-store.ts";
import styles from "./TabStrip.module.css";
import { chooseTab, closeTab, keepTab, stepTab } from "./tabs.ts";

/** The open files. Arrows go along them, Delete closes one, Home and End go to the ends. */
export const TabStrip = () => {
  const tabs = useEditor((state) => state.tabs);
  const active = useEditor((state) => state.active);
  const strip = useRef<HTMLDivElement>(null);
  const focusActive = (): void => {
    requestAnimationFrame(() => strip.current?.querySelector<HTMLElement>('[aria-selected="true"]')?.focus());
  };
  return (
    <div
      ref={strip}
      className={styles.strip}
      role="tablist"
      aria-label="Open files"
      onKeyDown={(event) => {
        const steps: Readonly<Record<string, () => void>> = {
          ArrowRight: () => stepTab(1),
          ArrowLeft: () => stepTab(-1),
          Home: () => tabs[0] && chooseTab(tabs[0].key),
          End: () => tabs.at(-1) && chooseTab(tabs.at(-1)!.key),
          Delete: () => active !== null && closeTab(active),
        };
        const step = steps[event.key];
        if (step === undefined) return;
        event.preventDefault();
        step();
        focusActive();
      }}
    >
      {tabs.map((tab) => (
        <TabOf key={tab.key} tab={tab} isActive={tab.key === active} />
      ))}
    </div>
  );
};

const TabOf = ({ tab, isActive }: { readonly tab: Tab; readonly isActive: boolean }) => {
  const facts = useEditor((state) => state.facts[tab.key]);
  const self = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (isActive) self.current?.scrollIntoView({ block: "nearest", inline: "nearest" });
  }, [isActive]);
  const isDirty = tab.kind === "module" && facts?.isDirty === true;
  const isPreview = tab.kind === "module" && tab.isPreview;
  const name = nameOf(tab);
  const slash = name.lastIndexOf("/") + 1;
  return (
    <div
      ref={self}
      role="tab"
      aria-selected={isActive}
      aria-label={isDirty ? `${name}, not saved` : name}
      tabIndex={isActive ? 0 : -1}
      className={cx(styles.tab, isActive && styles.active, isPreview && styles.preview)}
      title={name}
      onClick={() => chooseTab(tab.key)}
      onDoubleClick={() => keepTab(tab.key)}
      onAuxClick={(event) => event.button === 1 && closeTab(tab.key)}
    >
      {tab.kind === "comparison" && <GitCompare size={12} aria-hidden="true" />}
      <span className={styles.name}>
        {slash > 0 && <span className={styles.folder}>{name.slice(0, slash)}</span>}
        {name.slice(slash)}
      </span>
      {facts?.conflict != null && <span className={styles.conflict} aria-hidden="true" />}
      <span
        className={cx(styles.close, isDirty && styles.dirty)}
        aria-hidden="true"
        title={isDirty ? "Not saved" : "Close (Ctrl+W)"}
        onClick={(event) => {
          event.stopPropagation();
          closeTab(tab.key);
        }}
      >
        <X size={12} />
      </span>
    </div>
  );
};

const nameOf = (tab: Tab): string => {
  switch (tab.kind) {
    case "module":
      return tab.id;
    case "types":
      return nameOfUri(tab.uri);
    case "comparison":
      return `${tab.id}, compared`;
    default:
      return tab satisfies never;
  }
};
