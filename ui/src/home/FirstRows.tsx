// The first rows of the list a widget is about; each opens its record.
import { Link } from "wouter";
import { Cell, isRight } from "../fields/Cell.tsx";
import { titleOf } from "../fields/titles.ts";
import { fieldOf, type Screen, valueIn } from "../kernel/manifest.ts";
import { hrefOf } from "../screens/menu.ts";
import { useShown } from "../screens/useShown.ts";
import type { Content } from "./dashboard.ts";

// Kinds that a link may hold: what is a link itself may not stand in one.
const LEADING = new Set(["text", "choice", "suggest", "day", "moment", "integer"]);

export function FirstRows({ content, screen }: { content: Content; screen: Screen }) {
  const columns = content.columns.map((name) => fieldOf(screen, name)).filter((one) => one !== undefined);
  const shown = useShown(screen, columns, content.items);
  return (
    <table className="tbl plain w-rows">
      <thead>
        <tr>
          {columns.map((one) => (
            <th key={one.name} className={isRight(one) ? "num" : ""}>
              {one.label}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {content.items.map((record) => (
          <tr key={String(record.id)}>
            {columns.map((one, place) => {
              const cell = <Cell field={one} value={valueIn(record, one)} shown={shown} />;
              const leads = place === 0 && LEADING.has(one.kind) && typeof record.id === "string";
              return (
                <td key={one.name} className={`cut ${isRight(one) ? "num" : ""}`}>
                  {leads ? (
                    <Link
                      className="go"
                      href={hrefOf(screen, String(record.id))}
                      title={titleOf(screen, record, shown.naming)}
                    >
                      {cell}
                    </Link>
                  ) : (
                    cell
                  )}
                </td>
              );
            })}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
