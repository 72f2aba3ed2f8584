// Where events stand on the board, and when they are once they were moved.
import { expect, test } from "vitest";
import { apart, barsOf, daysFrom, isWeekend, later, monday, onDay } from "./days.ts";

const event = (id: string, data: string) => ({
  id,
  data,
  typ: "pomiar",
  contractId: null,
  customerId: null,
  konflikt: false,
});

test("weeks begin on Monday, over the ends of months and years", () => {
  expect([monday("2026-12-06"), monday("2026-12-07"), monday("2027-01-01")]).toEqual([
    "2026-11-30",
    "2026-12-07",
    "2026-12-28",
  ]);
  expect(daysFrom("2026-12-30", 3)).toEqual(["2026-12-30", "2026-12-31", "2027-01-01"]);
  expect([later("2026-03-01", -1), apart("2026-10-20", "2026-10-27")]).toEqual(["2026-02-28", 7]);
  expect([isWeekend("2026-12-05"), isWeekend("2026-12-04")]).toEqual([true, false]);
});

test("an event that is moved keeps its hour, also where the clock was changed in between", () => {
  expect(onDay("2026-12-02T07:00:00.000Z", "2026-12-09")).toBe("2026-12-09T07:00:00.000Z");
  expect(onDay("2026-10-23T06:00:00.000Z", "2026-10-26")).toBe("2026-10-26T07:00:00.000Z");
  expect(onDay("2026-03-27T07:30:00.000Z", "2026-03-30")).toBe("2026-03-30T06:30:00.000Z");
  expect(onDay("2026-12-02T23:30:00.000Z", "2026-12-01")).toBe("2026-11-30T23:30:00.000Z");
});

test("days in a row are one bar, and bars that meet lie below each other", () => {
  const days = daysFrom("2026-12-01", 7);
  const events = new Map(
    [event("a", "2026-12-01T07:00Z"), event("b", "2026-12-02T08:00Z"), event("c", "2026-12-04T08:00Z")].map((one) => [
      one.id,
      one,
    ]),
  );
  const dni = [
    { dzien: "2026-12-01", minuty: 480, wydarzenia: ["a"] },
    { dzien: "2026-12-02", minuty: 960, wydarzenia: ["a", "b"] },
    { dzien: "2026-12-04", minuty: 60, wydarzenia: ["c", "gone"] },
    { dzien: "2027-01-01", minuty: 60, wydarzenia: ["c"] },
  ];
  const bars = barsOf({ pracownikId: "p", nazwa: null, dni, nieobecnosci: [] }, events, days);
  expect(bars.map(({ event: { id }, from, to, level }) => [id, from, to, level])).toEqual([
    ["a", 0, 1, 0],
    ["b", 1, 1, 1],
    ["c", 3, 3, 0],
  ]);
});
