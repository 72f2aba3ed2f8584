// Who is here, where, and what they may do: asked once when the application opens, and the screens that follow from it.
import { useSuspenseQuery } from "@tanstack/react-query";
import { ask } from "./api.ts";
import type { Manifest, Screen } from "./manifest.ts";

export interface NavItem {
  href: string;
  title: string;
  hidden?: boolean;
  children?: NavItem[] | null;
}

export interface NavGroup {
  id: string;
  name: string;
  items: NavItem[];
}

export interface Boot {
  user: { id: string; name: string | null; email: string | null; roles: string[] };
  tenant: { id: string; name: string | null };
  organizations: { id: string; name: string; depth: number }[];
  organizationId: string | null;
  features: string[];
  locale: string;
  today: string;
  nav: NavGroup[];
  unread: Record<string, number>;
  manifest: string;
  version: string;
}

const bootQuery = {
  queryKey: ["boot"],
  queryFn: async () => {
    // The page has asked for it already; this is the same request.
    const { data } = await ask<Boot>("GET", "/ui/boot");
    document.documentElement.lang = data.locale === "pl" ? "pl" : "en";
    return data;
  },
  staleTime: Number.POSITIVE_INFINITY,
};

/** The state of the application. */
export function useBoot(): Boot {
  return useSuspenseQuery(bootQuery).data;
}

/** All screens by key. */
export function useScreens(): Record<string, Screen> {
  const boot = useBoot();
  const { data } = useSuspenseQuery({
    queryKey: ["manifest", boot.manifest],
    queryFn: async () => {
      const { data: manifest } = await ask<Manifest>("GET", `/ui/manifest/${boot.manifest}`);
      for (const [key, screen] of Object.entries(manifest.screens)) screen.key = key;
      return manifest.screens;
    },
    staleTime: Number.POSITIVE_INFINITY,
  });
  return data;
}

/** The screen of an entity's records. */
export function screenOf(screens: Record<string, Screen>, entity: string | undefined): Screen | undefined {
  return entity === undefined ? undefined : Object.values(screens).find((one) => one.entity === entity);
}
