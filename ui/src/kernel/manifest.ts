// What the server says of screens: their fields, who may do what, and where they are.

import type { Json } from "./api.ts";
import { sameName } from "./errors.ts";

export type Kind =
  | "text"
  | "long"
  | "markdown"
  | "integer"
  | "decimal"
  | "money"
  | "flag"
  | "day"
  | "moment"
  | "choice"
  | "choices"
  | "suggest"
  | "ref"
  | "refs"
  | "id"
  | "email"
  | "url"
  | "phone"
  | "nip"
  | "regon"
  | "krs"
  | "iban"
  | "secret"
  | "colour"
  | "icon"
  | "json"
  | "rows"
  | "object"
  | "texts"
  | "file"
  | "record_kind";

export interface Option {
  value: unknown;
  label: string;
}

export interface Field {
  name: string;
  label: string;
  kind: Kind;
  wire?: string;
  param?: string;
  hint?: string;
  unit?: string;
  of?: string;
  where?: Record<string, unknown>;
  suggest?: string;
  options?: Option[];
  fields?: Field[];
  min?: number;
  max?: number;
  minLength?: number;
  maxLength?: number;
  pattern?: string;
  decimals?: number;
  list?: boolean;
  record?: boolean;
  sort?: boolean;
  total?: boolean;
  sealed?: boolean;
  custom?: boolean;
  create?: boolean | "required";
  update?: boolean;
  required?: boolean;
  filter?: string[];
}

export type Tone = "plain" | "good" | "warn" | "danger" | "info";

export interface Action {
  op: string;
  label: string;
  icon: string;
  when?: Record<string, unknown>;
  confirm?: string;
  form?: "dialog" | "inline" | "none";
  then?: "stay" | "open" | "download" | "next";
  tone?: Tone;
  fields?: Field[];
  final?: boolean;
}

export interface Can {
  create?: true | string;
  update?: true | string;
  delete?: true | string;
  bulk?: string;
  import?: string;
  read?: string;
}

export interface Screen {
  key: string;
  label: string;
  plural: string;
  icon: string;
  href: string;
  path: string;
  paged: boolean;
  entity?: string;
  title?: string;
  subtitle?: string;
  empty?: string;
  /** The name of a page made by hand for its records. */
  page?: string;
  columns?: string[];
  /** The column it opens by, with "-" before it from the last to the first. */
  sort?: string;
  quick?: string[];
  groups?: { label: string; fields: string[] }[];
  presets?: { label: string; filters: Record<string, unknown> }[];
  tones?: Record<string, Record<string, Tone>>;
  export?: string[];
  period?: boolean;
  filters?: Field[];
  fields: Field[];
  can: Can;
  actions?: Action[];
  children?: { screen: string; by: string }[];
}

export interface Manifest {
  screens: Record<string, Screen>;
}

/** The field that a screen calls by a name, in either style. */
export function fieldOf(screen: Screen, name: string): Field | undefined {
  return screen.fields.find((one) => sameName(one.name, name) || sameName(one.wire ?? one.name, name));
}

/** What a record has in a field, whichever style its answer is in. */
export function valueIn(record: Json, field: Field): unknown {
  for (const name of [field.name, field.wire, field.param]) {
    if (name !== undefined && name in record) return record[name];
  }
  const found = Object.keys(record).find((one) => sameName(one, field.name));
  return found === undefined ? undefined : record[found];
}

/** The name that the server knows a field by when it is written. */
export function wireOf(field: Field): string {
  return field.wire ?? field.name;
}

/** Fields of every record, which are shown only where somebody asks for them. */
export function isPlumbing(field: Field): boolean {
  return field.kind === "id" || ["rows", "object", "json", "secret"].includes(field.kind);
}

/** The columns a list begins with: those of the screen, else the first few that say something. */
export function columnsOf(screen: Screen): Field[] {
  const chosen = (screen.columns ?? []).map((name) => fieldOf(screen, name)).filter((one) => one !== undefined);
  if (chosen.length) return chosen.filter((one) => one.list || one.custom);
  return screen.fields.filter((one) => one.list && !isPlumbing(one)).slice(0, 7);
}

/** The fields that fill the placeholders of a template. */
export function placeholders(template = ""): string[] {
  return [...template.matchAll(/\{(\w+)\}/g)].map((one) => one[1] ?? "");
}

/** Whether an action makes sense for a record: a hint, for the server judges. */
export function isOffered(action: Action, record: Json): boolean {
  return Object.entries(action.when ?? {}).every(([name, wanted]) => {
    const key = Object.keys(record).find((one) => sameName(one, name));
    return key === undefined || record[key] === wanted;
  });
}
