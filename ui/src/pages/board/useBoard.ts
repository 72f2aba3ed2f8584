// The board's people, days and events, grouped by team where the caller sees teams, and what each event is called.
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { ask, type Json } from "../../kernel/api.ts";
import { useScreens } from "../../kernel/boot.ts";
import type { Field } from "../../kernel/manifest.ts";
import { type Naming, useNames } from "../../kernel/names.ts";
import { itemsOf } from "../../kernel/rows.ts";
import type { Board, BoardEvent, BoardPerson } from "./days.ts";

export interface Crew {
  id: string;
  name: string;
  people: BoardPerson[];
}

const OF_EVENTS: Field[] = [
  { name: "contractId", label: "", kind: "ref", of: "contracts:contract" },
  { name: "customerId", label: "", kind: "ref", of: "customers:customer_entity" },
];
const OF_TEAMS: Field[] = [{ name: "team_id", label: "", kind: "ref", of: "staff:staff_team" }];

export function useBoard(days: readonly string[]) {
  const query = { dateFrom: days[0], dateTo: days.at(-1) };
  const found = useQuery({
    queryKey: ["page", "board", query],
    queryFn: async ({ signal }) => (await ask<Board>("GET", "/calendar/board", { query, signal })).data,
    placeholderData: keepPreviousData,
  });
  const board = found.data;
  const events = useMemo(() => new Map((board?.wydarzenia ?? []).map((one) => [one.id, one])), [board]);
  const rows = useMemo(() => (board?.wydarzenia ?? []) as unknown as Json[], [board]);
  const naming = useNames(OF_EVENTS, rows);
  const crews = useCrews(board);
  return { found, board, events, naming, crews };
}

/** Teams with their people, also those who have nothing planned; whoever is in none stands at the end. */
function useCrews(board: Board | undefined): Crew[] {
  const screen = useScreens()["staff.team-members"];
  const { data: members } = useQuery({
    queryKey: ["page", "crews"],
    queryFn: async ({ signal }) => {
      const query = { pageSize: 100, isActive: true };
      return itemsOf((await ask("GET", screen?.path ?? "", { query, signal })).data);
    },
    enabled: screen !== undefined,
    staleTime: 60_000,
  });
  const teams = useNames(OF_TEAMS, members ?? NOBODY);
  return useMemo(() => grouped(board?.pracownicy ?? [], members ?? NOBODY, teams), [board, members, teams]);
}

const NOBODY: Json[] = [];

function grouped(planned: readonly BoardPerson[], members: readonly Json[], teams: Naming): Crew[] {
  const left = new Map(planned.map((one) => [one.pracownikId, one]));
  const crews = new Map<string, Crew>();
  for (const one of members) {
    const person = String(one.user_id ?? "");
    if (!person || one.is_active === false) continue;
    const id = String(one.team_id ?? "");
    const crew = crews.get(id) ?? { id, name: teams("staff:staff_team", id)?.title ?? "", people: [] };
    const row = left.get(person) ?? { pracownikId: person, nazwa: String(one.display_name), dni: [], nieobecnosci: [] };
    crews.set(id, { ...crew, people: [...crew.people, row] });
    left.delete(person);
  }
  const named = [...crews.values()].sort((one, other) => rank(one) - rank(other) || one.name.localeCompare(other.name));
  return left.size ? [...named, { id: "", name: "", people: [...left.values()] }] : named;
}

/** Teams with something to do come first. */
function rank(crew: Crew): number {
  return crew.people.some((one) => one.dni.length) ? 0 : 1;
}

/** Whom an event is for: the customer, else the contract. */
export function whoOf(event: BoardEvent, naming: Naming): string {
  const customer = naming("customers:customer_entity", event.customerId)?.title;
  return customer ?? naming("contracts:contract", event.contractId)?.title ?? "";
}
