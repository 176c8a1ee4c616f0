/** All fixes of a file that cannot mean anything else than what was written, in one go: what runs when a file is saved. */
import type { OffsetEdit, Problem } from '../../text/problem.js';
import type { OffsetAction } from './codeActions.js';

/** A text that is not read as the text it is, a tab, an unseen character, a number or short form written in another way. */
const SAFE: ReadonlySet<string> = new Set(['tab', 'indicator', 'colon', 'unseen-character', 'wrong-form', 'wrong-type']);

export function fixAll(problems: readonly Problem[]): OffsetAction[] {
  const edits: OffsetEdit[] = [];
  let count = 0;
  let end = -1;
  for (const { code, fixes } of problems) {
    const fix = SAFE.has(code) ? fixes?.find(({ preferred }) => preferred) : undefined;
    const own = [...(fix?.edits ?? [])].sort((a, b) => a.at[0] - b.at[0]);
    if (own.length === 0 || fixes?.length !== 1 || (own[0]?.at[0] ?? 0) <= end) continue;
    edits.push(...own);
    end = own[own.length - 1]?.at[1] ?? end;
    count++;
  }
  const title = count === 1 ? 'Fix the problem that has one answer' : `Fix all ${count} problems that have one answer`;
  return count === 0 ? [] : [{ title, kind: 'source.fixAll', edits }];
}
