// What is selected in a list, and what can be done with all of it at once, to be taken back at once.
import { useState } from "react";
import { isEditable } from "../fields/Editor.tsx";
import { Labelled } from "../fields/Labelled.tsx";
import { address, type Json, Refusal } from "../kernel/api.ts";
import { useBoot } from "../kernel/boot.ts";
import type { Field, Screen } from "../kernel/manifest.ts";
import { useRefresh } from "../kernel/names.ts";
import { tell } from "../kernel/undo.ts";
import { plural, words } from "../kernel/words.ts";
import { change, MOST, remove } from "../kernel/writing.ts";
import { Button } from "../kit/Button.tsx";
import { Dialog } from "../kit/Dialog.tsx";
import { Picker } from "../kit/Picker.tsx";
import { isInsisting } from "./fieldsOf.ts";

const w = words({
  chosen: {
    pl: (n: number) => `${n} ${plural(n, { one: "zaznaczony", few: "zaznaczone", other: "zaznaczonych" }, "pl")}`,
    en: (n: number) => `${n} selected`,
  },
  change: { pl: "Zmień pole", en: "Change a field" },
  export: { pl: "Pobierz", en: "Download" },
  delete: { pl: "Usuń", en: "Delete" },
  none: { pl: "Odznacz", en: "Clear the selection" },
  which: { pl: "Które pole", en: "Which field" },
  cancel: { pl: "Anuluj", en: "Cancel" },
  sure: {
    pl: (n: number) =>
      `${plural(n, { one: "Zniknie", other: "Znikną" }, "pl")} z list: ${n}. Jednym ruchem będzie to można cofnąć.`,
    en: (n: number) => `${n} will leave all lists. One step takes it back.`,
  },
});

interface Props {
  screen: Screen;
  records: Json[];
  onDone: () => void;
}

export function SelectionBar({ screen, records, onDone }: Props) {
  const [asking, setAsking] = useState<"change" | "delete" | null>(null);
  const close = () => setAsking(null);
  const ids = records.map((one) => one.id).join(",");
  return (
    <div className="selbar" role="toolbar" aria-label={w.chosen(records.length)}>
      <span className="count">{w.chosen(records.length)}</span>
      {screen.can.update && (
        <Button icon="pencil" onClick={() => setAsking("change")}>
          {w.change}
        </Button>
      )}
      {screen.export && records.length <= MOST && (
        <a className="btn no-phone" href={address(screen.path, { ids, format: "xlsx", headings: "words" })} download>
          {w.export}
        </a>
      )}
      {screen.can.delete && (
        <Button icon="trash-2" onClick={() => setAsking("delete")}>
          {w.delete}
        </Button>
      )}
      <Button className="x" icon="x" aria-label={w.none} title={w.none} onClick={onDone} />
      {asking === "change" && <Changing {...{ screen, records, onDone }} onClose={close} />}
      {asking === "delete" && <Deleting {...{ screen, records, onDone }} onClose={close} />}
    </div>
  );
}

interface AskingProps extends Props {
  onClose: () => void;
}

/** Does something with all records and says what was refused. */
function useDoing({ onDone, onClose }: AskingProps, run: () => ReturnType<typeof remove>) {
  const refresh = useRefresh();
  const [said, setSaid] = useState("");
  const [busy, setBusy] = useState(false);
  const start = async () => {
    setBusy(true);
    try {
      tell(await run());
      onDone();
      onClose();
    } catch (error) {
      setSaid(error instanceof Refusal ? sentenceOf(error) : String(error));
    } finally {
      setBusy(false);
      await refresh();
    }
  };
  return { said, busy, start: () => void start() };
}

function sentenceOf(refusal: Refusal): string {
  const details = Array.isArray(refusal.body.details) ? (refusal.body.details as Json[]) : [];
  const reasons = new Set(details.map((one) => String(one.message ?? "")).filter(Boolean));
  return [refusal.message, ...reasons].slice(0, 4).join(" · ");
}

function Changing(props: AskingProps) {
  const { screen, records, onClose } = props;
  const { today } = useBoot();
  const offered = screen.fields.filter((one) => one.update && isEditable(one) && !isInsisting(screen, one));
  const [field, setField] = useState<Field>();
  const [value, setValue] = useState<unknown>(null);
  const doing = useDoing(props, () =>
    change(screen, records, field ? [field] : [], field ? { [field.name]: value } : {}),
  );
  const foot = (
    <>
      <Button look="gho" onClick={onClose}>
        {w.cancel}
      </Button>
      <Button look="pri" disabled={!field} busy={doing.busy} onClick={doing.start}>
        {w.change}
      </Button>
    </>
  );
  return (
    <Dialog title={`${w.change}: ${w.chosen(records.length)}`} onClose={onClose} foot={foot}>
      <div className="body">
        <Picker
          label={w.which}
          picks={offered.map((one) => ({ value: one.name, label: one.label }))}
          chosen={field ? [{ value: field.name, label: field.label }] : []}
          onChange={([name]) => {
            setField(offered.find((one) => one.name === name));
            setValue(null);
          }}
        />
        {field && <Labelled key={field.name} alone field={field} value={value} today={today} onChange={setValue} />}
        {doing.said && (
          <p className="err" role="alert">
            {doing.said}
          </p>
        )}
      </div>
    </Dialog>
  );
}

function Deleting(props: AskingProps) {
  const { screen, records, onClose } = props;
  const doing = useDoing(props, () => remove(screen, records));
  const foot = (
    <>
      <Button look="gho" onClick={onClose}>
        {w.cancel}
      </Button>
      <Button look="redfill" icon="trash-2" busy={doing.busy} onClick={doing.start}>
        {w.delete}
      </Button>
    </>
  );
  return (
    <Dialog title={w.delete} onClose={onClose} foot={foot}>
      <div className="body">
        <p>{w.sure(records.length)}</p>
        {doing.said && (
          <p className="err" role="alert">
            {doing.said}
          </p>
        )}
      </div>
    </Dialog>
  );
}
