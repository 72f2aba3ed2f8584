// How the tone of a value looks: a mark beside its word, for colour alone says nothing.
import type { Tone } from "../kernel/manifest.ts";

export const MARKS: Record<Tone, string> = { plain: "open", good: "done", warn: "wait", danger: "late", info: "info" };

/** The tone that a screen gives a value, if it gives it one. */
export function toneOf(tones: Record<string, Tone> | undefined, value: unknown): Tone | undefined {
  return tones?.[String(value)];
}
