/** Long texts in pieces, so that a file of a large society is never in memory as a whole. */

/** Items in one piece. */
const AT_ONCE = 500;

/** The texts of items, some joined in each piece. */
export function* inPieces<T>(items: Iterable<T>, text: (item: T, place: number) => string): Generator<string> {
  let [piece, held, place] = ['', 0, 0];
  for (const item of items) {
    piece += text(item, place);
    place++;
    if (++held < AT_ONCE) continue;
    yield piece;
    [piece, held] = ['', 0];
  }
  if (piece !== '') yield piece;
}
