/**
 * Checks that read one entry of a section, or one piece of text, and nothing else. Each piece of a file is checked once.
 * When text above it changes, only the offsets of its problems change.
 */
import { type FileModel, moved } from '../incremental/file.js';
import { always, type PieceCheck, problemsIn } from '../program/inPieces.js';
import type { Piece } from '../incremental/fragment.js';
import type { Program } from '../program/program.js';
import type { Problem } from '../text/problem.js';
import type { Offsets } from '../text/lines.js';
import type { Entry } from '../syntax/node.js';
import { checkDeclared, checkSampled } from './person/memberFields.js';
import { checkSpelledKeys } from './study/apiKeys.js';
import { checkOwnLeaks } from './person/leaks.js';
import { checkUndrawn } from './expressions/notComputed.js';
import { checkModel } from './study/models.js';
import { checkNumbers } from './expressions/numbers.js';
import { checkPerson } from './person/person.js';
import type { Subject } from './common/checkHelpers.js';

const CHECKS: readonly ((subject: Subject) => readonly Problem[])[] = [
  checkNumbers,
  checkPerson,
  checkModel,
  checkOwnLeaks,
  checkSampled,
  checkDeclared,
  checkUndrawn,
];

const NAME = 'entries';

export function checkEntries(program: Program, file: FileModel): Problem[] {
  const { pieces } = file;
  const { root, text } = file.tree;
  const found: Problem[] = [];
  if (!pieces) {
    for (const entry of root?.kind === 'map' ? root.entries : []) inSection(entry, text, found);
    found.push(...checkSpelledKeys(text, [0, text.length]));
  } else {
    const [first] = pieces;
    if (first) found.push(...checkSpelledKeys(text, [0, startOf(first)]));
    found.push(...(problemsIn(program, file, ENTRIES) ?? []));
  }
  return withoutTwins(found, file);
}

const startOf = ({ origin, before }: Piece): number => origin.at + before;

/** The problems of a piece of a text and of what follows it. */
export const ENTRIES: PieceCheck<Problem> = {
  name: NAME,
  token: always,
  find: (_, { pieces, tree: { text } }, piece, i) => {
    const known = piece.memo.get(NAME);
    if (known) return known.problems;
    const next = pieces?.[i + 1];
    const found: Problem[] = [];
    for (const entry of piece.entries)
      if (piece.section === null) inSection(entry, text, found);
      else inEntry({ section: piece.section, entry, text }, found);
    found.push(...checkSpelledKeys(text, [startOf(piece), next ? startOf(next) : text.length]));
    const problems = found.length > 0 ? moved(found, -piece.origin.at) : found;
    piece.memo.set(NAME, { token: always(), problems });
    return problems;
  },
};

function inSection({ key, value }: Entry, text: string, found: Problem[]): void {
  if (value.kind !== 'map') return;
  for (const entry of value.entries) inEntry({ section: key, entry, text }, found);
}

function inEntry(subject: Subject, found: Problem[]): void {
  if (subject.entry.value.kind !== 'map') return;
  for (const check of CHECKS) for (const problem of check(subject)) found.push(problem);
}

/** Removes problems that the schema reports already: a key at a model's `key:`, and other values that the schema refuses. */
function withoutTwins(found: readonly Problem[], file: FileModel): Problem[] {
  if (found.length === 0 || file.problems.length === 0) return [...found];
  const said: readonly Offsets[] = file.problems.map(({ at }) => at);
  return found.filter(({ at }) => !said.some((other) => other[0] < at[1] && at[0] < other[1]));
}
