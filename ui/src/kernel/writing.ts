// Changes of records: create, change, delete, one or many, and the acts that a screen offers.
import { ask, type Json, type Method, type Operation, way } from "./api.ts";
import { type Action, type Field, type Screen, wireOf } from "./manifest.ts";
import { versionOf } from "./rows.ts";

type Verb = "create" | "update" | "delete";

const METHODS: Record<Verb, Method> = { create: "POST", update: "PUT", delete: "DELETE" };
// So many records at a time (the server takes no more).
export const MOST = 200;

export interface Written {
  data: Json;
  operation: Operation | null;
}

/** Method and path of what a screen can do, and whether the id stands in the path. */
function wayTo(screen: Screen, verb: Verb, id: string): { method: Method; path: string; inPath: boolean } {
  const said = screen.can[verb];
  if (typeof said !== "string") return { method: METHODS[verb], path: screen.path, inPath: false };
  const [method, path] = way(said, id);
  return { method, path, inPath: said.includes("{") };
}

/** Values as the server knows them by name. */
export function bodyOf(fields: readonly Field[], values: Json): Json {
  const known = fields.filter((one) => one.name in values);
  return Object.fromEntries(known.map((one) => [wireOf(one), values[one.name]]));
}

/** Make a record; empty fields are left out, so that the server's defaults count. */
export async function create(screen: Screen, fields: readonly Field[], values: Json): Promise<Written> {
  const { method, path } = wayTo(screen, "create", "");
  const said = Object.fromEntries(Object.entries(values).filter(([, value]) => value !== null && value !== ""));
  return ask(method, path, { body: bodyOf(fields, said) });
}

/** Change some fields of a record that is as it was seen. */
export async function update(screen: Screen, record: Json, fields: readonly Field[], values: Json): Promise<Written> {
  const { method, path, inPath } = wayTo(screen, "update", String(record.id));
  const body = { ...(inPath ? {} : { id: record.id }), ...bodyOf(fields, values) };
  return ask(method, path, { body, seen: versionOf(record) });
}

/** Delete records, as one step where the server can. */
export async function remove(screen: Screen, records: readonly Json[]): Promise<(Operation | null)[]> {
  if (screen.can.bulk && records.length > 1) return bulk(screen, records, { delete: true });
  const done: (Operation | null)[] = [];
  for (const record of records) {
    const { method, path, inPath } = wayTo(screen, "delete", String(record.id));
    done.push(
      (await ask(method, path, { ...(inPath ? {} : { body: { id: record.id } }), seen: versionOf(record) })).operation,
    );
  }
  return done;
}

/** Give many records the same values, as one step where the server can. */
export async function change(
  screen: Screen,
  records: readonly Json[],
  fields: readonly Field[],
  values: Json,
): Promise<(Operation | null)[]> {
  if (screen.can.bulk) return bulk(screen, records, { set: bodyOf(fields, values) });
  const done: (Operation | null)[] = [];
  for (const record of records) done.push((await update(screen, record, fields, values)).operation);
  return done;
}

async function bulk(screen: Screen, records: readonly Json[], what: Json): Promise<(Operation | null)[]> {
  const [method, path] = way(screen.can.bulk ?? "");
  const done: (Operation | null)[] = [];
  for (let start = 0; start < records.length; start += MOST) {
    const some = records.slice(start, start + MOST);
    const versions = Object.fromEntries(some.map((one) => [one.id, versionOf(one)]).filter(([, seen]) => seen));
    done.push((await ask(method, path, { body: { ids: some.map((one) => one.id), ...what, versions } })).operation);
  }
  return done;
}

/** Do what a screen offers for a record. */
export async function act(action: Action, record: Json, values: Json): Promise<Written> {
  const [method, path] = way(action.op, String(record.id));
  const fields = action.fields ?? [];
  const said = Object.fromEntries(Object.entries(values).filter(([, value]) => value !== null && value !== ""));
  const body: Json = bodyOf(fields, said);
  if (!action.op.includes("{")) body.id = record.id;
  return ask(method, path, method === "GET" ? { query: body } : { body, seen: versionOf(record) });
}
