// The view of a list, kept in the address: going back goes back to the view before.
import { useCallback, useMemo } from "react";
import { useLocation, useSearch } from "wouter";
import { EMPTY, type ListState, parse, write } from "../kernel/list_state.ts";

/** Change the view; `replaced`, going back skips how it was before. */
export type SetState = (change: Partial<ListState>, replaced?: boolean) => void;

export function useListState(): [ListState, SetState] {
  const search = useSearch();
  const [path, navigate] = useLocation();
  const state = useMemo(() => parse(search), [search]);
  const set = useCallback<SetState>(
    (change, replaced = false) => {
      const query = write({ ...parse(location.search), ...change });
      const replace = replaced || Object.keys(change).join() === "search";
      // What the address was opened for stays with it.
      navigate(`${path}${query ? `?${query}` : ""}`, replace ? { replace, state: history.state } : {});
    },
    [path, navigate],
  );
  return [state, set];
}

export { EMPTY };
