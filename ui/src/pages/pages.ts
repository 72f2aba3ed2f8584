// Pages made by hand, by the names that screens have for them; each is fetched when it is opened first.
import { type ComponentType, lazy } from "react";
import type { Screen } from "../kernel/manifest.ts";

export interface RecordPageProps {
  screen: Screen;
  id: string;
}

const RECORDS: Record<string, ComponentType<RecordPageProps>> = {
  contract: lazy(() => import("./contract/ContractPage.tsx")),
};

/** The page of a screen's records, where it has one of its own. */
export function recordPage(screen: Screen): ComponentType<RecordPageProps> | undefined {
  return RECORDS[screen.page ?? ""];
}

/** Pages that no screen stands for, by their addresses, and the entries of the menu that lead to them. */
const ALONE: Record<string, { icon: string; page: ComponentType }> = {
  "/backend/calendar": { icon: "calendar-range", page: lazy(() => import("./board/BoardPage.tsx")) },
};

export function alonePage(path: string): ComponentType | undefined {
  return ALONE[path]?.page;
}

/** The icon of such a page in the menu; undefined where there is none. */
export function aloneIcon(path: string): string | undefined {
  return ALONE[path]?.icon;
}
