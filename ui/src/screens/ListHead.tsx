// The head of a list: its name and count, files of exactly what is shown, and a new record.
import { address } from "../kernel/api.ts";
import { number } from "../kernel/formats.ts";
import type { Screen } from "../kernel/manifest.ts";
import { words } from "../kernel/words.ts";
import { Button, IconButton } from "../kit/Button.tsx";
import { Menu } from "../kit/Menu.tsx";

const w = words({
  add: { pl: "Dodaj", en: "Add" },
  print: { pl: "Drukuj", en: "Print" },
  download: { pl: "Pobierz ten widok", en: "Download this view" },
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
