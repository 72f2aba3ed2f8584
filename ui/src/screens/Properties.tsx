// The fields of a record in their groups; what may be changed is changed where it stands.
import { useState } from "react";
import { Cell, type Shown } from "../fields/Cell.tsx";
import { isEditable } from "../fields/Editor.tsx";
import { Labelled } from "../fields/Labelled.tsx";
import { type Json, Refusal } from "../kernel/api.ts";
import { Clash, join } from "../kernel/conflicts.ts";
import { errorsOf } from "../kernel/errors.ts";
import { type Field, type Screen, valueIn, wireOf } from "../kernel/manifest.ts";
import { useRefresh } from "../kernel/names.ts";
import { tell } from "../kernel/undo.ts";
import { words } from "../kernel/words.ts";
import { Button } from "../kit/Button.tsx";
import { Conflict } from "./Conflict.tsx";
import { grouped, shownFields } from "./fieldsOf.ts";

const w = words({
  save: { pl: "Zapisz", en: "Save" },
  cancel: { pl: "Anuluj", en: "Cancel" },
  change: {
    pl: (what: string, value: string) => `Zmień: ${what} ${value}`,
    en: (what: string, value: string) => `Change: ${what} ${value}`,
  },
  own: { pl: "pola własne", en: "custom fields" },
});

interface Props {
  screen: Screen;
  record: Json;
  shown: Shown;
  /** Fields without a value are left out. */
  brief?: boolean;
}

export function Properties({ screen, record, shown, brief = false }: Props) {
  const [editing, setEditing] = useState<string | null>(null);
  const fields = shownFields(screen).filter((one) => !brief || !isEmpty(valueIn(record, one)));
  return (
    <div className="props">
      {grouped(screen, fields).map((group) => (
        <section key={group.label}>
          <h2>
            {group.label}
            {group.custom && <span className="note">{w.own}</span>}
          </h2>
          <dl className="kv">
            {group.fields.map((one) => (
              <Property
                key={one.name}
                {...{ screen, record, shown }}
                field={one}
                isEditing={editing === one.name}
                onEdit={(on) => setEditing(on ? one.name : null)}
              />
            ))}
          </dl>
        </section>
      ))}
    </div>
  );
}

function isEmpty(value: unknown): boolean {
  return value === null || value === undefined || value === "" || (Array.isArray(value) && !value.length);
}

interface PropertyProps extends Props {
  field: Field;
  isEditing: boolean;
  onEdit: (on: boolean) => void;
}

const LINKS = new Set(["ref", "refs", "email", "phone", "url"]);

function Property({ screen, record, shown, field, isEditing, onEdit }: PropertyProps) {
  const value = valueIn(record, field);
  const cell = <Cell field={field} value={value} shown={shown} />;
  const editable = Boolean(field.update && screen.can.update && isEditable(field));
  if (isEditing) return <Editing {...{ screen, record, shown, field, onEdit }} />;
  return (
    <div className="line">
      <dt>{field.label}</dt>
      <dd>
        {!editable ? (
          cell
        ) : LINKS.has(field.kind) && !isEmpty(value) ? (
          <>
            {cell}{" "}
            <Button
              className="pen"
              look="gho"
              small
              icon="pencil"
              aria-label={w.change(field.label, "")}
              onClick={() => onEdit(true)}
            />
          </>
        ) : (
          <button type="button" className="val" title={w.change(field.label, "")} onClick={() => onEdit(true)}>
            {cell}
          </button>
        )}
      </dd>
    </div>
  );
}

function Editing({ screen, record, shown, field, onEdit }: Omit<PropertyProps, "isEditing">) {
  const [value, setValue] = useState<unknown>(valueIn(record, field) ?? null);
  const [error, setError] = useState<string>();
  const refresh = useRefresh();
  const [before, setBefore] = useState(record);
  const [clash, setClash] = useState<Clash | null>(null);
  const save = async (seen: Json) => {
    setClash(null);
    try {
      const { operation } = await join(screen, seen, [field], { [field.name]: value });
      tell([operation]);
      await refresh();
      onEdit(false);
    } catch (refused) {
      if (refused instanceof Clash) return setClash(refused);
      if (!(refused instanceof Refusal)) throw refused;
      const { fields, rest } = errorsOf(refused, [wireOf(field)]);
      setError(fields[wireOf(field)] ?? rest[0] ?? refused.message);
    }
  };
  const choose = async (now: Clash, theirs: ReadonlySet<string>) => {
    if (!theirs.size) {
      setBefore(now.theirs);
      return save(now.theirs);
    }
    await refresh();
    onEdit(false);
  };
  return (
    <div className="line">
      <dt className="vh">{field.label}</dt>
      <dd className="edit">
        <form
          onSubmit={(event) => {
            event.preventDefault();
            void save(before);
          }}
          onKeyDown={(event) => event.key === "Escape" && !event.defaultPrevented && onEdit(false)}
          noValidate
        >
          <Labelled alone field={field} value={value} today={shown.today} error={error} onChange={setValue} />
          <div className="row">
            <Button look="pri" small type="submit">
              {w.save}
            </Button>
            <Button look="gho" small onClick={() => onEdit(false)}>
              {w.cancel}
            </Button>
          </div>
        </form>
        {clash && (
          <Conflict
            screen={screen}
            clash={clash}
            onChoose={(theirs) => void choose(clash, theirs)}
            onClose={() => setClash(null)}
          />
        )}
      </dd>
    </div>
  );
}
