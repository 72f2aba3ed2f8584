// The view of a list survives its address, whatever is in it.
import { expect, test } from "vitest";
import { join, split } from "../fields/filters.ts";
import { EMPTY, type ListState, nextSort, parse, queryOf, write } from "./list_state.ts";
import type { Screen } from "./manifest.ts";

const HOSTILE = ["a", "ą ę", "a&b=c", "100%", "+", "#", "f.", "a,b", '"', "'", "\u200f", "🪵", ""];

test("what is written is read as the same", () => {
  for (const text of HOSTILE) {
    const state: ListState = {
      preset: 2,
      search: text,
      sort: "-data",
      filters: { typ: text, kwotaFrom: "10" },
      columns: ["a", "b_c"],
      view: "all",
    };
    expect(parse(write(state))).toEqual(state);
  }
  expect(write(EMPTY)).toBe("");
  expect(parse("?v=x&s=&c=&f.=1")).toEqual(EMPTY);
});

test("values with commas and quotes are one value each", () => {
  const values = ["Kowal, s.c.", "Egger", 'a "b"', "x"];
  expect(split(join(values))).toEqual(values);
});

test("a list is asked for what its view says, filters of the view before those of the preset", () => {
  const screen = { paged: true, presets: [{ label: "x", filters: { cala: false, typ: "mdf" } }] } as unknown as Screen;
  const state = { ...EMPTY, preset: 0, filters: { typ: "hdf" }, sort: "-ilosc", search: "dąb" };
  const wanted = { cala: "false", typ: "hdf", search: "dąb", sortField: "ilosc", sortDir: "desc" };
  expect(queryOf(screen, state)).toEqual(wanted);
  expect(queryOf({ ...screen, paged: false }, state)).toEqual({ cala: "false", typ: "hdf" });
});

test("a heading sorts up, down, and not at all", () => {
  expect([nextSort("", "a"), nextSort("a", "a"), nextSort("-a", "a"), nextSort("b", "a")]).toEqual([
    "a",
    "-a",
    "",
    "a",
  ]);
});

test("a list that opens by a column is turned round by the first click on it", () => {
  expect([
    nextSort("", "d", "-d"),
    nextSort("d", "d", "-d"),
    nextSort("a", "d", "-d"),
    nextSort("", "a", "-d"),
  ]).toEqual(["d", "", "d", "a"]);
  expect([nextSort("", "n", "n"), nextSort("-n", "n", "n"), nextSort("a", "n", "n")]).toEqual(["-n", "", ""]);
});
