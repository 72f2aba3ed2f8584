// The menu: groups and entries as the server says them, of which those are shown that a screen stands for.
import type { NavGroup, NavItem } from "../kernel/boot.ts";
import type { Screen } from "../kernel/manifest.ts";
import { aloneIcon } from "../pages/pages.ts";

export interface MenuGroup {
  id: string;
  name: string;
  icon: string;
  items: MenuItem[];
}

export interface MenuItem {
  href: string;
  title: string;
  icon: string;
  deep: boolean;
  /** How many wait for somebody. */
  waiting: number;
}

// Groups have no icon of their own on the server; one that is not here has that of its first screen.
const ICONS: Record<string, string> = {
  "today.nav.group": "sun",
  "sales.nav.group": "handshake",
  "contracts.nav.group": "file-text",
  "calendar.nav.group": "calendar-days",
  "finance.nav.group": "coins",
  "documents.nav.group": "receipt",
  "warehouse.nav.group": "layers",
  "auth.nav.group": "users",
  "messaging.nav.group": "message-square",
  "settings.nav.group": "settings",
};

/** The groups of the menu with what opens something, in the server's order. */
export function menuOf(
  nav: readonly NavGroup[],
  screens: Record<string, Screen>,
  unread: Record<string, number>,
): MenuGroup[] {
  const byHref = new Map(Object.values(screens).map((one) => [one.href, one]));
  const groups = nav.map(({ id, name, items }) => {
    const shown = items.flatMap((one) => entries(one, byHref, unread));
    return { id, name, icon: ICONS[id] ?? shown[0]?.icon ?? "folder", items: shown };
  });
  return groups.filter((one) => one.items.length);
}

function entries(item: NavItem, byHref: Map<string, Screen>, unread: Record<string, number>, deep = false): MenuItem[] {
  const below = (item.children ?? []).flatMap((one) => entries(one, byHref, unread, true));
  const screen = byHref.get(item.href);
  const icon = screen?.icon ?? aloneIcon(item.href);
  if (!icon || item.hidden) return below;
  const waiting = unread[screen?.key.split(".")[1] ?? ""] ?? 0;
  return [{ href: item.href, title: item.title, icon, deep, waiting }, ...below];
}

export interface Place {
  screen: Screen;
  /** The record whose page it is. */
  id?: string;
}

/** What an address shows: a list, or one of its records; null where there is nothing. */
export function placeOf(path: string, screens: Record<string, Screen>): Place | null {
  const all = Object.values(screens).filter((one) => !one.path.includes("{"));
  const list = all.find((one) => one.href === path);
  if (list) return { screen: list };
  const cut = path.lastIndexOf("/");
  const screen = all.find((one) => one.href === path.slice(0, cut));
  return screen ? { screen, id: decodeURIComponent(path.slice(cut + 1)) } : null;
}

/** The address of a record. */
export function hrefOf(screen: Screen, id: string): string {
  return `${screen.href}/${encodeURIComponent(id)}`;
}
