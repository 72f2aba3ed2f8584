// Which fields a form asks for and a record shows, in the groups of its screen.
import { isEditable } from "../fields/Editor.tsx";
import { type Field, fieldOf, isPlumbing, type Screen } from "../kernel/manifest.ts";
import { words } from "../kernel/words.ts";

const w = words({
  rest: { pl: "Pozostałe", en: "Further" },
  custom: { pl: "Pola własne", en: "Custom fields" },
});
// Asked for only after the server refused: to insist, and why.
const INSISTING = new Set(["force", "powod"]);

export interface FieldGroup {
  label: string;
  custom: boolean;
  fields: Field[];
}

/** Whether a field insists on what the server has doubts about. */
export function isInsisting(screen: Screen, field: Field): boolean {
  return INSISTING.has(field.name) && screen.fields.some((one) => one.name === "force");
}

/** The fields of a form. */
export function formFields(screen: Screen, verb: "create" | "update"): Field[] {
  return screen.fields.filter((one) => one[verb] && isEditable(one));
}

/** The few fields of a new record; those that must be given are among them. */
export function quickFields(screen: Screen): Field[] {
  const all = formFields(screen, "create").filter((one) => !isInsisting(screen, one));
  const quick = (screen.quick ?? []).map((one) => fieldOf(screen, one)).filter((one) => one !== undefined);
  if (!quick.length) return all;
  const needed = all.filter((one) => one.create === "required" && !quick.includes(one));
  return [...quick.filter((one) => all.includes(one)), ...needed];
}

/** Some fields in the groups of their screen; those of no group stand at the end, custom ones apart. */
export function grouped(screen: Screen, fields: readonly Field[]): FieldGroup[] {
  const left = new Set(fields);
  const take = (one: Field | undefined) => one !== undefined && left.delete(one);
  const groups: FieldGroup[] = (screen.groups ?? []).map(({ label, fields: names }) => ({
    label,
    custom: false,
    fields: names.map((one) => fieldOf(screen, one)).filter((one): one is Field => take(one)),
  }));
  const custom = [...left].filter((one) => one.custom);
  const rest = [...left].filter((one) => !one.custom);
  groups.push({ label: groups.length ? w.rest : screen.label, custom: false, fields: rest });
  groups.push({ label: w.custom, custom: true, fields: custom });
  return groups.filter((one) => one.fields.length);
}

/** What a record's page shows: what can be read and says something to people. */
export function shownFields(screen: Screen): Field[] {
  const known = screen.fields.filter(
    (one) => (one.list || one.record || one.update || one.custom) && !isInsisting(screen, one),
  );
  return known.filter((one) => !isPlumbing(one) || one.kind === "rows" || one.kind === "object");
}
