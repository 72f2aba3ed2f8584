// Arranging of widgets: moved, made larger or smaller, taken away and added, and kept when it is done.
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { complain, tell } from "../kernel/undo.ts";
import { arrange, type Dashboard, type Placed, type Size, type WidgetItem } from "./dashboard.ts";

export interface Arranging {
  items: Placed[];
  move: (id: string, by: number) => void;
  resize: (id: string, size: Size) => void;
  remove: (id: string) => void;
  add: (widget: WidgetItem) => void;
  save: () => Promise<void>;
  cancel: () => void;
}

/** Null as long as nobody arranges; `begin` starts it. */
export function useArranging(dashboard: Dashboard | undefined): [Arranging | null, () => void] {
  const client = useQueryClient();
  const [items, setItems] = useState<Placed[] | null>(null);
  const begin = () => setItems(dashboard?.layout.items ?? []);
  if (!items) return [null, begin];
  const change = (id: string, values: Partial<Placed>) =>
    setItems(items.map((one) => (one.id === id ? { ...one, ...values } : one)));
  const arranging: Arranging = {
    items,
    move: (id, by) => setItems(moved(items, id, by)),
    resize: (id, size) => change(id, { size }),
    remove: (id) => setItems(items.filter((one) => one.id !== id)),
    add: ({ id, defaultSize, defaultSettings }) => {
      const placed = { widgetId: id, order: items.length, size: defaultSize, settings: defaultSettings };
      setItems([...items, { id: crypto.randomUUID(), ...placed }]);
    },
    save: async () => {
      try {
        tell([(await arrange(items)).operation]);
        await client.invalidateQueries({ queryKey: ["dashboard"] });
        setItems(null);
      } catch (error) {
        complain(error);
      }
    },
    cancel: () => setItems(null),
  };
  return [arranging, begin];
}

/** The same widgets, one of them so many places further. */
export function moved(items: readonly Placed[], id: string, by: number): Placed[] {
  const from = items.findIndex((one) => one.id === id);
  const to = Math.min(Math.max(from + by, 0), items.length - 1);
  const rest = items.filter((one) => one.id !== id);
  const one = items[from];
  return one ? [...rest.slice(0, to), one, ...rest.slice(to)] : [...items];
}
