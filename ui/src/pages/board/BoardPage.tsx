// The installation board: who has what on which day, by team; an event is moved by a drag or by keys, and taken back.
import "./board.css";
import { useMediaQuery } from "@mantine/hooks";
import { useMemo, useState } from "react";
import { useLocation, useSearch } from "wouter";
import type { Json } from "../../kernel/api.ts";
import { useBoot, useScreens } from "../../kernel/boot.ts";
import { day as said, time } from "../../kernel/formats.ts";
import type { Screen } from "../../kernel/manifest.ts";
import { locale, words } from "../../kernel/words.ts";
import { Button, IconButton } from "../../kit/Button.tsx";
import { Empty, Failed } from "../../kit/States.tsx";
import { Peek } from "../../screens/Peek.tsx";
import { RecordForm } from "../../screens/RecordForm.tsx";
import { Agenda } from "./Agenda.tsx";
import { type Bar, barsOf, daysFrom, isWeekend, later, monday } from "./days.ts";
import { Lane, type Told } from "./Lane.tsx";
import { useBoard, whoOf } from "./useBoard.ts";
import { useMoving } from "./useMoving.ts";
import { movedBoard, useReplanning } from "./useReplanning.tsx";

const w = words({
  title: { pl: "Tablica montaży", en: "Installation board" },
  today: { pl: "Dziś", en: "Today" },
  before: { pl: "Wcześniej", en: "Earlier" },
  after: { pl: "Później", en: "Later" },
  week: { pl: "Tydzień", en: "Week" },
  two: { pl: "2 tygodnie", en: "2 weeks" },
  month: { pl: "Miesiąc", en: "Month" },
  span: { pl: "Zakres", en: "Range" },
  add: { pl: "Nowe wydarzenie", en: "New event" },
  people: { pl: "Zespoły i ludzie", en: "Teams and people" },
  others: { pl: "Pozostali", en: "Others" },
  blocked: { pl: "zablokowany", en: "blocked" },
  none: { pl: "Nikt nie ma nic zaplanowanego", en: "Nobody has anything planned" },
  keys: {
    pl: "Przeciągnij wydarzenie, albo wybierz je i naciśnij M: strzałki przesuwają, Enter upuszcza, Esc wraca.",
    en: "Drag an event, or choose it and press M: arrows move it, Enter drops, Esc puts it back.",
  },
  held: {
    pl: (what: string, day: string, who: string) => `${what}: ${day}, ${who}`,
    en: (what: string, day: string, who: string) => `${what}: ${day}, ${who}`,
  },
});

const SPANS = { week: 7, two: 14, month: 35 } as const;
type Span = keyof typeof SPANS;
/** The hour a day of work begins at, by the clock of the studio. */
const MORNING = "07:00:00.000Z";

export default function BoardPage() {
  const screen = useScreens()["calendar.events"];
  return screen ? <Planned screen={screen} /> : <Empty title={w.none} />;
}

type Beside = { kind: "create"; given?: Json } | { kind: "peek" | "edit"; record: Json } | null;

function Planned({ screen }: { screen: Screen }) {
  const { first, span, go } = usePeriod();
  const days = useMemo(() => daysFrom(first, SPANS[span]), [first, span]);
  const phone = useMediaQuery("(max-width:720px)", false, { getInitialValueInEffect: false });
  const [beside, setBeside] = useState<Beside>(null);
  const { found, board, events, naming, crews } = useBoard(days);
  const { move, replan, question } = useReplanning(screen);
  const shown = crews.map((one) => ({ ...one, people: movedBoard(one.people, move) }));
  const people = shown.flatMap((one) => one.people.map((person) => person.pracownikId));
  const open = (id: string) => setBeside({ kind: "peek", record: { id } });
  const moving = useMoving({ people, onDrop: replan, onOpen: open });
  const kinds = screen.fields.find((one) => one.name === "typ")?.options ?? [];
  const tell = (bar: Bar) => toldOf(bar, whoOf(bar.event, naming), labelOf(kinds, bar.event.typ), days);
  const plan = (person: string, day: string) =>
    setBeside({ kind: "create", given: { pracownikId: person, data: `${day}T${MORNING}` } });
  const close = () => setBeside(null);
  const props = { shown, days, events, moving, tell, blocked: new Set(board?.zablokowane ?? []), span };
  return (
    <div className="split">
      <div className="list">
        <BoardHead {...{ screen, days, span, go }} onCreate={() => setBeside({ kind: "create" })} />
        {found.error && <Failed error={found.error} onAgain={() => void found.refetch()} />}
        {board && !phone && (
          <Grid
            {...props}
            movable={Boolean(screen.can.update)}
            onPlan={screen.can.create ? plan : undefined}
            stale={found.isPlaceholderData}
          />
        )}
        {board && phone && <Agenda {...props} onOpen={open} />}
      </div>
      {question}
      {beside?.kind === "peek" && (
        <Peek
          key={String(beside.record.id)}
          screen={screen}
          record={beside.record}
          onEdit={(record) => setBeside({ kind: "edit", record })}
          onClose={close}
        />
      )}
      {beside?.kind === "edit" && <RecordForm screen={screen} record={beside.record} onClose={close} />}
      {beside?.kind === "create" && (
        <RecordForm
          key={JSON.stringify(beside.given)}
          screen={screen}
          {...(beside.given ? { given: beside.given } : {})}
          onClose={close}
        />
      )}
    </div>
  );
}

interface Period {
  first: string;
  span: Span;
  go: (first: string, span?: Span) => void;
}

/** The days that are shown, as the address says them: from a Monday on. */
function usePeriod(): Period {
  const { today } = useBoot();
  const [path, navigate] = useLocation();
  const asked = new URLSearchParams(useSearch());
  const day = asked.get("d") ?? "";
  const wanted = asked.get("w") ?? "";
  const span: Span = wanted in SPANS ? (wanted as Span) : "two";
  const first = monday(/^\d{4}-\d{2}-\d{2}$/.test(day) ? day : today);
  return { first, span, go: (to, next = span) => navigate(`${path}?d=${to}&w=${next}`) };
}

function labelOf(options: readonly { value: unknown; label: string }[], value: string): string {
  return options.find((one) => one.value === value)?.label ?? value;
}

const LOOKS: [RegExp, string][] = [
  [/^montaz/, "work"],
  [/^(pomiar|projekt_spotkanie)$/, "visit"],
  [/^(reklamacja|serwis|poprawki)$/, "mend"],
  [/^urlop$/, "away"],
];

function toldOf({ event, from, to }: Bar, who: string, kind: string, days: readonly string[]): Told {
  const look = LOOKS.find(([one]) => one.test(event.typ))?.[1] ?? "other";
  const range = from === to ? said(days[from] ?? "") : `${said(days[from] ?? "")} – ${said(days[to] ?? "")}`;
  const note = time(event.data);
  return { title: who || kind, kind, note, look, spoken: [who, kind, range, note].filter(Boolean).join(", ") };
}

interface HeadProps extends Omit<Period, "first"> {
  screen: Screen;
  days: readonly string[];
  onCreate: () => void;
}

function BoardHead({ screen, days, span, go, onCreate }: HeadProps) {
  const { today } = useBoot();
  const first = days[0] ?? today;
  const step = span === "month" ? 28 : SPANS[span];
  return (
    <div className="head">
      <span className="btns">
        <IconButton
          small={false}
          look="plain"
          label={w.before}
          icon="chevron-left"
          onClick={() => go(later(first, -step))}
        />
        <Button onClick={() => go(today)}>{w.today}</Button>
        <IconButton
          small={false}
          look="plain"
          label={w.after}
          icon="chevron-right"
          onClick={() => go(later(first, step))}
        />
      </span>
      <h1>
        <span className="vh">{w.title}: </span>
        {rangeOf(first, days.at(-1) ?? first)}
      </h1>
      <div className="acts">
        <div className="seg no-phone" role="group" aria-label={w.span}>
          {(Object.keys(SPANS) as Span[]).map((one) => (
            <button
              key={one}
              type="button"
              className={one === span ? "on" : ""}
              aria-pressed={one === span}
              onClick={() => go(first, one)}
            >
              {w[one]}
            </button>
          ))}
        </div>
        {screen.can.create && (
          <Button look="pri" icon="plus" onClick={onCreate}>
            {w.add}
          </Button>
        )}
      </div>
    </div>
  );
}

/** "30 listopada – 13 grudnia 2026". */
function rangeOf(from: string, to: string): string {
  const format = new Intl.DateTimeFormat(locale(), { day: "numeric", month: "long", year: "numeric", timeZone: "UTC" });
  return format.formatRange(new Date(from), new Date(to));
}

type Shown = ReturnType<typeof useBoard>["crews"];

export interface BoardProps {
  shown: Shown;
  days: readonly string[];
  events: ReturnType<typeof useBoard>["events"];
  moving: ReturnType<typeof useMoving>;
  blocked: ReadonlySet<string>;
  span: Span;
  tell: (bar: Bar) => Told;
}

interface GridProps extends BoardProps {
  movable: boolean;
  onPlan: ((person: string, day: string) => void) | undefined;
  stale: boolean;
}

function Grid({ shown, days, events, moving, blocked, span, tell, movable, onPlan, stale }: GridProps) {
  const { today } = useBoot();
  const narrow = span === "month";
  const columns = days.map((one) => (isWeekend(one) ? "minmax(0,1fr)" : "minmax(0,3fr)")).join(" ");
  const style = { "--days": columns, minWidth: narrow ? 1500 : 900 } as React.CSSProperties;
  return (
    <>
      <div className={`board ${stale ? "is-stale" : ""}`} tabIndex={0} role="region" aria-label={w.title}>
        <div className={`cal-grid ${narrow ? "narrow" : ""}`} style={style}>
          <Heads days={days} today={today} blocked={blocked} />
          {shown.map((crew) => (
            <section key={crew.id} className="crew">
              <h2>{crew.name || w.others}</h2>
              {crew.people.map((person) => (
                <Lane
                  key={person.pracownikId}
                  {...{ person, days, blocked, today, narrow, movable, moving, tell, onPlan }}
                  bars={barsOf(person, events, days)}
                />
              ))}
            </section>
          ))}
          {!shown.length && <Empty title={w.none} />}
        </div>
      </div>
      {movable && <p className="note foot-note">{w.keys}</p>}
      <Said {...{ shown, events, moving, tell }} />
    </>
  );
}

function Heads({ days, today, blocked }: { days: readonly string[]; today: string; blocked: ReadonlySet<string> }) {
  const weekday = (day: string) => {
    const weekday = isWeekend(day) ? "narrow" : "short";
    return new Intl.DateTimeFormat(locale(), { weekday, timeZone: "UTC" }).format(new Date(day)).replace(".", "");
  };
  return (
    <div className="lane heads">
      <div className="who">{w.people}</div>
      {days.map((one, place) => (
        <div
          key={one}
          style={{ gridColumn: place + 2 }}
          className={`dh ${isWeekend(one) ? "we" : ""} ${one === today ? "now" : ""}`}
        >
          <span>{weekday(one)}</span> <b>{Number(one.slice(8))}</b>
          {(one === today || blocked.has(one)) && <em>{one === today ? w.today.toLowerCase() : w.blocked}</em>}
        </div>
      ))}
    </div>
  );
}

/** Says aloud where an event is held. */
function Said({ shown, events, moving, tell }: Pick<BoardProps, "shown" | "events" | "moving" | "tell">) {
  const { held } = moving;
  const event = held && events.get(held.id);
  const person = shown.flatMap((one) => one.people).find((one) => one.pracownikId === held?.at.person);
  return (
    <p className="vh" role="status">
      {held && event && w.held(tell({ event, from: 0, to: 0, level: 0 }).title, said(held.at.day), person?.nazwa ?? "")}
    </p>
  );
}
