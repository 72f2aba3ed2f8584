// Icons as data: those that the server's screens may name, and those that the application itself shows.
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import type { Plugin } from "vite";

const NAMED_BY_SCREENS = resolve(import.meta.dirname, "../src/bottega/platform/ui/icons.py");
const OWN = `
  arrow-down arrow-up check chevron-down chevron-left chevron-right columns-3 download ellipsis external-link filter
  globe log-out maximize-2 menu minus moon pencil plus printer refresh-cw rows-3 search settings sun trash-2 undo-2
  upload user x circle-help calendar-days coins file-text handshake layers receipt users message-square eye
`;
const MODULE = "virtual:icons";

type Node = [tag: string, attributes: Record<string, string>];

async function drawn(name: string): Promise<[string, Node[]]> {
  // A former name of an icon leads to the file of its present one.
  const file = import.meta.resolve(`lucide-react/dist/esm/icons/${name}.mjs`);
  const present = /export \{ default \} from '(\.\/[\w-]+\.mjs)'/.exec(readFileSync(new URL(file), "utf8"))?.[1];
  const { __iconData: icon } = await import(present ? new URL(present, file).href : file);
  const nodes = (icon.node as Node[]).map(([tag, { key: _key, ...attributes }]): Node => [tag, attributes]);
  return [name, nodes];
}

/** The module `virtual:icons`: what each icon is drawn with, by name. */
export function icons(): Plugin {
  return {
    name: "icons",
    resolveId: (id) => (id === MODULE ? `\0${MODULE}` : null),
    async load(id) {
      if (id !== `\0${MODULE}`) return null;
      this.addWatchFile(NAMED_BY_SCREENS);
      const list = /"""\n([^"]+)"""\nICONS/.exec(readFileSync(NAMED_BY_SCREENS, "utf8"))?.[1] ?? "";
      const names = [...new Set(`${list} ${OWN}`.split(/\s+/).filter(Boolean))].sort();
      const found = await Promise.all(names.map(drawn));
      return `export default JSON.parse(${JSON.stringify(JSON.stringify(Object.fromEntries(found)))});`;
    },
  };
}
