// Words as they are compared: without marks and capitals, so that "wplata" finds "Wpłata".

export function fold(text: string): string {
  return text.normalize("NFD").replace(/\p{M}/gu, "").replaceAll("ł", "l").replaceAll("Ł", "L").toLowerCase();
}

/** How well a text has all the words of a question: 0 where it has not, more where words begin with them. */
export function rank(text: string, question: string): number {
  const wanted = fold(question).split(/\s+/).filter(Boolean);
  const folded = fold(text);
  let score = 1;
  for (const word of wanted) {
    const at = folded.indexOf(word);
    if (at < 0) return 0;
    const begins = at === 0 || /[^\p{L}\p{N}]/u.test(folded[at - 1] ?? "");
    score += (at === 0 ? 3 : begins ? 2 : 0) + word.length / folded.length;
  }
  return score;
}
