// Refusals in every shape the server has, brought under their fields.
import { expect, test } from "vitest";
import { operationOf, Refusal } from "./api.ts";
import { errorsOf, sameName } from "./errors.ts";

const said = (body: Record<string, unknown>, ...known: string[]) => errorsOf(new Refusal(400, body, ""), known);

test("issues are named by their path", () => {
  const details = [
    { code: "custom", path: ["contractId"], message: "Nie ma takiej umowy" },
    { code: "custom", path: ["set", "ilosc"], message: "Za dużo" },
    { code: "custom", path: ["lines", 0, "kwota"], message: "Ujemna" },
    { code: "custom", path: ["totals"], message: "Nieznane" },
  ];
  expect(said({ error: "x", details }, "contract_id", "ilosc", "lines")).toEqual({
    fields: { contract_id: "Nie ma takiej umowy", ilosc: "Za dużo", lines: "Ujemna" },
    rest: ["Nieznane"],
  });
});

test("names with sentences, one or several, are read too", () => {
  expect(said({ error: "x", fields: { cf_okna: "Wymagane" } }, "cf_okna").fields).toEqual({ cf_okna: "Wymagane" });
  expect(said({ error: "x", fieldErrors: { name: ["Za krótkie"] } }, "name").fields).toEqual({ name: "Za krótkie" });
  expect(said({ error: "x", details: { fieldErrors: { name: ["Za krótkie"] } } }, "name").fields).toEqual({
    name: "Za krótkie",
  });
});

test("a refusal without fields leaves nothing under any", () => {
  expect(said({ error: "Konflikt" }, "name")).toEqual({ fields: {}, rest: [] });
});

test("both styles are one name", () => {
  expect([sameName("customerId", "customer_id"), sameName("cf_a", "cf_b")]).toEqual([true, false]);
});

test("the header of a write says what undoes it", () => {
  const wanted = { id: "1", undoToken: "2", actionLabel: "Zmiana: materiał", resourceKind: null, resourceId: null };
  expect(operationOf(`omop:${encodeURIComponent(JSON.stringify(wanted))}`)).toEqual(wanted);
  expect([operationOf(null), operationOf("omop:%7B"), operationOf("else")]).toEqual([null, null, null]);
});
