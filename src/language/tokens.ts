/**
 * How many tokens a language model would make of a text: an estimate by words and signs, without any model's own table.
 * Not calibrated against a model's own count yet, and said to be an estimate wherever it is shown.
 */

/** Letters of a short word, which most vocabularies hold whole, and letters of each further piece. */
const SHORT = 8;
const PIECE = 5;

const PIECES =
  /[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\uf900-\ufaff]|[A-Za-z]+(?:'[a-z]{1,2})?|\p{L}[\p{L}\p{M}]*|[0-9]{1,3}|\n\s*|[ \t]{2,}|[^\s\p{L}0-9]/gu;

/** Tokens of a text, at least one a word or sign. */
export function estimateTokens(text: string): number {
  let tokens = 0;
  for (const [piece] of text.matchAll(PIECES)) tokens += tokensOf(piece);
  return tokens;
}

function tokensOf(piece: string): number {
  if (piece.length <= 1) return 1;
  const first = piece.charCodeAt(0);
  const ascii = first < 128;
  if (!ascii) return Math.max(1, Math.ceil(piece.length / 3));
  return piece.length <= SHORT || !/[A-Za-z]/.test(piece) ? 1 : 1 + Math.ceil((piece.length - SHORT) / PIECE);
}
