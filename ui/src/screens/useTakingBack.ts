// Undo and redo, after which every list shows what is now.
import { useRefresh } from "../kernel/names.ts";
import { redo, type Step, undo } from "../kernel/undo.ts";

export function useTakingBack(): { takeBack: (step?: Step) => void; doAgain: () => void } {
  const refresh = useRefresh();
  const shown = async (changed: Promise<boolean>) => {
    if (await changed) await refresh();
  };
  return { takeBack: (step) => void shown(undo(step)), doAgain: () => void shown(redo()) };
}
