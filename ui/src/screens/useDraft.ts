// The draft of a form: it is there again when the form is opened again, and gone once it was saved or thrown away.
import { useEffect, useRef, useState } from "react";
import type { Json } from "../kernel/api.ts";
import { useBoot } from "../kernel/boot.ts";
import { draftOf, keepDraft, readDraft } from "../kernel/drafts.ts";
import type { FormProps, FormState } from "./RecordForm.tsx";

/** Milliseconds without a letter before it is kept. */
const PAUSE = 300;

export function useDraft({ screen, record, given }: FormProps, { form, every }: FormState) {
  const { user } = useBoot();
  // A form that begins with values of its own (of another record) is not the one that begins empty.
  const about = record ? String(record.id) : given && Object.values(given).join();
  const name = draftOf(user.id, screen.key, about);
  const [before] = useState(() => readDraft(name));
  const [shown, setShown] = useState(before);
  const done = useRef(false);
  // Secrets are typed again.
  const kept = every.filter((one) => one.kind !== "secret");
  // biome-ignore lint/correctness/useExhaustiveDependencies: once, when the form is opened
  useEffect(() => {
    if (before) form.setValues(before.values);
  }, []);
  const typed: Json = Object.fromEntries(
    kept.filter((one) => form.isDirty(one.name)).map((one) => [one.name, form.values[one.name]]),
  );
  const text = JSON.stringify(typed);
  useEffect(() => {
    let waits = true;
    const keep = () => {
      if (waits && !done.current) keepDraft(name, JSON.parse(text));
      waits = false;
    };
    const timer = setTimeout(keep, PAUSE);
    // Whoever leaves in between has it kept as well.
    return () => {
      clearTimeout(timer);
      keep();
    };
  }, [name, text]);
  const drop = () => {
    done.current = true;
    keepDraft(name, {});
  };
  const discard = () => {
    form.reset();
    setShown(null);
  };
  return { restored: shown, drop, discard };
}
