// Moving an event on the board: by pointer, or by keys (M lifts it, arrows move it, Enter drops, Escape puts it back).
import { type KeyboardEvent, type PointerEvent, useState } from "react";
import { apart, later } from "./days.ts";

/** Where an event is held over: a person's row and the day it would begin. */
export interface Place {
  person: string;
  day: string;
}

export interface Held {
  id: string;
  at: Place;
  /** Where it was lifted. */
  from: Place;
  by: "pointer" | "keys";
  /** Pixels from where the pointer took it. */
  x: number;
  y: number;
}

/** A pointer that moves less than this, in pixels, clicks. */
const STILL = 5;

interface Moving {
  /** The rows of the board, in their order. */
  people: readonly string[];
  onDrop: (id: string, from: Place, to: Place) => void;
  onOpen: (id: string) => void;
}

export function useMoving({ people, onDrop, onOpen }: Moving) {
  const [held, setHeld] = useState<Held | null>(null);
  const drop = (one: Held) => {
    setHeld(null);
    if (one.at.day !== one.from.day || one.at.person !== one.from.person) onDrop(one.id, one.from, one.at);
  };
  const pointer = (id: string, from: Place, movable: boolean) => (event: PointerEvent<HTMLElement>) => {
    if (event.button !== 0 || !movable) return;
    const { clientX, clientY, pointerId, currentTarget: target } = event;
    const taken = placeAt(clientX, clientY, target)?.day ?? from.day;
    const listening = new AbortController();
    let now: Held | null = null;
    const move = (moved: globalThis.PointerEvent) => {
      const [x, y] = [moved.clientX - clientX, moved.clientY - clientY];
      if (!now && Math.hypot(x, y) < STILL) return;
      const over = placeAt(moved.clientX, moved.clientY, target);
      const at = over ? { person: over.person, day: later(from.day, apart(taken, over.day)) } : from;
      now = { id, at, from, by: "pointer", x, y };
      setHeld(now);
    };
    const end = () => {
      listening.abort();
      if (!now) return;
      drop(now);
      // The click that follows is the end of the move.
      target.addEventListener("click", (click) => click.stopPropagation(), { capture: true, once: true });
    };
    const cancel = () => {
      listening.abort();
      setHeld(null);
    };
    target.setPointerCapture(pointerId);
    target.addEventListener("pointermove", move, listening);
    target.addEventListener("pointerup", end, listening);
    target.addEventListener("pointercancel", cancel, listening);
  };
  const keys = (id: string, from: Place, movable: boolean) => (event: KeyboardEvent) => {
    const mine = held?.id === id && held.by === "keys" ? held : null;
    if (!mine) {
      if (event.key.toLowerCase() !== "m" || !movable) return;
      setHeld({ id, at: from, from, by: "keys", x: 0, y: 0 });
    } else if (event.key === "Enter") drop(mine);
    else if (event.key === "Escape") setHeld(null);
    else if (event.key in ARROWS) setHeld({ ...mine, at: stepped(mine.at, event.key, people) });
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return { held, pointer, keys, open: onOpen };
}

const ARROWS: Record<string, [number, number]> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};

/** One cell further; the rows end where they end. */
export function stepped(at: Place, key: string, people: readonly string[]): Place {
  const [days, rows] = ARROWS[key] ?? [0, 0];
  const row = Math.max(0, Math.min(people.length - 1, people.indexOf(at.person) + rows));
  return { person: people[row] ?? at.person, day: later(at.day, days) };
}

/** The cell under the pointer; what is moved lies above it. */
function placeAt(x: number, y: number, moved: Element): Place | null {
  const cell = document
    .elementsFromPoint(x, y)
    .find((one): one is HTMLElement => one instanceof HTMLElement && one !== moved && one.dataset.day !== undefined);
  return cell ? { person: cell.dataset.person ?? "", day: cell.dataset.day ?? "" } : null;
}
