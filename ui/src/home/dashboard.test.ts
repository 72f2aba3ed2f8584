// What the home page computes: the roof of a chart, where a widget leads, and the order of widgets.
import { expect, test } from "vitest";
import { roof } from "./Columns.tsx";
import { hrefOfView, type Placed } from "./dashboard.ts";
import { moved } from "./useArranging.ts";

test("a figure opens the view of the list it is about", () => {
  const filters = { oczekuje: "true", dateFrom: "2026-12-01" };
  const opened = { screen: "finance.transactions", href: "/backend/finance/transactions", filters, sort: "-data" };
  expect(hrefOfView(opened)).toBe("/backend/finance/transactions?s=-data&f.dateFrom=2026-12-01&f.oczekuje=true");
  expect(hrefOfView({ ...opened, filters: {}, sort: "" })).toBe("/backend/finance/transactions");
});

test("the axis ends at a round number that is not below the greatest value", () => {
  expect([0, 1, 3, 14, 26, 380_000, 1_000_000].map(roof)).toEqual([1, 1, 5, 20, 50, 500_000, 1_000_000]);
});

test("a widget moves among the others and stays on the dashboard", () => {
  const items = ["a", "b", "c"].map((id): Placed => ({ id, widgetId: id, order: 0, size: "md" }));
  const ids = (id: string, by: number) => moved(items, id, by).map((one) => one.id);
  expect(ids("a", 1)).toEqual(["b", "a", "c"]);
  expect(ids("c", -2)).toEqual(["c", "a", "b"]);
  expect(ids("a", -1)).toEqual(["a", "b", "c"]);
  expect(ids("none", 1)).toEqual(["a", "b", "c"]);
});
