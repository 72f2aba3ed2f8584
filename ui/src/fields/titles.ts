// What a record is called on its own screen: the template of the screen, filled with what its fields show.
import type { Json } from "../kernel/api.ts";
import { day, moment } from "../kernel/formats.ts";
import { type Field, fieldOf, placeholders, type Screen, valueIn } from "../kernel/manifest.ts";
import type { Naming } from "../kernel/names.ts";
import { asText } from "./Cell.tsx";

/** The fields that a screen's title and subtitle name. */
export function fieldsOfTitle(screen: Screen): Field[] {
  const names = [...placeholders(screen.title), ...placeholders(screen.subtitle)];
  return names.map((one) => fieldOf(screen, one)).filter((one) => one !== undefined);
}

/** A template filled; what is empty leaves no gap. */
export function filled(screen: Screen, template: string | undefined, record: Json, naming: Naming): string {
  const said = (template ?? "").replace(/\{(\w+)\}/g, (_all, name: string) => {
    const field = fieldOf(screen, name);
    return field ? plain(field, valueIn(record, field), naming) : "";
  });
  return said.replace(/\s+/g, " ").replace(/^[\s·×]+|[\s·×]+$/g, "");
}

/** A record's title; where it has none, what would stand below it, or the kind of record. */
export function titleOf(screen: Screen, record: Json, naming: Naming): string {
  return (
    filled(screen, screen.title, record, naming) || filled(screen, screen.subtitle, record, naming) || screen.label
  );
}

/** A value in words, as a line of text. */
export function plain(field: Field, value: unknown, naming: Naming): string {
  if (value === null || value === undefined || value === "") return "";
  if (field.kind === "ref") return naming(field.of, value)?.title ?? "";
  if (field.kind === "day") return day(String(value));
  if (field.kind === "moment") return moment(String(value));
  const option = field.options?.find((one) => one.value === value);
  return option?.label ?? asText(field, value);
}
