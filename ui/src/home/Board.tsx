// The dashboard: the day, and the widgets of whoever looks, in the order and the sizes they have chosen.
import "./home.css";
import { useBoot } from "../kernel/boot.ts";
import { locale, words } from "../kernel/words.ts";
import { Button, IconButton } from "../kit/Button.tsx";
import { Menu } from "../kit/Menu.tsx";
import { Empty, Failed } from "../kit/States.tsx";
import { type Placed, type Size, useContents, useDashboard, type WidgetItem } from "./dashboard.ts";
import { Tile } from "./Tile.tsx";
import { type Arranging, useArranging } from "./useArranging.ts";

const w = words({
  arrange: { pl: "Ułóż pulpit", en: "Arrange" },
  add: { pl: "Dodaj widżet", en: "Add a widget" },
  save: { pl: "Zapisz układ", en: "Save the layout" },
  cancel: { pl: "Anuluj", en: "Cancel" },
  up: { pl: "Wcześniej", en: "Earlier" },
  down: { pl: "Później", en: "Later" },
  smaller: { pl: "Zmniejsz", en: "Smaller" },
  larger: { pl: "Powiększ", en: "Larger" },
  remove: { pl: "Usuń z pulpitu", en: "Take off the dashboard" },
  none: { pl: "Na pulpicie nic jeszcze nie ma", en: "The dashboard is empty so far" },
  noneText: { pl: "Dodaj widżety, które chcesz widzieć co rano.", en: "Add the widgets you want to see each morning." },
});
const SIZES: Size[] = ["sm", "md", "lg"];

export default function Board() {
  const today = useDay();
  const found = useDashboard();
  const [arranging, begin] = useArranging(found.data);
  const items = arranging?.items ?? found.data?.layout.items ?? [];
  const contents = useContents(items);
  if (found.error && !found.data) return <Failed error={found.error} onAgain={() => found.refetch()} />;
  const widgets = new Map(found.data?.widgets.map((one) => [one.id, one]));
  const shown = new Map(contents.data?.map((one) => [one.widgetId, one]));
  const free = [...widgets.values()].filter((one) => !items.some((item) => item.widgetId === one.id));
  return (
    <div className="hm">
      <header className="hi">
        <h1>{today}</h1>
        {found.data?.canConfigure && <Tools arranging={arranging} begin={begin} free={free} />}
      </header>
      {contents.error && !contents.data && <Failed error={contents.error} onAgain={() => contents.refetch()} />}
      {found.data && !items.length && <Empty title={w.none} text={w.noneText} />}
      {items.map((one) => {
        const widget = widgets.get(one.widgetId);
        if (!widget) return null;
        const tools = arranging ? <Moving placed={one} arranging={arranging} /> : undefined;
        return <Tile key={one.id} placed={one} widget={widget} content={shown.get(one.widgetId)} tools={tools} />;
      })}
    </div>
  );
}

function useDay(): string {
  const { today } = useBoot();
  const options = { weekday: "long", day: "numeric", month: "long", timeZone: "UTC" } as const;
  const text = new Date(`${today}T12:00:00Z`).toLocaleDateString(locale() === "pl" ? "pl" : "en-GB", options);
  return text.charAt(0).toUpperCase() + text.slice(1);
}

interface ToolsProps {
  arranging: Arranging | null;
  begin: () => void;
  free: WidgetItem[];
}

function Tools({ arranging, begin, free }: ToolsProps) {
  if (!arranging) {
    return (
      <Button look="gho" small icon="layout-dashboard" onClick={begin}>
        {w.arrange}
      </Button>
    );
  }
  const entries = free.map((one) => ({
    label: one.title,
    ...(one.icon ? { icon: one.icon } : {}),
    run: () => arranging.add(one),
  }));
  return (
    <span className="w-tools">
      {entries.length > 0 && (
        <Menu
          target={
            <Button small icon="plus">
              {w.add}
            </Button>
          }
          groups={[{ entries }]}
        />
      )}
      <Button small onClick={arranging.cancel}>
        {w.cancel}
      </Button>
      <Button small look="pri" onClick={() => void arranging.save()}>
        {w.save}
      </Button>
    </span>
  );
}

function Moving({ placed, arranging }: { placed: Placed; arranging: Arranging }) {
  const size = SIZES.indexOf(placed.size);
  const to = (by: number) => arranging.resize(placed.id, SIZES[size + by] ?? placed.size);
  return (
    <span className="w-tools">
      <IconButton label={w.up} icon="arrow-up" onClick={() => arranging.move(placed.id, -1)} />
      <IconButton label={w.down} icon="arrow-down" onClick={() => arranging.move(placed.id, 1)} />
      <IconButton label={w.smaller} icon="minus" disabled={size === 0} onClick={() => to(-1)} />
      <IconButton label={w.larger} icon="plus" disabled={size === SIZES.length - 1} onClick={() => to(1)} />
      <IconButton label={w.remove} icon="x" onClick={() => arranging.remove(placed.id)} />
    </span>
  );
}
