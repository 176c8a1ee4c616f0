/**
 * Conflicts that a version control system left in a text. The upper version is read and the rest is blanked out, so that the file around
 * a conflict is read correctly.
 */
import type { Offsets } from '../text/lines.js';
import { errorAt, type OffsetFix, type Problem } from '../text/problem.js';
import { t } from '../../core/util/l10n.js';

/** The lines of a conflict's markers, each with its line break. */
interface Conflict {
  readonly open: Offsets;
  /** The version that both started from, with the marker above it; empty where it is not shown. */
  readonly base: Offsets;
  readonly middle: Offsets;
  readonly close: Offsets;
}

/** More conflicts than this are not reported. */
const MOST = 100;

function conflictsIn(text: string): readonly Conflict[] {
  if (!text.includes('>>>>>>>')) return [];
  const found: Conflict[] = [];
  let [open, base, middle]: (Offsets | null)[] = [null, null, null];
  for (const { 0: line, index } of text.matchAll(/^(?:[<|>]{7} .*|[<|=>]{7})\r?$\n?/gm)) {
    const at: Offsets = [index, index + line.length];
    if (line.startsWith('<<<<<<<')) [open, base, middle] = [at, null, null];
    else if (line.startsWith('|||||||') && open && !middle) base = at;
    else if (line.startsWith('=======') && open && !middle) middle = at;
    else if (line.startsWith('>>>>>>>') && open && middle) {
      found.push({ open, base: base ? [base[0], middle[0]] : [middle[0], middle[0]], middle, close: at });
      open = null;
    }
  }
  return found;
}

const blank = (text: string): string => text.replace(/[^\r\n]/g, ' ');

/** The text with the upper version of each conflict, of the same length. */
export function withUpperVersions(text: string): string {
  const parts: string[] = [];
  let end = 0;
  for (const { open, base, close } of conflictsIn(text)) {
    parts.push(text.slice(end, open[0]), blank(text.slice(...open)), text.slice(open[1], base[0]), blank(text.slice(base[0], close[1])));
    end = close[1];
  }
  return end === 0 ? text : parts.join('') + text.slice(end);
}

/** A problem for each conflict. */
export function conflictProblems(text: string): Problem[] {
  return conflictsIn(text)
    .slice(0, MOST)
    .map(({ open, base, middle, close }) => {
      const keep = (title: string, ...cut: readonly Offsets[]): OffsetFix => ({ title, edits: cut.map((at) => ({ at, text: '' })) });
      return errorAt(
        'merge-conflict',
        t('Two versions of these lines are in conflict. Keep one of them, and delete the lines with `<<<<<<<`, `=======` and `>>>>>>>`.'),
        [open[0], open[0] + text.slice(...open).trimEnd().length],
        [
          keep(t('Keep the upper version'), open, [base[0], close[1]]),
          keep(t('Keep the lower version'), [open[0], middle[1]], close),
          keep(t('Keep both versions'), open, [base[0], middle[1]], close),
        ],
      );
    });
}
