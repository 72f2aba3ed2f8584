// The head of a list: its name and count, files of exactly what is shown, a new record, and the views that were prepared.
import { address } from "../kernel/api.ts";
import { number } from "../kernel/formats.ts";
import type { ListState } from "../kernel/list_state.ts";
import type { Screen } from "../kernel/manifest.ts";
import { words } from "../kernel/words.ts";
import { Button, IconButton } from "../kit/Button.tsx";
import { Menu } from "../kit/Menu.tsx";
import type { SetState } from "./useListState.ts";

const w = words({
  add: { pl: "Dodaj", en: "Add" },
  print: { pl: "Drukuj", en: "Print" },
  download: { pl: "Pobierz ten widok", en: "Download this view" },
  all: { pl: "Wszystkie", en: "All" },
  views: { pl: "Widoki", en: "Views" },
});
const NAMES: Record<string, string> = { csv: "CSV", xlsx: "Excel", json: "JSON", xml: "XML", markdown: "Markdown" };

interface HeadProps {
  screen: Screen;
  total: number | undefined;
  asked: Record<string, string>;
  onCreate: () => void;
}

export function ListHead({ screen, total, asked, onCreate }: HeadProps) {
  const files = (screen.export ?? []).map((format) => ({
    label: NAMES[format] ?? format,
    href: address(screen.path, { ...asked, format, headings: "words" }),
  }));
  return (
    <div className="head">
      <h1>{screen.plural}</h1>
      {total !== undefined && <span className="count">{number(total)}</span>}
      <div className="acts">
        <IconButton className="no-phone" label={w.print} icon="printer" small={false} onClick={() => print()} />
        {files.length > 0 && (
          <Menu
            target={<IconButton className="no-phone" label={w.download} icon="download" small={false} />}
            groups={[{ entries: files }]}
          />
        )}
        {screen.can.create && (
          <Button look="pri" icon="plus" onClick={onCreate} aria-label={`${w.add}: ${screen.label}`}>
            {w.add}
          </Button>
        )}
      </div>
    </div>
  );
}

interface TabsProps {
  screen: Screen;
  state: ListState;
  setState: SetState;
}

export function ListTabs({ screen, state, setState }: TabsProps) {
  const presets = screen.presets ?? [];
  if (!presets.length) return null;
  const tabs = [
    { label: w.all, place: null as number | null },
    ...presets.map(({ label }, place) => ({ label, place })),
  ];
  return (
    <nav className="tabs" aria-label={w.views}>
      {tabs.map(({ label, place }) => (
        <button
          key={label}
          type="button"
          className={state.preset === place ? "on" : ""}
          aria-current={state.preset === place ? "true" : undefined}
          onClick={() => setState({ preset: place, filters: {} })}
        >
          {label}
        </button>
      ))}
    </nav>
  );
}
