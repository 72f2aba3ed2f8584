// The board on a phone: day after day, who goes where.
import { useBoot } from "../../kernel/boot.ts";
import { nearness, day as said } from "../../kernel/formats.ts";
import { locale, words } from "../../kernel/words.ts";
import type { BoardProps } from "./BoardPage.tsx";
import { barsOf } from "./days.ts";

const w = words({ none: { pl: "Nikt nie ma nic zaplanowanego", en: "Nobody has anything planned" } });

export function Agenda({ shown, days, events, tell, onOpen }: BoardProps & { onOpen: (id: string) => void }) {
  const { today } = useBoot();
  const people = shown.flatMap((one) => one.people);
  const planned = days.map((day, place) => ({
    day,
    rows: people.flatMap((person) =>
      barsOf(person, events, days)
        .filter((bar) => bar.from <= place && place <= bar.to)
        .map((bar) => ({ person, bar })),
    ),
  }));
  const busy = planned.filter((one) => one.rows.length);
  if (!busy.length) return <p className="empty">{w.none}</p>;
  return (
    <div className="agenda">
      {busy.map(({ day, rows }) => (
        <section key={day}>
          <h2 className={day === today ? "now" : ""}>
            {new Date(day).toLocaleDateString(locale(), { weekday: "long", timeZone: "UTC" })} {said(day)}
            {nearness(day, today) && <span className="note"> {nearness(day, today)}</span>}
          </h2>
          <ul>
            {rows.map(({ person, bar }) => {
              const told = tell(bar);
              return (
                <li key={`${person.pracownikId} ${bar.event.id}`}>
                  <button
                    type="button"
                    className={`ev ${told.look} ${bar.event.konflikt ? "conf" : ""}`}
                    onClick={() => onOpen(bar.event.id)}
                  >
                    <b>
                      {told.title}
                      {bar.event.konflikt && " !"}
                    </b>
                    <span>
                      {told.note} · {told.kind}
                    </span>
                    <span>{person.nazwa}</span>
                  </button>
                </li>
              );
            })}
          </ul>
        </section>
      ))}
    </div>
  );
}
