// What the rail of a contract shows follows from its gates and the days that have passed.
import { expect, test } from "vitest";
import { type Gate, lateGates, statesOf } from "./gates.ts";

const gates = (passed: string): Gate[] =>
  [..."abcde"].map((kod) => ({ kod, nazwa: kod, otwarta: passed.includes(kod), brakuje: [] }));

test("the next gate and those that others have overtaken are waited for", () => {
  expect(statesOf(gates("ab"), new Set())).toEqual(["done", "done", "wait", "open", "open"]);
  expect(statesOf(gates("bd"), new Set(["c"]))).toEqual(["wait", "done", "late", "done", "open"]);
  expect(statesOf(gates(""), new Set())).toEqual(["wait", "open", "open", "open", "open"]);
  expect(statesOf(gates("abcde"), new Set(["a"]))).toEqual(Array(5).fill("done"));
});

test("an instalment is late when its day has passed and something of it is left", () => {
  const planned = [
    { data: "2026-12-20", reszta: "1.00" },
    { data: "2026-11-01", reszta: "0.00" },
    { data: "2026-11-20", reszta: "2.00" },
  ];
  expect([...lateGates(planned, [{ opoznione: true }], "2026-12-01")]).toEqual(["raty", "dostawy"]);
  expect([...lateGates([{ data: "2026-11-01", reszta: "5" }], [], "2026-12-01")]).toEqual(["raty", "zadatek"]);
  expect([...lateGates([{ data: "2026-12-01", reszta: "5" }], [{ opoznione: false }], "2026-12-01")]).toEqual([]);
});
