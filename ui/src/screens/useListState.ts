// The view of a list, kept in the address: going back goes back to the view before.
import { useCallback, useMemo } from "react";
import { useLocation, useSearch } from "wouter";
import { EMPTY, type ListState, parse, write } from "../kernel/list_state.ts";

export type SetState = (change: Partial<ListState>) => void;

export function useListState(): [ListState, SetState] {
  const search = useSearch();
  const [path, navigate] = useLocation();
  const state = useMemo(() => parse(search), [search]);
  const set = useCallback<SetState>(
    (change) => {
      const query = write({ ...parse(location.search), ...change });
      navigate(`${path}${query ? `?${query}` : ""}`, { replace: change.search !== undefined });
    },
    [path, navigate],
  );
  return [state, set];
}

export { EMPTY };
