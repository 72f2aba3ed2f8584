// The headings of a list: labels with units, the order that holds, and all rows to select at once.
import { isRight } from "../fields/Cell.tsx";
import { nextSort } from "../kernel/list_state.ts";
import { words } from "../kernel/words.ts";
import { Check } from "../kit/Check.tsx";
import { Icon } from "../kit/Icon.tsx";
import type { TableProps } from "./RowsTable.tsx";

const w = words({
  all: { pl: "Zaznacz wszystkie wczytane", en: "Select all that are loaded" },
  sort: { pl: "Sortuj", en: "Sort" },
});

export function TableHead({
  screen,
  columns,
  state,
  setState,
  found,
  selected,
  setSelected,
  selectable,
}: TableProps & { selectable: boolean }) {
  const ids = found.rows.map((one) => String(one.id));
  const all = ids.length > 0 && ids.every((one) => selected.has(one));
  const holds = state.sort || screen.sort;
  return (
    <thead>
      <tr>
        {selectable && (
          <th className="ck">
            <Check
              label={w.all}
              checked={all}
              mixed={!all && selected.size > 0}
              onChange={(on) => setSelected(new Set(on ? ids : []))}
            />
          </th>
        )}
        {columns.map((one) => {
          const down = holds === `-${one.name}`;
          const sorted = down || holds === one.name;
          const text = one.unit ? `${one.label}, ${one.unit}` : one.label;
          return (
            <th
              key={one.name}
              className={`${isRight(one) ? "num" : ""} ${sorted ? "sorted" : ""}`}
              aria-sort={sorted ? (down ? "descending" : "ascending") : undefined}
            >
              {one.sort ? (
                <button
                  type="button"
                  className="ord"
                  title={w.sort}
                  onClick={() => setState({ sort: nextSort(state.sort, one.name, screen.sort) })}
                >
                  {text}
                  {sorted && <Icon name={down ? "arrow-down" : "arrow-up"} />}
                </button>
              ) : (
                text
              )}
            </th>
          );
        })}
      </tr>
    </thead>
  );
}
