// The views of a list as tabs: all rows, those that were prepared, one's own and those of one's roles.
import { useEffect, useState } from "react";
import { EMPTY, type ListState } from "../kernel/list_state.ts";
import type { Screen } from "../kernel/manifest.ts";
import { useRefresh } from "../kernel/names.ts";
import { complain, tell } from "../kernel/undo.ts";
import {
  deleteView,
  differs,
  openingView,
  saveView,
  settingsOf,
  stateOf,
  useViews,
  type View,
} from "../kernel/views.ts";
import { words } from "../kernel/words.ts";
import { IconButton } from "../kit/Button.tsx";
import { Icon } from "../kit/Icon.tsx";
import { Menu } from "../kit/Menu.tsx";
import type { SetState } from "./useListState.ts";
import { ViewForm } from "./ViewForm.tsx";

const w = words({
  all: { pl: "Wszystkie", en: "All" },
  views: { pl: "Widoki", en: "Views" },
  save: { pl: "Zapisz ten widok…", en: "Save this view…" },
  keep: { pl: "Zapisz zmiany", en: "Save the changes" },
  reset: { pl: "Cofnij zmiany", en: "Undo the changes" },
  edit: { pl: "Nazwa, start i role…", en: "Name, start and roles…" },
  remove: { pl: "Usuń widok", en: "Delete the view" },
  more: { pl: (name: string) => `Widok: ${name}`, en: (name: string) => `View: ${name}` },
  ofRole: { pl: (role: string) => `Widok roli: ${role}`, en: (role: string) => `View of a role: ${role}` },
});

/** Stands for all rows where a list opens with a view. */
const NONE = "all";

interface Props {
  screen: Screen;
  state: ListState;
  setState: SetState;
}

export function ViewTabs({ screen, state, setState }: Props) {
  const views = useViews(screen);
  const saved = [...(views?.perspectives ?? []), ...(views?.rolePerspectives ?? [])];
  const opening = views && openingView(views);
  const [form, setForm] = useState<View | "new" | null>(null);
  useEffect(() => {
    if (opening && !location.search) setState(stateOf(screen, opening), true);
  }, [opening, screen, setState]);
  if (!screen.presets?.length && !views) return null;
  const chosen = saved.find((one) => one.id === state.view);
  const changed = chosen ? differs(screen, state, chosen) : isNarrowed(state);
  const all = { ...EMPTY, view: opening ? NONE : "" };
  const settings = form === "new" || form === chosen ? settingsOf(screen, state) : (form?.settings ?? {});
  return (
    <div className="tabs-row">
      <Tabs {...{ screen, state, setState, saved, chosen, changed, all }} />
      {views && (
        <ViewMenu {...{ screen, state, setState, chosen, changed }} onForm={setForm} onGone={() => setState(all)} />
      )}
      {form && views && (
        <ViewForm
          {...{ screen, settings, views }}
          view={form === "new" ? undefined : form}
          onSaved={(view) => setState(stateOf(screen, view))}
          onClose={() => setForm(null)}
        />
      )}
    </div>
  );
}

interface TabsProps extends Props {
  saved: View[];
  chosen: View | undefined;
  changed: boolean;
  /** The list without any view. */
  all: ListState;
}

function Tabs({ screen, state, setState, saved, chosen, changed, all }: TabsProps) {
  return (
    <nav className="tabs" aria-label={w.views}>
      <Tab label={w.all} on={!chosen && state.preset === null} onClick={() => setState(all)} />
      {screen.presets?.map(({ label }, preset) => (
        <Tab
          key={label}
          label={label}
          on={!chosen && state.preset === preset}
          onClick={() => setState({ ...EMPTY, preset })}
        />
      ))}
      {saved.map((one) => (
        <Tab
          key={one.id}
          label={one.name}
          role={one.roleName ?? undefined}
          on={one === chosen}
          changed={one === chosen && changed}
          onClick={() => setState(stateOf(screen, one))}
        />
      ))}
    </nav>
  );
}

function isNarrowed(state: ListState): boolean {
  return Boolean(state.search || state.sort || state.columns || Object.keys(state.filters).length);
}

interface MenuProps extends Props {
  chosen: View | undefined;
  changed: boolean;
  onForm: (form: View | "new") => void;
  onGone: () => void;
}

function ViewMenu({ screen, state, setState, chosen, changed, onForm, onGone }: MenuProps) {
  const mine = chosen && !chosen.roleId ? chosen : undefined;
  const refresh = useRefresh();
  const settle = async (write: () => ReturnType<typeof deleteView>, then?: () => void) => {
    try {
      tell([(await write()).operation]);
      then?.();
    } catch (error) {
      complain(error);
    }
    await refresh();
  };
  const keep = (view: View) => {
    const wanted = { id: view.id, name: view.name, settings: settingsOf(screen, state), seen: view.updatedAt };
    void settle(() => saveView(screen, wanted) as ReturnType<typeof deleteView>);
  };
  const entries = [
    ...(mine && changed ? [{ label: w.keep, icon: "check", run: () => keep(mine) }] : []),
    ...(chosen && changed ? [{ label: w.reset, icon: "undo-2", run: () => setState(stateOf(screen, chosen)) }] : []),
    ...(mine ? [{ label: w.edit, icon: "pencil", run: () => onForm(mine) }] : []),
    { label: w.save, icon: "plus", run: () => onForm("new") },
  ];
  const end = mine
    ? [
        {
          label: w.remove,
          icon: "trash-2",
          danger: true,
          run: () => void settle(() => deleteView(screen, mine), onGone),
        },
      ]
    : [];
  const label = chosen ? w.more(chosen.name) : w.save;
  if (!chosen && !changed && state.preset === null) return null;
  return (
    <Menu
      target={<IconButton label={label} icon={chosen ? "ellipsis" : "plus"} />}
      groups={[{ entries }, { entries: end }]}
    />
  );
}

interface TabProps {
  label: string;
  on: boolean;
  onClick: () => void;
  /** The role it is shared with. */
  role?: string | undefined;
  changed?: boolean;
}

function Tab({ label, on, onClick, role, changed = false }: TabProps) {
  return (
    <button
      type="button"
      className={on ? "on" : ""}
      aria-current={on ? "true" : undefined}
      title={role && w.ofRole(role)}
      onClick={onClick}
    >
      {role && <Icon name="users" small />}
      {label}
      {changed && " •"}
    </button>
  );
}
