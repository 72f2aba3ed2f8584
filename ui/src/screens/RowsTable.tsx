// The rows of a list: as many as are in sight are drawn, the next page comes while one scrolls.

import { useMediaQuery } from "@mantine/hooks";
import { useVirtualizer, type Virtualizer } from "@tanstack/react-virtual";
import { useEffect, useRef, useState } from "react";
import { useLocation } from "wouter";
import { Cell, isRight, type Shown } from "../fields/Cell.tsx";
import { fieldsOfTitle, filled, titleOf } from "../fields/titles.ts";
import type { Json } from "../kernel/api.ts";
import { EMPTY, type ListState } from "../kernel/list_state.ts";
import { type Field, type Screen, valueIn } from "../kernel/manifest.ts";
import type { Rows } from "../kernel/rows.ts";
import { words } from "../kernel/words.ts";
import { Button } from "../kit/Button.tsx";
import { Empty, Failed, SkeletonRows, useSlow } from "../kit/States.tsx";
import { density } from "./ListBar.tsx";
import type { Beside } from "./ListScreen.tsx";
import { hrefOf } from "./menu.ts";
import { Row } from "./Row.tsx";
import { TableHead } from "./TableHead.tsx";
import { useListKeys } from "./useListKeys.ts";
import type { SetState } from "./useListState.ts";

const w = words({
  none: { pl: "Nic tu jeszcze nie ma", en: "There is nothing here yet" },
  unfit: { pl: "Żaden wiersz nie pasuje", en: "No row fits" },
  clear: { pl: "Wyczyść filtry", en: "Clear the filters" },
  add: { pl: "Dodaj", en: "Add" },
});
const HEIGHTS = { dense: 28, usual: 32, roomy: 40 };
const AHEAD = 15;

export interface TableProps {
  screen: Screen;
  state: ListState;
  setState: SetState;
  columns: Field[];
  found: Rows;
  shown: Shown;
  selected: ReadonlySet<string>;
  setSelected: (selected: ReadonlySet<string>) => void;
  peeked: string | null;
  onBeside: (beside: Beside) => void;
}

export function RowsTable(props: TableProps) {
  const { found, screen, state, setState, onBeside } = props;
  const phone = useMediaQuery("(max-width:720px)", false, { getInitialValueInEffect: false });
  if (found.error && !found.rows.length) return <Failed error={found.error} onAgain={found.again} />;
  if (!found.waiting && !found.rows.length) {
    const narrowed = state.search || state.preset !== null || Object.keys(state.filters).length > 0;
    if (narrowed) {
      return (
        <Empty title={w.unfit}>
          <Button onClick={() => setState({ ...EMPTY, view: state.view && "all" })}>{w.clear}</Button>
        </Empty>
      );
    }
    return (
      <Empty title={screen.empty ?? w.none}>
        {screen.can.create && (
          <Button icon="plus" onClick={() => onBeside({ kind: "create" })}>
            {w.add}
          </Button>
        )}
      </Empty>
    );
  }
  return phone ? <Cards {...props} /> : <Table {...props} />;
}

function Table(props: TableProps) {
  const { screen, found } = props;
  const box = useRef<HTMLDivElement>(null);
  const [cursor, setCursor] = useState(-1);
  const high = density();
  const rows = useVirtualizer({
    count: found.rows.length,
    getScrollElement: () => box.current,
    estimateSize: () => HEIGHTS[high],
    overscan: AHEAD,
  });
  useNextPage(rows.getVirtualItems().at(-1)?.index ?? -1, found);
  const select = useSelecting(props);
  useListKeys({ ...props, cursor, setCursor, select, scrollTo: (place) => rows.scrollToIndex(place) });
  const selectable = Boolean(screen.can.update || screen.can.delete);
  return (
    <div
      className={`tw ${found.stale ? "is-stale" : ""}`}
      ref={box}
      tabIndex={0}
      aria-busy={found.waiting}
      role="region"
      aria-label={screen.plural}
    >
      <table className={`tbl ${high}`} aria-rowcount={found.total ?? -1}>
        <TableHead {...props} selectable={selectable} />
        <Body {...props} {...{ rows, cursor, setCursor, select, selectable }} />
      </table>
    </div>
  );
}

type Select = (place: number, on: boolean, range: boolean) => void;

/** Selects a row, or with Shift all from the one before. */
function useSelecting({ found, selected, setSelected }: TableProps): Select {
  const anchor = useRef<number | null>(null);
  return (place, on, range) => {
    const from = range && anchor.current !== null ? anchor.current : place;
    anchor.current = place;
    const next = new Set(selected);
    for (const one of found.rows.slice(Math.min(from, place), Math.max(from, place) + 1)) {
      if (on) next.add(String(one.id));
      else next.delete(String(one.id));
    }
    setSelected(next);
  };
}

interface BodyProps extends TableProps {
  rows: Virtualizer<HTMLDivElement, Element>;
  cursor: number;
  setCursor: (place: number) => void;
  select: Select;
  selectable: boolean;
}

function Body(props: BodyProps) {
  const { screen, columns, found, shown, selected, peeked, rows, cursor, setCursor, select, selectable, onBeside } =
    props;
  const slow = useSlow(found.waiting);
  const drawn = rows.getVirtualItems();
  return (
    <tbody>
      {slow && <SkeletonRows columns={columns.length + (selectable ? 1 : 0)} />}
      <Gap height={drawn[0]?.start ?? 0} />
      {drawn.map(({ index }) => {
        const record = found.rows[index] as Json;
        const id = String(record.id);
        return (
          <Row
            key={id}
            {...{ record, columns, shown, screen, selectable }}
            place={index}
            isSelected={selected.has(id)}
            isMarked={id === peeked || index === cursor}
            onSelect={select}
            onPeek={(place, one) => {
              setCursor(place);
              onBeside({ kind: "peek", record: one });
            }}
          />
        );
      })}
      <Gap height={rows.getTotalSize() - (drawn.at(-1)?.end ?? 0)} />
    </tbody>
  );
}

function useNextPage(last: number, found: Rows): void {
  const { more, rows } = found;
  useEffect(() => {
    if (more && last >= rows.length - AHEAD) more();
  }, [last, more, rows.length]);
}

function Gap({ height }: { height: number }) {
  if (height <= 0) return null;
  return (
    <tr className="pad">
      <td style={{ height }} />
    </tr>
  );
}

/** On a phone a row is a card of two lines; the first column names it, figures stand at the right. */
function Cards({ screen, columns, found, shown }: TableProps) {
  const [, navigate] = useLocation();
  const end = useRef<HTMLLIElement>(null);
  const { more } = found;
  useEffect(() => {
    if (!end.current || !more) return;
    const watch = new IntersectionObserver(([one]) => one?.isIntersecting && more());
    watch.observe(end.current);
    return () => watch.disconnect();
  }, [more]);
  const figure = columns.find((one) => one.kind === "money");
  const named = fieldsOfTitle(screen);
  const rest = columns.filter((one) => one !== figure && !named.includes(one));
  return (
    <ul className="cards">
      {found.rows.map((record) => (
        <li key={String(record.id)}>
          <a
            href={hrefOf(screen, String(record.id))}
            onClick={(event) => {
              event.preventDefault();
              navigate(hrefOf(screen, String(record.id)));
            }}
          >
            <Lines screen={screen} record={record} figure={figure} rest={rest} shown={shown} />
          </a>
        </li>
      ))}
      <li ref={end} aria-hidden="true" hidden={!more} />
    </ul>
  );
}

interface LinesProps {
  screen: TableProps["screen"];
  record: Json;
  figure: Field | undefined;
  rest: Field[];
  shown: Shown;
}

function Lines({ screen, record, figure, rest, shown }: LinesProps) {
  const title = titleOf(screen, record, shown.naming);
  const below = filled(screen, screen.subtitle, record, shown.naming);
  const known = rest.filter((one) => !isEmpty(valueIn(record, one))).slice(0, 3);
  return (
    <>
      <span className="r1">
        <span className="cut">{title}</span>
        {figure && <b className="num m">{said(figure, record, shown)}</b>}
      </span>
      <span className="r2">
        <span className="cut">
          {below && below !== title && below}
          {known.map((one, place) => (
            <span key={one.name}>
              {(place > 0 || (below && below !== title)) && " · "}
              {said(one, record, shown)}
            </span>
          ))}
        </span>
      </span>
    </>
  );
}

const isEmpty = (value: unknown) =>
  value === null || value === undefined || value === "" || (Array.isArray(value) && !value.length);

// Inside a link no other link may stand.
function said(field: Field, record: Json, shown: Shown) {
  const kind = field.kind === "phone" || field.kind === "email" ? "text" : field.kind;
  return (
    <Cell field={{ ...field, kind }} value={valueIn(record, field)} shown={{ ...shown, hrefOf: () => undefined }} />
  );
}

export { isRight };
