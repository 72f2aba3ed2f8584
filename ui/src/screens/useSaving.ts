// Saving a form: what is refused stands under its field, and what others changed meanwhile is joined or asked about.
import { type FormEvent, useState } from "react";
import { type Operation, Refusal } from "../kernel/api.ts";
import { Clash, join } from "../kernel/conflicts.ts";
import { errorsOf } from "../kernel/errors.ts";
import { type Field, wireOf } from "../kernel/manifest.ts";
import { useRefresh } from "../kernel/names.ts";
import { tell } from "../kernel/undo.ts";
import { words } from "../kernel/words.ts";
import { create } from "../kernel/writing.ts";
import { type FormProps, type FormState, focus } from "./RecordForm.tsx";

const w = words({
  also: { pl: "zostało też zapisane przez innych:", en: "kept as others saved it:" },
});

export function useSaving({ screen, record, onClose }: FormProps, state: FormState, onSaved: () => void) {
  const { form, every } = state;
  // What somebody saw when they began to type, whatever has come since.
  const [before] = useState(record);
  const refresh = useRefresh();
  const { attempt, ...shown } = useAttempts(state);
  const saved = async (operation: Operation | null, also: Field[] = []) => {
    tell([operation], joinedText(operation, also));
    onSaved();
    await refresh();
    onClose();
  };
  const change = async (seen: NonNullable<typeof record>, theirs?: ReadonlySet<string>) => {
    const values = form.getValues();
    const mine = every.filter((one) => form.isDirty(one.name) && !theirs?.has(one.name));
    if (theirs && !mine.length) return saved(null);
    const changes = Object.fromEntries(mine.map((one) => [one.name, values[one.name]]));
    const { operation, also } = await join(screen, seen, every, changes);
    await saved(operation, also);
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    attempt(async () => {
      if (before) return change(before);
      await saved((await create(screen, every, { ...form.getValues() })).operation);
    });
  };
  // Of what somebody typed, that is saved which they chose; the rest is as it is by now.
  const choose = (clash: Clash, theirs: ReadonlySet<string>) => attempt(() => change(clash.theirs, theirs));
  return { ...shown, submit, choose };
}

/** One attempt at a time, and what became of the last one. */
function useAttempts({ form, every, fields, setAll, setInsists }: FormState) {
  const [busy, setBusy] = useState(false);
  const [said, setSaid] = useState<string[]>([]);
  const [clash, setClash] = useState<Clash | null>(null);
  const refuse = (refusal: Refusal) => {
    const found = errorsOf(refusal, every.map(wireOf));
    const wrong = every.filter((one) => found.fields[wireOf(one)]);
    form.setErrors(Object.fromEntries(wrong.map((one) => [one.name, found.fields[wireOf(one)]])));
    setSaid(wrong.length ? found.rest : [...new Set([refusal.message, ...found.rest])]);
    if (refusal.status === 409) setInsists(true);
    if (wrong.some((one) => !fields.includes(one))) setAll(true);
    setTimeout(() => focus(wrong[0]?.name));
  };
  const attempt = (saving: () => Promise<void>) => {
    if (busy) return;
    setBusy(true);
    setSaid([]);
    setClash(null);
    form.clearErrors();
    saving()
      .catch((error) => {
        if (error instanceof Clash) setClash(error);
        else if (error instanceof Refusal) refuse(error);
        else setSaid([String(error)]);
      })
      .finally(() => setBusy(false));
  };
  return { busy, said, clash, attempt, forget: () => setClash(null) };
}

function joinedText(operation: Operation | null, also: Field[]): string | undefined {
  if (!also.length) return undefined;
  return `${operation?.actionLabel ?? ""} · ${w.also} ${also.map((one) => one.label).join(", ")}`;
}
