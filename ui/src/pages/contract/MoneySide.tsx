// What is to be paid, what is missing, the installation and the papers of a contract, beside whatever step is open.
import { useQuery } from "@tanstack/react-query";
import { useMemo, useState } from "react";
import { Link } from "wouter";
import { ask, type Json } from "../../kernel/api.ts";
import { useBoot, useScreens } from "../../kernel/boot.ts";
import { day, dayOf, money, nearness, time } from "../../kernel/formats.ts";
import type { Field } from "../../kernel/manifest.ts";
import { useNames } from "../../kernel/names.ts";
import { useRows } from "../../kernel/rows.ts";
import { words } from "../../kernel/words.ts";
import { Button } from "../../kit/Button.tsx";
import { hrefOf } from "../../screens/menu.ts";
import { RecordForm } from "../../screens/RecordForm.tsx";
import { type Gate, type GateState, shortName } from "./gates.ts";

const w = words({
  left: { pl: "Do zapłaty", en: "To be paid" },
  back: { pl: "Do zwrotu klientowi", en: "To be returned" },
  paid: { pl: "Zapłacono w całości", en: "Paid in full" },
  sum: { pl: "Suma", en: "Sum" },
  take: { pl: "Przyjmij wpłatę", en: "Record a payment" },
  missing: { pl: "Brakuje", en: "Missing" },
  work: { pl: "Montaż", en: "Installation" },
  papers: { pl: "Dokumenty", en: "Documents" },
  chain: {
    pl: (paid: string, due: string) => `Wpłacono ${paid}, zostało ${due}`,
    en: (paid: string, due: string) => `Paid ${paid}, left ${due}`,
  },
});
const MOST_PAPERS = 5;

interface Props {
  contract: Json;
  gates: readonly Gate[];
  states: readonly GateState[];
  planned: readonly Json[];
}

export function MoneySide({ contract, gates, states, planned }: Props) {
  const { features } = useBoot();
  const id = String(contract.id);
  return (
    <aside className="cash" aria-label={w.left}>
      {features.includes("contracts.prices") && <Money id={id} planned={planned} />}
      <Missing gates={gates} states={states} />
      <Installation id={id} />
      <Papers id={id} />
    </aside>
  );
}

interface Balance {
  suma: number;
  zaplacono: number;
  doZaplaty: number;
  doZwrotu: number;
}

function Money({ id, planned }: { id: string; planned: readonly Json[] }) {
  const screens = useScreens();
  const [taking, setTaking] = useState(false);
  const { data } = useQuery({
    queryKey: ["page", "balance", id],
    queryFn: async ({ signal }) => (await ask<Balance>("GET", `/contracts/contracts/${id}/balance`, { signal })).data,
  });
  const payments = screens["contracts.payment_methods"];
  if (!data) return null;
  const { suma, zaplacono, doZaplaty, doZwrotu } = data;
  const figure = doZwrotu > 0 ? doZwrotu : doZaplaty;
  const [whole, grosze] = money(figure).split(/(?=[,.]\d\d$)/);
  return (
    <section>
      <div className={`fig ${doZwrotu > 0 ? "red" : doZaplaty > 0 ? "brass" : ""}`}>
        <span className="k">{doZwrotu > 0 ? w.back : doZaplaty > 0 ? w.left : w.paid}</span>
        <span className="v">
          {whole}
          <span className="gr">{grosze}</span>
          <small>zł</small>
        </span>
      </div>
      {suma > 0 && (
        <div className="lengths" role="img" aria-label={w.chain(money(zaplacono), money(doZaplaty))}>
          <div className="chain">
            {zaplacono > 0 && (
              <span className="done" style={{ flexGrow: zaplacono }}>
                {money(zaplacono)}
              </span>
            )}
            {doZaplaty > 0 && (
              <span className="wait" style={{ flexGrow: doZaplaty }}>
                {money(doZaplaty)}
              </span>
            )}
          </div>
          <div className="chain over">
            <span>
              {w.sum} {money(suma)}
            </span>
          </div>
        </div>
      )}
      <Instalments planned={planned} />
      {payments?.can.create && (
        <Button icon="banknote" className="whole" onClick={() => setTaking(true)}>
          {w.take}
        </Button>
      )}
      {taking && payments && (
        <div className="beside-page">
          <RecordForm screen={payments} given={{ contractId: id }} onClose={() => setTaking(false)} />
        </div>
      )}
    </section>
  );
}

function Instalments({ planned }: { planned: readonly Json[] }) {
  const { today } = useBoot();
  const ordered = [...planned].sort((one, other) => String(one.data ?? "9").localeCompare(String(other.data ?? "9")));
  return (
    <ul className="inst">
      {ordered.map((one) => {
        const left = Number(one.reszta);
        const late = left > 0 && one.data !== null && String(one.data) < today;
        const state = left <= 0 ? "done" : late ? "late" : Number(one.pokryto) > 0 ? "wait" : "open";
        return (
          <li key={String(one.id)}>
            <span className={`st ${state}`}>
              <i />
              {String(one.typ)}
            </span>
            <span className={late ? "c-red" : ""}>{one.data ? day(String(one.data)) : ""}</span>
            <b className="num">{money(String(one.cena))}</b>
          </li>
        );
      })}
    </ul>
  );
}

function Missing({ gates, states }: { gates: readonly Gate[]; states: readonly GateState[] }) {
  const waiting = gates.filter((one, place) => one.brakuje.length && ["wait", "late"].includes(states[place] ?? ""));
  if (!waiting.length) return null;
  return (
    <section>
      <h2 className="part">{w.missing}</h2>
      <ul className="miss">
        {waiting.map((one) => (
          <li key={one.kod}>
            <span className={`st ${states[gates.indexOf(one)]}`}>
              <i />
              {shortName(one)}
            </span>
            <div className="note">{one.brakuje.join(" · ")}</div>
          </li>
        ))}
      </ul>
    </section>
  );
}

const WORKER: Field[] = [{ name: "pracownik_id", label: "", kind: "ref", of: "auth:user" }];
const PER_CONTRACT = (id: string) => ({ contractId: id, sortField: "data", sortDir: "desc" });

function Installation({ id }: { id: string }) {
  const { today } = useBoot();
  const screen = useScreens()["calendar.events"];
  const asked = useMemo(() => PER_CONTRACT(id), [id]);
  const { rows } = useRows(screen ?? NOWHERE, asked, screen !== undefined);
  // Those that were put off have another day, which is among them.
  const work = rows.filter((one) => /montaz/.test(String(one.typ)) && !one.przelozone_na);
  const naming = useNames(WORKER, work);
  if (!screen || !work.length) return null;
  return (
    <section>
      <h2 className="part">{w.work}</h2>
      {work.map((one) => {
        const at = String(one.data);
        const near = nearness(dayOf(at), today);
        return (
          <div key={String(one.id)} className="sumrow">
            <Link className="go" href={hrefOf(screen, String(one.id))}>
              {day(dayOf(at))}, {time(at)} {near && <b className="m">{near}</b>}
            </Link>
            <span className={one.konflikt ? "st late" : "ink2"}>
              {one.konflikt === true && <i />}
              {naming("auth:user", one.pracownik_id)?.title}
            </span>
          </div>
        );
      })}
    </section>
  );
}

// A screen the caller has not: nothing is asked of it.
const NOWHERE = { path: "", paged: false, fields: [] } as unknown as Parameters<typeof useRows>[0];

function Papers({ id }: { id: string }) {
  const screen = useScreens()["documents.issued"];
  const asked = useMemo(() => ({ contractId: id, sortField: "data_wystawienia", sortDir: "desc" }), [id]);
  const { rows } = useRows(screen ?? NOWHERE, asked, screen !== undefined);
  if (!screen || !rows.length) return null;
  const kinds = screen.fields.find((one) => one.name === "rodzaj")?.options ?? [];
  return (
    <section>
      <h2 className="part">{w.papers}</h2>
      <ul className="docs">
        {rows.slice(0, MOST_PAPERS).map((one) => (
          <li key={String(one.id)}>
            <Link className="code go" href={hrefOf(screen, String(one.id))}>
              {String(one.numer)}
            </Link>
            <span className="cut">{kinds.find((kind) => kind.value === one.rodzaj)?.label}</span>
            {one.brutto ? <b className="num">{money(String(one.brutto))}</b> : <span />}
          </li>
        ))}
      </ul>
    </section>
  );
}
