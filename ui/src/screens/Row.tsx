// A row of a list: a click opens the record beside the list, its first cell leads to the record's own page.
import { type MouseEvent, memo } from "react";
import { Link } from "wouter";
import { Cell, isRight, type Shown } from "../fields/Cell.tsx";
import { titleOf } from "../fields/titles.ts";
import type { Json } from "../kernel/api.ts";
import { type Field, type Screen, valueIn } from "../kernel/manifest.ts";
import { words } from "../kernel/words.ts";
import { Check } from "../kit/Check.tsx";
import { hrefOf } from "./menu.ts";

const w = words({ select: { pl: (what: string) => `Zaznacz: ${what}`, en: (what: string) => `Select: ${what}` } });
const LEADING = new Set(["text", "choice", "suggest", "day", "moment", "integer"]);

interface Props {
  record: Json;
  place: number;
  columns: Field[];
  shown: Shown;
  screen: Screen;
  selectable: boolean;
  isSelected: boolean;
  isMarked: boolean;
  onSelect: (place: number, on: boolean, range: boolean) => void;
  onPeek: (place: number, record: Json) => void;
}

export const Row = memo(function Row(props: Props) {
  const { record, place, columns, shown, screen, isSelected, isMarked, onSelect, onPeek } = props;
  const title = titleOf(screen, record, shown.naming);
  const peek = (event: MouseEvent) => {
    // What is inside a row answers for itself, and text that is being marked is no click.
    if ((event.target as Element).closest("a,button,label") || getSelection()?.toString()) return;
    onPeek(place, record);
  };
  return (
    <tr className={`${isSelected ? "sel" : ""} ${isMarked ? "peek" : ""}`} aria-rowindex={place + 1} onClick={peek}>
      {props.selectable && (
        <td className="ck">
          <Check checked={isSelected} label={w.select(title)} onChange={(on, shift) => onSelect(place, on, shift)} />
        </td>
      )}
      {columns.map((one, column) => {
        const cell = <Cell field={one} value={valueIn(record, one)} shown={shown} />;
        const leads = column === 0 && LEADING.has(one.kind) && typeof record.id === "string";
        return (
          <td key={one.name} className={`${isRight(one) ? "num" : ""} ${column === 0 ? "first" : ""}`}>
            {leads ? (
              <Link className="go" href={hrefOf(screen, String(record.id))}>
                {cell}
              </Link>
            ) : (
              cell
            )}
          </td>
        );
      })}
    </tr>
  );
});
