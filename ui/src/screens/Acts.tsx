// What can be done with a record: the acts of its screen and its end, each asked about before it is done.
import { useForm } from "@mantine/form";
import { useState } from "react";
import { useLocation } from "wouter";
import { isEditable } from "../fields/Editor.tsx";
import { Labelled } from "../fields/Labelled.tsx";
import { type Json, Refusal, way } from "../kernel/api.ts";
import { useBoot } from "../kernel/boot.ts";
import { useCommands } from "../kernel/commands.ts";
import { errorsOf } from "../kernel/errors.ts";
import { type Action, isOffered, type Screen, wireOf } from "../kernel/manifest.ts";
import { useRefresh } from "../kernel/names.ts";
import { complain, say, tell } from "../kernel/undo.ts";
import { words } from "../kernel/words.ts";
import { act, remove } from "../kernel/writing.ts";
import { Button, IconButton } from "../kit/Button.tsx";
import { Dialog } from "../kit/Dialog.tsx";
import { Menu } from "../kit/Menu.tsx";

const w = words({
  more: { pl: "Więcej", en: "More" },
  delete: { pl: "Usuń", en: "Delete" },
  sure: { pl: "Rekord zniknie z list. Będzie to można cofnąć.", en: "The record leaves all lists. You can undo it." },
  cancel: { pl: "Anuluj", en: "Cancel" },
  done: { pl: "Zrobione", en: "Done" },
  final: { pl: "Tego nie można cofnąć.", en: "This cannot be undone." },
});

interface Props {
  screen: Screen;
  record: Json;
  /** So many stand as buttons; the others are behind the last one. */
  most?: number;
}

export function Acts({ screen, record, most = 2 }: Props) {
  const [asking, setAsking] = useState<Action | "delete" | null>(null);
  const offered = (screen.actions ?? []).filter((one) => isOffered(one, record));
  const start = (action: Action) => {
    if (opens(action)) location.assign(`/api${way(action.op, String(record.id))[1]}`);
    else setAsking(action);
  };
  useCommands([
    ...offered.map((one) => ({ label: one.label, icon: one.icon, run: () => start(one) })),
    ...(screen.can.delete
      ? [{ label: `${w.delete}: ${screen.label}`, icon: "trash-2", run: () => setAsking("delete") }]
      : []),
  ]);
  const hidden = offered.slice(most).map((one) => ({
    label: one.label,
    icon: one.icon,
    danger: one.tone === "danger",
    run: () => start(one),
  }));
  const end = screen.can.delete
    ? [{ label: w.delete, icon: "trash-2", danger: true, run: () => setAsking("delete") }]
    : [];
  return (
    <>
      {offered.slice(0, most).map((one) => (
        <Button key={one.op} icon={one.icon} onClick={() => start(one)}>
          {one.label}
        </Button>
      ))}
      {hidden.length + end.length > 0 && (
        <Menu
          target={<IconButton label={w.more} icon="ellipsis" small={false} />}
          groups={[{ entries: hidden }, { entries: end }]}
        />
      )}
      {asking === "delete" && <Removing screen={screen} record={record} onClose={() => setAsking(null)} />}
      {asking !== null && asking !== "delete" && (
        <Acting action={asking} record={record} onClose={() => setAsking(null)} />
      )}
    </>
  );
}

// A file is fetched by the browser itself.
function opens(action: Action): boolean {
  return action.op.startsWith("GET ") && !action.fields?.length;
}

/** Asks for what an action takes, and does it. */
export function Acting({ action, record, onClose }: { action: Action; record: Json; onClose: () => void }) {
  const { today } = useBoot();
  const refresh = useRefresh();
  const fields = (action.fields ?? []).filter((one) => isEditable(one) && one.name !== "id");
  const form = useForm<Json>({ initialValues: Object.fromEntries(fields.map((one) => [one.name, null])) });
  const [said, setSaid] = useState<string[]>([]);
  const [busy, setBusy] = useState(false);
  const run = async () => {
    setBusy(true);
    try {
      const { operation } = await act(action, record, form.getValues());
      if (operation) tell([operation]);
      else say(`${action.label.replace(/…$/, "")}: ${w.done.toLowerCase()}`);
      onClose();
      await refresh();
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      const found = errorsOf(error, fields.map(wireOf));
      form.setErrors(Object.fromEntries(fields.map((one) => [one.name, found.fields[wireOf(one)] ?? null])));
      setSaid(Object.keys(found.fields).length ? found.rest : [error.message, ...found.rest]);
    } finally {
      setBusy(false);
    }
  };
  const foot = (
    <>
      <Button look="gho" onClick={onClose}>
        {w.cancel}
      </Button>
      <Button look={action.tone === "danger" ? "redfill" : "pri"} busy={busy} onClick={() => void run()}>
        {action.label.replace(/…$/, "")}
      </Button>
    </>
  );
  const text = action.confirm ?? (action.final && !fields.length ? w.final : "");
  return (
    <Dialog title={action.label.replace(/…$/, "")} onClose={onClose} foot={foot}>
      <div className="body">
        {text && <p>{text}</p>}
        {fields.map((one) => (
          <Labelled
            key={one.name}
            alone
            field={one}
            value={form.getValues()[one.name]}
            today={today}
            error={(form.errors[one.name] as string | null) ?? undefined}
            required={one.required ?? false}
            onChange={(value) => form.setFieldValue(one.name, value)}
          />
        ))}
        {said.map((one) => (
          <p key={one} className="err" role="alert">
            {one}
          </p>
        ))}
      </div>
    </Dialog>
  );
}

function Removing({ screen, record, onClose }: { screen: Screen; record: Json; onClose: () => void }) {
  const refresh = useRefresh();
  const [, navigate] = useLocation();
  const run = async () => {
    try {
      tell(await remove(screen, [record]));
      navigate(screen.href);
      await refresh();
    } catch (error) {
      complain(error);
    }
    onClose();
  };
  const foot = (
    <>
      <Button look="gho" onClick={onClose}>
        {w.cancel}
      </Button>
      <Button look="redfill" icon="trash-2" onClick={() => void run()}>
        {w.delete}
      </Button>
    </>
  );
  return (
    <Dialog title={`${w.delete}: ${screen.label}`} onClose={onClose} foot={foot}>
      <div className="body">
        <p>{w.sure}</p>
      </div>
    </Dialog>
  );
}
