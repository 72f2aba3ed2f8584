// What the palette and pickers find, and what they offer first.
import { expect, test } from "vitest";
import { fold, rank } from "./fold.ts";

test("marks and capitals make no difference", () => {
  expect(fold("Wpłata ŻÓŁĆ Łódź")).toBe("wplata zolc lodz");
  expect(rank("Wpłaty", "wplata")).toBe(0);
  expect(rank("Wpłaty", "wplat")).toBeGreaterThan(0);
});

test("every word must be there, and beginnings come first", () => {
  expect(rank("Zamówienia do dostawców", "dost zam")).toBeGreaterThan(0);
  expect(rank("Zamówienia", "zam xyz")).toBe(0);
  expect(rank("Umowy", "um")).toBeGreaterThan(rank("Teksty umów", "um"));
  expect(rank("Teksty umów", "um")).toBeGreaterThan(rank("Dokumenty", "um"));
  expect(rank("Cokolwiek", "")).toBe(1);
});
