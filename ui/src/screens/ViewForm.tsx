// The question when a view is saved: its name, whether the list opens with it, and the roles that get it too.
import { type FormEvent, useId, useState } from "react";
import { Refusal } from "../kernel/api.ts";
import type { Screen } from "../kernel/manifest.ts";
import { useRefresh } from "../kernel/names.ts";
import { tell } from "../kernel/undo.ts";
import { type Settings, saveView, type View, type Views } from "../kernel/views.ts";
import { words } from "../kernel/words.ts";
import { Button } from "../kit/Button.tsx";
import { Switch } from "../kit/Check.tsx";
import { Dialog } from "../kit/Dialog.tsx";
import { Picker } from "../kit/Picker.tsx";

const w = words({
  new: { pl: "Zapisz widok", en: "Save the view" },
  change: { pl: "Zmień widok", en: "Change the view" },
  name: { pl: "Nazwa", en: "Name" },
  opens: { pl: "Otwieraj listę tym widokiem", en: "Open the list with this view" },
  roles: { pl: "Daj ten widok także rolom", en: "Give this view to roles, too" },
  yes: { pl: "tak", en: "yes" },
  no: { pl: "nie", en: "no" },
  cancel: { pl: "Anuluj", en: "Cancel" },
  save: { pl: "Zapisz", en: "Save" },
});

interface Props {
  screen: Screen;
  /** The view that is changed; a new one otherwise. */
  view?: View | undefined;
  settings: Settings;
  views: Views;
  onSaved: (view: View) => void;
  onClose: () => void;
}

export function ViewForm({ screen, view, settings, views, onSaved, onClose }: Props) {
  const id = useId();
  const [name, setName] = useState(view?.name ?? "");
  const [isDefault, setDefault] = useState(view?.isDefault ?? false);
  const [roles, setRoles] = useState<string[]>([]);
  const [said, setSaid] = useState("");
  const refresh = useRefresh();
  const save = async (event: FormEvent) => {
    event.preventDefault();
    try {
      const wanted = { id: view?.id, name, settings, isDefault, applyToRoles: roles, seen: view?.updatedAt ?? null };
      const { data, operation } = await saveView(screen, wanted);
      tell([operation]);
      onSaved(data.perspective);
      onClose();
      await refresh();
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      const details = Array.isArray(error.body.details) ? (error.body.details as { message?: string }[]) : [];
      setSaid(details[0]?.message ?? error.message);
    }
  };
  const foot = (
    <>
      <Button look="gho" onClick={onClose}>
        {w.cancel}
      </Button>
      <Button look="pri" type="submit" form={`${id}-form`}>
        {w.save}
      </Button>
    </>
  );
  return (
    <Dialog title={view ? w.change : w.new} onClose={onClose} foot={foot}>
      <form id={`${id}-form`} className="body" onSubmit={(event) => void save(event)} noValidate>
        <Named name={name} said={said} onChange={setName} />
        <div className="fld">
          <span className="lab" aria-hidden="true">
            {w.opens}
          </span>
          <Switch id={`${id}-opens`} checked={isDefault} label={w.opens} onChange={setDefault} describedBy={undefined}>
            <span aria-hidden="true">{isDefault ? w.yes : w.no}</span>
          </Switch>
        </div>
        {views.canApplyToRoles && <Roles views={views} chosen={roles} onChange={setRoles} />}
      </form>
    </Dialog>
  );
}

function Named({ name, said, onChange }: { name: string; said: string; onChange: (name: string) => void }) {
  const id = useId();
  return (
    <div className={`fld ${said ? "bad" : ""}`}>
      <label className="lab" htmlFor={id}>
        {w.name}
      </label>
      <span className="inp">
        <input
          id={id}
          data-autofocus
          value={name}
          maxLength={120}
          aria-invalid={said ? true : undefined}
          aria-describedby={said ? `${id}-said` : undefined}
          onChange={(event) => onChange(event.target.value)}
        />
      </span>
      {said && (
        <span className="err" id={`${id}-said`} role="alert">
          {said}
        </span>
      )}
    </div>
  );
}

interface RolesProps {
  views: Views;
  chosen: string[];
  onChange: (roles: string[]) => void;
}

function Roles({ views, chosen, onChange }: RolesProps) {
  const id = useId();
  const picks = views.roles.map((one) => ({ value: one.id, label: one.name }));
  return (
    <div className="fld">
      <label className="lab" htmlFor={id}>
        {w.roles}
      </label>
      <Picker
        id={id}
        several
        picks={picks}
        chosen={picks.filter((one) => chosen.includes(one.value))}
        onChange={onChange}
      />
    </div>
  );
}
