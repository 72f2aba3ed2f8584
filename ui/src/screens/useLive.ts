// Lists and records that follow what others do: what is shown of a changed record is asked for again.
import { type Query, useQueryClient } from "@tanstack/react-query";
import { useCallback, useEffect } from "react";
import { ask } from "../kernel/api.ts";
import { type Boot, useBoot, useScreens } from "../kernel/boot.ts";
import { type Heard, onLive } from "../kernel/live.ts";
import type { Screen } from "../kernel/manifest.ts";

/** Milliseconds in which changes are collected: an import makes hundreds. */
const COLLECTED = 400;
/** A list of which somebody has scrolled through more pages stays as it is until they ask. */
const MOST_PAGES = 4;
const RECORDS = ["rows", "record", "history"];

interface Changes {
  /** Paths of lists, and ids of records; everything, where the stream was interrupted. */
  paths: Set<string>;
  ids: Set<string>;
  all: boolean;
  /** Whatever records are shown, after the stream has begun. */
  shown: boolean;
}

const NOTHING = (): Changes => ({ paths: new Set(), ids: new Set(), all: false, shown: false });

/** Follow the stream; drawn once, in the frame around every page. */
export function useLive(): void {
  const client = useQueryClient();
  const screens = useScreens();
  const { countUnread } = useUnread();
  useEffect(() => {
    let changes = NOTHING();
    let timer: ReturnType<typeof setTimeout> | undefined;
    const show = () => {
      const now = changes;
      changes = NOTHING();
      timer = undefined;
      void client.invalidateQueries({ predicate: (one) => now.all || concerns(one, now) });
    };
    const stop = onLive((heard) => {
      if (heard.event === "notified") void countUnread();
      if (!note(heard, screens, changes)) return;
      timer ??= setTimeout(show, COLLECTED);
    });
    return () => {
      stop();
      clearTimeout(timer);
    };
  }, [client, screens, countUnread]);
}

/** Note what an event is about; answers whether anything shown may have changed. */
function note({ event, data }: Heard, screens: Record<string, Screen>, changes: Changes): boolean {
  if (event === "ready") {
    if (data.first) changes.shown = true;
    else changes.all ||= !data.resumed;
    return changes.shown || changes.all;
  }
  if (event !== "changed") return false;
  const entity = (data.kind ?? "").replace(".", ":");
  for (const one of Object.values(screens)) if (one.entity === entity) changes.paths.add(one.path);
  if (data.id) changes.ids.add(data.id);
  return true;
}

/** Whether a query shows something of what has changed. */
function concerns({ queryKey, state }: Query, { paths, ids, shown }: Changes): boolean {
  const [what, place, id] = queryKey.map(String);
  if (what === "page" || (shown && RECORDS.includes(what ?? ""))) return true;
  if (what === "rows") {
    const pages = (state.data as { pages?: unknown[] } | undefined)?.pages?.length ?? 1;
    return paths.has(place ?? "") && pages <= MOST_PAGES;
  }
  if (what === "record") return paths.has(place ?? "") && (!ids.size || ids.has(id ?? ""));
  return what === "history" && ids.has(place ?? "");
}

/** How many notifications wait, and the way to count them anew. */
export function useUnread(): { unread: number; countUnread: () => Promise<void> } {
  const client = useQueryClient();
  const { unread } = useBoot();
  const countUnread = useCallback(async () => {
    const { data } = await ask<{ unreadCount: number }>("GET", "/notifications/unread-count");
    client.setQueryData<Boot>(["boot"], (boot) =>
      boot ? { ...boot, unread: { ...boot.unread, notifications: data.unreadCount } } : boot,
    );
    await client.invalidateQueries({ queryKey: ["inbox"] });
  }, [client]);
  return { unread: unread.notifications ?? 0, countUnread };
}
