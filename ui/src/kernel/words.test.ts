// Forms of a number, and texts in the language of the page.
import { expect, test } from "vitest";
import { plural, words } from "./words.ts";

const FORMS = { one: "umowa", few: "umowy", many: "umów", other: "umowy" };

test.each([
  [1, "umowa"],
  [2, "umowy"],
  [5, "umów"],
  [12, "umów"],
  [22, "umowy"],
  [1.5, "umowy"],
])("%d %s", (count, form) => {
  expect(plural(count, FORMS, "pl")).toBe(form);
});

test("a text follows the language of the page", () => {
  const root = { lang: "pl" };
  Object.assign(globalThis, { document: { documentElement: root } });
  const w = words({
    save: { pl: "Zapisz", en: "Save" },
    n: { pl: (n: number) => `${n} szt.`, en: (n: number) => `${n} pcs` },
  });
  expect([w.save, w.n(2)]).toEqual(["Zapisz", "2 szt."]);
  root.lang = "en";
  expect([w.save, w.n(2)]).toEqual(["Save", "2 pcs"]);
});
