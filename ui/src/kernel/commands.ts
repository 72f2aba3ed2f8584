// What can be done where somebody is: pages say it, and the palette offers it.
import { useEffect, useSyncExternalStore } from "react";

export interface Command {
  label: string;
  icon: string;
  run: () => void;
}

const here = new Map<object, readonly Command[]>();
const listeners = new Set<() => void>();
let all: readonly Command[] = [];
let isOpen = false;

function publish(): void {
  all = [...here.values()].flat();
  for (const one of listeners) one();
}

function listen(run: () => void): () => void {
  listeners.add(run);
  return () => listeners.delete(run);
}

/** Offer these as long as the component that calls it is there. */
export function useCommands(commands: readonly Command[]): void {
  // Each drawing has commands of its own, with what it shows; who listens is told when their names change.
  const names = commands.map((one) => one.label).join("\n");
  // biome-ignore lint/correctness/useExhaustiveDependencies: see above
  useEffect(() => {
    const place = {};
    here.set(place, commands);
    publish();
    return () => {
      here.delete(place);
      publish();
    };
  }, [names]);
}

/** What can be done here. */
export function useCommandsHere(): readonly Command[] {
  return useSyncExternalStore(listen, () => all);
}

/** Open or close the palette. */
export function openPalette(open: boolean): void {
  isOpen = open;
  publish();
}

export function useIsPaletteOpen(): boolean {
  return useSyncExternalStore(listen, () => isOpen);
}

export interface Visited {
  href: string;
  title: string;
  icon: string;
}

// Of this visit only: what customers are called is nothing to keep in a browser.
let visited: Visited[] = [];
const MOST_VISITED = 6;

/** Remember that a record was opened. */
export function useVisiting(one: Visited | null): void {
  const { href, title, icon } = one ?? { href: "", title: "", icon: "" };
  useEffect(() => {
    if (!href || !title) return;
    visited = [{ href, title, icon }, ...visited.filter((other) => other.href !== href)].slice(0, MOST_VISITED);
  }, [href, title, icon]);
}

/** The records that were opened last. */
export function lastVisited(): readonly Visited[] {
  return visited;
}
