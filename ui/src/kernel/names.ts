// What records are called whose ids stand in other records: asked for a whole page at once, and kept.
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useMemo } from "react";
import { ask, type Json } from "./api.ts";
import { type Field, valueIn } from "./manifest.ts";

export interface Name {
  title: string;
  subtitle?: string;
}

export interface Choice extends Name {
  id: string;
}

type Names = Record<string, Record<string, Name>>;
/** Tells what a record is called; undefined as long as nobody knows. */
export type Naming = (entity: string | undefined, id: unknown) => Name | undefined;

const MOST_IDS = 200;

/** The ids in some fields of some records, by entity. */
export function idsIn(fields: readonly Field[], records: readonly Json[]): Record<string, string[]> {
  const found: Record<string, Set<string>> = {};
  for (const field of fields) {
    if (!field.of) continue;
    const ids = new Set(found[field.of]);
    for (const record of records) {
      for (const id of [valueIn(record, field)].flat()) if (typeof id === "string" && id) ids.add(id);
    }
    if (ids.size) found[field.of] = ids;
  }
  return Object.fromEntries(Object.entries(found).map(([entity, ids]) => [entity, [...ids]]));
}

/** Requests of at most so many ids each. */
export function inBatches(wanted: Record<string, string[]>, most = MOST_IDS): Record<string, string[]>[] {
  const pairs = Object.entries(wanted).flatMap(([entity, ids]) => ids.map((id): [string, string] => [entity, id]));
  const batches: Record<string, string[]>[] = [];
  for (let start = 0; start < pairs.length; start += most) {
    const batch: Record<string, string[]> = {};
    for (const [entity, id] of pairs.slice(start, start + most)) batch[entity] = [...(batch[entity] ?? []), id];
    batches.push(batch);
  }
  return batches;
}

// Names outlive the page they were asked for: the next page asks only for those it does not know.
const known = new Map<string, Name | null>();

/** Forget what records are called, after somebody changed one. */
export function forgetNames(): void {
  known.clear();
}

async function fetchNames(wanted: Record<string, string[]>): Promise<number> {
  const unknown = Object.fromEntries(
    Object.entries(wanted)
      .map(([entity, ids]): [string, string[]] => [entity, ids.filter((id) => !known.has(`${entity} ${id}`))])
      .filter(([, ids]) => ids.length),
  );
  for (const batch of inBatches(unknown)) {
    const { data } = await ask<Names>("POST", "/ui/names", { body: batch });
    for (const [entity, ids] of Object.entries(batch)) {
      for (const id of ids) known.set(`${entity} ${id}`, data[entity]?.[id] ?? null);
    }
  }
  return known.size;
}

/** The names of what these records refer to. */
export function useNames(fields: readonly Field[], records: readonly Json[]): Naming {
  const wanted = useMemo(() => idsIn(fields, records), [fields, records]);
  const { dataUpdatedAt } = useQuery({
    queryKey: ["names", wanted],
    queryFn: () => fetchNames(wanted),
    enabled: Object.keys(wanted).length > 0,
  });
  // A new function once names have come, so that what shows them is drawn again.
  return useMemo(() => (entity, id) => nameOf(entity, id, dataUpdatedAt), [dataUpdatedAt]);
}

function nameOf(entity: string | undefined, id: unknown, _asOf: number): Name | undefined {
  return known.get(`${entity} ${String(id)}`) ?? undefined;
}

/** The records that a field can refer to, those with some words first. */
export function useChoices(entity: string | undefined, search: string, enabled: boolean): Choice[] {
  const { data } = useQuery({
    queryKey: ["choices", entity, search],
    queryFn: async ({ signal }) => {
      const path = `/ui/choices/${encodeURIComponent(entity ?? "")}`;
      const found = await ask<{ items: Choice[] }>("GET", path, { query: { search, limit: 30 }, signal });
      for (const one of found.data.items) known.set(`${entity} ${one.id}`, one);
      return found.data.items;
    },
    enabled: enabled && entity !== undefined,
    placeholderData: (before) => before,
    retry: false,
  });
  return data ?? [];
}

export interface Suggested {
  value: string;
  label: string;
  colour?: string | null;
  icon?: string | null;
}

/** The values that a field of an open set offers. */
export function useSuggestions(source: string | undefined, enabled = true): Suggested[] {
  const { data } = useQuery({
    queryKey: ["suggestions", source],
    queryFn: async () => {
      const path = `/ui/suggestions/${encodeURIComponent(source ?? "")}`;
      return (await ask<{ items: Suggested[] }>("GET", path, { query: { limit: 100 } })).data.items;
    },
    enabled: enabled && source !== undefined,
    staleTime: 60_000,
    retry: false,
  });
  return data ?? [];
}

/** Draw lists anew after a change: every list may show what was changed. */
export function useRefresh(): () => Promise<void> {
  const client = useQueryClient();
  return async () => {
    forgetNames();
    const settled = ["boot", "manifest"];
    await client.invalidateQueries({ predicate: (one) => !settled.includes(String(one.queryKey[0])) });
  };
}
