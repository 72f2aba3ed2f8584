// The foot of a list: how much of it is shown, and the sums of all that match.
import { money, number } from "../kernel/formats.ts";
import type { Screen } from "../kernel/manifest.ts";
import type { Rows } from "../kernel/rows.ts";
import { plural, words } from "../kernel/words.ts";

const w = words({
  of: {
    pl: (shown: string, total: string, count: number) =>
      `${shown} z ${total} ${plural(count, { one: "wiersza", other: "wierszy" }, "pl")}`,
    en: (shown: string, total: string, count: number) =>
      `${shown} of ${total} ${plural(count, { one: "row", other: "rows" }, "en")}`,
  },
});

export function Totals({ screen, found }: { screen: Screen; found: Rows }) {
  const { rows, total, totals } = found;
  if (total === undefined || !rows.length) return null;
  const sums = screen.fields.filter((one) => one.name in totals);
  return (
    <div className="totals">
      <span>{w.of(number(rows.length), number(total), total)}</span>
      <span className="sums">
        {sums.map((one) => (
          <span key={one.name}>
            <span className="k">{one.label}</span>
            <b>{money(totals[one.name] ?? 0)}</b>
          </span>
        ))}
      </span>
    </div>
  );
}
