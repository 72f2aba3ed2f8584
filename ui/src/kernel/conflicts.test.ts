// Changes of two people are told apart by what each of them saw before.
import { expect, test } from "vitest";
import { alsoChanged, differencesOf } from "./conflicts.ts";
import type { Field } from "./manifest.ts";

const FIELDS = ["phone", "status", "note", "tags"].map((name): Field => ({ name, label: name, kind: "text" }));
const BEFORE = { phone: "12", status: "new", note: null, tags: ["a"] };

test("only a field that both gave different values is asked about", () => {
  const theirs = { phone: "13", status: "client", note: "lift", tags: ["a", "b"] };
  const mine = { phone: "21", status: "client", note: "lift" };
  expect(differencesOf(FIELDS, BEFORE, mine, theirs)).toEqual([
    { field: FIELDS[0], was: "12", mine: "21", theirs: "13" },
  ]);
  expect(alsoChanged(FIELDS, BEFORE, mine, theirs)).toEqual([FIELDS[3]]);
});

test("what nobody else touched is no conflict, and emptied is a value too", () => {
  expect(differencesOf(FIELDS, BEFORE, { phone: "21", tags: ["c"] }, { ...BEFORE, note: "x" })).toEqual([]);
  const [emptied] = differencesOf(FIELDS, BEFORE, { phone: null }, { ...BEFORE, phone: "13" });
  expect([emptied?.mine, emptied?.theirs]).toEqual([null, "13"]);
  expect(alsoChanged(FIELDS, { ...BEFORE, note: undefined }, {}, { ...BEFORE, note: null })).toEqual([]);
});
