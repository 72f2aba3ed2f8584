// What the palette finds: what can be done here, pages, new records, and records by their names.
import { useDebouncedValue } from "@mantine/hooks";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { ask } from "../kernel/api.ts";
import { screenOf, useBoot, useScreens } from "../kernel/boot.ts";
import { type Command, lastVisited, useCommandsHere } from "../kernel/commands.ts";
import { fold, rank } from "../kernel/fold.ts";
import type { Screen } from "../kernel/manifest.ts";
import type { Choice, Name } from "../kernel/names.ts";
import { words } from "../kernel/words.ts";
import { hrefOf } from "./menu.ts";
import { useMenu } from "./Sidebar.tsx";

const w = words({
  here: { pl: "Tutaj", en: "Here" },
  pages: { pl: "Przejdź do", en: "Go to" },
  create: { pl: "Nowe", en: "New" },
  records: { pl: "Rekordy", en: "Records" },
  recent: { pl: "Ostatnio otwarte", en: "Opened last" },
  new: { pl: (what: string) => `Nowy wpis: ${what}`, en: (what: string) => `New: ${what}` },
});

export interface Item extends Command {
  id: string;
  note?: string;
}

export interface ItemGroup {
  title: string;
  items: Item[];
}

/** Milliseconds in which letters are collected before the server is asked. */
const PAUSE = 150;
const MOST = { here: 6, pages: 6, create: 4, records: 12 };
/** Without the search of everything, the first lists of the menu are asked, a few rows each. */
const LISTS = 6;
const ROWS = 4;

/** Signs that narrow a question, as the palette's foot says. */
const ONLY: Record<string, (entity: string) => boolean> = {
  "@": (entity) => entity.startsWith("customers:customer") || entity.startsWith("staff:") || entity === "auth:user",
  "#": (entity) => /^(contracts:contract|documents:|warehouse:goods_issue)/.test(entity),
};

export function usePaletteItems(typed: string, navigate: (href: string, create?: boolean) => void): ItemGroup[] {
  const sign = /^[>@#]/.exec(typed)?.[0] ?? "";
  const question = typed.slice(sign.length).trim();
  const here = useCommandsHere();
  const screens = useScreens();
  const menu = useMenu();
  const entries = menu.flatMap((group) => group.items.map((one) => ({ ...one, group: group.name })));
  const wanted = sign === ">" ? "" : question;
  const [asked] = useDebouncedValue(wanted, PAUSE);
  const records = useFound(asked, ONLY[sign]);
  const acts = here.map((one, place) => ({ ...one, id: `here-${place}` }));
  const pages = entries.map((one) => {
    const run = () => navigate(one.href);
    return { id: one.href, label: one.title, icon: one.icon, note: one.group, run };
  });
  const creating = entries
    .map((one) => Object.values(screens).find((screen) => screen.href === one.href))
    .filter((one): one is Screen => Boolean(one?.can.create));
  const made = creating.map((one) => {
    const run = () => navigate(one.href, true);
    return { id: `new-${one.key}`, label: w.new(one.label.toLowerCase()), icon: "plus", note: one.plural, run };
  });
  const found = records.map((one) => ({ ...one, run: () => navigate(one.id) }));
  const recent = lastVisited().map((one) => ({
    ...one,
    id: one.href,
    label: one.title,
    run: () => navigate(one.href),
  }));
  const groups: (ItemGroup & { when: boolean })[] = [
    { title: w.here, items: best(acts, question, MOST.here), when: sign === "" || sign === ">" },
    { title: w.recent, items: recent, when: typed === "" },
    { title: w.records, items: wanted ? found.slice(0, MOST.records) : [], when: sign !== ">" },
    { title: w.pages, items: best(pages, question, MOST.pages), when: sign === "" },
    { title: w.create, items: best(made, question, MOST.create), when: sign === ">" || (sign === "" && typed !== "") },
  ];
  return groups.filter((one) => one.when && one.items.length);
}

function best<I extends Item>(items: readonly I[], question: string, most: number): I[] {
  return items
    .map((one) => ({ one, score: rank(`${one.label} ${one.note ?? ""}`, question) }))
    .filter(({ score }) => score > 0)
    .sort((one, other) => other.score - one.score)
    .slice(0, most)
    .map(({ one }) => one);
}

type Found = Omit<Item, "run">;

/** Records by words: from the search of everything, where the caller has it, else from the lists they open most. */
function useFound(question: string, only: ((entity: string) => boolean) | undefined): Found[] {
  const { features } = useBoot();
  const screens = useScreens();
  const menu = useMenu();
  const everything = features.includes("search.view");
  const lists = menu
    .flatMap((group) => group.items.map((one) => Object.values(screens).find((screen) => screen.href === one.href)))
    .filter((one): one is Screen => one?.entity !== undefined && one.paged && (!only || only(one.entity)))
    .slice(0, LISTS);
  const { data } = useQuery({
    queryKey: ["palette", question, only === undefined ? "" : lists.map((one) => one.key).join()],
    queryFn: async ({ signal }) => {
      if (everything) return searched(screens, question, only, signal);
      return (await Promise.all(lists.map((one) => offered(one, question, signal)))).flat();
    },
    enabled: question.length > 1,
    placeholderData: keepPreviousData,
    retry: false,
  });
  return question.length > 1 ? (data ?? []) : [];
}

async function offered(screen: Screen, search: string, signal: AbortSignal): Promise<Found[]> {
  const path = `/ui/choices/${encodeURIComponent(screen.entity ?? "")}`;
  try {
    const { data } = await ask<{ items: Choice[] }>("GET", path, { query: { search, limit: ROWS }, signal });
    // Some lists know no words, and offer what they have.
    const fitting = data.items.filter((one) => rank(`${one.title} ${one.subtitle ?? ""}`, search) > 0);
    return fitting.map((one) => found(screen, one.id, one));
  } catch {
    // A list that cannot be searched has nothing to offer.
    return [];
  }
}

async function searched(
  screens: Record<string, Screen>,
  q: string,
  only: ((entity: string) => boolean) | undefined,
  signal: AbortSignal,
): Promise<Found[]> {
  const { data } = await ask<{ results: { entityId: string; recordId: string }[] }>("GET", "/search/search/global", {
    query: { q, limit: 30 },
    signal,
  });
  const hits = data.results.filter((one) => screenOf(screens, one.entityId) && (!only || only(one.entityId)));
  if (!hits.length) return [];
  const body: Record<string, string[]> = {};
  for (const one of hits) body[one.entityId] = [...(body[one.entityId] ?? []), one.recordId];
  const names = (await ask<Record<string, Record<string, Name>>>("POST", "/ui/names", { body, signal })).data;
  const places = Object.keys(screens);
  const named = hits.flatMap(({ entityId, recordId }) => {
    const screen = screenOf(screens, entityId);
    const name = names[entityId]?.[recordId];
    if (!screen || !name) return [];
    // What is called exactly so comes first; of a contract and its paper of the same number, the contract.
    const exact = fold(name.title) === fold(q) ? places.indexOf(screen.key) : places.length;
    return [{ exact, item: found(screen, recordId, name) }];
  });
  return named.sort((one, other) => one.exact - other.exact).map(({ item }) => item);
}

function found(screen: Screen, id: string, name: Name): Found {
  const note = [screen.label, name.subtitle].filter(Boolean).join(" · ");
  return { id: hrefOf(screen, id), label: name.title, icon: screen.icon, note };
}
