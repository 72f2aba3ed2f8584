// Refusals of input, brought into one form: sentences under the fields they are about, and what is left over.
import type { Json, Refusal } from "./api.ts";

export interface FieldErrors {
  /** Sentences by the names that fields have on the wire. */
  fields: Record<string, string>;
  /** What no field of the form can show. */
  rest: string[];
}

interface Issue {
  path?: unknown[];
  message?: unknown;
}

/** What a refusal says of the fields of a form; `known` are the names the form has. */
export function errorsOf(refusal: Refusal, known: readonly string[]): FieldErrors {
  const found: FieldErrors = { fields: {}, rest: [] };
  for (const [name, sentence] of [...ofDetails(refusal.body.details), ...ofNames(refusal.body)]) {
    const field = known.find((one) => sameName(one, name));
    if (field === undefined) found.rest.push(sentence);
    else found.fields[field] ??= sentence;
  }
  return found;
}

function ofDetails(details: unknown): [string, string][] {
  if (Array.isArray(details)) {
    return (details as Issue[]).map(({ path, message }) => [nameIn(path ?? []), String(message ?? "")]);
  }
  const flat = (details as Json | undefined)?.fieldErrors;
  return flat ? ofNames({ fieldErrors: flat }) : [];
}

// The place of a value: ["set", "ilosc"], ["lines", 0, "kwota"] and ["cf_okna"] are about ilosc, lines and cf_okna.
function nameIn(path: unknown[]): string {
  const names = path.filter((one) => typeof one === "string");
  return String((names[0] === "set" || names[0] === "body" ? names[1] : names[0]) ?? "");
}

function ofNames(body: Json): [string, string][] {
  const groups = [body.fields, body.fieldErrors].filter((one) => typeof one === "object" && one !== null);
  return groups.flatMap((one) =>
    Object.entries(one as Json).map(([name, said]): [string, string] => [
      name,
      Array.isArray(said) ? String(said[0]) : String(said),
    ]),
  );
}

/** customerId and customer_id are one name. */
export function sameName(one: string, other: string): boolean {
  return plain(one) === plain(other);
}

function plain(name: string): string {
  return name.replaceAll("_", "").toLowerCase();
}
