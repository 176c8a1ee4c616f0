/** Files that people have read: how a file becomes passages, and what keeps one from being read. The bounds are ours. */
import { errorAt, type Problem } from '../text/problem.js';
import type { Offsets } from '../text/lines.js';
import { type Passage, passagesOf } from '../text/passages.js';

/** So much is read of one file. More would be hundreds of memories that are weighed for each question, and a long wait for them. */
const MOST_CHARACTERS = 250_000;
const MOST_PASSAGES = 500;

/** None of a file that is too long to be read. */
export const passagesIn = (uri: string, source: string): readonly Passage[] =>
  source.length > MOST_CHARACTERS ? [] : passagesOf(source, /\.md$/i.test(uri));

/** Why a document cannot be read, said at its `path`; `read` is null where there is no such file. */
export function documentProblems(path: string, read: Read | null, at: Offsets): Problem[] {
  if (!read) return [errorAt('document-missing', `There is no file \`${path}\`. Make it, or take it out of \`reads\`.`, at)];
  const { source, passages = [] } = read;
  if (/[\0\uFFFD]/.test(source))
    return [errorAt('document-not-text', `\`${path}\` is no text in UTF-8. Save it as plain text or Markdown in UTF-8.`, at)];
  if (source.length > MOST_CHARACTERS) return [tooLarge(path, `${source.length} characters, and at most ${MOST_CHARACTERS} are read`, at)];
  if (passages.length > MOST_PASSAGES)
    return [tooLarge(path, `${passages.length} passages, and at most ${MOST_PASSAGES} are remembered`, at)];
  if (passages.length > 0) return [];
  return [errorAt('document-empty', `\`${path}\` has no text. Write some, or take it out of \`reads\`.`, at)];
}

interface Read {
  readonly source: string;
  readonly passages?: readonly Passage[];
}

const tooLarge = (path: string, what: string, at: Offsets): Problem =>
  errorAt('document-large', `\`${path}\` has ${what}. Keep what matters, or split it among people.`, at);

/** How much there is to read, in words. */
export function documentSize(passages: readonly Passage[]): string {
  const words = passages.reduce((sum, { text }) => sum + (text.match(/[\p{L}\p{N}]+/gu)?.length ?? 0), 0);
  return `${passages.length} ${passages.length === 1 ? 'passage' : 'passages'}, ${words} ${words === 1 ? 'word' : 'words'}`;
}
