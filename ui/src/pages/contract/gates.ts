// The gates of a contract as the server counts them, and how each looks on the rail: passed, waited for, late, to come.
import { useQuery } from "@tanstack/react-query";
import { ask, type Json } from "../../kernel/api.ts";
import { useBoot } from "../../kernel/boot.ts";
import { words } from "../../kernel/words.ts";

export interface Gate {
  kod: string;
  nazwa: string;
  otwarta: boolean;
  brakuje: string[];
}

export interface Readiness {
  etap: string;
  etapNazwa: string;
  bramki: Gate[];
}

export type GateState = "done" | "wait" | "late" | "open";

// As short as the rail has room for.
const w = words({
  pomiar: { pl: "pomiar", en: "survey" },
  wycena: { pl: "wycena", en: "quote" },
  podpis: { pl: "podpis", en: "signed" },
  zadatek: { pl: "wpłata", en: "deposit" },
  zamowienia: { pl: "zamówienia", en: "orders" },
  dostawy: { pl: "dostawy", en: "deliveries" },
  termin: { pl: "termin", en: "date" },
  raty: { pl: "raty", en: "instalments" },
  wydanie: { pl: "wydanie", en: "issue" },
  odbior: { pl: "odbiór", en: "handover" },
  rozliczenie: { pl: "rozliczenie", en: "settled" },
});

/** What a gate is called under the rail. */
export function shortName(gate: Gate): string {
  return (w as Record<string, string>)[gate.kod] ?? gate.nazwa;
}

/** The gates of a contract; undefined until they have come, and for those who see none. */
export function useReadiness(id: string): Readiness | undefined {
  const { features } = useBoot();
  return useQuery({
    queryKey: ["page", "readiness", id],
    queryFn: async ({ signal }) => {
      return (await ask<Readiness>("GET", `/controlling/contracts/${id}/readiness`, { signal })).data;
    },
    enabled: features.includes("controlling.view"),
  }).data;
}

/** How each gate looks: late where a day has passed, waited for where what goes before is done or it holds others up. */
export function statesOf(gates: readonly Gate[], late: ReadonlySet<string>): GateState[] {
  const last = gates.findLastIndex((one) => one.otwarta);
  const next = gates.findIndex((one) => !one.otwarta);
  return gates.map((one, place) => {
    if (one.otwarta) return "done";
    if (late.has(one.kod)) return "late";
    return place === next || place < last ? "wait" : "open";
  });
}

/** The gates that a day has passed for: instalments not covered, orders that should have come. */
export function lateGates(planned: readonly Json[], orders: readonly Json[], today: string): ReadonlySet<string> {
  const late = new Set<string>();
  const owed = planned.filter((one) => Number(one.reszta) > 0 && String(one.data ?? today) < today);
  if (owed.length) late.add("raty");
  if (owed.some((one) => one === first(planned))) late.add("zadatek");
  if (orders.some((one) => one.opoznione === true)) late.add("dostawy");
  return late;
}

function first(planned: readonly Json[]): Json | undefined {
  return [...planned].sort((one, other) => String(one.data ?? "9").localeCompare(String(other.data ?? "9")))[0];
}
