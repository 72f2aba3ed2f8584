// What belongs to a record: a tab for each kind, with its rows and a way to add one.
import { useMemo, useState } from "react";
import { Link } from "wouter";
import { Cell, isRight } from "../fields/Cell.tsx";
import type { Json } from "../kernel/api.ts";
import { useScreens } from "../kernel/boot.ts";
import { sameName } from "../kernel/errors.ts";
import { inOrder } from "../kernel/list_state.ts";
import { columnsOf, type Screen, valueIn, wireOf } from "../kernel/manifest.ts";
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
}

function Part({ screen, by, id, parent }: PartProps) {
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
  const owner = screen.fields.find((one) => one.create && sameName(wireOf(one), by));
  const own = screen.path.includes("{") ? undefined : screen.href;
  if (found.error) return <Failed error={found.error} onAgain={found.again} />;
  return (
    <div className="in">
      <div className="row part-head">
        {screen.can.create && owner && (
          <Button small icon="plus" onClick={() => setAdding(true)}>
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
              {found.rows.map((row) => (
                <tr key={String(row.id)}>
                  {columns.map((one, place) => {
                    const cell = <Cell field={one} value={valueIn(row, one)} shown={shown} />;
                    const leads = place === 0 && own && one.kind !== "ref" && one.kind !== "refs";
                    return (
                      <td key={one.name} className={isRight(one) ? "num" : ""}>
                        {leads ? (
                          <Link href={hrefOf(screen, String(row.id))} className="go">
                            {cell}
                          </Link>
                        ) : (
                          cell
                        )}
                      </td>
                    );
                  })}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      {adding && (
        <div className="over">
          <RecordForm screen={screen} given={{ [owner ? wireOf(owner) : by]: id }} onClose={() => setAdding(false)} />
        </div>
      )}
    </div>
  );
}
