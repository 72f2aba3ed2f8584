// What this tab has changed, to take it back: one entry a step, however many records it was, and the notices about it.
import { useSyncExternalStore } from "react";
import { ask, type Operation, Refusal } from "./api.ts";
import { words } from "./words.ts";

const w = words({
  undone: { pl: "Cofnięto", en: "Undone" },
  redone: { pl: "Ponowiono", en: "Done again" },
  nothing: { pl: "Nie ma czego cofnąć", en: "There is nothing to undo" },
  changed: { pl: "Zapisano", en: "Saved" },
});

export interface Toast {
  id: number;
  text: string;
  tone: "plain" | "late";
  /** What it can take back. */
  step: Step | null;
}

/** What one act of somebody changed. */
export type Step = Operation[];

const done: Step[] = [];
const undone: Step[] = [];
let toasts: readonly Toast[] = [];
let last = 0;
const listeners = new Set<() => void>();

function publish(next: readonly Toast[]): void {
  toasts = next;
  for (const one of listeners) one();
}

/** The notices that stand on the page. */
export function useToasts(): readonly Toast[] {
  return useSyncExternalStore(
    (listen) => {
      listeners.add(listen);
      return () => listeners.delete(listen);
    },
    () => toasts,
  );
}

/** Take a notice away. */
export function dismiss(id: number): void {
  publish(toasts.filter((one) => one.id !== id));
}

/** Say something; the newest notice takes the place of the one before. */
export function say(text: string, tone: Toast["tone"] = "plain", step: Step | null = null): void {
  publish([{ id: ++last, text, tone, step }]);
}

/** Tell that something was changed, and offer to take it back where the server can. */
export function tell(operations: (Operation | null)[], text?: string): void {
  const step = operations.filter((one) => one !== null);
  if (step.length) {
    done.push(step);
    undone.length = 0;
  }
  say(text ?? step[0]?.actionLabel ?? w.changed, "plain", step.length ? step : null);
}

/** Say what was refused. */
export function complain(error: unknown): void {
  say(error instanceof Error ? error.message : String(error), "late");
}

/** Take back the last step, or a certain one. Answers whether anything changed. */
export async function undo(step: Step | undefined = done.at(-1)): Promise<boolean> {
  if (!step) {
    say(w.nothing);
    return false;
  }
  drop(done, step);
  return attempt(async () => {
    for (const one of step.toReversed()) {
      await ask("POST", "/audit_logs/audit-logs/actions/undo", { body: { undoToken: one.undoToken } });
    }
    undone.push(step);
    say(`${w.undone}: ${step[0]?.actionLabel ?? ""}`);
  });
}

/** Do the step again that was taken back last. */
export async function redo(): Promise<boolean> {
  const step = undone.pop();
  if (!step) return false;
  return attempt(async () => {
    const again: Step = [];
    for (const one of step) {
      const { operation } = await ask("POST", "/audit_logs/audit-logs/actions/redo", { body: { logId: one.id } });
      if (operation) again.push({ ...operation, actionLabel: one.actionLabel });
    }
    if (again.length) done.push(again);
    say(`${w.redone}: ${step[0]?.actionLabel ?? ""}`, "plain", again.length ? again : null);
  });
}

// What somebody else has overtaken stays as it is, and is not offered again.
async function attempt(run: () => Promise<void>): Promise<boolean> {
  try {
    await run();
    return true;
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    complain(error);
    return false;
  }
}

function drop(steps: Step[], step: Step): void {
  const place = steps.indexOf(step);
  if (place >= 0) steps.splice(place, 1);
}
