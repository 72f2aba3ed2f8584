// The form of a new record or of one that is changed: what the server refuses stands under its field.
import { useForm } from "@mantine/form";
import { type FormEvent, useMemo, useState } from "react";
import { Labelled } from "../fields/Labelled.tsx";
import { type Json, OVERTAKEN, Refusal } from "../kernel/api.ts";
import { useBoot } from "../kernel/boot.ts";
import { errorsOf } from "../kernel/errors.ts";
import { type Field, type Screen, wireOf } from "../kernel/manifest.ts";
import { useRefresh } from "../kernel/names.ts";
import { useRecord, valuesOf } from "../kernel/rows.ts";
import { tell } from "../kernel/undo.ts";
import { plural, words } from "../kernel/words.ts";
import { create, update } from "../kernel/writing.ts";
import { Button } from "../kit/Button.tsx";
import { Panel } from "../kit/Panel.tsx";
import { type FieldGroup, formFields, grouped, isInsisting, quickFields } from "./fieldsOf.ts";

const w = words({
  new: { pl: "nowy wpis", en: "new" },
  change: { pl: "zmiana", en: "change" },
  create: { pl: "Utwórz", en: "Create" },
  save: { pl: "Zapisz zmiany", en: "Save changes" },
  cancel: { pl: "Anuluj", en: "Cancel" },
  all: { pl: (n: number) => `Wszystkie pola, ${n}`, en: (n: number) => `All fields, ${n}` },
  wrong: {
    pl: (n: number) => `${n} ${plural(n, { one: "pole", few: "pola", other: "pól" }, "pl")} do poprawienia`,
    en: (n: number) => `${n} ${plural(n, { one: "field", other: "fields" }, "en")} to correct`,
  },
});

interface Props {
  screen: Screen;
  record?: Json;
  /** Values that a new record begins with, such as what it belongs to. */
  given?: Json;
  onClose: () => void;
}

/** A record that is changed is read whole first: a list shows a part of it. */
export function RecordForm({ screen, record, ...rest }: Props) {
  const whole = useRecord(screen, record === undefined ? undefined : String(record.id));
  if (record !== undefined && whole.isPending) return null;
  return <Form {...rest} screen={screen} {...(record ? { record: whole.data ?? record } : {})} />;
}

type Values = Record<string, unknown>;

function useRecordForm({ screen, record, given }: Props) {
  const verb = record ? "update" : "create";
  const every = useMemo(() => formFields(screen, verb), [screen, verb]);
  const [insists, setInsists] = useState(false);
  const [all, setAll] = useState(record !== undefined);
  const plain = every.filter((one) => insists || !isInsisting(screen, one));
  const quick = quickFields(screen);
  const fields = all ? plain : plain.filter((one) => quick.includes(one) || isInsisting(screen, one));
  const form = useForm<Values>({ initialValues: { ...valuesOf(every, record ?? {}), ...named(every, given) } });
  return { form, every, fields, hidden: plain.length - fields.length, setAll, setInsists };
}

// What is given is called as the server calls it.
function named(fields: readonly Field[], given: Json = {}): Values {
  const known = fields.filter((one) => wireOf(one) in given);
  return Object.fromEntries(known.map((one) => [one.name, given[wireOf(one)]]));
}

/** Saves the form, and puts what is refused where it belongs. */
function useSaving({ screen, record, onClose }: Props, state: ReturnType<typeof useRecordForm>) {
  const { form, every, fields, setAll, setInsists } = state;
  const [busy, setBusy] = useState(false);
  const [said, setSaid] = useState<string[]>([]);
  const refresh = useRefresh();
  const save = async () => {
    const values = form.getValues();
    const dirty = every.filter((one) => form.isDirty(one.name)).map((one) => [one.name, values[one.name]]);
    const saved = record
      ? update(screen, record, every, Object.fromEntries(dirty))
      : create(screen, every, { ...values });
    tell([(await saved).operation]);
    await refresh();
    onClose();
  };
  const refuse = (refusal: Refusal) => {
    const found = errorsOf(refusal, every.map(wireOf));
    const wrong = every.filter((one) => found.fields[wireOf(one)]);
    form.setErrors(Object.fromEntries(wrong.map((one) => [one.name, found.fields[wireOf(one)]])));
    setSaid(wrong.length ? found.rest : [...new Set([refusal.message, ...found.rest])]);
    // The next attempt is about the record as it is now, of which only what was typed is changed.
    if (refusal.code === OVERTAKEN) void refresh();
    else if (refusal.status === 409) setInsists(true);
    if (wrong.some((one) => !fields.includes(one))) setAll(true);
    setTimeout(() => focus(wrong[0]?.name));
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (busy) return;
    setBusy(true);
    setSaid([]);
    form.clearErrors();
    save()
      .catch((error) => (error instanceof Refusal ? refuse(error) : setSaid([String(error)])))
      .finally(() => setBusy(false));
  };
  return { busy, said, submit };
}

function Form(props: Props) {
  const { screen, record, onClose } = props;
  const state = useRecordForm(props);
  const { form, every, fields, hidden, setAll } = state;
  const { busy, said, submit } = useSaving(props, state);
  const title = (
    <>
      {screen.label} <span className="note">{record ? w.change : w.new}</span>
    </>
  );
  return (
    <Panel title={title} label={`${screen.label}: ${record ? w.change : w.new}`} onClose={onClose}>
      <form onSubmit={submit} onKeyDown={(event) => event.key === "Enter" && event.ctrlKey && submit(event)} noValidate>
        <Wrong fields={every.filter((one) => form.errors[one.name])} said={said} />
        <div className="panel-body">
          <Groups groups={grouped(screen, fields)} form={form} creates={!record} />
          {hidden > 0 && (
            <button type="button" className="lnk" onClick={() => setAll(true)}>
              {w.all(fields.length + hidden)}
            </button>
          )}
        </div>
        <div className="panel-foot">
          <Button look="pri" type="submit" busy={busy}>
            {record ? w.save : w.create}
            <span className="kbd no-phone">Ctrl Enter</span>
          </Button>
          <Button look="gho" onClick={onClose}>
            {w.cancel}
          </Button>
        </div>
      </form>
    </Panel>
  );
}

function focus(name: string | undefined): void {
  document.querySelector<HTMLElement>(`.panel [data-field="${name ?? ""}"] :is(input,textarea,button)`)?.focus();
}

function Wrong({ fields, said }: { fields: Field[]; said: string[] }) {
  if (!fields.length && !said.length) return null;
  return (
    <div className="bad-sum" role="alert">
      {fields.length > 0 && <b>{w.wrong(fields.length)}</b>}
      {fields.map((one) => (
        <button key={one.name} type="button" className="lnk" onClick={() => focus(one.name)}>
          {one.label}
        </button>
      ))}
      {said.map((one) => (
        <span key={one}>{one}</span>
      ))}
    </div>
  );
}

type FormOf = ReturnType<typeof useForm<Values>>;

function Groups({ groups, form, creates }: { groups: FieldGroup[]; form: FormOf; creates: boolean }) {
  const { today } = useBoot();
  return groups.map((group) => (
    <section key={group.label} className="grp">
      {groups.length > 1 && <h3>{group.label}</h3>}
      <div className="fgrid">
        {group.fields.map((one) => (
          <Labelled
            key={one.name}
            field={one}
            value={form.getValues()[one.name]}
            today={today}
            error={form.errors[one.name] as string | undefined}
            required={creates && one.create === "required"}
            onChange={(value) => form.setFieldValue(one.name, value)}
          />
        ))}
      </div>
    </section>
  ));
}
