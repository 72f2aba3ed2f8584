// A record beside its list: what it holds, without leaving the list.
import { useMemo } from "react";
import { useLocation } from "wouter";
import { fieldsOfTitle, titleOf } from "../fields/titles.ts";
import type { Json } from "../kernel/api.ts";
import type { Screen } from "../kernel/manifest.ts";
import { useRecord } from "../kernel/rows.ts";
import { words } from "../kernel/words.ts";
import { Button, IconButton } from "../kit/Button.tsx";
import { Panel } from "../kit/Panel.tsx";
import { Acts } from "./Acts.tsx";
import { shownFields } from "./fieldsOf.ts";
import { hrefOf } from "./menu.ts";
import { Properties } from "./Properties.tsx";
import { useShown } from "./useShown.ts";

const w = words({
  open: { pl: "Otwórz", en: "Open" },
  edit: { pl: "Edytuj", en: "Edit" },
  next: { pl: "J K następna", en: "J K next" },
});

interface Props {
  screen: Screen;
  record: Json;
  onEdit: (record: Json) => void;
  onClose: () => void;
}

export function Peek({ screen, record, onEdit, onClose }: Props) {
  const [, navigate] = useLocation();
  const whole = useRecord(screen, String(record.id)).data ?? record;
  const fields = useMemo(() => [...shownFields(screen), ...fieldsOfTitle(screen)], [screen]);
  const records = useMemo(() => [whole], [whole]);
  const shown = useShown(screen, fields, records, true);
  const title = titleOf(screen, whole, shown.naming);
  const href = hrefOf(screen, String(record.id));
  return (
    <Panel
      title={title}
      label={title}
      onClose={onClose}
      acts={<IconButton label={w.open} icon="maximize-2" onClick={() => navigate(href)} />}
    >
      <div className="panel-body">
        <Properties screen={screen} record={whole} shown={shown} brief />
      </div>
      <div className="panel-foot">
        <Button onClick={() => navigate(href)}>{w.open}</Button>
        {screen.can.update && (
          <Button icon="pencil" onClick={() => onEdit(whole)}>
            {w.edit}
          </Button>
        )}
        <Acts screen={screen} record={whole} most={0} />
        <span className="note no-phone">{w.next}</span>
      </div>
    </Panel>
  );
}
