// What was done to a record and to what belongs to it, newest first, each change with a way to take it back.
import { useInfiniteQuery } from "@tanstack/react-query";
import { ask, type Json, type Operation } from "../kernel/api.ts";
import { day, dayOf, time } from "../kernel/formats.ts";
import type { Screen } from "../kernel/manifest.ts";
import { words } from "../kernel/words.ts";
import { Failed } from "../kit/States.tsx";
import { useTakingBack } from "./useTakingBack.ts";

const w = words({
  title: { pl: "Historia", en: "History" },
  none: { pl: "Nikt tu jeszcze nic nie zmienił", en: "Nobody has changed anything yet" },
  undo: { pl: "cofnij", en: "undo" },
  undone: { pl: "cofnięte", en: "undone" },
  system: { pl: "system", en: "system" },
  more: { pl: "Wcześniejsze", en: "Earlier" },
  nothing: { pl: "brak", en: "none" },
});
const PAGE = 15;
const LONGEST = 60;

interface Entry {
  id: string;
  actionLabel: string | null;
  actorUserName: string | null;
  createdAt: string;
  executionState: string;
  undoToken: string | null;
  changes: Record<string, { from: unknown; to: unknown }> | null;
  changeLabels: Record<string, string> | null;
}

export function History({ screen, record }: { screen: Screen; record: Json }) {
  const id = String(record.id);
  const found = useInfiniteQuery({
    queryKey: ["history", id],
    queryFn: async ({ pageParam, signal }) => {
      const query = { resourceId: id, includeRelated: true, page: pageParam, pageSize: PAGE };
      const path = "/audit_logs/audit-logs/actions";
      return (await ask<{ items: Entry[]; page: number; totalPages: number }>("GET", path, { query, signal })).data;
    },
    initialPageParam: 1,
    getNextPageParam: (last) => (last.page < last.totalPages ? last.page + 1 : null),
  });
  const entries = found.data?.pages.flatMap((one) => one.items) ?? [];
  return (
    <aside className="hist" aria-label={`${w.title}: ${screen.label}`}>
      <h2 className="sect">{w.title}</h2>
      {found.error && <Failed error={found.error} onAgain={() => void found.refetch()} />}
      {found.isSuccess && !entries.length && <p className="ink3">{w.none}</p>}
      <ol className="tl">
        {entries.map((one) => (
          <Line key={one.id} entry={one} />
        ))}
      </ol>
      {found.hasNextPage && (
        <button type="button" className="lnk" onClick={() => void found.fetchNextPage()}>
          {w.more}
        </button>
      )}
    </aside>
  );
}

function Line({ entry }: { entry: Entry }) {
  const { takeBack } = useTakingBack();
  const { undoToken } = entry;
  const step: Operation[] = [
    { id: entry.id, undoToken: undoToken ?? "", actionLabel: entry.actionLabel, resourceKind: null, resourceId: null },
  ];
  return (
    <li className={entry.executionState === "undone" ? "" : "on"}>
      <time dateTime={entry.createdAt} title={`${day(dayOf(entry.createdAt))} ${time(entry.createdAt)}`}>
        {short(entry.createdAt)}
      </time>
      <div>{entry.actionLabel ?? "—"}</div>
      {Object.entries(entry.changes ?? {})
        .filter(([name]) => entry.changeLabels?.[name])
        .map(([name, { from, to }]) => (
          <div key={name} className="diff">
            {entry.changeLabels?.[name]}: <del>{brief(from)}</del> → {brief(to)}
          </div>
        ))}
      <div className="d">
        {entry.actorUserName ?? w.system}
        {entry.executionState === "undone" && ` · ${w.undone}`}
        {undoToken && (
          <>
            {" · "}
            <button type="button" className="lnk" onClick={() => takeBack(step)}>
              {w.undo}
            </button>
          </>
        )}
      </div>
    </li>
  );
}

function short(moment: string): string {
  const date = dayOf(moment);
  const [year, month, dayOfMonth] = date.split("-");
  if (date === dayOf(new Date())) return time(moment);
  return year === dayOf(new Date()).slice(0, 4) ? `${Number(dayOfMonth)}.${month}` : `${month}.${year}`;
}

function brief(value: unknown): string {
  if (value === null || value === undefined || value === "") return w.nothing;
  const text = typeof value === "object" ? JSON.stringify(value) : String(value);
  return text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text;
}
