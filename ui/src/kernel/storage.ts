// What the browser keeps for somebody between visits; nothing secret, and nothing depends on it.

/** What is kept under a name; empty where storage is switched off. */
export function kept(name: string): string {
  try {
    return localStorage.getItem(`bottega.${name}`) ?? "";
  } catch {
    return "";
  }
}

/** Keep something, if the browser lets us. */
export function keep(name: string, value: string): void {
  try {
    localStorage.setItem(`bottega.${name}`, value);
  } catch {
    // Private windows and full storage: the choice holds for this visit.
  }
}
