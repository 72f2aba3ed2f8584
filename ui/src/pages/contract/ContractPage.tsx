// The workspace of a contract: who and where above, its gates as a dimension line, its steps, and its money beside them.
import "./contract.css";
import { useEffect, useMemo, useRef, useState } from "react";
import { Link, useLocation, useSearch } from "wouter";
import { fieldsOfTitle, plain, titleOf } from "../../fields/titles.ts";
import type { Json } from "../../kernel/api.ts";
import { useBoot, useScreens } from "../../kernel/boot.ts";
import { useCommands, useVisiting } from "../../kernel/commands.ts";
import { day } from "../../kernel/formats.ts";
import { fieldOf, type Screen, valueIn } from "../../kernel/manifest.ts";
import type { Naming } from "../../kernel/names.ts";
import { useRows } from "../../kernel/rows.ts";
import { words } from "../../kernel/words.ts";
import { Button } from "../../kit/Button.tsx";
import { Acts } from "../../screens/Acts.tsx";
import { Part } from "../../screens/Children.tsx";
import { shownFields } from "../../screens/fieldsOf.ts";
import { History } from "../../screens/History.tsx";
import { hrefOf } from "../../screens/menu.ts";
import { Properties } from "../../screens/Properties.tsx";
import { RecordForm } from "../../screens/RecordForm.tsx";
import { Found } from "../../screens/RecordScreen.tsx";
import { isTyping } from "../../screens/Shell.tsx";
import { usesLetters } from "../../screens/Topbar.tsx";
import { useShown } from "../../screens/useShown.ts";
import type { RecordPageProps } from "../pages.ts";
import { type GateState, lateGates, type Readiness, statesOf, useReadiness } from "./gates.ts";
import { MoneySide } from "./MoneySide.tsx";
import { Rail } from "./Rail.tsx";
import { type Step, Steps, stepName, stepsOf } from "./Steps.tsx";

const w = words({
  edit: { pl: "Edytuj", en: "Edit" },
  settled: { pl: "Rozliczona", en: "Settled" },
  dissolved: { pl: "Rozwiązana", en: "Dissolved" },
  place: { pl: "Miejsce montażu", en: "Place" },
  phone: { pl: "Telefon", en: "Telephone" },
  designer: { pl: "Projektant", en: "Designer" },
  signed: { pl: "Podpisano", en: "Signed" },
  date: { pl: "Termin montażu", en: "Installation" },
  none: { pl: "—", en: "—" },
});

export default function ContractPage({ screen, id }: RecordPageProps) {
  return <Found screen={screen} id={id} draw={(record) => <Workspace screen={screen} record={record} />} />;
}

function Workspace({ screen, record }: { screen: Screen; record: Json }) {
  const id = String(record.id);
  const { features } = useBoot();
  const screens = useScreens();
  const fields = useMemo(() => [...shownFields(screen), ...fieldsOfTitle(screen)], [screen]);
  const records = useMemo(() => [record], [record]);
  const shown = useShown(screen, fields, records, true);
  const { readiness, states, planned } = useGates(id);
  const children = (screen.children ?? []).filter((one) => screens[one.screen]);
  const steps = stepsOf(children.map((one) => one.screen));
  const [step, setStep] = useStep(steps);
  const gates = readiness?.bramki ?? [];
  useVisiting({ href: hrefOf(screen, id), title: titleOf(screen, record, shown.naming), icon: screen.icon });
  const work = useRef<HTMLDivElement>(null);
  const choose = (one: Step) => {
    setStep(one);
    // On a phone what was chosen lies below the steps.
    if (matchMedia("(max-width:720px)").matches) setTimeout(() => work.current?.scrollIntoView());
  };
  const days = { podpis: text(record.data_podpisania), termin: text(record.termin_montazu) };
  return (
    <div className="scroll contract">
      <Head screen={screen} record={record} naming={shown.naming} readiness={readiness} />
      <TitleBlock screen={screen} record={record} naming={shown.naming} />
      {readiness && <Rail readiness={readiness} states={states} days={days} />}
      <div className="ws">
        <Steps {...{ steps, gates, states, screens }} chosen={step} onChoose={choose} />
        <div className="work" ref={work}>
          <h2 className="sect">{step && stepName(step)}</h2>
          {step?.name === "client" && <Properties screen={screen} record={record} shown={shown} />}
          {children
            .filter((one) => step?.parts.includes(one.screen))
            .map(({ screen: key, by }) => (
              <section key={key} id={key} className="cs">
                <Part
                  opens
                  heading={screens[key]?.plural}
                  screen={screens[key] as Screen}
                  by={by}
                  id={id}
                  parent={screen}
                />
              </section>
            ))}
        </div>
        <div className="beside">
          <MoneySide contract={record} gates={gates} states={states} planned={planned} />
          {features.includes("audit_logs.view_self") && <History screen={screen} record={record} />}
        </div>
      </div>
    </div>
  );
}

function text(value: unknown): string | undefined {
  return typeof value === "string" ? value : undefined;
}

// Screens the caller has not: nothing is asked of them.
const NOWHERE = { path: "", paged: false, fields: [] } as unknown as Screen;

function useGates(id: string): { readiness: Readiness | undefined; states: GateState[]; planned: Json[] } {
  const { today } = useBoot();
  const screens = useScreens();
  const asked = useMemo(() => ({ contractId: id }), [id]);
  const money = screens["contracts.planned_payments"];
  const ordered = screens["contracts.purchase_orders"];
  const planned = useRows(money ?? NOWHERE, asked, money !== undefined).rows;
  const orders = useRows(ordered ?? NOWHERE, asked, ordered !== undefined).rows;
  const readiness = useReadiness(id);
  const states = statesOf(readiness?.bramki ?? [], lateGates(planned, orders, today));
  return { readiness, states, planned };
}

/** The step that is open, kept in the address; digits choose another. */
function useStep(steps: Step[]): [Step | undefined, (step: Step) => void] {
  const [path, navigate] = useLocation();
  const name = new URLSearchParams(useSearch()).get("s");
  const step = steps.find((one) => one.name === name) ?? steps[0];
  const set = (one: Step) => navigate(`${path}?s=${one.name}`, { replace: true });
  useEffect(() => {
    const keys = (event: KeyboardEvent) => {
      const chosen = steps[Number(event.key) - 1];
      const busy = event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target) || !usesLetters();
      if (chosen && !busy) set(chosen);
    };
    addEventListener("keydown", keys);
    return () => removeEventListener("keydown", keys);
  });
  return [step, set];
}

interface HeadProps {
  screen: Screen;
  record: Json;
  naming: Naming;
}

function Head({ screen, record, naming, readiness }: HeadProps & { readiness: Readiness | undefined }) {
  const [editing, setEditing] = useState(false);
  const said = (name: string) => {
    const field = fieldOf(screen, name);
    return field ? plain(field, valueIn(record, field), naming) : "";
  };
  const title = said("numer");
  const state = record.rozwiazana ? w.dissolved : record.rozliczona ? w.settled : readiness?.etapNazwa;
  useCommands(screen.can.update ? [{ label: `${w.edit}: ${title}`, icon: "pencil", run: () => setEditing(true) }] : []);
  return (
    <header className="head wh">
      <nav className="crumb">
        <Link href={screen.href}>{screen.plural}</Link>
      </nav>
      <h1>
        {title} <span>{[said("typ"), said("customer_id")].filter(Boolean).join(" · ")}</span>
      </h1>
      {state && (
        <span className={`st ${record.rozwiazana ? "late" : "done"}`}>
          <i />
          {state}
        </span>
      )}
      <div className="acts">
        {screen.can.update && (
          <Button icon="pencil" onClick={() => setEditing(true)}>
            {w.edit}
          </Button>
        )}
        <Acts screen={screen} record={record} most={1} />
      </div>
      {editing && (
        <div className="beside-page">
          <RecordForm screen={screen} record={record} onClose={() => setEditing(false)} />
        </div>
      )}
    </header>
  );
}

function TitleBlock({ screen, record, naming }: HeadProps) {
  const named = (name: string) => {
    const field = fieldOf(screen, name);
    return field && naming(field.of, valueIn(record, field));
  };
  const customer = named("customer_id");
  const signed = text(record.data_podpisania);
  const date = text(record.termin_montazu);
  const cells: [string, string | undefined, string?][] = [
    [w.place, named("adres_montazu_id")?.title, "addr"],
    [w.phone, customer?.subtitle],
    [w.designer, named("uzytkownik_id")?.title],
    [w.signed, signed && day(signed)],
    [w.date, date && day(date)],
  ];
  return (
    <dl className="tb">
      {cells.map(([label, value, look]) => (
        <div key={label} className={look}>
          <dt>{label}</dt>
          <dd title={value}>{value || w.none}</dd>
        </div>
      ))}
    </dl>
  );
}
