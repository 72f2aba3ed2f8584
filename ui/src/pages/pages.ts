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
