// Columns along time: one a month, week or day, each of which opens its rows.
import { Link } from "wouter";
import { money, number } from "../kernel/formats.ts";
import { locale, words } from "../kernel/words.ts";
import { type Content, hrefOfView, type Part } from "./dashboard.ts";

const w = words({
  thousands: { pl: "tys. zł", en: "thousand PLN" },
});
const STEPS = [1, 2, 2.5, 5, 10];

/** A round number that is not below the greatest value. */
export function roof(most: number): number {
  if (most <= 0) return 1;
  const power = 10 ** Math.floor(Math.log10(most));
  const step = STEPS.find((one) => one * power >= most) ?? 10;
  return step * power;
}

export function Columns({ content }: { content: Content }) {
  const { parts, unit } = content;
  const most = roof(Math.max(...parts.map((one) => one.value ?? 0), 0));
  const said = (value: number) => (unit === "money" ? money(value) : number(value));
  const axis = (value: number) => (unit === "money" ? number(value / 1000, 1) : number(value, 1));
  return (
    <div className="w-cols">
      <div className="w-axis" aria-hidden="true">
        <span>
          {axis(most)} {unit === "money" && w.thousands}
        </span>
        <span>{axis(most / 2)}</span>
        <span />
      </div>
      <ol>
        {parts.map((one) => (
          <li key={String(one.key)}>
            <Column part={one} most={most} said={said} grain={content.grain} />
          </li>
        ))}
      </ol>
    </div>
  );
}

interface ColumnProps {
  part: Part;
  most: number;
  said: (value: number) => string;
  grain: Content["grain"];
}

function Column({ part, most, said, grain }: ColumnProps) {
  const name = nameOfPeriod(part, grain);
  const title = `${name}: ${said(part.value ?? 0)}`;
  const drawn = (
    <>
      <span className="w-col" aria-hidden="true">
        <i style={{ height: `${(Math.max(part.value ?? 0, 0) / most) * 100}%` }} />
      </span>
      <span className="w-when" aria-hidden="true">
        {name.slice(0, 3)}
      </span>
    </>
  );
  if (!part.opens) return <span title={title}>{drawn}</span>;
  return (
    <Link href={hrefOfView(part.opens)} aria-label={title} title={title}>
      {drawn}
    </Link>
  );
}

/** What a period is called: "sty 2026", "7 gru". */
function nameOfPeriod(part: Part, grain: Content["grain"]): string {
  const first = new Date(`${part.key}T12:00:00Z`);
  if (Number.isNaN(first.getTime())) return String(part.key);
  const options: Intl.DateTimeFormatOptions =
    grain === "day" || grain === "week" ? { day: "numeric", month: "short" } : { month: "short", year: "numeric" };
  return first.toLocaleDateString(locale(), { ...options, timeZone: "UTC" });
}
