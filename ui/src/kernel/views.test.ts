// A view that is saved is the same list again, whoever has written its settings.
import { expect, test } from "vitest";
import { EMPTY } from "./list_state.ts";
import type { Screen } from "./manifest.ts";
import { differs, openingView, settingsOf, stateOf, type View, type Views } from "./views.ts";

const SCREEN = {
  presets: [{ label: "Offcuts", filters: { cala: false } }],
  fields: [
    { name: "data_podpisania", label: "", kind: "day" },
    { name: "numer", label: "", kind: "text" },
  ],
} as unknown as Screen;
const view = (settings: View["settings"]): View => ({
  id: "v1",
  name: "V",
  settings,
  isDefault: false,
  updatedAt: null,
});

test("names in the other style are understood, and values become texts", () => {
  const state = stateOf(
    SCREEN,
    view({
      filters: { typ: "kuchnia", zakonczona: false },
      sorting: [{ id: "gone" }, { id: "dataPodpisania", desc: true }],
      columnOrder: ["numer", "dataPodpisania"],
      columnVisibility: { dataPodpisania: false },
    }),
  );
  expect(state).toEqual({
    ...EMPTY,
    view: "v1",
    sort: "-data_podpisania",
    filters: { typ: "kuchnia", zakonczona: "false" },
    columns: ["numer"],
  });
});

test("what is saved opens as it was, a prepared view with its filters", () => {
  const before = { ...EMPTY, preset: 0, filters: { typ: "mdf" }, sort: "-numer", columns: ["numer"], search: "egger" };
  const saved = view(settingsOf(SCREEN, before));
  const after = stateOf(SCREEN, saved);
  expect(after).toEqual({ ...before, preset: null, view: "v1", filters: { cala: "false", typ: "mdf" } });
  expect(differs(SCREEN, after, saved)).toBe(false);
  expect(differs(SCREEN, { ...after, search: "" }, saved)).toBe(true);
});

test("one's own opening view goes before that of a role", () => {
  const role = { ...view({}), id: "r1", isDefault: true };
  const views = { perspectives: [view({})], rolePerspectives: [role], defaultPerspectiveId: null } as unknown as Views;
  expect(openingView(views)?.id).toBe("r1");
  expect(openingView({ ...views, defaultPerspectiveId: "v1" })?.id).toBe("v1");
  expect(openingView({ ...views, rolePerspectives: [] })).toBeUndefined();
});
