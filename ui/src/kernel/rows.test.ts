// Answers in several shapes, read as rows and records; ids as batches of names.
import { expect, test } from "vitest";
import { idsIn, inBatches } from "./names.ts";
import { flat, itemsOf } from "./rows.ts";

test("rows are the items of an answer, or its list", () => {
  expect(itemsOf({ items: [{ id: 1 }], total: 1 })).toEqual([{ id: 1 }]);
  expect(itemsOf({ roles: [{ id: 2 }] })).toEqual([{ id: 2 }]);
  expect(itemsOf({ ok: true })).toEqual([]);
});

test("an answer in parts is one record, of which the first part says the id", () => {
  const answer = {
    person: { id: "p", displayName: "Anna" },
    profile: { id: "p2", firstName: "Anna" },
    tags: [{ id: "t" }],
  };
  expect(flat(answer)).toEqual({ id: "p", displayName: "Anna", firstName: "Anna", tags: ["t"] });
  expect(flat({ id: "x", nested: { a: 1 } })).toEqual({ id: "x", nested: { a: 1 } });
});

test("names are asked for once each, and for at most so many at a time", () => {
  const field = { name: "contract_id", label: "", kind: "ref", of: "contracts:contract" } as const;
  expect(
    idsIn([field], [{ contract_id: "a" }, { contractId: "b" }, { contract_id: "a" }, { contract_id: null }]),
  ).toEqual({
    "contracts:contract": ["a", "b"],
  });
  expect(inBatches({ x: ["1", "2"], y: ["3"] }, 2)).toEqual([{ x: ["1", "2"] }, { y: ["3"] }]);
});
