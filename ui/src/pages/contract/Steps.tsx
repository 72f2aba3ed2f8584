// The steps of a contract: what belongs to it, in the order a studio works; none is locked behind another.
import type { Screen } from "../../kernel/manifest.ts";
import { words } from "../../kernel/words.ts";
import type { Gate, GateState } from "./gates.ts";

const w = words({
  title: { pl: "Kroki umowy", en: "Steps of the contract" },
  config: { pl: "Konfiguracja", en: "Configuration" },
  client: { pl: "Klient i adresy", en: "Customer" },
  texts: { pl: "Opis, teksty", en: "Texts" },
  dates: { pl: "Terminy", en: "Dates" },
  appliances: { pl: "AGD", en: "Appliances" },
  money: { pl: "Wycena, wpłaty", en: "Quote, payments" },
  assembly: { pl: "Montaż", en: "Assembly" },
  schedule: { pl: "Harmonogram", en: "Schedule" },
  orders: { pl: "Zamówienia", en: "Orders" },
  store: { pl: "Magazyn", en: "Store" },
  papers: { pl: "Dokumenty", en: "Documents" },
  rest: { pl: "Pozostałe", en: "Further" },
  done: { pl: "gotowe", en: "done" },
  wait: { pl: "czeka", en: "waits" },
  late: { pl: "po terminie", en: "late" },
  open: { pl: "otwarte", en: "open" },
});

export interface Step {
  name: keyof typeof w;
  /** Screens of what belongs to the contract. */
  parts: string[];
  /** The gates that it opens. */
  gates: string[];
}

const STEPS: Step[] = [
  {
    name: "config",
    parts: ["contracts.furniture", "contracts.fronts", "contracts.handles", "contracts.vitrines"],
    gates: [],
  },
  { name: "client", parts: [], gates: ["pomiar"] },
  { name: "texts", parts: ["contracts.text_attachments"], gates: [] },
  { name: "dates", parts: ["contracts.installation_dates", "calendar.events"], gates: ["termin"] },
  { name: "appliances", parts: ["contracts.appliances"], gates: [] },
  { name: "money", parts: ["contracts.valuations", "contracts.payment_methods"], gates: ["wycena", "zadatek"] },
  {
    name: "assembly",
    parts: ["contracts.worker_assignments", "contracts.assembly_notes", "contracts.work_ratings"],
    gates: ["odbior"],
  },
  { name: "schedule", parts: ["contracts.planned_payments"], gates: ["raty", "rozliczenie"] },
  { name: "orders", parts: ["contracts.purchase_orders"], gates: ["zamowienia", "dostawy"] },
  { name: "store", parts: ["warehouse.goods_issues", "warehouse.materials", "warehouse.cuts"], gates: ["wydanie"] },
  { name: "papers", parts: ["documents.issued"], gates: ["podpis"] },
];

/** The steps the caller sees something of; what modules add and no step names stands in the last one. */
export function stepsOf(children: readonly string[]): Step[] {
  const named = new Set(STEPS.flatMap((one) => one.parts));
  const seen = STEPS.map((one) => ({ ...one, parts: one.parts.filter((part) => children.includes(part)) }));
  const rest = children.filter((one) => !named.has(one));
  const all = [...seen, { name: "rest" as const, parts: rest, gates: [] }];
  return all.filter((one) => one.parts.length || one.name === "client");
}

/** What a step is called. */
export function stepName(step: Step): string {
  return w[step.name];
}

interface Props {
  steps: Step[];
  chosen: Step | undefined;
  gates: readonly Gate[];
  states: readonly GateState[];
  screens: Record<string, Screen>;
  onChoose: (step: Step) => void;
}

export function Steps({ steps, chosen, gates, states, screens, onChoose }: Props) {
  return (
    <nav className="steps" aria-label={w.title}>
      <ol>
        {steps.map((one, place) => {
          const state = stateOf(one, gates, states);
          const on = one === chosen;
          return (
            <li key={one.name} className={on ? "on" : ""}>
              <button type="button" aria-current={on ? "step" : undefined} onClick={() => onChoose(one)}>
                <b>{place + 1}</b>
                <span className="cut">{stepName(one)}</span>
                {state && (
                  <span className={`st ${state}`} title={w[state]}>
                    <i />
                    <span className="vh">{w[state]}</span>
                  </span>
                )}
              </button>
              {on && one.parts.length > 1 && (
                <div className="subs">
                  {one.parts.map((part) => (
                    <a key={part} href={`#${part}`}>
                      {screens[part]?.plural}
                    </a>
                  ))}
                </div>
              )}
            </li>
          );
        })}
      </ol>
    </nav>
  );
}

/** How far a step is: as its worst gate; nothing where it opens none. */
function stateOf(step: Step, gates: readonly Gate[], states: readonly GateState[]): GateState | null {
  const found = step.gates.map((code) => states[gates.findIndex((one) => one.kod === code)]).filter(Boolean);
  return (["late", "wait", "open", "done"] as const).find((one) => found.includes(one)) ?? null;
}
