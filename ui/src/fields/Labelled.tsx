// A control with its label above, its hint below, and what is wrong with it.
import { useId } from "react";
import type { Field } from "../kernel/manifest.ts";
import { words } from "../kernel/words.ts";
import { Editor, isGroup } from "./Editor.tsx";

const w = words({ required: { pl: "wymagane", en: "required" } });
const WIDE = new Set(["long", "markdown", "refs", "choices", "texts"]);

interface Props {
  field: Field;
  value: unknown;
  onChange: (value: unknown) => void;
  today: string;
  error?: string | undefined;
  required?: boolean;
  /** It stands alone, not in the grid of a form. */
  alone?: boolean;
}

export function Labelled({ field, value, onChange, today, error, required = false, alone = false }: Props) {
  const id = useId();
  const said = [error && `${id}-error`, field.hint && `${id}-hint`].filter(Boolean).join(" ") || undefined;
  const wide = alone || WIDE.has(field.kind) || isGroup(field);
  return (
    <div className={`fld ${wide ? "c12" : "c6"} ${error ? "bad" : ""}`} data-field={field.name}>
      <span className="lab">
        <label htmlFor={id}>{field.label}</label>
        {required && (
          <span className="req" title={w.required}>
            *<span className="vh"> {w.required}</span>
          </span>
        )}
      </span>
      <Editor
        field={field}
        id={id}
        value={value}
        onChange={onChange}
        today={today}
        invalid={error !== undefined}
        describedBy={said}
      />
      {error && (
        <span className="err" id={`${id}-error`}>
          {error}
        </span>
      )}
      {field.hint && (
        <span className="hint" id={`${id}-hint`}>
          {field.hint}
        </span>
      )}
    </div>
  );
}
