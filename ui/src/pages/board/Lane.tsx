// A person's row on the board: days, what is blocked, absences, events as bars, and how full each day is.
import type { CSSProperties } from "react";
import { words } from "../../kernel/words.ts";
import { type Bar, type BoardPerson, isWeekend } from "./days.ts";
import type { Held, useMoving } from "./useMoving.ts";

const w = words({
  away: { pl: "nieobecność", en: "away" },
  load: { pl: (hours: string) => `${hours} h`, en: (hours: string) => `${hours} h` },
  new: { pl: (day: string) => `Zaplanuj: ${day}`, en: (day: string) => `Plan: ${day}` },
  conflict: { pl: "w konflikcie", en: "in conflict" },
});
const WORKING_DAY = 480;

export interface Told {
  title: string;
  kind: string;
  note: string;
  spoken: string;
  look: string;
}

interface Props {
  person: BoardPerson;
  days: readonly string[];
  blocked: ReadonlySet<string>;
  bars: Bar[];
  today: string;
  narrow: boolean;
  movable: boolean;
  moving: ReturnType<typeof useMoving>;
  tell: (bar: Bar) => Told;
  onPlan: ((person: string, day: string) => void) | undefined;
}

export function Lane({ person, days, blocked, bars, today, narrow, movable, moving, tell, onPlan }: Props) {
  const levels = Math.max(1, ...bars.map((one) => one.level + 1));
  const { held } = moving;
  const minutes = new Map(person.dni.map((one) => [one.dzien, one.minuty]));
  const isOver = (day: string) => held?.at.person === person.pracownikId && held.at.day === day;
  return (
    <div className="lane" style={{ gridTemplateRows: `repeat(${levels},auto) 14px` }}>
      <div className="who">
        <b>{person.nazwa}</b>
      </div>
      {days.map((day, place) => (
        <div
          key={day}
          className={cellLook(day, today, blocked, isOver(day))}
          style={{ gridColumn: place + 2 }}
          data-day={day}
          data-person={person.pracownikId}
        >
          {onPlan && (
            <button
              type="button"
              tabIndex={-1}
              aria-label={`${w.new(day)} ${person.nazwa ?? ""}`}
              onClick={() => onPlan(person.pracownikId, day)}
            />
          )}
        </div>
      ))}
      {person.nieobecnosci.map((one) => {
        const span = spanOf(days, one.od, one.do);
        return span ? (
          <span key={one.od} className="ev away" style={{ ...span, gridRow: 1 }}>
            {w.away}
          </span>
        ) : null;
      })}
      {bars.map((bar) => (
        <Event key={bar.event.id} {...{ bar, person, days, narrow, movable, moving }} told={tell(bar)} />
      ))}
      {days.map((day, place) => (
        <Load key={day} minutes={minutes.get(day) ?? 0} place={place} levels={levels} />
      ))}
    </div>
  );
}

function cellLook(day: string, today: string, blocked: ReadonlySet<string>, over: boolean): string {
  const monday = new Date(day).getUTCDay() === 1;
  const looks = ["col", isWeekend(day) && "we", blocked.has(day) && "blk", day === today && "now", monday && "wk"];
  return [...looks, over && (blocked.has(day) ? "over bad" : "over")].filter(Boolean).join(" ");
}

function spanOf(days: readonly string[], from: string, to: string): CSSProperties | null {
  const first = days.findIndex((one) => one >= from);
  const last = days.findLastIndex((one) => one <= to);
  return first < 0 || last < first ? null : { gridColumn: `${first + 2} / ${last + 3}` };
}

interface EventProps {
  bar: Bar;
  person: BoardPerson;
  days: readonly string[];
  narrow: boolean;
  movable: boolean;
  moving: Props["moving"];
  told: Told;
}

function Event({ bar, person, days, narrow, movable, moving, told }: EventProps) {
  const { event, from, to, level } = bar;
  const { held } = moving;
  const mine = held?.id === event.id ? held : null;
  const begins = { person: person.pracownikId, day: days[from] ?? "" };
  return (
    <button
      type="button"
      className={`ev ${told.look} ${event.konflikt ? "conf" : ""} ${mine ? "held" : ""}`}
      style={{ gridColumn: `${from + 2} / ${to + 3}`, gridRow: level + 1, ...lifted(mine) }}
      aria-label={told.spoken + (event.konflikt ? `, ${w.conflict}` : "")}
      aria-keyshortcuts={movable ? "M" : undefined}
      title={told.spoken}
      onClick={() => moving.open(event.id)}
      onPointerDown={moving.pointer(event.id, begins, movable)}
      onKeyDown={moving.keys(event.id, begins, movable)}
    >
      <b>
        {told.title}
        {event.konflikt && " !"}
      </b>
      {!narrow && <span>{told.kind}</span>}
      {!narrow && told.note && <span>{told.note}</span>}
    </button>
  );
}

function lifted(held: Held | null): CSSProperties {
  return held?.by === "pointer" ? { transform: `translate(${held.x}px,${held.y}px)` } : {};
}

function Load({ minutes, place, levels }: { minutes: number; place: number; levels: number }) {
  if (!minutes) return null;
  const full = minutes / WORKING_DAY;
  const hours = w.load(String(Math.round(minutes / 6) / 10).replace(".", ","));
  return (
    <span
      className={`ld ${full > 1 ? "over" : ""}`}
      style={{ gridColumn: place + 2, gridRow: levels + 1 }}
      title={hours}
      aria-hidden="true"
    >
      <i style={{ width: `${Math.min(100, full * 100)}%` }} />
      {full > 1 && <b>{hours}</b>}
    </span>
  );
}
