// Two people on one record: what each changed is joined, and where both changed a field otherwise, somebody chooses.
import { type Json, OVERTAKEN, Refusal } from "./api.ts";
import { type Field, type Screen, valueIn } from "./manifest.ts";
import { fetchRecord } from "./rows.ts";
import { update, type Written } from "./writing.ts";

/** So often it is tried before somebody is asked: others may go on changing the record. */
const ATTEMPTS = 3;

/** A field that two people gave different values. */
export interface Difference {
  field: Field;
  was: unknown;
  mine: unknown;
  theirs: unknown;
}

/** What cannot be saved before somebody has chosen. */
export class Clash extends Error {
  constructor(
    /** The record as it is now. */
    readonly theirs: Json,
    readonly differences: Difference[],
    /** Fields that the others changed besides. */
    readonly also: Field[],
  ) {
    super("two people changed the same fields");
  }
}

function same(one: unknown, other: unknown): boolean {
  return JSON.stringify(one ?? null) === JSON.stringify(other ?? null);
}

/** The fields that both changed, each to a value of their own. */
export function differencesOf(fields: readonly Field[], before: Json, mine: Json, theirs: Json): Difference[] {
  return fields
    .filter((one) => one.name in mine)
    .map((field) => ({ field, was: valueIn(before, field), mine: mine[field.name], theirs: valueIn(theirs, field) }))
    .filter((one) => !same(one.was, one.theirs) && !same(one.mine, one.theirs));
}

/** The fields that only the others changed. */
export function alsoChanged(fields: readonly Field[], before: Json, mine: Json, theirs: Json): Field[] {
  return fields.filter((one) => !(one.name in mine) && !same(valueIn(before, one), valueIn(theirs, one)));
}

export interface Joined extends Written {
  /** Fields that others changed meanwhile; what they did is kept. */
  also: Field[];
}

/** Change some fields of a record that others may have changed since it was seen.
 *
 * @throws Clash - Both changed the same field, each otherwise.
 * @throws Refusal - The server said no for another reason, or the record is gone.
 */
export async function join(screen: Screen, seen: Json, fields: readonly Field[], mine: Json): Promise<Joined> {
  const before = seen;
  let also: Field[] = [];
  for (let attempt = 1; ; attempt++) {
    try {
      return { ...(await update(screen, seen, fields, mine)), also };
    } catch (error) {
      if (!(error instanceof Refusal) || error.code !== OVERTAKEN || attempt === ATTEMPTS) throw error;
      const now = await fetchRecord(screen, String(seen.id));
      if (now === null) throw error;
      also = alsoChanged(fields, before, mine, now);
      const differences = differencesOf(fields, before, mine, now);
      if (differences.length) throw new Clash(now, differences, also);
      seen = now;
    }
  }
}
