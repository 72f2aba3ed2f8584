// The one way to the server: requests, refusals as sentences with their fields, and what can be undone.
import { locale, words } from "./words.ts";

export type Json = Record<string, unknown>;
export type Method = "GET" | "POST" | "PUT" | "PATCH" | "DELETE";

/** A change that the server can take back. */
export interface Operation {
  id: string;
  undoToken: string;
  actionLabel: string | null;
  resourceKind: string | null;
  resourceId: string | null;
}

export interface Asked {
  query?: Record<string, unknown>;
  body?: unknown;
  /** The version of the record that was seen: somebody else's change is then not overwritten. */
  seen?: string | undefined;
  signal?: AbortSignal;
}

/** An answer, and what undoes the change it tells of. */
export interface Answer<T> {
  data: T;
  operation: Operation | null;
}

const w = words({
  offline: {
    pl: "Brak połączenia z serwerem. Sprawdź sieć i spróbuj ponownie.",
    en: "The server cannot be reached. Check the network and try again.",
  },
  overtaken: {
    pl: "Ktoś zmienił ten rekord przed chwilą. Sprawdź, co w nim jest, i spróbuj jeszcze raz.",
    en: "Somebody has just changed this record. Look at what is in it, and try again.",
  },
  failed: { pl: "Serwer odpowiedział błędem. Spróbuj ponownie.", en: "The server answered with an error. Try again." },
});

/** The code of a change that somebody else has overtaken. */
export const OVERTAKEN = "optimistic_lock_conflict";

/** What the server refused, in its own words; a conflict of two people has none there. */
export class Refusal extends Error {
  constructor(
    readonly status: number,
    readonly body: Json,
    readonly request: string,
  ) {
    const said = body.code === OVERTAKEN ? w.overtaken : body.error;
    super(typeof said === "string" ? said : w.failed);
  }

  get code(): string {
    return typeof this.body.code === "string" ? this.body.code : "";
  }

  /** The features that whoever asked lacks. */
  get missing(): string[] {
    return Array.isArray(this.body.requiredFeatures) ? this.body.requiredFeatures.map(String) : [];
  }
}

/** The address of a path of the API with a query; what is undefined, null or empty is left out. */
export function address(path: string, query: Record<string, unknown> = {}): string {
  const pairs = Object.entries(query).filter(([, value]) => value !== undefined && value !== null && value !== "");
  const text = new URLSearchParams(pairs.map(([name, value]) => [name, String(value)])).toString();
  return `/api${path}${text ? `?${text}` : ""}`;
}

/** Ask the server.
 *
 * @throws Refusal - It said no, or could not be reached (status 0).
 */
export async function ask<T = Json>(method: Method, path: string, asked: Asked = {}): Promise<Answer<T>> {
  const answer = await reach(method, path, asked);
  if (answer.status === 401 && (await signedInAgain())) return finish(await reach(method, path, asked));
  return finish(answer);
}

async function reach(method: Method, path: string, asked: Asked): Promise<Response> {
  const headers: Record<string, string> = { "accept-language": locale() };
  const form = asked.body instanceof FormData;
  if (asked.body !== undefined && !form) headers["content-type"] = "application/json";
  if (asked.seen) headers["x-om-ext-optimistic-lock-expected-updated-at"] = asked.seen;
  try {
    return await fetch(address(path, asked.query), {
      method,
      headers,
      body: asked.body === undefined ? null : form ? (asked.body as FormData) : JSON.stringify(asked.body),
      signal: asked.signal ?? null,
    });
  } catch (error) {
    if (asked.signal?.aborted) throw error;
    throw new Refusal(0, { error: w.offline }, "");
  }
}

async function finish<T>(answer: Response): Promise<Answer<T>> {
  const data = answer.status === 204 ? {} : await answer.json().catch(() => ({}));
  if (!answer.ok) throw new Refusal(answer.status, data, answer.headers.get("x-request-id") ?? "");
  return { data, operation: operationOf(answer.headers.get("x-om-operation")) };
}

/** What the header of a write says can be undone. */
export function operationOf(header: string | null): Operation | null {
  if (!header?.startsWith("omop:")) return null;
  try {
    return JSON.parse(decodeURIComponent(header.slice("omop:".length)));
  } catch {
    return null;
  }
}

type SignIn = () => Promise<boolean>;
let again: SignIn = async () => false;
let asking: Promise<boolean> | null = null;

/** Say how somebody signs in again when their session has ended: true when they did. */
export function onSignedOut(run: SignIn): void {
  again = run;
}

// Many requests may hear of it at once; the person is asked once.
function signedInAgain(): Promise<boolean> {
  asking ??= refreshed()
    .then((done) => done || again())
    .finally(() => {
      asking = null;
    });
  return asking;
}

/** Whoever is remembered on this computer has a new session without being asked. */
async function refreshed(): Promise<boolean> {
  await fetch("/api/auth/session/refresh?redirect=/backend", { redirect: "manual" }).catch(() => null);
  const answer = await fetch("/api/auth/profile").catch(() => null);
  return answer?.ok ?? false;
}

/** "POST /contracts/contracts/{id}/settle" as method and path for a record. */
export function way(operation: string, id = ""): [Method, string] {
  const [method = "GET", path = ""] = operation.split(" ");
  return [method as Method, path.replace(/\{\w+\}/, encodeURIComponent(id))];
}
