// Days of the board, and events as bars over them.
import { dayOf } from "../../kernel/formats.ts";

const DAY_MS = 86_400_000;

export interface BoardEvent {
  id: string;
  data: string;
  typ: string;
  contractId: string | null;
  customerId: string | null;
  konflikt: boolean;
}

export interface BoardPerson {
  pracownikId: string;
  nazwa: string | null;
  dni: { dzien: string; minuty: number; wydarzenia: string[] }[];
  nieobecnosci: { od: string; do: string }[];
}

export interface Board {
  zablokowane: string[];
  pracownicy: BoardPerson[];
  wydarzenia: BoardEvent[];
}

/** An event on a row: from one place among the days to another, both included, below those it would cover. */
export interface Bar {
  event: BoardEvent;
  from: number;
  to: number;
  level: number;
}

/** A day so many days later. */
export function later(day: string, days: number): string {
  return new Date(Date.parse(day) + days * DAY_MS).toISOString().slice(0, 10);
}

/** How many days lie between two. */
export function apart(from: string, to: string): number {
  return Math.round((Date.parse(to) - Date.parse(from)) / DAY_MS);
}

/** The Monday of a day's week. */
export function monday(day: string): string {
  return later(day, -((new Date(day).getUTCDay() + 6) % 7));
}

/** So many days from one on. */
export function daysFrom(first: string, count: number): string[] {
  return Array.from({ length: count }, (_one, place) => later(first, place));
}

export function isWeekend(day: string): boolean {
  return [0, 6].includes(new Date(day).getUTCDay());
}

/** The same time of day, by the studio's clock, on another day. */
export function onDay(moment: string, day: string): string {
  const moved = Date.parse(moment) + apart(dayOf(moment), day) * DAY_MS;
  // Where the clock was put forward or back in between, the hour would be another.
  const hours = (at: number) => Number(CLOCK.format(at).slice(0, 2));
  const shift = hours(Date.parse(moment)) - hours(moved);
  return new Date(moved + (((shift + 36) % 24) - 12) * 3_600_000).toISOString();
}

const CLOCK = new Intl.DateTimeFormat("en-GB", { timeZone: "Europe/Warsaw", hour: "2-digit", minute: "2-digit" });

/** The events of a person as bars: days in a row are one bar, and bars that meet lie below each other. */
export function barsOf(person: BoardPerson, events: ReadonlyMap<string, BoardEvent>, days: readonly string[]): Bar[] {
  const places = new Map<string, number[]>();
  for (const one of person.dni) {
    const place = days.indexOf(one.dzien);
    if (place >= 0) for (const id of one.wydarzenia) places.set(id, [...(places.get(id) ?? []), place]);
  }
  const bars: Bar[] = [];
  for (const [id, found] of places) {
    const event = events.get(id);
    if (event) bars.push({ event, from: Math.min(...found), to: Math.max(...found), level: 0 });
  }
  bars.sort((one, other) => one.from - other.from || one.event.data.localeCompare(other.event.data));
  const ends: number[] = [];
  for (const bar of bars) {
    const free = ends.findIndex((end) => end < bar.from);
    bar.level = free < 0 ? ends.length : free;
    ends[bar.level] = bar.to;
  }
  return bars;
}
