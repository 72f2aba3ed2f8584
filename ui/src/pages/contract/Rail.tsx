// The dimension line of a contract: its gates in their order, each with its day above and what is missing below.
import { words } from "../../kernel/words.ts";
import { type GateState, type Readiness, shortName } from "./gates.ts";

const w = words({
  title: { pl: "Bramki umowy", en: "Gates of the contract" },
  done: { pl: "gotowe", en: "done" },
  wait: { pl: "czeka", en: "waits" },
  late: { pl: "po terminie", en: "late" },
  open: { pl: "przed nami", en: "to come" },
  waits: { pl: (what: string) => `czeka na: ${what}`, en: (what: string) => `waits for: ${what}` },
  all: { pl: "wszystko gotowe", en: "all is done" },
});

interface Props {
  readiness: Readiness;
  states: GateState[];
  /** Days by gate, as "2026-10-02". */
  days: Record<string, string | null | undefined>;
}

export function Rail({ readiness, states, days }: Props) {
  const { bramki } = readiness;
  const passed = states.filter((one) => one === "done").length;
  const next = bramki.find((one) => !one.otwarta);
  const state = states[bramki.indexOf(next as (typeof bramki)[number])];
  return (
    <div className="railband">
      <ol className="rail" aria-label={w.title}>
        {bramki.map((one, place) => {
          const look = states[place] ?? "open";
          const why = one.brakuje.join(" · ");
          return (
            <li key={one.kod} className={look} title={why ? `${one.nazwa}: ${why}` : one.nazwa}>
              <span className="f">{look === "late" ? w.late : short(days[one.kod])}</span>
              <div className="l" />
              <span className="g">
                {shortName(one)}
                {look === "late" && <b aria-hidden="true">!</b>}
                <span className="vh">
                  : {w[look]}
                  {why && `. ${why}`}
                </span>
              </span>
            </li>
          );
        })}
      </ol>
      <div className="rail-now">
        <b>
          {passed}/{bramki.length}
        </b>
        <span className={state === "late" ? "c-red" : "ink2"}>
          {next ? w.waits([shortName(next), ...next.brakuje.slice(0, 1)].join(" – ")) : w.all}
        </span>
      </div>
    </div>
  );
}

function short(day: string | null | undefined): string {
  const [, month, date] = /^\d{4}-(\d{2})-(\d{2})/.exec(day ?? "") ?? [];
  return month ? `${Number(date)}.${month}` : "";
}
