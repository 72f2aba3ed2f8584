// Saved views of a list: its filters, order and columns under a name, one's own and those of one's roles.
import { useQuery } from "@tanstack/react-query";
import { type Answer, ask, type Json } from "./api.ts";
import { useBoot } from "./boot.ts";
import { EMPTY, type ListState, write } from "./list_state.ts";
import { fieldOf, type Screen } from "./manifest.ts";

export interface Settings {
  filters?: Record<string, unknown>;
  sorting?: { id: string; desc?: boolean }[];
  columnOrder?: string[];
  columnVisibility?: Record<string, boolean>;
  searchValue?: string;
}

export interface View {
  id: string;
  name: string;
  settings: Settings;
  isDefault: boolean;
  updatedAt: string | null;
  /** The role it is shared with; nobody's own otherwise. */
  roleId?: string;
  roleName?: string | null;
}

export interface Views {
  perspectives: View[];
  defaultPerspectiveId: string | null;
  rolePerspectives: View[];
  roles: { id: string; name: string; hasPerspective: boolean }[];
  canApplyToRoles: boolean;
}

/** The views of a list; undefined until they have come, and for those who have none. */
export function useViews(screen: Screen): Views | undefined {
  const { features } = useBoot();
  return useQuery({
    queryKey: ["views", screen.key],
    queryFn: async ({ signal }) => (await ask<Views>("GET", pathOf(screen), { signal })).data,
    enabled: features.includes("perspectives.use"),
  }).data;
}

function pathOf(screen: Screen): string {
  return `/perspectives/${encodeURIComponent(screen.key)}`;
}

/** The view a list opens with, where somebody chose one: their own, else that of a role. */
export function openingView(views: Views): View | undefined {
  const own = views.perspectives.find((one) => one.id === views.defaultPerspectiveId);
  return own ?? views.rolePerspectives.find((one) => one.isDefault);
}

/** A list as a view has it. */
export function stateOf(screen: Screen, view: View): ListState {
  const { filters = {}, sorting = [], columnOrder = [], columnVisibility = {}, searchValue = "" } = view.settings;
  const order = sorting.map((one) => ({ ...one, field: fieldOf(screen, one.id) })).find((one) => one.field);
  const columns = columnOrder
    .filter((name) => columnVisibility[name] !== false)
    .map((name) => fieldOf(screen, name)?.name)
    .filter((one) => one !== undefined);
  return {
    ...EMPTY,
    view: view.id,
    search: searchValue,
    sort: order?.field ? `${order.desc ? "-" : ""}${order.field.name}` : "",
    filters: Object.fromEntries(Object.entries(filters).map(([name, value]) => [name, String(value)])),
    columns: columns.length ? columns : null,
  };
}

/** What is saved of a list as it stands; the filters of a prepared view become its own. */
export function settingsOf(screen: Screen, state: ListState): Settings {
  const prepared = state.preset === null ? {} : (screen.presets?.[state.preset]?.filters ?? {});
  const sort = state.sort.replace(/^-/, "");
  return {
    filters: { ...prepared, ...state.filters },
    sorting: sort ? [{ id: sort, desc: state.sort.startsWith("-") }] : [],
    columnOrder: state.columns ?? [],
    searchValue: state.search,
  };
}

/** Whether a list has been changed since its view was chosen. */
export function differs(screen: Screen, state: ListState, view: View): boolean {
  return write(state) !== write(stateOf(screen, view));
}

export interface Wanted {
  id?: string | undefined;
  name: string;
  settings: Settings;
  isDefault?: boolean;
  applyToRoles?: string[];
  seen?: string | null;
}

/** Save a view, a new one where it has no id. */
export function saveView(screen: Screen, { id, seen, ...wanted }: Wanted): Promise<Answer<{ perspective: View }>> {
  const body = { ...wanted, ...(id ? { perspectiveId: id } : {}) };
  return ask("POST", pathOf(screen), { body, seen: seen ?? undefined });
}

/** Delete a view of one's own. */
export function deleteView(screen: Screen, view: View): Promise<Answer<Json>> {
  return ask("DELETE", `${pathOf(screen)}/${view.id}`, { seen: view.updatedAt ?? undefined });
}
