// Rows of a list, page after page, and one record as a whole.
import { keepPreviousData, useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { ask, type Json, way } from "./api.ts";
import { type Field, type Screen, valueIn } from "./manifest.ts";

export const PAGE = 50;

interface Page {
  items: Json[];
  total?: number;
  page?: number;
  totalPages?: number;
  totals?: Record<string, string>;
}

export interface Rows {
  rows: Json[];
  total: number | undefined;
  totals: Record<string, string>;
  error: Error | null;
  /** Nothing has come yet. */
  waiting: boolean;
  /** What is shown answers an earlier question. */
  stale: boolean;
  more: (() => void) | null;
  again: () => void;
}

/** The rows of a list that match a query. */
export function useRows(screen: Screen, asked: Record<string, string>, enabled = true): Rows {
  const sums = screen.paged ? screen.fields.filter((one) => one.total).map((one) => one.name) : [];
  const found = useInfiniteQuery({
    queryKey: ["rows", screen.path, asked],
    queryFn: ({ pageParam, signal }) => fetchPage(screen, asked, pageParam, sums, signal),
    initialPageParam: 1,
    getNextPageParam: (last: Page) => ((last.page ?? 1) < (last.totalPages ?? 1) ? (last.page ?? 1) + 1 : null),
    placeholderData: keepPreviousData,
    enabled,
  });
  const pages = found.data?.pages ?? [];
  return {
    rows: pages.flatMap((one) => one.items),
    total: pages[0]?.total ?? pages[0]?.items.length,
    totals: pages[0]?.totals ?? {},
    error: found.error,
    waiting: found.isPending && enabled,
    stale: found.isPlaceholderData,
    more: found.hasNextPage && !found.isFetching ? () => void found.fetchNextPage() : null,
    again: () => void found.refetch(),
  };
}

async function fetchPage(
  screen: Screen,
  asked: Record<string, string>,
  page: number,
  sums: string[],
  signal: AbortSignal,
): Promise<Page> {
  const totals = sums.length && page === 1 ? { totals: sums.slice(0, 10).join(",") } : {};
  const query = screen.paged ? { ...asked, ...totals, page, pageSize: PAGE } : asked;
  const { data } = await ask<Page>("GET", screen.path, { query, signal });
  return { ...data, items: itemsOf(data) };
}

/** The rows of an answer: its items, or the first list that it has. */
export function itemsOf(data: Json | Page): Json[] {
  const found = Array.isArray((data as Json).items) ? (data as Json).items : Object.values(data).find(Array.isArray);
  return (found as Json[] | undefined) ?? [];
}

/** One record with all that may be read of it; undefined until it has come, null if it is not there. */
export function useRecord(screen: Screen, id: string | undefined) {
  return useQuery({
    queryKey: ["record", screen.path, id],
    queryFn: ({ signal }) => fetchRecord(screen, id ?? "", signal),
    enabled: id !== undefined,
  });
}

/** One record as it is now; null where it is not there. */
export async function fetchRecord(screen: Screen, id: string, signal?: AbortSignal): Promise<Json | null> {
  if (screen.can.read) {
    const [method, path] = way(screen.can.read, id);
    return flat((await ask(method, path, signal ? { signal } : {})).data);
  }
  const query = screen.paged ? { id } : {};
  const items = itemsOf((await ask("GET", screen.path, signal ? { query, signal } : { query })).data);
  return items.find((one) => one.id === id) ?? null;
}

/** An answer in several parts as one record: what several parts name is the first one's, and lists of other records stay out. */
export function flat(answer: Json): Json {
  const parts = Object.values(answer).filter((one): one is Json => isObject(one) && !Array.isArray(one));
  const first = parts.find((one) => typeof one.id === "string");
  if (typeof answer.id === "string" || !first) return answer;
  const ids = (name: string) => (answer[name] as Json[] | undefined)?.map((one) => one.id ?? one);
  const lists = Object.fromEntries(
    Object.keys(answer)
      .filter((one) => Array.isArray(answer[one]))
      .map((name) => [name, ids(name)]),
  );
  return Object.assign({ ...lists, ...first }, ...parts.toReversed());
}

function isObject(value: unknown): value is Json {
  return typeof value === "object" && value !== null;
}

/** The version of a record that somebody sees; empty where it has none. */
export function versionOf(record: Json): string | undefined {
  const found = record.updated_at ?? record.updatedAt;
  return typeof found === "string" ? found : undefined;
}

/** What a record holds in the fields of a form. */
export function valuesOf(fields: readonly Field[], record: Json): Record<string, unknown> {
  return Object.fromEntries(fields.map((one) => [one.name, valueIn(record, one) ?? null]));
}
