// The dashboard as the server says it: widgets in their places, and what each of them shows.
import { useQuery } from "@tanstack/react-query";
import { ask, type Json } from "../kernel/api.ts";
import { EMPTY, write } from "../kernel/list_state.ts";

export type Size = "sm" | "md" | "lg";

export interface Placed {
  id: string;
  widgetId: string;
  order: number;
  size: Size;
  settings?: Json | null;
}

export interface WidgetItem {
  id: string;
  title: string;
  description: string | null;
  defaultSize: Size;
  defaultSettings: Json | null;
  icon: string | null;
}

export interface Dashboard {
  layout: { items: Placed[] };
  canConfigure: boolean;
  widgets: WidgetItem[];
}

/** A view of a list. */
export interface Opened {
  screen: string;
  href: string;
  filters: Record<string, string>;
  sort: string;
}

export interface Part {
  key: string | number | boolean | null;
  label: string | null;
  value: number | null;
  n: number | null;
  tone: "plain" | "good" | "warn" | "danger";
  opens: Opened | null;
}

export interface Content {
  widgetId: string;
  value: number | null;
  total: number;
  unit: "count" | "money";
  alarm: boolean;
  chart: "figure" | "bars" | "columns" | "parts";
  grain: "day" | "week" | "month" | "quarter" | "year" | null;
  parts: Part[];
  columns: string[];
  items: Json[];
  opens: Opened;
  first: string | null;
  last: string | null;
  comparison: { value: number; change: number; direction: "up" | "down" | "unchanged" } | null;
}

export interface Refused {
  widgetId: string;
  error: string;
}

/** The widgets in their places, and those that may be placed. */
export function useDashboard() {
  return useQuery({
    queryKey: ["dashboard"],
    queryFn: async () => (await ask<Dashboard>("GET", "/dashboards/layout")).data,
  });
}

/** What widgets show, all asked for at once, by their places. */
export function useContents(placed: readonly Placed[]) {
  const widgets = placed.map((one) => ({ widgetId: one.widgetId, settings: one.settings ?? null }));
  return useQuery({
    queryKey: ["dashboard contents", widgets],
    queryFn: async () => {
      const path = "/dashboards/widgets/show";
      return (await ask<{ results: (Content | Refused)[] }>("POST", path, { body: { widgets } })).data.results;
    },
    enabled: widgets.length > 0,
    placeholderData: (before) => before,
  });
}

/** Keep widgets in these places. */
export async function arrange(placed: readonly Placed[]) {
  const items = placed.map(({ id, widgetId, size, settings }, order) => ({ id, widgetId, size, settings, order }));
  return ask("PUT", "/dashboards/layout", { body: { items } });
}

/** The address of a view of a list. */
export function hrefOfView(opened: Opened): string {
  const view = write({ ...EMPTY, filters: opened.filters, sort: opened.sort });
  return view ? `${opened.href}?${view}` : opened.href;
}
