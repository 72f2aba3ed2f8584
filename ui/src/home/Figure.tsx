// The figure of a widget, how it differs from the period before, and its parts as bars or as parts of one line.
import type { ReactNode } from "react";
import { Link } from "wouter";
import { day, money, number } from "../kernel/formats.ts";
import { words } from "../kernel/words.ts";
import { type Content, hrefOfView, type Part } from "./dashboard.ts";

const w = words({
  than: { pl: "niż w poprzednim okresie", en: "than in the period before" },
  same: { pl: "tyle samo, co w poprzednim okresie", en: "as much as in the period before" },
  more: { pl: "więcej", en: "more" },
  less: { pl: "mniej", en: "less" },
  without: { pl: "bez wartości", en: "without a value" },
});

export function Figure({ content }: { content: Content }) {
  const { value, unit, comparison } = content;
  return (
    <Link href={hrefOfView(content.opens)} className={`fig ${content.alarm ? "red" : ""}`}>
      <span className="v">{unit === "money" ? <Amount value={value ?? 0} /> : number(value ?? 0)}</span>
      {comparison && <span className="k">{compared(comparison)}</span>}
    </Link>
  );
}

function compared({ change, direction }: NonNullable<Content["comparison"]>): string {
  if (direction === "unchanged") return w.same;
  return `${number(Math.abs(change), 0)} % ${direction === "up" ? w.more : w.less} ${w.than}`;
}

function Amount({ value }: { value: number }) {
  const text = money(value);
  const cut = text.length - 3;
  return (
    <>
      {text.slice(0, cut)}
      <span className="gr">{text.slice(cut)}</span>
      <small>zł</small>
    </>
  );
}

/** What the value of a part is called. */
export function nameOf(part: Part): string {
  if (part.label) return part.label;
  return part.key === null ? w.without : String(part.key);
}

function said(content: Content, part: Part): string {
  return content.unit === "money" ? money(part.value ?? 0) : number(part.value ?? 0);
}

/** Parts beside their names, the longest bar that of the greatest. */
export function Bars({ content }: { content: Content }) {
  const most = Math.max(...content.parts.map((one) => Math.abs(one.value ?? 0)), 1);
  return (
    <ul className="w-bars">
      {content.parts.map((one) => (
        <li key={String(one.key)}>
          <Opening part={one}>
            <span className="cut">{nameOf(one)}</span>
            <span className="w-bar" aria-hidden="true">
              <i style={{ width: `${(Math.abs(one.value ?? 0) / most) * 100}%` }} />
            </span>
            <b className="num">{said(content, one)}</b>
          </Opening>
        </li>
      ))}
    </ul>
  );
}

/** Parts of one line, as long as their shares, and below it what they are. */
export function Parts({ content }: { content: Content }) {
  const whole = content.parts.reduce((sum, one) => sum + (one.value ?? 0), 0);
  return (
    <>
      {whole > 0 && (
        <span className="w-line" aria-hidden="true">
          {content.parts.map((one) => (
            <i key={String(one.key)} className={one.tone} style={{ flexGrow: (one.value ?? 0) / whole }} />
          ))}
        </span>
      )}
      <ul className="w-parts">
        {content.parts.map((one) => (
          <li key={String(one.key)}>
            <Opening part={one}>
              <span className="cut">{nameOf(one)}</span>
              <span className="ink3 num">{one.n === null ? "" : number(one.n)}</span>
              <b className="num">{said(content, one)}</b>
            </Opening>
          </li>
        ))}
      </ul>
    </>
  );
}

function Opening({ part, children }: { part: Part; children: ReactNode }) {
  if (!part.opens) return <span className="w-row">{children}</span>;
  return (
    <Link className="w-row" href={hrefOfView(part.opens)}>
      {children}
    </Link>
  );
}

/** The days a figure is about. */
export function daysOf({ first, last }: Content): string {
  if (first && last) return first === last ? day(first) : `${day(first)}–${day(last)}`;
  return "";
}
