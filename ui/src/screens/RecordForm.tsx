// The form of a new record or of one that is changed: what the server refuses stands under its field.
import { useForm } from "@mantine/form";
import { useMemo, useState } from "react";
import { Labelled } from "../fields/Labelled.tsx";
import type { Json } from "../kernel/api.ts";
import { useBoot } from "../kernel/boot.ts";
import { moment } from "../kernel/formats.ts";
import { type Field, type Screen, wireOf } from "../kernel/manifest.ts";
import { useRecord, valuesOf } from "../kernel/rows.ts";
import { plural, words } from "../kernel/words.ts";
import { Button } from "../kit/Button.tsx";
import { Panel } from "../kit/Panel.tsx";
import { Conflict } from "./Conflict.tsx";
import { type FieldGroup, formFields, grouped, isInsisting, quickFields } from "./fieldsOf.ts";
import { useDraft } from "./useDraft.ts";
import { useSaving } from "./useSaving.ts";

const w = words({
  new: { pl: "nowy wpis", en: "new" },
  change: { pl: "zmiana", en: "change" },
  create: { pl: "Utwórz", en: "Create" },
  save: { pl: "Zapisz zmiany", en: "Save changes" },
  cancel: { pl: "Anuluj", en: "Cancel" },
  all: { pl: (n: number) => `Wszystkie pola, ${n}`, en: (n: number) => `All fields, ${n}` },
  restored: {
    pl: (at: string) => `Jest tu to, co było wpisane ${at} i nie zostało zapisane.`,
    en: (at: string) => `Here is what was typed ${at} and not saved.`,
  },
  discard: { pl: "Odrzuć", en: "Throw it away" },
  wrong: {
    pl: (n: number) => `${n} ${plural(n, { one: "pole", few: "pola", other: "pól" }, "pl")} do poprawienia`,
    en: (n: number) => `${n} ${plural(n, { one: "field", other: "fields" }, "en")} to correct`,
  },
});

export interface FormProps {
  screen: Screen;
  record?: Json;
  /** Values that a new record begins with, such as what it belongs to. */
  given?: Json;
  onClose: () => void;
}

/** A record that is changed is read whole first: a list shows a part of it. */
export function RecordForm({ screen, record, ...rest }: FormProps) {
  const whole = useRecord(screen, record === undefined ? undefined : String(record.id));
  if (record !== undefined && whole.isPending) return null;
  return <Form {...rest} screen={screen} {...(record ? { record: whole.data ?? record } : {})} />;
}

export type Values = Record<string, unknown>;

export type FormState = ReturnType<typeof useRecordForm>;

function useRecordForm({ screen, record, given }: FormProps) {
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

function Form(props: FormProps) {
  const { screen, record, onClose } = props;
  const state = useRecordForm(props);
  const { form, every, fields, hidden, setAll } = state;
  const draft = useDraft(props, state);
  const { busy, said, submit, clash, choose, forget } = useSaving(props, state, draft.drop);
  const title = (
    <>
      {screen.label} <span className="note">{record ? w.change : w.new}</span>
    </>
  );
  return (
    <Panel title={title} label={`${screen.label}: ${record ? w.change : w.new}`} onClose={onClose}>
      <form onSubmit={submit} onKeyDown={(event) => event.key === "Enter" && event.ctrlKey && submit(event)} noValidate>
        {draft.restored && <Restored at={draft.restored.at} onDiscard={draft.discard} />}
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
          <Button
            look="gho"
            onClick={() => {
              draft.drop();
              onClose();
            }}
          >
            {w.cancel}
          </Button>
        </div>
      </form>
      {clash && (
        <Conflict screen={screen} clash={clash} onChoose={(theirs) => choose(clash, theirs)} onClose={forget} />
      )}
    </Panel>
  );
}

function Restored({ at, onDiscard }: { at: number; onDiscard: () => void }) {
  return (
    <div className="restored" role="status">
      <span>{w.restored(moment(new Date(at).toISOString()))}</span>
      <button type="button" className="lnk" onClick={onDiscard}>
        {w.discard}
      </button>
    </div>
  );
}

export function focus(name: string | undefined): void {
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
