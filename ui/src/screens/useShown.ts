// What cells need to show values: names of other records, labels of open sets, and the day.
import { useQueries } from "@tanstack/react-query";
import { useCallback, useMemo } from "react";
import type { Shown } from "../fields/Cell.tsx";
import { ask, type Json } from "../kernel/api.ts";
import { screenOf, useBoot, useScreens } from "../kernel/boot.ts";
import type { Field, Screen } from "../kernel/manifest.ts";
import { type Suggested, useNames } from "../kernel/names.ts";
import { hrefOf } from "./menu.ts";

/** For these fields of these records of a screen. */
export function useShown(screen: Screen, fields: readonly Field[], records: readonly Json[], whole = false): Shown {
  const { today } = useBoot();
  const screens = useScreens();
  const naming = useNames(fields, records);
  const suggested = useSuggested(fields);
  const at = useCallback(
    (entity: string | undefined, id: string) => {
      const found = screenOf(screens, entity);
      return found && !found.path.includes("{") ? hrefOf(found, id) : undefined;
    },
    [screens],
  );
  const calledOf = useCallback((entity: string) => screenOf(screens, entity)?.label, [screens]);
  return useMemo(
    () => ({ naming, suggested, today, tones: screen.tones, hrefOf: at, calledOf, whole }),
    [naming, suggested, today, screen, at, calledOf, whole],
  );
}

/** The labels of all open sets among some fields. */
export function useSuggested(fields: readonly Field[]): (source: string | undefined) => Suggested[] {
  const sources = useMemo(
    () => [...new Set(fields.map((one) => one.suggest).filter((one) => one !== undefined))],
    [fields],
  );
  return useQueries({
    queries: sources.map((source) => ({
      queryKey: ["suggestions", source],
      queryFn: async () => {
        const path = `/ui/suggestions/${encodeURIComponent(source)}`;
        return (await ask<{ items: Suggested[] }>("GET", path, { query: { limit: 100 } })).data.items;
      },
      staleTime: 60_000,
      retry: false,
    })),
    combine: useCallback(
      (found: { data: Suggested[] | undefined }[]) => (source: string | undefined) =>
        found[sources.indexOf(source ?? "")]?.data ?? [],
      [sources],
    ),
  });
}
