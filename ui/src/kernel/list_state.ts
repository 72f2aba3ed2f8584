// The view of a list as its address says it: preset, words, filters, sort, columns. A link to a view is the view.
import type { Screen } from "./manifest.ts";

export interface ListState {
  /** The place of a preset among those of the screen. */
  preset: number | null;
  search: string;
  /** The column, with "-" before it from the last to the first. */
  sort: string;
  /** By the names that query strings have for them. */
  filters: Record<string, string>;
  /** Names of columns in their order; null for those the screen begins with. */
  columns: string[] | null;
  /** The saved view that was chosen, by its id; "all" for none of them, "" where nobody has said. */
  view: string;
}

export const EMPTY: ListState = { preset: null, search: "", sort: "", filters: {}, columns: null, view: "" };

const FILTER = "f.";

/** Read an address's query string. */
export function parse(query: string): ListState {
  const asked = new URLSearchParams(query);
  const preset = asked.get("v");
  const columns = asked.get("c");
  const filters: Record<string, string> = {};
  for (const [name, value] of asked)
    if (name.startsWith(FILTER) && name !== FILTER) filters[name.slice(FILTER.length)] = value;
  return {
    preset: preset !== null && /^\d{1,3}$/.test(preset) ? Number(preset) : null,
    search: asked.get("q") ?? "",
    sort: asked.get("s") ?? "",
    filters,
    columns: columns ? columns.split(",").filter(Boolean) : null,
    view: asked.get("p") ?? "",
  };
}

/** Write it; what is as it begins is left out. */
export function write(state: ListState): string {
  const asked = new URLSearchParams();
  if (state.view) asked.set("p", state.view);
  if (state.preset !== null) asked.set("v", String(state.preset));
  if (state.search) asked.set("q", state.search);
  if (state.sort) asked.set("s", state.sort);
  for (const name of Object.keys(state.filters).sort()) asked.set(FILTER + name, state.filters[name] ?? "");
  if (state.columns) asked.set("c", state.columns.join(","));
  return asked.toString();
}

/** What a list is asked for in a view. */
export function queryOf(screen: Screen, state: ListState): Record<string, string> {
  const preset = state.preset === null ? {} : (screen.presets?.[state.preset]?.filters ?? {});
  const said = Object.fromEntries(Object.entries(preset).map(([name, value]) => [name, String(value)]));
  const asked: Record<string, string> = { ...said, ...state.filters };
  if (!screen.paged) return asked;
  if (state.search) asked.search = state.search;
  return { ...asked, ...inOrder(state.sort || screen.sort) };
}

/** How a list is asked for its rows in an order. */
export function inOrder(sort: string | undefined): Record<string, string> {
  if (!sort) return {};
  return { sortField: sort.replace(/^-/, ""), sortDir: sort.startsWith("-") ? "desc" : "asc" };
}

/** What a click on a heading makes of the order: up, down, and as it opens. */
export function nextSort(sort: string, column: string, opening = ""): string {
  const holds = sort || opening;
  if (holds === column) return opening === `-${column}` ? "" : `-${column}`;
  if (holds !== `-${column}`) return opening === column ? "" : column;
  return sort === "" ? column : "";
}
