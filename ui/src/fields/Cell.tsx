// A value as lists and records show it, by the kind of its field.
import { Link } from "wouter";
import { day, iban, moment, money, nearness, nip, number, phone } from "../kernel/formats.ts";
import type { Field, Tone } from "../kernel/manifest.ts";
import type { Naming, Suggested } from "../kernel/names.ts";
import { words } from "../kernel/words.ts";
import { Icon } from "../kit/Icon.tsx";
import { Swatch } from "../kit/Picker.tsx";
import { MARKS, toneOf } from "./tones.ts";

export const NOTHING = "—";
const RIGHT = new Set(["integer", "decimal", "money"]);
const w = words({
  yes: { pl: "tak", en: "yes" },
  no: { pl: "nie", en: "no" },
});

/** Whether figures of a kind stand at the right. */
export function isRight(field: Field): boolean {
  return RIGHT.has(field.kind);
}

export interface Shown {
  naming: Naming;
  suggested: (source: string | undefined) => Suggested[];
  today: string;
  tones?: Record<string, Record<string, Tone>> | undefined;
  /** Where a record of an entity is; undefined where it has no page. */
  hrefOf?: (entity: string | undefined, id: string) => string | undefined;
  /** What the records of an entity are called; undefined where they have no screen. */
  calledOf?: (entity: string) => string | undefined;
  /** A record's own page says more than a row. */
  whole?: boolean;
}

export function Cell({ field, value, shown }: { field: Field; value: unknown; shown: Shown }) {
  if (value === null || value === undefined || value === "" || (Array.isArray(value) && !value.length)) {
    return <span className="ink3">{NOTHING}</span>;
  }
  const tone = toneOf(shown.tones?.[field.name], value);
  const content = <Plain field={field} value={value} shown={shown} />;
  if (!tone || tone === "plain") return content;
  return (
    <span className={`st ${MARKS[tone]}`}>
      <i />
      {content}
    </span>
  );
}

function Plain({ field, value, shown }: { field: Field; value: unknown; shown: Shown }) {
  const text = String(value);
  switch (field.kind) {
    case "ref":
    case "refs":
      return <References field={field} ids={[value].flat().map(String)} shown={shown} />;
    case "flag":
      return value ? w.yes : <span className="ink3">{w.no}</span>;
    case "day":
      return <Near text={day(text)} value={text} shown={shown} />;
    case "moment":
      return moment(text);
    case "choice":
    case "choices":
      return [value]
        .flat()
        .map((one) => optionOf(field, one))
        .join(", ");
    case "suggest":
      return <Suggestion source={field.suggest} value={text} shown={shown} />;
    case "email":
      return <a href={`mailto:${text}`}>{text}</a>;
    case "phone":
      return <a href={`tel:${text}`}>{phone(text)}</a>;
    case "url":
      return shown.whole ? <Outside href={text} /> : text;
    case "colour":
      return (
        <>
          <i className="swatch" style={{ background: text }} />
          {text}
        </>
      );
    case "icon":
      return <Icon name={text} />;
    case "record_kind":
      // What has no screen has no name people know; what was done to it says enough.
      return shown.calledOf?.(text.replace(".", ":")) ?? "—";
    default:
      return asText(field, value, shown.whole);
  }
}

/** A value as text, where it needs nothing but letters. */
export function asText(field: Field, value: unknown, whole = false): string {
  const text = String(value);
  switch (field.kind) {
    case "money":
      return money(text);
    case "integer":
    case "decimal":
      return number(text, field.decimals) + (whole && field.unit ? ` ${field.unit}` : "");
    case "phone":
      return phone(text);
    case "nip":
      return nip(text);
    case "iban":
      return iban(text);
    case "secret":
      return "••••";
    case "texts":
      return [value].flat().join(", ");
    case "rows":
      return [value]
        .flat()
        .map((one) => titleIn(one))
        .join(", ");
    case "object":
    case "json":
      return typeof value === "object" ? titleIn(value) : text;
    case "long":
    case "markdown":
      return whole ? text : (text.split("\n", 1)[0] ?? "");
    default:
      return text;
  }
}

/** What a row inside a record is called: its label, name or title, else all it says. */
function titleIn(value: unknown): string {
  if (typeof value !== "object" || value === null) return String(value ?? NOTHING);
  const row = value as Record<string, unknown>;
  const called = row.label ?? row.name ?? row.title ?? row.nazwa ?? row.numer;
  if (called) return String(called);
  return Object.entries(row)
    .filter(([name, one]) => one !== null && typeof one !== "object" && !/id$/i.test(name))
    .map(([, one]) => String(one))
    .join(" · ");
}

function optionOf(field: Field, value: unknown): string {
  return field.options?.find((one) => String(one.value) === String(value))?.label ?? String(value);
}

function Suggestion({ source, value, shown }: { source: string | undefined; value: string; shown: Shown }) {
  const found = shown.suggested(source).find((one) => one.value === value);
  return (
    <>
      {found?.colour && <Swatch colour={found.colour} />}
      {found?.label ?? value}
    </>
  );
}

function References({ field, ids, shown }: { field: Field; ids: string[]; shown: Shown }) {
  return ids.map((id, place) => {
    const name = shown.naming(field.of, id)?.title ?? NOTHING;
    const href = name === NOTHING ? undefined : shown.hrefOf?.(field.of, id);
    return (
      <span key={id}>
        {place > 0 && ", "}
        {href ? (
          <Link href={href} className="go">
            {name}
          </Link>
        ) : (
          name
        )}
      </span>
    );
  });
}

function Near({ text, value, shown }: { text: string; value: string; shown: Shown }) {
  const said = nearness(value, shown.today);
  return (
    <>
      {text}
      {said && <b className="m"> {said}</b>}
    </>
  );
}

// An address that somebody typed is followed only if it is one of the web.
function Outside({ href }: { href: string }) {
  if (!/^https?:\/\//i.test(href)) return href;
  return (
    <a className="lnk" href={href} target="_blank" rel="noreferrer noopener">
      {href.replace(/^https?:\/\/(www\.)?/i, "")}
    </a>
  );
}
