// Figures, days and moments as people of the studio write and read them; times are those of Warsaw.
import { type Locale, locale, words } from "./words.ts";

const ZONE = "Europe/Warsaw";
const DAY = /^(\d{4})-(\d{2})-(\d{2})/;
const NBSP = "\u00a0";

const w = words({
  today: { pl: "dziś", en: "today" },
  tomorrow: { pl: "jutro", en: "tomorrow" },
  yesterday: { pl: "wczoraj", en: "yesterday" },
});

const made = new Map<string, Intl.NumberFormat>();

function numbers(language: Locale, least: number, most: number): Intl.NumberFormat {
  const key = `${language} ${least} ${most}`;
  let found = made.get(key);
  if (!found) {
    const options = { minimumFractionDigits: least, maximumFractionDigits: most, useGrouping: "always" } as const;
    found = new Intl.NumberFormat(language, options);
    made.set(key, found);
  }
  return found;
}

function written(value: number | string, least: number, most: number): string {
  // Amounts come as text and stay exact: the formatter reads digits, not a float.
  const text = numbers(locale(), least, most).format(value as Intl.StringNumericLiteral);
  return text.replace("-", "−").replaceAll(" ", NBSP);
}

/** A figure with as many decimals as it has, or as many as are wanted. */
export function number(value: number | string, decimals?: number): string {
  return written(value, 0, decimals ?? 6);
}

/** An amount: two decimals, grouped, without its currency. */
export function money(value: number | string): string {
  return written(value, 2, 2);
}

/** The day of a day, or of a moment that stands for one. */
export function dateOf(value: string): string {
  return value.includes("T") && !Number.isNaN(Date.parse(value)) ? dayOf(value) : value;
}

/** A day as 15.12.2026, or as English writes it. */
export function day(value: string): string {
  const found = DAY.exec(dateOf(value));
  if (!found) return value;
  const [, year, month, date] = found;
  return locale() === "pl" ? `${Number(date)}.${month}.${year}` : `${Number(date)} ${monthName(Number(month))} ${year}`;
}

function monthName(month: number): string {
  return new Date(Date.UTC(2000, month - 1, 1)).toLocaleString("en-GB", { month: "short", timeZone: "UTC" });
}

/** The day in Warsaw on which a moment lies, as 2026-12-15. */
export function dayOf(moment: string | Date): string {
  return new Intl.DateTimeFormat("en-CA", { timeZone: ZONE }).format(new Date(moment));
}

/** A moment's time of day in Warsaw. */
export function time(value: string): string {
  return new Intl.DateTimeFormat("pl", { timeZone: ZONE, hour: "numeric", minute: "2-digit" }).format(new Date(value));
}

/** A moment: its day, and its time where there is one. */
export function moment(value: string): string {
  return `${day(dayOf(value))}${NBSP}${time(value)}`;
}

/** How a day lies to today, where that is near: "jutro"; empty otherwise. */
export function nearness(value: string, today: string): string {
  const apart = Math.round((Date.parse(dateOf(value).slice(0, 10)) - Date.parse(today)) / 86_400_000);
  return { "-1": w.yesterday, "0": w.today, "1": w.tomorrow }[String(apart)] ?? "";
}

/** A telephone number with its digits in threes; the country's own prefix is left out. */
export function phone(value: string): string {
  const digits = value.replace(/[^\d+]/g, "").replace(/^\+48(?=\d{9}$)/, "");
  return /^\d{9}$/.test(digits) ? digits.replace(/(\d{3})(?=\d)/g, `$1${NBSP}`) : value;
}

/** An account in fours, a tax number with its dashes. */
export function iban(value: string): string {
  return value.replace(/\s/g, "").replace(/(.{4})(?=.)/g, `$1${NBSP}`);
}

/** A tax number as 999-107-91-99. */
export function nip(value: string): string {
  return /^\d{10}$/.test(value) ? value.replace(/(\d{3})(\d{3})(\d{2})(\d{2})/, "$1-$2-$3-$4") : value;
}

/** What somebody typed or pasted as a number: "1 234,50", "1.234,50", "12 zł", or a sum such as "2*640+18"; null otherwise. */
export function parseNumber(typed: string): number | null {
  const bare = typed.replace(/[\s\u00a0\u202f]|zł|pln/gi, "").replaceAll("−", "-");
  if (bare === "") return null;
  const grouped = bare.includes(",") ? bare.replace(/\.(?=\d{3}(\D|$))/g, "").replaceAll(",", ".") : bare;
  if (!/^[-+*/().\d]+$/.test(grouped)) return null;
  const value = new Sum(grouped).value();
  return value === null || !Number.isFinite(value) ? null : Math.round(value * 1e6) / 1e6;
}

/** A sum with the four operations and brackets. */
class Sum {
  private at = 0;

  constructor(private readonly text: string) {}

  value(): number | null {
    const found = this.terms();
    return this.at === this.text.length ? found : null;
  }

  private terms(): number | null {
    let left = this.factors();
    while (left !== null && /[-+]/.test(this.text[this.at] ?? "")) {
      const sign = this.text[this.at++] === "+" ? 1 : -1;
      const right = this.factors();
      left = right === null ? null : left + sign * right;
    }
    return left;
  }

  private factors(): number | null {
    let left = this.one();
    while (left !== null && /[*/]/.test(this.text[this.at] ?? "")) {
      const times = this.text[this.at++] === "*";
      const right = this.one();
      left = right === null ? null : times ? left * right : left / right;
    }
    return left;
  }

  private one(): number | null {
    const sign = this.text[this.at];
    if (sign === "-" || sign === "+") {
      this.at++;
      const value = this.one();
      return value === null ? null : sign === "-" ? -value : value;
    }
    if (sign === "(") {
      this.at++;
      const inner = this.terms();
      return this.text[this.at++] === ")" ? inner : null;
    }
    const digits = /^\d*\.?\d+\.?/.exec(this.text.slice(this.at))?.[0];
    if (!digits) return null;
    this.at += digits.length;
    return Number(digits);
  }
}

/** What somebody typed as a day: "15.12", "15.12.2026", "2026-12-15", "+3", "dziś"; null otherwise. */
export function parseDay(typed: string, today: string): string | null {
  const text = typed.trim().toLowerCase();
  const ahead =
    { dziś: 0, dzis: 0, today: 0, jutro: 1, tomorrow: 1 }[text] ?? (/^[-+]\d{1,3}$/.test(text) ? Number(text) : null);
  if (ahead !== null) return iso(Date.parse(today) + ahead * 86_400_000);
  const year = Number(today.slice(0, 4));
  const parts = DAY.exec(text)?.slice(1).map(Number) ?? reversed(text, year);
  if (!parts) return null;
  const [y = 0, m = 0, d = 0] = parts;
  const found = new Date(Date.UTC(y, m - 1, d));
  return found.getUTCMonth() === m - 1 && found.getUTCDate() === d ? iso(found.getTime()) : null;
}

function reversed(text: string, year: number): number[] | null {
  const found = /^(\d{1,2})[./\s-](\d{1,2})(?:[./\s-](\d{4}|\d{2}))?\.?$/.exec(text);
  if (!found) return null;
  const said = found[3] === undefined ? year : Number(found[3]);
  return [said < 100 ? 2000 + said : said, Number(found[2]), Number(found[1])];
}

function iso(time: number): string {
  return new Date(time).toISOString().slice(0, 10);
}
