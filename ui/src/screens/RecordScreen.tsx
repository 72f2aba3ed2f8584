// A record's own page: its fields at the left, what belongs to it in the middle, what was done to it at the right.
import { type ReactNode, useMemo, useState } from "react";
import { Link } from "wouter";
import { fieldsOfTitle, filled, titleOf } from "../fields/titles.ts";
import type { Json } from "../kernel/api.ts";
import { useBoot, useScreens } from "../kernel/boot.ts";
import { useCommands, useVisiting } from "../kernel/commands.ts";
import type { Screen } from "../kernel/manifest.ts";
import { useRecord } from "../kernel/rows.ts";
import { words } from "../kernel/words.ts";
import { Button } from "../kit/Button.tsx";
import { Icon } from "../kit/Icon.tsx";
import { Empty, Failed } from "../kit/States.tsx";
import { Acts } from "./Acts.tsx";
import { Children } from "./Children.tsx";
import { shownFields } from "./fieldsOf.ts";
import { History } from "./History.tsx";
import { hrefOf } from "./menu.ts";
import { Properties } from "./Properties.tsx";
import { RecordForm } from "./RecordForm.tsx";
import { useShown } from "./useShown.ts";

const w = words({
  gone: { pl: "Nie ma tu takiego rekordu", en: "There is no such record here" },
  why: { pl: "Usunięto go albo nie należy do tego, co widzisz.", en: "It was deleted, or is not among what you see." },
  back: { pl: "Wróć do listy", en: "Back to the list" },
  edit: { pl: "Edytuj", en: "Edit" },
});

export default function RecordScreen({ screen, id }: { screen: Screen; id: string }) {
  return <Found screen={screen} id={id} draw={(record) => <Whole screen={screen} record={record} />} />;
}

interface FoundProps {
  screen: Screen;
  id: string;
  draw: (record: Json) => ReactNode;
}

/** A record once it is there, or why it is not. */
export function Found({ screen, id, draw }: FoundProps) {
  const found = useRecord(screen, id);
  if (found.isPending) return null;
  const missing = found.data === null || (found.error as { status?: number } | null)?.status === 404;
  if (missing) {
    return (
      <Empty title={w.gone} text={w.why}>
        <Link className="btn" href={screen.href}>
          {w.back}
        </Link>
      </Empty>
    );
  }
  if (found.error) return <Failed error={found.error} onAgain={() => void found.refetch()} />;
  return draw(found.data as Json);
}

function Whole({ screen, record }: { screen: Screen; record: Json }) {
  const screens = useScreens();
  const { features } = useBoot();
  const [editing, setEditing] = useState(false);
  const fields = useMemo(() => [...shownFields(screen), ...fieldsOfTitle(screen)], [screen]);
  const records = useMemo(() => [record], [record]);
  const shown = useShown(screen, fields, records, true);
  const children = (screen.children ?? []).filter((one) => screens[one.screen]);
  const title = titleOf(screen, record, shown.naming);
  useVisiting({ href: hrefOf(screen, String(record.id)), title, icon: screen.icon });
  useCommands(screen.can.update ? [{ label: `${w.edit}: ${title}`, icon: "pencil", run: () => setEditing(true) }] : []);
  const history = features.includes("audit_logs.view_self");
  return (
    <div className="split">
      <div className="list scroll">
        <header className="rec-head">
          <span className="big">
            <Icon name={screen.icon} />
          </span>
          <div className="who">
            <nav className="crumb">
              <Link href={screen.href}>{screen.plural}</Link>
            </nav>
            <h1>{title}</h1>
            <p className="sub">{filled(screen, screen.subtitle, record, shown.naming)}</p>
          </div>
          <div className="acts">
            {screen.can.update && (
              <Button icon="pencil" onClick={() => setEditing(true)}>
                {w.edit}
              </Button>
            )}
            <Acts screen={screen} record={record} />
          </div>
        </header>
        <div className={`rec ${children.length ? "" : "two"}`}>
          <div>
            <Properties screen={screen} record={record} shown={shown} />
          </div>
          {children.length > 0 && (
            <div className="mid">
              <Children parent={screen} record={record} items={children} />
            </div>
          )}
          {history && <History screen={screen} record={record} />}
        </div>
      </div>
      {editing && <RecordForm screen={screen} record={record} onClose={() => setEditing(false)} />}
    </div>
  );
}
