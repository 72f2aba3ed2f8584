// An icon by its name; screens name theirs, so a name that is not drawn shows a plain dot.

import drawn from "virtual:icons";
import { createElement } from "react";

const UNKNOWN: [string, Record<string, string>][] = [["circle", { cx: "12", cy: "12", r: "2" }]];

export function Icon({ name, small = false }: { name: string; small?: boolean }) {
  return (
    <svg className={small ? "i s" : "i"} viewBox="0 0 24 24" aria-hidden="true" focusable="false">
      {(drawn[name] ?? UNKNOWN).map(([tag, attributes], place) => createElement(tag, { ...attributes, key: place }))}
    </svg>
  );
}
