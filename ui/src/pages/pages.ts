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

interface Alone {
  /** That of its entry in the menu, where no screen stands for it. */
  icon: string;
  page: ComponentType;
}

/** Pages of their own, by their addresses. Where there is a list at the same address, a view of it is the list. */
const ALONE: Record<string, Alone> = {
  "/backend/finance": { icon: "coins", page: lazy(() => import("./cash/CashPage.tsx")) },
  "/backend/calendar": { icon: "calendar-range", page: lazy(() => import("./board/BoardPage.tsx")) },
};

/** The page at an address; `isList`, a view of a list is asked for there. */
export function alonePage(path: string, isList: boolean): ComponentType | undefined {
  return isList ? undefined : ALONE[path]?.page;
}

/** The icon of such a page in the menu; undefined where there is none. */
export function aloneIcon(path: string): string | undefined {
  return ALONE[path]?.icon;
}
