// The menu at the side, and the bar of five at the foot of a phone.
import { useState } from "react";
import { Link, useLocation } from "wouter";
import { useBoot, useScreens } from "../kernel/boot.ts";
import { words } from "../kernel/words.ts";
import { Icon } from "../kit/Icon.tsx";
import { type MenuGroup, menuOf } from "./menu.ts";

const HOME = "/backend";
const LAST = new Set(["messaging.nav.group", "settings.nav.group"]);
const w = words({
  main: { pl: "Główne", en: "Main" },
  home: { pl: "Dziś", en: "Today" },
  more: { pl: "Więcej", en: "More" },
  further: { pl: "Dalsze", en: "Further" },
});

export function useMenu(): MenuGroup[] {
  const { nav, unread } = useBoot();
  return menuOf(nav, useScreens(), unread);
}

/** Whether an address lies at an entry or below it; of several entries the longest counts. */
function chosenOf(menu: MenuGroup[], path: string): string {
  const hrefs = menu.flatMap((one) => one.items.map((item) => item.href));
  const above = hrefs.filter((one) => path === one || path.startsWith(`${one}/`));
  return above.sort((one, other) => other.length - one.length)[0] ?? "";
}

export function Brand() {
  return (
    <Link className="brand" href={HOME}>
      <svg viewBox="0 0 20 20" aria-hidden="true">
        <path d="M2.5 0v20M17.5 0v20M0 2.5h20M0 17.5h20M10 2.5v15" opacity=".45" />
        <path d="M2.5 2.5 10 10l-7.5 7.5M17.5 2.5 10 10l7.5 7.5" />
      </svg>
      <span>Bottega</span>
    </Link>
  );
}

export function Sidebar() {
  const menu = useMenu();
  const [path] = useLocation();
  const chosen = chosenOf(menu, path);
  const upper = menu.filter((one) => !LAST.has(one.id));
  const lower = menu.filter((one) => LAST.has(one.id));
  return (
    <aside className="side">
      <Brand />
      <nav className="nav" aria-label={w.main}>
        <Link href={HOME} className={path === HOME ? "on" : ""} aria-current={path === HOME ? "page" : undefined}>
          <Icon name="sun" />
          <span>{w.home}</span>
        </Link>
        {upper.map((group) => (
          <Group key={group.id} group={group} chosen={chosen} />
        ))}
      </nav>
      <nav className="nav nav-foot" aria-label={w.further}>
        {lower.map((group) => (
          <Group key={group.id} group={group} chosen={chosen} />
        ))}
      </nav>
    </aside>
  );
}

function Group({ group, chosen }: { group: MenuGroup; chosen: string }) {
  const holds = group.items.some((one) => one.href === chosen);
  const [said, setSaid] = useState<boolean | null>(null);
  const [only] = group.items;
  if (group.items.length === 1 && only) {
    return (
      <Link href={only.href} className={holds ? "on" : ""} aria-current={holds ? "page" : undefined} title={group.name}>
        <Icon name={group.icon} />
        <span>{group.name}</span>
        {only.waiting > 0 && <b className="n">{only.waiting}</b>}
      </Link>
    );
  }
  const open = said ?? holds;
  return (
    <>
      <button
        type="button"
        className={`nav-g ${holds ? "open" : ""}`}
        aria-expanded={open}
        aria-label={group.name}
        title={group.name}
        onClick={() => setSaid(!open)}
      >
        <Icon name={group.icon} />
        <span>{group.name}</span>
        <span className="chev">
          <Icon name={open ? "chevron-down" : "chevron-right"} small />
        </span>
      </button>
      {open && <Entries group={group} chosen={chosen} />}
    </>
  );
}

function Entries({ group, chosen }: { group: MenuGroup; chosen: string }) {
  return (
    <div className="nav-sub">
      {group.items.map((one) => (
        <Link
          key={one.href}
          href={one.href}
          className={`${one.deep ? "deep" : ""} ${one.href === chosen ? "on" : ""}`}
          aria-current={one.href === chosen ? "page" : undefined}
        >
          {one.title}
          {one.waiting > 0 && <b className="n">{one.waiting}</b>}
        </Link>
      ))}
    </div>
  );
}

/** Three groups of the studio's day, and the whole menu behind the last button. */
export function PhoneBar() {
  const menu = useMenu();
  const [path] = useLocation();
  const [open, setOpen] = useState(false);
  const chosen = chosenOf(menu, path);
  const first = menu.filter((one) => !LAST.has(one.id)).slice(0, 3);
  const leave = () => setOpen(false);
  return (
    <>
      {open && (
        // biome-ignore lint/a11y/noStaticElementInteractions lint/a11y/useKeyWithClickEvents: a link that was followed closes it
        <div className="more-sheet only-phone" onClick={(event) => (event.target as Element).closest("a") && leave()}>
          <nav className="nav" aria-label={w.main}>
            {menu.map((group) => (
              <Group key={group.id} group={group} chosen={chosen} />
            ))}
          </nav>
        </div>
      )}
      <nav className="phonebar" aria-label={w.more}>
        <Link href={HOME} className={path === HOME ? "on" : ""} onClick={leave}>
          <Icon name="sun" />
          {w.home}
        </Link>
        {first.map((group) => (
          <Link
            key={group.id}
            href={group.items[0]?.href ?? HOME}
            className={group.items.some((one) => one.href === chosen) ? "on" : ""}
            onClick={leave}
          >
            <Icon name={group.icon} />
            {group.name}
          </Link>
        ))}
        <button type="button" className={open ? "on" : ""} aria-expanded={open} onClick={() => setOpen(!open)}>
          <Icon name="menu" />
          {w.more}
        </button>
      </nav>
    </>
  );
}
