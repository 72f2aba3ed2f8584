// The newest notifications, with what can be done about each: open what it is about, act, mark it, put it away.
import { useQuery } from "@tanstack/react-query";
import { useRef } from "react";
import { Link, useLocation } from "wouter";
import { MARKS } from "../fields/tones.ts";
import { ask } from "../kernel/api.ts";
import { useBoot, useScreens } from "../kernel/boot.ts";
import { day, dayOf, nearness, time } from "../kernel/formats.ts";
import type { Tone } from "../kernel/manifest.ts";
import { complain, tell } from "../kernel/undo.ts";
import { words } from "../kernel/words.ts";
import { Button, IconButton } from "../kit/Button.tsx";
import { Failed } from "../kit/States.tsx";
import { useUnread } from "./useLive.ts";

const w = words({
  title: { pl: "Powiadomienia", en: "Notifications" },
  allRead: { pl: "Oznacz wszystkie", en: "Mark all as read" },
  every: { pl: "Wszystkie powiadomienia", en: "All notifications" },
  read: { pl: "Oznacz jako przeczytane", en: "Mark as read" },
  away: { pl: "Odrzuć", en: "Put away" },
  none: { pl: "Nic na Ciebie nie czeka.", en: "Nothing waits for you." },
  unread: { pl: "nowe", en: "new" },
  open: { pl: "Otwórz", en: "Open" },
});
const SHOWN = 20;
const TONES: Record<string, Tone> = { info: "info", success: "good", warning: "warn", error: "danger" };

interface Notification {
  id: string;
  title: string;
  body: string | null;
  severity: string;
  status: string;
  createdAt: string;
  linkHref: string | null;
  actions: { id: string; label: string }[];
  actionTaken: string | null;
}

export default function Inbox({ onClose }: { onClose: () => void }) {
  const box = useRef<HTMLElement>(null);
  const { unread, countUnread } = useUnread();
  const screens = useScreens();
  const found = useQuery({
    queryKey: ["inbox"],
    queryFn: async ({ signal }) => {
      const query = { pageSize: SHOWN };
      return (await ask<{ items: Notification[] }>("GET", "/notifications", { query, signal })).data.items;
    },
    staleTime: 0,
  });
  const change = async (path: string) => {
    // The button goes with its line, or with the mark it takes away: keys go on where the list begins.
    box.current?.focus();
    await ask("PUT", `/notifications${path}`, { body: {} }).catch(complain);
    await countUnread();
  };
  const all = screens["notifications.notifications"]?.href;
  return (
    <section className="inbox" aria-label={w.title} ref={box} tabIndex={-1}>
      <div className="inbox-head">
        <h2>{w.title}</h2>
        <Button look="gho" small disabled={!unread} onClick={() => void change("/mark-all-read")}>
          {w.allRead}
        </Button>
      </div>
      {found.error && <Failed error={found.error} onAgain={() => void found.refetch()} />}
      {found.data?.length === 0 && <p className="ink3 none">{w.none}</p>}
      <ul aria-busy={found.isPending}>
        {found.data?.map((one) => (
          <Line key={one.id} one={one} onChange={change} onClose={onClose} />
        ))}
      </ul>
      {all && (
        <Link className="lnk more" href={all} onClick={onClose}>
          {w.every}
        </Link>
      )}
    </section>
  );
}

interface LineProps {
  one: Notification;
  onChange: (path: string) => Promise<void>;
  onClose: () => void;
}

function Line({ one, onChange, onClose }: LineProps) {
  const { today } = useBoot();
  const [, navigate] = useLocation();
  const { countUnread } = useUnread();
  const isNew = one.status === "unread";
  const go = (href: string | null | undefined) => {
    if (!href) return;
    onClose();
    // Only addresses of the application are followed within it.
    if (href.startsWith("/backend")) navigate(href);
    else location.assign(href);
  };
  const open = () => {
    if (isNew) void onChange(`/${one.id}/read`);
    go(one.linkHref);
  };
  const act = async (actionId: string) => {
    try {
      const path = `/notifications/${one.id}/action`;
      const { data, operation } = await ask<{ href?: string }>("POST", path, { body: { actionId } });
      tell([operation]);
      go(data.href ?? one.linkHref);
    } catch (error) {
      complain(error);
    }
    await countUnread();
  };
  const on = dayOf(one.createdAt);
  const tone = TONES[one.severity] ?? "info";
  return (
    <li className={isNew ? "new" : ""}>
      <span className={`st ${MARKS[tone]}`} aria-hidden="true">
        <i />
      </span>
      <div className="what">
        <button type="button" className="go" onClick={open}>
          {one.title}
          {isNew && <span className="vh"> ({w.unread})</span>}
        </button>
        {one.body && <p>{one.body}</p>}
        <span className="note">
          {nearness(on, today) || day(on)} {time(one.createdAt)}
        </span>
        {one.actionTaken === null && (one.actions.length > 0 || one.linkHref) && (
          <span className="do">
            {one.actions.map((action) => (
              <Button key={action.id} small onClick={() => void act(action.id)}>
                {action.label}
              </Button>
            ))}
            {!one.actions.length && (
              <Button small onClick={open}>
                {w.open}
              </Button>
            )}
          </span>
        )}
      </div>
      <span className="end">
        {isNew && <IconButton label={w.read} icon="check" onClick={() => void onChange(`/${one.id}/read`)} />}
        <IconButton label={w.away} icon="x" onClick={() => void onChange(`/${one.id}/dismiss`)} />
      </span>
    </li>
  );
}
