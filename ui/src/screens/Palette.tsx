// The command palette: one line that finds pages, records and what can be done, and keys to take one of them.
import { type KeyboardEvent, useEffect, useRef, useState } from "react";
import { useLocation } from "wouter";
import { openPalette } from "../kernel/commands.ts";
import { words } from "../kernel/words.ts";
import { Icon } from "../kit/Icon.tsx";
import { Overlay } from "../kit/Overlay.tsx";
import { type Item, type ItemGroup, usePaletteItems } from "./usePaletteItems.ts";

const w = words({
  title: { pl: "Szukaj albo wykonaj", en: "Search or do" },
  placeholder: { pl: "Szukaj albo wykonaj…", en: "Search or do…" },
  none: { pl: "Nic nie pasuje", en: "Nothing fits" },
  offered: { pl: "Znalezione", en: "Found" },
  acts: { pl: "czynności", en: "acts" },
  people: { pl: "ludzie", en: "people" },
  numbers: { pl: "numery", en: "numbers" },
  choose: { pl: "wybierz", en: "choose" },
});

export function Palette() {
  const [typed, setTyped] = useState("");
  const [chosen, setChosen] = useState(0);
  const [, navigate] = useLocation();
  const close = () => openPalette(false);
  const go = (href: string, create = false) => navigate(href, create ? { state: { create: Date.now() } } : {});
  const groups = usePaletteItems(typed, go);
  const items = groups.flatMap((one) => one.items);
  const place = Math.min(chosen, items.length - 1);
  const take = (one: Item | undefined) => {
    if (!one) return;
    close();
    // The palette gives its focus back first; what is opened then may take it.
    setTimeout(one.run);
  };
  const keys = (event: KeyboardEvent) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step && items.length) setChosen((place + step + items.length) % items.length);
    else if (event.key === "Enter") take(items[place]);
    else return;
    event.preventDefault();
  };
  const current = items[place]?.id;
  return (
    <Overlay label={w.title} className="pal" onClose={close}>
      <div className="pal-in">
        <Icon name="search" />
        <input
          data-autofocus
          role="combobox"
          aria-label={w.title}
          aria-expanded={items.length > 0}
          aria-controls="pal-items"
          aria-activedescendant={current === undefined ? undefined : `pal-${current}`}
          placeholder={w.placeholder}
          value={typed}
          onChange={(event) => {
            setTyped(event.target.value);
            setChosen(0);
          }}
          onKeyDown={keys}
        />
        <span className="kbd no-phone">Esc</span>
      </div>
      <Groups groups={groups} current={current} onTake={take} />
      {!items.length && <p className="none">{w.none}</p>}
      <div className="pal-ft no-phone" aria-hidden="true">
        <span>
          <span className="kbd">↑ ↓</span> <span className="kbd">Enter</span> {w.choose}
        </span>
        <span>
          <span className="kbd">&gt;</span> {w.acts}
        </span>
        <span>
          <span className="kbd">@</span> {w.people}
        </span>
        <span>
          <span className="kbd">#</span> {w.numbers}
        </span>
      </div>
    </Overlay>
  );
}

interface GroupsProps {
  groups: ItemGroup[];
  current: string | undefined;
  onTake: (one: Item) => void;
}

function Groups({ groups, current, onTake }: GroupsProps) {
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    box.current?.querySelector(`[id="pal-${current}"]`)?.scrollIntoView({ block: "nearest" });
  }, [current]);
  return (
    <div className="pal-list" id="pal-items" role="listbox" aria-label={w.offered} ref={box}>
      {groups.map((group) => (
        <div key={group.title} role="group" aria-label={group.title}>
          <div className="h" aria-hidden="true">
            {group.title}
          </div>
          {group.items.map((one) => (
            // biome-ignore lint/a11y/useKeyWithClickEvents lint/a11y/useFocusableInteractive: the line above has the focus and the keys
            <div
              key={one.id}
              id={`pal-${one.id}`}
              role="option"
              aria-selected={one.id === current}
              className={`it ${one.id === current ? "on" : ""}`}
              onClick={() => onTake(one)}
            >
              <Icon name={one.icon} />
              <span className="cut">{one.label}</span>
              {one.note && <span className="sp cut">{one.note}</span>}
            </div>
          ))}
        </div>
      ))}
    </div>
  );
}
