/** A user types: texts that differ by one more letter each, and what is asked of each of them. */

/** A copy that is one run of characters, as editors hand texts over, and not a tree of parts. */
const flat = (text: string): string => Buffer.from(text).toString();

/** The texts after each letter of `word`, typed after a place that holds `mark`, `share` of the text from its start. */
export function typed(text: string, mark: string, share: number, word: string): readonly string[] {
  const at = text.indexOf(mark, Math.floor(text.length * share)) + mark.length;
  return [...word].map((_, i) => flat(text.slice(0, at) + word.slice(0, i + 1) + text.slice(at)));
}

/** Milliseconds that `work` takes, for each text. */
export async function timed(texts: readonly string[], work: (text: string) => Promise<unknown>): Promise<number[]> {
  const times: number[] = [];
  for (const text of texts) {
    const start = performance.now();
    await work(text);
    times.push(performance.now() - start);
  }
  return times;
}
