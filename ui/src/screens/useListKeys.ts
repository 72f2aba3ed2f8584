// Keys of a list: J and K move, X selects, Space looks, Enter opens, C makes a record, / searches, Escape closes.
import { useEffect } from "react";
import { useLocation } from "wouter";
import { hrefOf } from "./menu.ts";
import type { TableProps } from "./RowsTable.tsx";
import { isTyping } from "./Shell.tsx";
import { usesLetters } from "./Topbar.tsx";

interface Keys extends TableProps {
  cursor: number;
  setCursor: (place: number) => void;
  select: (place: number, on: boolean, range: boolean) => void;
  scrollTo: (place: number) => void;
}

const LETTERS = new Set(["j", "k", "x", "c", "/"]);

export function useListKeys(keys: Keys): void {
  const [, navigate] = useLocation();
  useEffect(() => {
    const pressed = (event: KeyboardEvent) => {
      const inside = event.target instanceof Element && event.target.closest(".panel,.pop,.dlg,button,a") !== null;
      if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target) || inside) return;
      const key = event.key.toLowerCase();
      if (LETTERS.has(key) && !usesLetters()) return;
      if (handle(key, keys, navigate)) event.preventDefault();
    };
    addEventListener("keydown", pressed);
    return () => removeEventListener("keydown", pressed);
  });
}

function handle(key: string, keys: Keys, navigate: (path: string) => void): boolean {
  const { found, cursor, screen, selected } = keys;
  const record = found.rows[cursor];
  if (key === "j" || key === "arrowdown") return move(keys, 1);
  if (key === "k" || key === "arrowup") return move(keys, -1);
  if (key === "c" && screen.can.create) keys.onBeside({ kind: "create" });
  else if (key === "/") document.querySelector<HTMLInputElement>("[data-search]")?.focus();
  else if (key === "escape") keys.onBeside(null);
  else if (!record) return false;
  else if (key === "x") keys.select(cursor, !selected.has(String(record.id)), false);
  else if (key === " ") keys.onBeside(keys.peeked === null ? { kind: "peek", record } : null);
  else if (key === "enter") navigate(hrefOf(screen, String(record.id)));
  else return false;
  return true;
}

function move({ found, cursor, setCursor, scrollTo, peeked, onBeside }: Keys, by: number): boolean {
  const next = Math.max(0, Math.min(found.rows.length - 1, cursor + by));
  const record = found.rows[next];
  setCursor(next);
  scrollTo(next);
  if (peeked !== null && record) onBeside({ kind: "peek", record });
  return true;
}
