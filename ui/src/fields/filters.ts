// What a list can be narrowed by: each field's filters as one, with its conditions and the words of its chip.
import { parseNumber } from "../kernel/formats.ts";
import type { Field, Screen } from "../kernel/manifest.ts";
import type { Naming, Suggested } from "../kernel/names.ts";
import { words } from "../kernel/words.ts";
import { asText } from "./Cell.tsx";

const w = words({
  from: { pl: "od", en: "from" },
  to: { pl: "do", en: "to" },
  not: { pl: "nie", en: "not" },
  yes: { pl: "tak", en: "yes" },
  no: { pl: "nie", en: "no" },
  empty: { pl: "puste", en: "empty" },
  filled: { pl: "wypełnione", en: "filled in" },
  period: { pl: "Okres", en: "Period" },
});

export type Shape = "values" | "range" | "flag" | "text";

export interface Filter {
  /** The field, called and typed as its control is. */
  field: Field;
  /** The name in a query string. */
  param: string;
  shape: Shape;
  variants: string[];
}

const RANGES = new Set(["integer", "decimal", "money", "day", "moment"]);
const CHOSEN = new Set(["choice", "choices", "suggest", "ref", "refs"]);

/** The filters of a list, those of its fields first. */
export function filtersOf(screen: Screen): Filter[] {
  const own = screen.fields
    .filter((one) => one.filter?.length && one.kind !== "id")
    .map((field) => filter(field, field.filter ?? []));
  const alone = (screen.filters ?? []).map((field) => filter(field, ["eq"]));
  return [
    ...(screen.period ? [PERIOD()] : []),
    ...own.filter(hasShape),
    ...alone.filter((one) => one.field.kind !== "id"),
  ];
}

// The list's own period: its parameters have names of their own.
const PERIOD = (): Filter => ({
  field: { name: "date", label: w.period, kind: "day" },
  param: "date",
  shape: "range",
  variants: ["from", "to"],
});

function filter(field: Field, variants: string[]): Filter {
  const param = field.param ?? field.wire ?? field.name;
  return { field, param, variants, shape: shapeOf(field, variants) };
}

function shapeOf(field: Field, variants: string[]): Shape {
  if (field.kind === "flag") return "flag";
  if (RANGES.has(field.kind) && variants.includes("from")) return "range";
  return CHOSEN.has(field.kind) ? "values" : "text";
}

// A field whose only condition is that it is empty says little; ranges and values say more.
function hasShape({ shape, variants }: Filter): boolean {
  return shape === "range" || variants.includes("eq") || variants.includes("in");
}

/** The parameters that a filter may set. */
export function paramsOf({ param, variants }: Filter): string[] {
  const suffix: Record<string, string> = { eq: "", in: "In", not: "Not", empty: "Empty", from: "From", to: "To" };
  return variants.map((one) => `${param}${suffix[one] ?? ""}`);
}

/** Whether a filter narrows the list. */
export function isSet(one: Filter, set: Record<string, string>): boolean {
  return paramsOf(one).some((name) => name in set);
}

/** The values that a filter of values has. */
export function valuesIn({ param }: Filter, set: Record<string, string>): string[] {
  const several = set[`${param}In`];
  if (several !== undefined) return split(several);
  const one = set[param];
  return one === undefined ? [] : [one];
}

/** The same filters, with these values of one. */
export function withValues(one: Filter, set: Record<string, string>, values: string[]): Record<string, string> {
  const left = without(one, set);
  if (!values.length) return left;
  const plain = values.length === 1 && one.variants.includes("eq");
  return plain ? { ...left, [one.param]: values[0] ?? "" } : { ...left, [`${one.param}In`]: join(values) };
}

/** The same filters, less one. */
export function without(one: Filter, set: Record<string, string>): Record<string, string> {
  const gone = paramsOf(one);
  return Object.fromEntries(Object.entries(set).filter(([name]) => !gone.includes(name)));
}

/** The same filters, with one bound of a range: "" takes it away. */
export function withBound(
  one: Filter,
  set: Record<string, string>,
  end: "From" | "To",
  value: unknown,
): Record<string, string> {
  const name = `${one.param}${end}`;
  const left = Object.fromEntries(Object.entries(set).filter(([key]) => key !== name));
  const text = value === null || value === undefined ? "" : String(value);
  return text ? { ...left, [name]: one.field.kind === "moment" ? text.slice(0, 10) : text } : left;
}

/** Values separated by commas; one that has a comma stands in double quotes, as in a CSV file. */
export function join(values: readonly string[]): string {
  return values.map((one) => (/[",]/.test(one) ? `"${one.replaceAll('"', '""')}"` : one)).join(",");
}

/** What `join` wrote. */
export function split(text: string): string[] {
  return [...text.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g)].map(
    (one) => one[1]?.replaceAll('""', '"') ?? one[2] ?? "",
  );
}

/** What the chip of a filter says. */
export function chipText(
  one: Filter,
  set: Record<string, string>,
  naming: Naming,
  suggested: (source?: string) => Suggested[],
): string {
  const { field, param } = one;
  const said = (value: string) => labelOf(field, value, naming, suggested);
  const parts: string[] = [];
  if (`${param}Empty` in set) parts.push(set[`${param}Empty`] === "true" ? w.empty : w.filled);
  if (one.shape === "flag" && param in set) parts.push(set[param] === "true" ? w.yes : w.no);
  else parts.push(...valuesIn(one, set).map(said));
  const not = set[`${param}Not`];
  if (not !== undefined) parts.push(`${w.not} ${said(not)}`);
  for (const [end, word] of [
    ["From", w.from],
    ["To", w.to],
  ] as const) {
    const bound = set[`${param}${end}`];
    if (bound !== undefined) parts.push(`${word} ${said(bound)}`);
  }
  return parts.join(", ");
}

function labelOf(field: Field, value: string, naming: Naming, suggested: (source?: string) => Suggested[]): string {
  if (field.kind === "ref" || field.kind === "refs") return naming(field.of, value)?.title ?? "…";
  if (field.kind === "suggest") return suggested(field.suggest).find((one) => one.value === value)?.label ?? value;
  const option = field.options?.find((one) => String(one.value) === value)?.label;
  if (option) return option;
  const figure = RANGES.has(field.kind) && /^\d{4}-/.test(value) === false && parseNumber(value) !== null;
  return figure
    ? asText(field, value)
    : /^\d{4}-\d{2}-\d{2}/.test(value)
      ? value.split("-").reverse().join(".")
      : value;
}
