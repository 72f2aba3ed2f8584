// Above the rows: words to find, the filters that hold as chips, another filter, and which columns are shown.
import { useDebouncedCallback } from "@mantine/hooks";
import { useEffect, useMemo, useState } from "react";
import { chipText, type Filter, filtersOf, isSet, valuesIn, without } from "../fields/filters.ts";
import { EMPTY, type ListState } from "../kernel/list_state.ts";
import { columnsOf, type Field, isPlumbing, type Screen } from "../kernel/manifest.ts";
import { useNames } from "../kernel/names.ts";
import { keep, kept } from "../kernel/storage.ts";
import { words } from "../kernel/words.ts";
import { IconButton } from "../kit/Button.tsx";
import { Icon } from "../kit/Icon.tsx";
import { Menu } from "../kit/Menu.tsx";
import { FilterButton, FilterChip } from "./FilterChip.tsx";
import type { SetState } from "./useListState.ts";
import { useSuggested } from "./useShown.ts";

const w = words({
  search: { pl: "Szukaj", en: "Search" },
  reset: { pl: "Cofnij zmiany", en: "Undo changes" },
  columns: { pl: "Kolumny", en: "Columns" },
  height: { pl: "Wysokość wierszy", en: "Height of rows" },
  dense: { pl: "Niskie", en: "Low" },
  usual: { pl: "Zwykłe", en: "Normal" },
  roomy: { pl: "Wysokie", en: "High" },
  unpaged: { pl: "Cała lista na jednej stronie", en: "The whole list on one page" },
});

export const DENSITIES = ["dense", "usual", "roomy"] as const;

/** How high rows are, as somebody chose it. */
export function density(): (typeof DENSITIES)[number] {
  return DENSITIES.find((one) => one === kept("density")) ?? "usual";
}

interface Props {
  screen: Screen;
  state: ListState;
  setState: SetState;
  columns: Field[];
}

export function ListBar({ screen, state, setState, columns }: Props) {
  const filters = useMemo(() => filtersOf(screen), [screen]);
  const fields = useMemo(() => filters.map((one) => ({ ...one.field, name: one.param })), [filters]);
  const suggested = useSuggested(
    useMemo(() => filters.filter((one) => isSet(one, state.filters)).map((one) => one.field), [filters, state.filters]),
  );
  const set = useMemo(
    () => [Object.fromEntries(filters.map((one) => [one.param, valuesIn(one, state.filters)]))],
    [filters, state.filters],
  );
  const naming = useNames(fields, set);
  const change = (next: Record<string, string>) => setState({ filters: next });
  const changed = Object.keys(state.filters).length > 0 || state.search || state.sort || state.columns;
  return (
    <div className="bar">
      {screen.paged && <SearchBox value={state.search} onChange={(search) => setState({ search })} />}
      <div className="chips">
        {filters
          .filter((one) => isSet(one, state.filters))
          .map((one) => (
            <FilterChip
              key={one.param}
              filter={one}
              set={state.filters}
              text={chipText(one, state.filters, naming, suggested)}
              onChange={change}
              onRemove={() => change(without(one, state.filters))}
            />
          ))}
        {filters.length > 0 && <FilterButton filters={filters} set={state.filters} onChange={change} />}
      </div>
      <div className="end">
        {changed && (
          <button
            type="button"
            className="lnk no-phone"
            onClick={() => setState({ ...EMPTY, preset: state.preset, view: state.view && "all" })}
          >
            {w.reset}
          </button>
        )}
        <Columns screen={screen} columns={columns} setState={setState} />
      </div>
    </div>
  );
}

export type { Filter };

function SearchBox({ value, onChange }: { value: string; onChange: (value: string) => void }) {
  const [typed, setTyped] = useState(value);
  const send = useDebouncedCallback(onChange, 200);
  useEffect(() => setTyped(value), [value]);
  return (
    <span className="inp s">
      <Icon name="search" />
      <input
        type="search"
        aria-label={w.search}
        placeholder={w.search}
        data-search
        value={typed}
        onChange={(event) => {
          setTyped(event.target.value);
          send(event.target.value);
        }}
      />
    </span>
  );
}

function Columns({ screen, columns, setState }: { screen: Screen; columns: Field[]; setState: SetState }) {
  const [high, setHigh] = useState(density());
  const names = columns.map((one) => one.name);
  const offered = screen.fields.filter((one) => one.list && (!isPlumbing(one) || names.includes(one.name)));
  const toggle = (name: string) => {
    const next = names.includes(name) ? names.filter((one) => one !== name) : [...names, name];
    const first = columnsOf(screen).map((one) => one.name);
    setState({ columns: !next.length || next.join() === first.join() ? null : next });
  };
  const entries = offered.map((one) => ({
    label: one.label,
    chosen: names.includes(one.name),
    run: () => toggle(one.name),
  }));
  const heights = DENSITIES.map((one) => ({
    label: w[one],
    chosen: one === high,
    run: () => {
      keep("density", one);
      setHigh(one);
      setState({});
    },
  }));
  return (
    <Menu
      stays
      target={<IconButton className="no-phone" label={w.columns} icon="columns-3" />}
      groups={[
        { title: w.columns, entries },
        { title: w.height, entries: heights },
      ]}
    />
  );
}
