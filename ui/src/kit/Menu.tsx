// A list of things to do or to choose, behind a button.
import { Menu as Base } from "@mantine/core";
import { Fragment, type ReactNode } from "react";
import { Icon } from "./Icon.tsx";

export interface MenuEntry {
  label: string;
  icon?: string;
  note?: string;
  danger?: boolean;
  /** Of several, the one that holds. */
  chosen?: boolean;
  href?: string;
  run?: () => void;
}

interface Props {
  target: ReactNode;
  /** Groups, with a line between them. */
  groups: { title?: string; entries: MenuEntry[] }[];
  /** The menu stays while several are chosen. */
  stays?: boolean;
}

export function Menu({ target, groups, stays = false }: Props) {
  const shown = groups.filter((one) => one.entries.length);
  return (
    <Base
      position="bottom-end"
      offset={4}
      closeOnItemClick={!stays}
      classNames={{ dropdown: "pop", item: "it", itemLabel: "it-in", itemIndicator: "it-on" }}
      withinPortal
      withInitialFocusPlaceholder={false}
    >
      <Base.Target>{target}</Base.Target>
      <Base.Dropdown>
        {shown.map((group, place) => (
          <Fragment key={group.title ?? place}>
            {place > 0 && <hr />}
            {group.title && <div className="h">{group.title}</div>}
            {group.entries.map((entry) => (
              <Entry key={entry.label} entry={entry} stays={stays} />
            ))}
          </Fragment>
        ))}
      </Base.Dropdown>
    </Base>
  );
}

function Entry({ entry, stays }: { entry: MenuEntry; stays: boolean }) {
  const content = (
    <>
      {entry.icon && <Icon name={entry.icon} />}
      <span>{entry.label}</span>
      {entry.note && <span className="note">{entry.note}</span>}
    </>
  );
  const className = `it ${entry.danger ? "danger" : ""}`;
  if (entry.chosen !== undefined) {
    const check = <Icon name="check" small />;
    return (
      <Base.CheckboxItem
        className={className}
        checked={entry.chosen}
        checkIcon={check}
        closeMenuOnClick={!stays}
        onChange={() => entry.run?.()}
      >
        {content}
      </Base.CheckboxItem>
    );
  }
  if (entry.href) {
    return (
      <Base.Item className={className} component="a" href={entry.href}>
        {content}
      </Base.Item>
    );
  }
  return (
    <Base.Item className={className} onClick={entry.run}>
      {content}
    </Base.Item>
  );
}
