// The bell in the bar: how many notifications wait, and the newest of them behind it.
import { lazy, Suspense, useState } from "react";
import { plural, words } from "../kernel/words.ts";
import { Icon } from "../kit/Icon.tsx";
import { Pop } from "../kit/Pop.tsx";
import { useUnread } from "./useLive.ts";

const Inbox = lazy(() => import("./Inbox.tsx"));

const w = words({
  waiting: {
    pl: (n: number) =>
      n ? `Powiadomienia: ${n} ${plural(n, { one: "nowe", few: "nowe", other: "nowych" }, "pl")}` : "Powiadomienia",
    en: (n: number) => (n ? `Notifications: ${n} new` : "Notifications"),
  },
});
const MOST_SHOWN = 99;

export function Bell() {
  const { unread } = useUnread();
  const [open, setOpen] = useState(false);
  const target = (
    <button
      type="button"
      className="btn gho ico s bell"
      aria-label={w.waiting(unread)}
      title={w.waiting(unread)}
      onClick={() => setOpen(!open)}
    >
      <Icon name="bell" />
      {unread > 0 && <b aria-hidden="true">{unread > MOST_SHOWN ? `${MOST_SHOWN}+` : unread}</b>}
    </button>
  );
  return (
    <Pop open={open} onOpen={setOpen} target={target} width={420} atEnd>
      <Suspense>
        <Inbox onClose={() => setOpen(false)} />
      </Suspense>
    </Pop>
  );
}
