// A filter that holds, and the way to one that does not yet: its control follows the kind of its field.
import { useEffect, useRef, useState } from "react";
import { type Filter, isSet, valuesIn, withBound, without, withValues } from "../fields/filters.ts";
import { Labelled } from "../fields/Labelled.tsx";
import { useBoot } from "../kernel/boot.ts";
import type { Field, Kind } from "../kernel/manifest.ts";
import { words } from "../kernel/words.ts";
import { Icon } from "../kit/Icon.tsx";
import { Picker } from "../kit/Picker.tsx";
import { Pop } from "../kit/Pop.tsx";

const w = words({
  filter: { pl: "Filtr", en: "Filter" },
  which: { pl: "Po czym filtrować", en: "What to filter by" },
  remove: { pl: (what: string) => `Usuń filtr: ${what}`, en: (what: string) => `Remove the filter: ${what}` },
  from: { pl: (what: string) => `${what}: od`, en: (what: string) => `${what}: from` },
  to: { pl: (what: string) => `${what}: do`, en: (what: string) => `${what}: to` },
  yes: { pl: "tak", en: "yes" },
  no: { pl: "nie", en: "no" },
  empty: { pl: "Puste", en: "Empty" },
  filled: { pl: "Wypełnione", en: "Filled in" },
});

type Set = Record<string, string>;
type Change = (set: Set) => void;

interface ChipProps {
  filter: Filter;
  set: Set;
  text: string;
  onChange: Change;
  onRemove: () => void;
}

export function FilterChip({ filter, set, text, onChange, onRemove }: ChipProps) {
  const [open, setOpen] = useState(false);
  const { label } = filter.field;
  return (
    <span className="chip">
      <Pop
        open={open}
        onOpen={setOpen}
        target={
          <button type="button" aria-label={`${label}: ${text}`} onClick={() => setOpen(!open)}>
            <span className="k">{label}</span> {text}
          </button>
        }
      >
        <Conditions filter={filter} set={set} onChange={onChange} />
      </Pop>
      <button type="button" className="x" aria-label={w.remove(label)} onClick={onRemove}>
        <Icon name="x" small />
      </button>
    </span>
  );
}

/** Chooses a field, then its condition. */
export function FilterButton({ filters, set, onChange }: { filters: Filter[]; set: Set; onChange: Change }) {
  const [open, setOpen] = useState(false);
  const [chosen, setChosen] = useState<Filter | null>(null);
  const picks = filters.filter((one) => !isSet(one, set)).map((one) => ({ value: one.param, label: one.field.label }));
  const toggle = (next: boolean) => {
    setOpen(next);
    setChosen(null);
  };
  const target = (
    <button type="button" className="chip add" onClick={() => toggle(!open)}>
      <Icon name="plus" small />
      {w.filter}
    </button>
  );
  return (
    <Pop open={open} onOpen={toggle} target={target}>
      {chosen ? (
        <Conditions filter={chosen} set={set} onChange={onChange} />
      ) : (
        <Picker
          eager
          label={w.which}
          picks={picks}
          chosen={[]}
          onChange={([param]) => setChosen(filters.find((one) => one.param === param) ?? null)}
        />
      )}
    </Pop>
  );
}

function Conditions({ filter, set, onChange }: { filter: Filter; set: Set; onChange: Change }) {
  const box = useRef<HTMLDivElement>(null);
  // The control that led here is gone, and the focus with it.
  useEffect(() => box.current?.querySelector<HTMLElement>("input,button")?.focus(), []);
  const emptiness = filter.variants.includes("empty") && <Emptiness filter={filter} set={set} onChange={onChange} />;
  return (
    <div ref={box}>
      <Condition filter={filter} set={set} onChange={onChange} />
      {emptiness}
    </div>
  );
}

// Of several values a filter takes any one, so the control takes several.
const SEVERAL: Partial<Record<Kind, Kind>> = { ref: "refs", choice: "choices", suggest: "choices" };

function Condition({ filter, set, onChange }: { filter: Filter; set: Set; onChange: Change }) {
  const { today } = useBoot();
  const { field, shape } = filter;
  const named = (label: string): Field => ({ ...field, label, kind: field.kind === "moment" ? "day" : field.kind });
  if (shape === "flag") return <Flag filter={filter} set={set} onChange={onChange} />;
  if (shape === "range") {
    return (["From", "To"] as const).map((end) => (
      <Labelled
        key={end}
        alone
        field={bare(named(end === "From" ? w.from(field.label) : w.to(field.label)))}
        value={set[`${filter.param}${end}`] ?? null}
        today={today}
        onChange={(value) => onChange(withBound(filter, set, end, value))}
      />
    ));
  }
  const values = valuesIn(filter, set);
  const several = filter.variants.includes("in") || field.kind === "refs";
  const kind = several ? (SEVERAL[field.kind] ?? field.kind) : field.kind;
  const shownAs = several && field.kind === "suggest" ? { ...field, kind: "suggest" as const } : { ...field, kind };
  return (
    <Labelled
      alone
      field={bare(shownAs)}
      value={Array.isArray(values) && shownAs.kind === kind && several ? values : (values[0] ?? null)}
      today={today}
      onChange={(value) => onChange(withValues(filter, set, [value ?? []].flat().map(String)))}
    />
  );
}

// What a value must be like does not matter when one only looks for it.
function bare({ hint: _hint, ...field }: Field): Field {
  return field;
}

function Flag({ filter, set, onChange }: { filter: Filter; set: Set; onChange: Change }) {
  const value = set[filter.param];
  return (
    <Segments
      label={filter.field.label}
      value={value}
      options={[
        ["true", w.yes],
        ["false", w.no],
      ]}
      onChange={(next) => onChange(next ? { ...set, [filter.param]: next } : without(filter, set))}
    />
  );
}

function Emptiness({ filter, set, onChange }: { filter: Filter; set: Set; onChange: Change }) {
  const name = `${filter.param}Empty`;
  return (
    <div className="fld">
      <Segments
        label={`${filter.field.label}: ${w.empty}`}
        value={set[name]}
        options={[
          ["true", w.empty],
          ["false", w.filled],
        ]}
        onChange={(next) => onChange(next ? { ...without(filter, set), [name]: next } : without(filter, set))}
      />
    </div>
  );
}

interface SegmentsProps {
  label: string;
  value: string | undefined;
  options: [string, string][];
  onChange: (value: string | null) => void;
}

function Segments({ label, value, options, onChange }: SegmentsProps) {
  return (
    <>
      <span className="vh" id={`seg-${label}`}>
        {label}
      </span>
      <div className="seg full" role="group" aria-labelledby={`seg-${label}`}>
        {options.map(([said, word]) => (
          <button
            key={said}
            type="button"
            className={said === value ? "on" : ""}
            aria-pressed={said === value}
            onClick={() => onChange(said === value ? null : said)}
          >
            {word}
          </button>
        ))}
      </div>
    </>
  );
}
