import { CircleAlert, X } from "lucide-react";
import { memo, useEffect, useRef } from "react";
import type { TurnFilter } from "../../electron/engine/summary.ts";
import { announcePlace } from "../commands/places.ts";
import { getState, setState, useWorkbench } from "../store/store.ts";
import { Button } from "../ui/Button.tsx";
import { cx } from "../ui/cx.ts";
import { Menu, MenuItem } from "../ui/Menu.tsx";
import { SearchField } from "../ui/SearchField.tsx";
import { formatCount } from "../words/figures.ts";
import styles from "./TurnFilterBar.module.css";

export const isFiltered = (filter: TurnFilter): boolean => Object.keys(filter).length > 0;

/** Sets a part of the filter, or takes it out. */
const set = <K extends keyof TurnFilter>(name: K, value: TurnFilter[K] | undefined): void => {
  const { [name]: _, ...others } = getState().turnFilter;
  setState({ turnFilter: value === undefined ? others : { ...others, [name]: value } });
};

/** Which turns are listed: by text, type of event, module, function, and whether something failed. */
export const TurnFilterBar = memo(({ matches }: { readonly matches: number | undefined }) => {
  const filter = useWorkbench((state) => state.turnFilter);
  const search = useRef<HTMLInputElement>(null);
  useEffect(() => announcePlace("turns", () => search.current?.select()), []);
  return (
    <div className={styles.bar} role="search" aria-label="Turns">
      <div className={styles.search}>
        <SearchField
          ref={search}
          label="Find in events"
          value={filter.text ?? ""}
          onChange={(text) => set("text", text === "" ? undefined : text)}
        />
      </div>
      <EventChoice filter={filter} />
      <HandlerChoice filter={filter} />
      <Button
        size="small"
        look={filter.errors === true ? "plain" : "quiet"}
        className={cx(filter.errors === true && styles.on)}
        icon={<CircleAlert size={12} />}
        aria-pressed={filter.errors === true}
        onClick={() => set("errors", filter.errors === true ? undefined : true)}
      >
        Errors
      </Button>
      {filter.causedBy !== undefined && (
        <Button size="small" className={styles.on} onClick={() => set("causedBy", undefined)}>
          Because of turn {formatCount(filter.causedBy)} <X size={12} aria-label="(take out)" />
        </Button>
      )}
      <span className={styles.matches} role="status">
        {matches !== undefined && `${formatCount(matches)} found`}
      </span>
      {isFiltered(filter) && (
        <Button
          look="quiet"
          size="small"
          icon={<X size={12} />}
          aria-label="Show all turns"
          onClick={() => setState({ turnFilter: {} })}
        />
      )}
    </div>
  );
});

const EventChoice = ({ filter }: { readonly filter: TurnFilter }) => {
  const slots = useWorkbench((state) => state.status?.slots);
  return (
    <Menu
      trigger={
        <Button
          size="small"
          look={filter.event === undefined ? "quiet" : "plain"}
          className={cx(filter.event !== undefined && styles.on)}
        >
          {filter.event ?? "Any event"}
        </Button>
      }
    >
      <MenuItem checked={filter.event === undefined} onSelect={() => set("event", undefined)}>
        Any event
      </MenuItem>
      {(slots ?? [])
        .filter(({ event }) => event !== "any")
        .map(({ event }) => (
          <MenuItem key={event} checked={filter.event === event} onSelect={() => set("event", event)}>
            {event}
          </MenuItem>
        ))}
    </Menu>
  );
};

const chooseHandler = (module: string | undefined, name?: string): void => {
  const { module: _, function: __, ...others } = getState().turnFilter;
  setState({
    turnFilter: {
      ...others,
      ...(module === undefined ? {} : { module }),
      ...(name === undefined ? {} : { function: name }),
    },
  });
};

const HandlerChoice = ({ filter }: { readonly filter: TurnFilter }) => {
  const isAny = filter.module === undefined && filter.function === undefined;
  return (
    <Menu
      trigger={
        <Button size="small" look={isAny ? "quiet" : "plain"} className={cx(!isAny && styles.on)}>
          {isAny ? "Any handler" : [filter.module, filter.function].filter(Boolean).join(" · ")}
        </Button>
      }
    >
      <MenuItem checked={isAny} onSelect={() => chooseHandler(undefined)}>
        Any handler
      </MenuItem>
      <Handlers filter={filter} />
    </Menu>
  );
};

/** Of thousands of modules; only while the menu is open. */
const Handlers = ({ filter }: { readonly filter: TurnFilter }) => {
  const ids = useWorkbench((state) => state.moduleIds);
  const modules = useWorkbench((state) => state.modules);
  return ids.flatMap((id) => {
    const handlers = (modules[id]?.functions ?? []).filter(({ kind }) => kind === "handler");
    if (handlers.length === 0) return [];
    return [
      <MenuItem
        key={id}
        checked={filter.module === id && filter.function === undefined}
        onSelect={() => chooseHandler(id)}
      >
        {id}
      </MenuItem>,
      ...handlers.map(({ name }) => (
        <MenuItem
          key={`${id} ${name}`}
          checked={filter.module === id && filter.function === name}
          onSelect={() => chooseHandler(id, name)}
        >
          <span className={styles.handler}>{name}</span>
        </MenuItem>
      )),
    ];
  });
};
