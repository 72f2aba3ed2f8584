// Figures and days: what is written can be read, and what people type is understood.
import { beforeEach, expect, test } from "vitest";
import { day, moment, money, nearness, nip, number, parseDay, parseNumber, phone } from "./formats.ts";

beforeEach(() => {
  Object.assign(globalThis, { document: { documentElement: { lang: "pl" } } });
});

test.each([
  ["1234567.5", "1 234 567,50"],
  ["-99.9", "−99,90"],
  ["0", "0,00"],
  ["12345678901234567.89", "12 345 678 901 234 567,89"],
])("the amount %s is written %s", (value, said) => {
  expect(money(value).replaceAll("\u00a0", " ")).toBe(said);
});

test.each([
  ["1234,5", 1234.5],
  ["1 234.50", 1234.5],
  ["1.234,50", 1234.5],
  ["1\u00a0234,5 zł", 1234.5],
  ["2*640+18", 1298],
  ["(2+3)*4", 20],
  ["−5", -5],
  ["10/4", 2.5],
])("%s is read as %d", (typed, value) => {
  expect(parseNumber(typed)).toBe(value);
});

test.each(["", "abc", "1+", "1/0", "(2", "constructor", "1e9e", "2**3"])("%j is no number", (typed) => {
  expect(parseNumber(typed)).toBeNull();
});

test("every amount that is written is read as the same", () => {
  for (let value = -1e7; value < 1e7; value += 123_456.78) {
    const rounded = Math.round(value * 100) / 100;
    expect(parseNumber(money(rounded))).toBe(rounded);
  }
});

test.each([
  ["15.12", "2026-12-15"],
  ["1.2.27", "2027-02-01"],
  ["2026-12-15", "2026-12-15"],
  ["+3", "2026-12-04"],
  ["jutro", "2026-12-02"],
])("%s is the day %s", (typed, value) => {
  expect(parseDay(typed, "2026-12-01")).toBe(value);
});

test.each(["31.02", "13.13.2026", "wtorek", ""])("%j is no day", (typed) => {
  expect(parseDay(typed, "2026-12-01")).toBeNull();
});

test("days and moments are those of Warsaw", () => {
  expect(day("2026-12-05")).toBe("5.12.2026");
  // 23:30 UTC is the next day in Warsaw.
  expect(day("2026-12-05T23:30:00.000Z")).toBe("6.12.2026");
  expect(moment("2026-12-31T23:30:00.000Z").replaceAll("\u00a0", " ")).toBe("1.01.2027 0:30");
});

test("what is near is said", () => {
  expect([nearness("2026-12-02", "2026-12-01"), nearness("2026-12-09", "2026-12-01")]).toEqual(["jutro", ""]);
});

test("numbers of people and firms are grouped", () => {
  expect(phone("+48 600 000 014").replaceAll("\u00a0", " ")).toBe("600 000 014");
  expect(phone("+49 30 123")).toBe("+49 30 123");
  expect(nip("9991079199")).toBe("999-107-91-99");
  expect(number(2800).replaceAll("\u00a0", " ")).toBe("2 800");
});
