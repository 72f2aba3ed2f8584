// A list as its manifest says: heads, views, filters, rows, what is selected, and a record or a form beside it.
import { useEffect, useMemo, useState } from "react";
import { useHistoryState } from "wouter/use-browser-location";
import { fieldsOfTitle } from "../fields/titles.ts";
import type { Json } from "../kernel/api.ts";
import { useCommands } from "../kernel/commands.ts";
import { EMPTY, queryOf } from "../kernel/list_state.ts";
import { columnsOf, type Field, fieldOf, type Screen } from "../kernel/manifest.ts";
import { useRows } from "../kernel/rows.ts";
import { words } from "../kernel/words.ts";
import { ListBar } from "./ListBar.tsx";
import { ListHead } from "./ListHead.tsx";
import { Peek } from "./Peek.tsx";
import { RecordForm } from "./RecordForm.tsx";
import { RowsTable } from "./RowsTable.tsx";
import { SelectionBar } from "./SelectionBar.tsx";
import { Totals } from "./Totals.tsx";
import { useListState } from "./useListState.ts";
import { useShown } from "./useShown.ts";
import { ViewTabs } from "./ViewTabs.tsx";

const w = words({ add: { pl: "Dodaj", en: "Add" } });

/** What stands beside the list. */
export type Beside = { kind: "create" } | { kind: "edit" | "peek"; record: Json } | null;

export function ListScreen({ screen }: { screen: Screen }) {
  const [state, setState] = useListState();
  const asked = useMemo(() => queryOf(screen, state), [screen, state]);
  const found = useRows(screen, asked);
  const columns = useColumns(screen, state.columns);
  const needed = useMemo(() => [...columns, ...fieldsOfTitle(screen)], [columns, screen]);
  const shown = useShown(screen, needed, found.rows);
  const [beside, setBeside] = useState<Beside>(null);
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set());
  const chosen = found.rows.filter((one) => selected.has(String(one.id)));
  const close = () => setBeside(null);
  const create = () => setBeside({ kind: "create" });
  // Whoever comes to make a new record says so with the address.
  const { create: wanted } = useHistoryState<{ create?: number } | null>() ?? {};
  useEffect(() => {
    if (wanted && screen.can.create) setBeside({ kind: "create" });
  }, [wanted, screen]);
  useCommands([
    ...(screen.can.create ? [{ label: `${w.add}: ${screen.label}`, icon: "plus", run: create }] : []),
    ...(screen.presets ?? []).map(({ label }, preset) => ({
      label: `${screen.plural}: ${label}`,
      icon: "list-filter",
      run: () => setState({ ...EMPTY, preset }),
    })),
  ]);
  return (
    <div className="split">
      <div className="list">
        <ListHead screen={screen} total={found.total} asked={asked} onCreate={create} />
        <ViewTabs screen={screen} state={state} setState={setState} />
        <ListBar screen={screen} state={state} setState={setState} columns={columns} />
        <RowsTable
          {...{ screen, state, setState, columns, found, shown, selected, setSelected }}
          peeked={beside?.kind === "peek" ? String(beside.record.id) : null}
          onBeside={setBeside}
        />
        <Totals screen={screen} found={found} />
        {chosen.length > 0 && <SelectionBar screen={screen} records={chosen} onDone={() => setSelected(new Set())} />}
      </div>
      {beside?.kind === "peek" && (
        <Peek
          screen={screen}
          record={beside.record}
          onEdit={(record) => setBeside({ kind: "edit", record })}
          onClose={close}
        />
      )}
      {beside?.kind === "create" && <RecordForm screen={screen} onClose={close} />}
      {beside?.kind === "edit" && <RecordForm screen={screen} record={beside.record} onClose={close} />}
    </div>
  );
}

function useColumns(screen: Screen, chosen: string[] | null): Field[] {
  return useMemo(() => {
    const found = (chosen ?? []).map((one) => fieldOf(screen, one)).filter((one) => one !== undefined);
    return found.length ? found : columnsOf(screen);
  }, [screen, chosen]);
}
