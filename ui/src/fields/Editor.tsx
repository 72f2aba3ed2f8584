// Controls for a value, by the kind of its field. The browser only foresees; what is wrong the server says.
import { useState } from "react";
import { dateOf, number, parseNumber } from "../kernel/formats.ts";
import type { Field } from "../kernel/manifest.ts";
import { type Name, useChoices, useNames, useSuggestions } from "../kernel/names.ts";
import { words } from "../kernel/words.ts";
import { Switch } from "../kit/Check.tsx";
import { DayInput } from "../kit/DayInput.tsx";
import { Picker } from "../kit/Picker.tsx";

const w = words({
  yes: { pl: "tak", en: "yes" },
  no: { pl: "nie", en: "no" },
  unset: { pl: "nie podano", en: "not said" },
});
// So few choices stand side by side.
const FEW = 4;
const SHORT = 42;

export interface Editing {
  field: Field;
  id: string;
  value: unknown;
  onChange: (value: unknown) => void;
  today: string;
  invalid: boolean;
  describedBy: string | undefined;
}

/** Kinds that no control changes here: they are made elsewhere. */
export function isEditable(field: Field): boolean {
  return !["rows", "object", "json", "file", "id", "icon"].includes(field.kind);
}

/** Whether a label element names the control by itself; groups of buttons are named by their own. */
export function isGroup(field: Field): boolean {
  return isSegmented(field);
}

export function Editor(editing: Editing) {
  const { field } = editing;
  switch (field.kind) {
    case "integer":
    case "decimal":
    case "money":
      return <NumberBox {...editing} />;
    case "flag":
      return <Flag {...editing} />;
    case "day":
      return (
        <DayInput
          {...control(editing)}
          value={dateOf(textOf(editing.value) ?? "") || null}
          today={editing.today}
          onChange={editing.onChange}
        />
      );
    case "moment":
      return <MomentBox {...editing} />;
    case "choice":
      return isSegmented(field) ? <Segments {...editing} /> : <Choice {...editing} />;
    case "choices":
    case "texts":
      return <Several {...editing} />;
    case "suggest":
      return <Suggest {...editing} />;
    case "ref":
    case "refs":
      return <Reference {...editing} />;
    case "long":
    case "markdown":
      return <Area {...editing} />;
    default:
      return <TextBox {...editing} />;
  }
}

function isSegmented(field: Field): boolean {
  const options = field.options ?? [];
  const letters = options.reduce((sum, one) => sum + one.label.length, 0);
  return field.kind === "choice" && options.length > 1 && options.length <= FEW && letters <= SHORT;
}

function textOf(value: unknown): string | null {
  return value === null || value === undefined || value === "" ? null : String(value);
}

function control({ id, invalid, describedBy }: Editing) {
  return { id, invalid, describedBy };
}

function aria({ invalid, describedBy }: Editing) {
  return { "aria-invalid": invalid || undefined, "aria-describedby": describedBy };
}

const TYPES: Partial<Record<Field["kind"], string>> = { email: "email", url: "url", phone: "tel", secret: "password" };

function TextBox(editing: Editing) {
  const { field, id, value, onChange } = editing;
  return (
    <span className="inp">
      {field.kind === "colour" && (
        <input
          type="color"
          aria-label={field.label}
          tabIndex={-1}
          value={/^#[0-9a-f]{6}$/i.test(String(value)) ? String(value) : "#000000"}
          onChange={(event) => onChange(event.target.value)}
        />
      )}
      <input
        id={id}
        {...aria(editing)}
        type={TYPES[field.kind] ?? "text"}
        autoComplete={field.kind === "secret" ? "new-password" : "off"}
        value={textOf(value) ?? ""}
        onChange={(event) => onChange(event.target.value || null)}
      />
    </span>
  );
}

function Area(editing: Editing) {
  return (
    <textarea
      id={editing.id}
      className="inp"
      rows={3}
      {...aria(editing)}
      value={textOf(editing.value) ?? ""}
      onChange={(event) => editing.onChange(event.target.value || null)}
    />
  );
}

// A calculator: "2*640+18" is 1298. Amounts stay text, so that no figure is rounded on the way.
function NumberBox(editing: Editing) {
  const { field, value, onChange } = editing;
  const [typed, setTyped] = useState<string | null>(null);
  const leave = () => {
    if (typed !== null) {
      const found = parseNumber(typed);
      if (!typed.trim()) onChange(null);
      else if (found === null) onChange(typed);
      else onChange(field.kind === "money" ? found.toFixed(2) : found);
    }
    setTyped(null);
  };
  const said = textOf(value);
  const shown = said !== null && Number.isFinite(Number(said)) ? number(said) : (said ?? "");
  return (
    <span className="inp num">
      <input
        id={editing.id}
        {...aria(editing)}
        inputMode={field.kind === "integer" ? "numeric" : "decimal"}
        value={typed ?? shown}
        onChange={(event) => setTyped(event.target.value)}
        onBlur={leave}
        onKeyDown={(event) => event.key === "Enter" && leave()}
      />
      {(field.unit || field.kind === "money") && <span className="unit">{field.unit ?? "zł"}</span>}
    </span>
  );
}

function Flag({ field, id, value, onChange, describedBy }: Editing) {
  return (
    <Switch id={id} checked={value === true} label={field.label} onChange={onChange} describedBy={describedBy}>
      <span aria-hidden="true">{value === true ? w.yes : value === false ? w.no : w.unset}</span>
    </Switch>
  );
}

function MomentBox(editing: Editing) {
  const said = textOf(editing.value);
  return (
    <span className="inp">
      <input
        id={editing.id}
        type="datetime-local"
        {...aria(editing)}
        value={said ? local(said) : ""}
        onChange={(event) => editing.onChange(event.target.value ? new Date(event.target.value).toISOString() : null)}
      />
    </span>
  );
}

function local(moment: string): string {
  const at = new Date(moment);
  return Number.isNaN(at.getTime())
    ? ""
    : new Date(at.getTime() - at.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
}

function Segments({ field, id, value, onChange }: Editing) {
  return (
    <div className="seg full" role="group" id={id} aria-label={field.label}>
      {field.options?.map((one) => (
        <button
          key={String(one.value)}
          type="button"
          className={one.value === value ? "on" : ""}
          aria-pressed={one.value === value}
          onClick={() => onChange(one.value === value ? null : one.value)}
        >
          {one.label}
        </button>
      ))}
    </div>
  );
}

function Choice(editing: Editing) {
  const { field, value, onChange } = editing;
  const picks = (field.options ?? []).map((one) => ({ value: String(one.value), label: one.label }));
  const back = (chosen: string | undefined) =>
    field.options?.find((one) => String(one.value) === chosen)?.value ?? null;
  return (
    <Picker
      {...control(editing)}
      picks={picks}
      chosen={picks.filter((one) => one.value === textOf(value))}
      onChange={([first]) => onChange(back(first))}
    />
  );
}

function Several(editing: Editing) {
  const picks = (editing.field.options ?? []).map((one) => ({ value: String(one.value), label: one.label }));
  const values = [editing.value ?? []].flat().map(String);
  const chosen = values.map((one) => picks.find((pick) => pick.value === one) ?? { value: one, label: one });
  const free = editing.field.kind === "texts";
  return <Picker {...control(editing)} several free={free} picks={picks} chosen={chosen} onChange={editing.onChange} />;
}

function Suggest(editing: Editing) {
  const { field, onChange } = editing;
  const picks = useSuggestions(field.suggest).map(({ value, label, colour }) => ({ value, label, colour }));
  const value = textOf(editing.value);
  const chosen = value === null ? [] : [picks.find((one) => one.value === value) ?? { value, label: value }];
  return (
    <Picker {...control(editing)} free picks={picks} chosen={chosen} onChange={([first]) => onChange(first ?? null)} />
  );
}

function Reference(editing: Editing) {
  const { field, onChange } = editing;
  const [search, setSearch] = useState("");
  const [opened, setOpened] = useState(false);
  const several = field.kind === "refs";
  const ids = [editing.value ?? []].flat().map(String);
  const naming = useNames([{ ...field, name: "it" }], [{ it: ids }]);
  const found = useChoices(field.of, search, opened);
  const pick = (value: string, name: Name | undefined) => ({ value, label: name?.title ?? "…", note: name?.subtitle });
  return (
    <Picker
      {...control(editing)}
      several={several}
      picks={found.map((one) => pick(one.id, one))}
      chosen={ids.map((id) => pick(id, found.find((one) => one.id === id) ?? naming(field.of, id)))}
      onSearch={setSearch}
      onOpen={() => setOpened(true)}
      onChange={(values) => onChange(several ? values : (values[0] ?? null))}
    />
  );
}
