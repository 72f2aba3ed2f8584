// What waits at the cash desk: money handed to the caller, entries to approve, and what the caller has handed over.
import { useMemo, useState } from "react";
import { Link } from "wouter";
import type { Json } from "../../kernel/api.ts";
import { useBoot, useScreens } from "../../kernel/boot.ts";
import { day, dayOf, money, nearness, number, time } from "../../kernel/formats.ts";
import { type Action, isOffered, type Screen } from "../../kernel/manifest.ts";
import { useRefresh } from "../../kernel/names.ts";
import { useRows } from "../../kernel/rows.ts";
import { complain, tell } from "../../kernel/undo.ts";
import { plural, words } from "../../kernel/words.ts";
import { act } from "../../kernel/writing.ts";
import { Button } from "../../kit/Button.tsx";
import { Acting } from "../../screens/Acts.tsx";
import { initials } from "../../screens/Topbar.tsx";

const w = words({
  mine: { pl: "Czeka na Ciebie", en: "Waits for you" },
  sent: { pl: "Od Ciebie", en: "From you" },
  gives: {
    pl: (who: string, sum: string) => `${who} przekazuje Ci ${sum}`,
    en: (who: string, sum: string) => `${who} hands you ${sum}`,
  },
  given: {
    pl: (who: string, sum: string) => `${who} ma przyjąć ${sum}`,
    en: (who: string, sum: string) => `${who} is to accept ${sum}`,
  },
  approve: {
    pl: (n: number, sum: string) =>
      `${number(n)} ${plural(n, { one: "operacja", few: "operacje", other: "operacji" }, "pl")} do akceptacji${sum && `, ${sum}`}`,
    en: (n: number, sum: string) =>
      `${number(n)} ${plural(n, { one: "entry", other: "entries" }, "en")} to approve${sum && `, ${sum}`}`,
  },
  accept: { pl: "Przyjmij", en: "Accept" },
  refuse: { pl: "Odrzuć", en: "Decline" },
  back: { pl: "Wycofaj", en: "Take back" },
  look: { pl: "Przejrzyj", en: "Look through" },
  waits: { pl: "czeka", en: "waits" },
});

export const NOWHERE = { path: "", paged: false, fields: [] } as unknown as Screen;

export function Waiting() {
  const { user, features } = useBoot();
  const screens = useScreens();
  const transfers = screens["finance.transfers"];
  const transactions = screens["finance.transactions"];
  const approves = features.includes("finance.approve") && transactions !== undefined;
  const mine = useMemo(() => ({ odbiorcaId: user.id, status: "oczekuje" }), [user.id]);
  const sent = useMemo(() => ({ nadawcaId: user.id, status: "oczekuje" }), [user.id]);
  const coming = useRows(transfers ?? NOWHERE, mine, transfers !== undefined).rows;
  const going = useRows(transfers ?? NOWHERE, sent, transfers !== undefined).rows;
  const open = useRows(transactions ?? NOWHERE, OPEN, approves);
  const [refusing, setRefusing] = useState<Json | null>(null);
  const refusal = actionOf(transfers, "/reject");
  const many = open.total ?? 0;
  return (
    <>
      {(coming.length > 0 || (approves && many > 0)) && (
        <section className="marg">
          <h2 className="side-l">{w.mine}</h2>
          <ul className="wait">
            {coming.map((one) => (
              <Transfer key={String(one.id)} one={one} who={String(one.nadawca ?? "")} said={w.gives}>
                <Accept action={actionOf(transfers, "/accept")} record={one} />
                {refusal && (
                  <Button small look="gho" onClick={() => setRefusing(one)}>
                    {w.refuse}
                  </Button>
                )}
              </Transfer>
            ))}
            {approves && many > 0 && (
              <li>
                <span className="ini" aria-hidden="true">
                  {many}
                </span>
                <b className="w1">{w.approve(many, open.totals.kwota ? money(open.totals.kwota) : "")}</b>
                <Link className="btn s" href={`${transactions.href}?f.oczekuje=true`}>
                  {w.look}
                </Link>
              </li>
            )}
          </ul>
        </section>
      )}
      {going.length > 0 && (
        <section className="marg">
          <h2 className="side-l">{w.sent}</h2>
          <ul className="wait">
            {going.map((one) => (
              <Transfer key={String(one.id)} one={one} who={String(one.odbiorca ?? "")} said={w.given}>
                <span className="st wait">
                  <i />
                  {w.waits}
                </span>
                {refusal && (
                  <Button small look="gho" onClick={() => setRefusing(one)}>
                    {w.back}
                  </Button>
                )}
              </Transfer>
            ))}
          </ul>
        </section>
      )}
      {refusing && refusal && <Acting action={refusal} record={refusing} onClose={() => setRefusing(null)} />}
    </>
  );
}

const OPEN = { oczekuje: "true" };

function actionOf(screen: Screen | undefined, end: string): Action | undefined {
  return screen?.actions?.find((one) => one.op.endsWith(end));
}

interface TransferProps {
  one: Json;
  who: string;
  said: (who: string, sum: string) => string;
  children: React.ReactNode;
}

function Transfer({ one, who, said, children }: TransferProps) {
  const { today } = useBoot();
  const sent = dayOf(String(one.data));
  return (
    <li>
      <span className="ini green" aria-hidden="true">
        {initials(who)}
      </span>
      <span className="w1">
        <b>{said(who, money(String(one.kwota)))}</b>
        <span>
          {[one.nazwa, one.komentarz].filter(Boolean).join(" · ")} · {nearness(sent, today) || day(sent)},{" "}
          {time(String(one.data))}
        </span>
      </span>
      {children}
    </li>
  );
}

function Accept({ action, record }: { action: Action | undefined; record: Json }) {
  const refresh = useRefresh();
  const [busy, setBusy] = useState(false);
  if (!action || !isOffered(action, record)) return null;
  const run = async () => {
    setBusy(true);
    try {
      tell([(await act(action, record, {})).operation], `${action.label}: ${money(String(record.kwota))}`);
    } catch (error) {
      complain(error);
    }
    await refresh();
    setBusy(false);
  };
  return (
    <Button small icon="check" busy={busy} onClick={() => void run()}>
      {w.accept}
    </Button>
  );
}
