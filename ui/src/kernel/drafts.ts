// What somebody typed and has not saved: kept in this browser for a week, for them alone, until they save or throw it away.
import type { Json } from "./api.ts";

const PREFIX = "bottega.draft.";
const LASTS = 7 * 86_400_000;

export interface Draft {
  /** Milliseconds since 1970. */
  at: number;
  values: Json;
}

/** The name a form's draft has: whose it is, of which screen, and of which record. */
export function draftOf(person: string, screen: string, record: string | undefined): string {
  return `${PREFIX}${person}.${screen}.${record ?? "new"}`;
}

/** A draft; null where there is none, or it is too old. */
export function readDraft(name: string, now = Date.now()): Draft | null {
  try {
    const found: Partial<Draft> | null = JSON.parse(localStorage.getItem(name) ?? "null");
    if (typeof found?.at !== "number" || typeof found.values !== "object") return null;
    if (now - found.at <= LASTS) return found as Draft;
    localStorage.removeItem(name);
  } catch {
    // Storage is switched off, or holds what another version wrote: nothing is offered.
  }
  return null;
}

/** Keep what was typed; nothing typed is nothing kept. */
export function keepDraft(name: string, values: Json, now = Date.now()): void {
  try {
    if (Object.keys(values).length) localStorage.setItem(name, JSON.stringify({ at: now, values }));
    else localStorage.removeItem(name);
  } catch {
    // Full or switched off: the form itself still has it.
  }
}

/** Throw every draft away: whoever signs out leaves nothing behind. */
export function dropDrafts(): void {
  try {
    for (const name of Object.keys(localStorage)) if (name.startsWith(PREFIX)) localStorage.removeItem(name);
  } catch {
    // There is nothing to throw away.
  }
}
