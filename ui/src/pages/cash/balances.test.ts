// Balances are counted back from what a box holds; what is not booked does not count.
import { expect, test } from "vitest";
import { balanced, daysOf } from "./balances.ts";

const entry = (typ: string, kwota: string, data: string, stan = "zaksiegowana") => ({ typ, kwota, data, stan });

test("each balance is what was left after its entry", () => {
  const entries = [
    entry("rozchod", "308.10", "2026-11-30T09:05:00Z"),
    entry("przychod", "999.00", "2026-11-30T08:00:00Z", "oczekuje"),
    entry("przychod", "0.20", "2026-11-29T23:30:00Z"),
    entry("rozchod", "0.10", "2026-11-29T20:00:00Z"),
  ];
  const found = balanced(entries, 100.3);
  expect(found.map((one) => one.balance)).toEqual([100.3, null, 408.4, 408.2]);
  expect(daysOf(found).map(([day, rows]) => [day, rows.length])).toEqual([
    ["2026-11-30", 3],
    ["2026-11-29", 1],
  ]);
});
