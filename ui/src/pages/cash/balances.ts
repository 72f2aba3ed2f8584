// What a cash box held after each entry, counted back from what it holds now.
import type { Json } from "../../kernel/api.ts";
import { dayOf } from "../../kernel/formats.ts";

export interface Balanced {
  entry: Json;
  /** After the entry; null where it has not been booked. */
  balance: number | null;
}

/** Entries from the newest on, with balances; amounts are counted in grosze, so that nothing is rounded on the way. */
export function balanced(entries: readonly Json[], now: number): Balanced[] {
  let grosze = Math.round(now * 100);
  return entries.map((entry) => {
    if (entry.stan !== "zaksiegowana") return { entry, balance: null };
    const balance = grosze / 100;
    const amount = Math.round(Number(entry.kwota) * 100);
    grosze -= entry.typ === "przychod" ? amount : -amount;
    return { entry, balance };
  });
}

/** Entries by the day they are of, in their order. */
export function daysOf(entries: readonly Balanced[]): [string, Balanced[]][] {
  const days = new Map<string, Balanced[]>();
  for (const one of entries) {
    const day = dayOf(String(one.entry.data));
    days.set(day, [...(days.get(day) ?? []), one]);
  }
  return [...days];
}
