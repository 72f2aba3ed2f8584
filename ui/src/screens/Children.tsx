// What belongs to a record: a tab for each kind, with its rows and a way to add one.
import { type ReactNode, useMemo, useState } from "react";
import { Link } from "wouter";
import { Cell, isRight, type Shown } from "../fields/Cell.tsx";
import type { Json } from "../kernel/api.ts";
import { useScreens } from "../kernel/boot.ts";
import { sameName } from "../kernel/errors.ts";
import { inOrder } from "../kernel/list_state.ts";
import { columnsOf, type Field, type Screen, valueIn, wireOf } from "../kernel/manifest.ts";
import { useRows } from "../kernel/rows.ts";
import { words } from "../kernel/words.ts";
import { Button } from "../kit/Button.tsx";
import { Failed, SkeletonRows, useSlow } from "../kit/States.tsx";
import { hrefOf } from "./menu.ts";
import { RecordForm } from "./RecordForm.tsx";
import { useShown } from "./useShown.ts";

const w = words({
  add: { pl: "Dodaj", en: "Add" },
  all: { pl: "Wszystkie", en: "All" },
  none: { pl: "Nic tu jeszcze nie ma", en: "There is nothing here yet" },
  parts: { pl: "Powiązane", en: "Related" },
});
const COLUMNS = 5;

interface Child {
  screen: string;
  by: string;
}

export function Children({ parent, record, items }: { parent: Screen; record: Json; items: Child[] }) {
  const screens = useScreens();
  const [chosen, setChosen] = useState(items[0]?.screen);
  const child = items.find((one) => one.screen === chosen);
  const screen = screens[chosen ?? ""];
  return (
    <>
      <nav className="tabs wrap" aria-label={w.parts}>
        {items.map((one) => (
          <button
            key={one.screen}
            type="button"
            className={one.screen === chosen ? "on" : ""}
            aria-current={one.screen === chosen ? "true" : undefined}
            onClick={() => setChosen(one.screen)}
          >
            {screens[one.screen]?.plural}
          </button>
        ))}
      </nav>
      {child && screen && (
        <Part key={child.screen} screen={screen} by={child.by} id={String(record.id)} parent={parent} />
      )}
    </>
  );
}

interface PartProps {
  screen: Screen;
  by: string;
  id: string;
  parent: Screen;
  opens?: boolean;
  /** What stands in one line with its buttons. */
  heading?: string | undefined;
}

/** The rows of one kind that belong to a record; where they `open` in a panel, the page stays where it is. */
export function Part({ screen, by, id, parent, heading, opens = false }: PartProps) {
  const asked = useMemo(() => ({ [by]: id, ...inOrder(screen.sort) }), [by, id, screen.sort]);
  const found = useRows(screen, asked);
  const slow = useSlow(found.waiting);
  const columns = useMemo(
    () =>
      columnsOf(screen)
        .filter((one) => !sameName(one.name, by) && one.of !== parent.entity)
        .slice(0, COLUMNS),
    [screen, by, parent],
  );
  const shown = useShown(screen, columns, found.rows);
  const [adding, setAdding] = useState(false);
  const [edited, setEdited] = useState<Json | null>(null);
  const open = opens && screen.can.update ? setEdited : undefined;
  const owner = screen.fields.find((one) => one.create && sameName(wireOf(one), by));
  const own = screen.path.includes("{") ? undefined : screen.href;
  if (found.error) return <Failed error={found.error} onAgain={found.again} />;
  return (
    <div className="in">
      <div className="row part-head">
        {heading && <h3 className="sp-end">{heading}</h3>}
        {screen.can.create && owner && (
          <Button small icon="plus" aria-label={`${w.add}: ${screen.label}`} onClick={() => setAdding(true)}>
            {w.add}
          </Button>
        )}
        {own && (found.total ?? 0) > 0 && (
          <Link className="lnk sp" href={`${own}?f.${by}=${id}`}>
            {w.all} {found.total}
          </Link>
        )}
      </div>
      {!found.waiting && !found.rows.length && <p className="ink3">{screen.empty ?? w.none}</p>}
      {(slow || found.rows.length > 0) && (
        <PartRows {...{ screen, columns, rows: found.rows, shown, slow, own, open }} />
      )}
      {edited && (
        <div className="beside-page">
          <RecordForm screen={screen} record={edited} onClose={() => setEdited(null)} />
        </div>
      )}
      {adding && (
        <div className="beside-page">
          <RecordForm screen={screen} given={{ [owner ? wireOf(owner) : by]: id }} onClose={() => setAdding(false)} />
        </div>
      )}
    </div>
  );
}

interface PartRowsProps {
  screen: Screen;
  columns: Field[];
  rows: Json[];
  shown: Shown;
  slow: boolean;
  /** Where the rows have pages of their own. */
  own: string | undefined;
  open: ((row: Json) => void) | undefined;
}

function PartRows({ screen, columns, rows, shown, slow, own, open }: PartRowsProps) {
  const leading = (row: Json, field: Field, cell: ReactNode) => {
    if (open) {
      return (
        <button type="button" className="go" onClick={() => open(row)}>
          {cell}
        </button>
      );
    }
    if (!own || field.kind === "ref" || field.kind === "refs") return cell;
    return (
      <Link href={hrefOf(screen, String(row.id))} className="go">
        {cell}
      </Link>
    );
  };
  return (
    <div className="tscroll" tabIndex={0} role="region" aria-label={screen.plural}>
      <table className="tbl plain">
        <thead>
          <tr>
            {columns.map((one) => (
              <th key={one.name} className={isRight(one) ? "num" : ""}>
                {one.unit ? `${one.label}, ${one.unit}` : one.label}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {slow && <SkeletonRows columns={columns.length} rows={4} />}
          {rows.map((row) => (
            <tr key={String(row.id)}>
              {columns.map((one, place) => {
                const cell = <Cell field={one} value={valueIn(row, one)} shown={shown} />;
                return (
                  <td key={one.name} className={isRight(one) ? "num" : ""}>
                    {place === 0 ? leading(row, one, cell) : cell}
                  </td>
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
