// What came into a cash box and went out of it, day by day, with what it held after each entry.
import { useMemo, useState } from "react";
import { Link } from "wouter";
import type { Json } from "../../kernel/api.ts";
import { useBoot } from "../../kernel/boot.ts";
import { day, money, nearness, time } from "../../kernel/formats.ts";
import type { Field, Screen } from "../../kernel/manifest.ts";
import { useNames } from "../../kernel/names.ts";
import { useRows } from "../../kernel/rows.ts";
import { locale, words } from "../../kernel/words.ts";
import { Button } from "../../kit/Button.tsx";
import { SkeletonRows } from "../../kit/States.tsx";
import { Acting } from "../../screens/Acts.tsx";
import { hrefOf } from "../../screens/menu.ts";
import { type Balanced, balanced, daysOf } from "./balances.ts";
import type { Box } from "./CashPage.tsx";

const w = words({
  time: { pl: "Godz.", en: "Time" },
  what: { pl: "Za co", en: "For what" },
  contract: { pl: "Umowa", en: "Contract" },
  in: { pl: "Przyjęto", en: "In" },
  out: { pl: "Wypłacono", en: "Out" },
  balance: { pl: "Saldo", en: "Balance" },
  storno: { pl: "Storno", en: "Reverse" },
  none: { pl: "Nic tu jeszcze nie przyjęto ani nie wypłacono", en: "Nothing has come in or gone out yet" },
  waits: { pl: "oczekuje", en: "waits" },
  more: { pl: "Wcześniejsze", en: "Earlier" },
});
const COLUMNS = ["time", "what", "of", "in", "out", "left", "back"];
const CONTRACTS: Field[] = [{ name: "contract_id", label: "", kind: "ref", of: "contracts:contract" }];

export function Moves({ box, screen }: { box: Box; screen: Screen }) {
  const asked = useMemo(() => ({ ...ofBox(box), rodzaj: "gotowka", sortField: "data", sortDir: "desc" }), [box]);
  const found = useRows(screen, asked);
  const naming = useNames(CONTRACTS, found.rows);
  const [reversing, setReversing] = useState<Json | null>(null);
  const reversal = screen.actions?.find((one) => one.op.endsWith("/storno"));
  const days = daysOf(balanced(found.rows, box.gotowka));
  return (
    <>
      {!found.waiting && !days.length && <p className="ink3 none">{w.none}</p>}
      {found.waiting && (
        <table className="tbl plain">
          <tbody aria-busy="true">
            <SkeletonRows columns={6} rows={6} />
          </tbody>
        </table>
      )}
      {days.map(([date, entries], place) => (
        <Day key={date} date={date} entries={entries} isFirst={place === 0}>
          {(one) => (
            <Entry
              key={String(one.entry.id)}
              one={one}
              href={hrefOf(screen, String(one.entry.id))}
              contract={naming("contracts:contract", one.entry.contract_id)?.title}
              onReverse={reversal && one.entry.stan === "zaksiegowana" ? () => setReversing(one.entry) : undefined}
            />
          )}
        </Day>
      ))}
      {found.more && <Button onClick={found.more}>{w.more}</Button>}
      {reversing && reversal && <Acting action={reversal} record={reversing} onClose={() => setReversing(null)} />}
    </>
  );
}

/** The studio's own box has nobody's name. */
function ofBox({ uzytkownikId }: Box): Record<string, string> {
  return uzytkownikId ? { uzytkownikId } : { uzytkownikIdEmpty: "true" };
}

interface DayProps {
  date: string;
  entries: Balanced[];
  isFirst: boolean;
  children: (one: Balanced) => React.ReactNode;
}

function Day({ date, entries, isFirst, children }: DayProps) {
  const { today } = useBoot();
  const weekday = new Date(date).toLocaleDateString(locale(), { weekday: "short", timeZone: "UTC" });
  return (
    <section className="marg day">
      <h2 className="side-l">
        {nearness(date, today) || weekday} <br />
        {day(date)}
      </h2>
      <div className="tscroll">
        <table className="tbl plain">
          <colgroup>
            {COLUMNS.map((one) => (
              <col key={one} className={one} />
            ))}
          </colgroup>
          <thead className={isFirst ? "" : "vh"}>
            <tr>
              <th className="time">{w.time}</th>
              <th>{w.what}</th>
              <th className="of">{w.contract}</th>
              <th className="num">{w.in}</th>
              <th className="num">{w.out}</th>
              <th className="num left">{w.balance}</th>
              <th className="back">
                <span className="vh">{w.storno}</span>
              </th>
            </tr>
          </thead>
          <tbody>{entries.map(children)}</tbody>
        </table>
      </div>
    </section>
  );
}

interface EntryProps {
  one: Balanced;
  href: string;
  contract: string | undefined;
  onReverse: (() => void) | undefined;
}

function Entry({ one: { entry, balance }, href, contract, onReverse }: EntryProps) {
  const came = entry.typ === "przychod";
  const sum = money(String(entry.kwota));
  const booked = entry.stan === "zaksiegowana";
  return (
    <tr className={booked || entry.stan === "oczekuje" ? "" : "undone"}>
      <td className="ink3 time">{time(String(entry.data))}</td>
      <td className="cut">
        <Link className="go w" href={href}>
          {String(entry.nazwa)}
        </Link>
        {entry.stan === "oczekuje" && (
          <span className="st wait">
            <i />
            {w.waits}
          </span>
        )}
      </td>
      <td className="ink2 of">{contract}</td>
      <td className="num inn">{came ? sum : ""}</td>
      <td className="num">{came ? "" : sum}</td>
      <td className="num b left">{balance === null ? "" : money(balance)}</td>
      <td className="back">
        {onReverse && (
          <Button small look="gho" icon="undo-2" onClick={onReverse}>
            {w.storno}
          </Button>
        )}
      </td>
    </tr>
  );
}
