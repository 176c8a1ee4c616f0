/** All problems of a file of a program, in order. Decides which problems hide others. */
import type { FileModel } from '../incremental/file.js';
import { lookAhead, unlessNone } from '../program/inPieces.js';
import { duplicates, type Program } from '../program/program.js';
import { checkProse, type Prose } from '../names/textFiles.js';
import { isLibrary } from '../program/uri.js';
import type { Problem } from '../text/problem.js';
import { indentOf, lineAt, positionAt } from '../text/lines.js';
import type { Tree } from '../syntax/parse.js';
import { checkExpressions, ELSEWHERE } from './expressions/expressions.js';
import { isInherited } from './ids/inheritedKeys.js';
import { checkReferences, LOST } from './ids/references.js';
import { checkTemplates } from './expressions/templates.js';

type Further = typeof import('./onDemandChecks.js');

/** Checks that are loaded with the first program, to keep the start fast. */
let further: Further | null = null;

export async function loadChecks(): Promise<void> {
  further ??= await import('./onDemandChecks.js');
}

/**
 * The long part of the checks of some files, in small steps. The problems of each piece are stored with the piece, and
 * `problemsOf` reads them.
 */
export function* steps(program: Program, files: readonly FileModel[]): Generator<void> {
  for (const one of files) {
    const { program: own, file } = program.origins.get(one) ?? { program, file: one };
    yield* lookAhead(own, file, LOST);
    if (further && !isLibrary(file.uri)) yield* lookAhead(own, file, further.ENTRIES);
    let anew = 0;
    for (const _ of lookAhead(own, file, ELSEWHERE)) yield void anew++;
    if (anew <= MANY) continue;
    for (const check of checksOf(own, file)) yield void check();
    yield void further?.furtherProblems(own, file, []);
  }
}

/** Above this many new pieces, the checks of a whole file are steps too: they cache the results that take long to compute. */
const MANY = 1000;

const checksOf = (program: Program, file: FileModel): readonly (() => readonly Problem[])[] => [
  () => unlessNone(program, file, 'duplicates', () => duplicates(program, file)),
  () => checkReferences(program, file),
  () => checkExpressions(program, file),
  () => checkTemplates(program, file),
];

/** Problems that are only a consequence of a section or an import that could not be read. */
const FOLLOWING: ReadonlySet<string> = new Set([
  'unknown-id',
  'unknown-entry',
  'expression-unknown-name',
  'expression-unknown-field',
  'expression-not-variable',
  'expression-never-equal',
  'silent-role',
  'never-reached',
  'no-ties',
  'ties-never-grow',
  'unused-action',
  'reaches-nobody',
  'never-coded',
  'no-network',
  'nobody-known',
]);

/** Problems that are only a consequence of an unfinished or missing line: that line may declare the variable or start another action. */
const UNFINISHED: ReadonlySet<string> = new Set(['expression-not-variable', 'nobody-chosen']);

/** Whether a misspelt section or a missing import hides ids. Then unknown ids are not reported. */
function idsAreMissing(program: Program, file: FileModel): boolean {
  if (program.files.some((other) => program.importProblems.get(other)?.some(({ severity }) => severity === 'error'))) return true;
  const root = file.tree.root;
  const unknown = new Set(file.problems.filter((p) => p.code === 'unknown-key').map((p) => p.at[0]));
  return root?.kind === 'map' && root.entries.some((entry) => unknown.has(entry.keyAt[0]));
}

/** All problems of one file of a program. Lines that already have a syntax error get no further problem. */
export function problemsOf(program: Program, file: FileModel, prose: Prose | null = null): readonly Problem[] {
  const origin = program.origins.get(file);
  if (origin) return problemsOf(origin.program, origin.file, prose);
  const { tree } = file;
  if (tree.guessed) return file.problems;
  // The library is tested before it is shipped. It is not at fault if a file redefines one of its names.
  if (isLibrary(file.uri) && file !== program.main) return [];
  const imports = program.importProblems.get(file) ?? [];
  const sure = [...checksOf(program, file).flatMap((check) => check()), ...(prose ? checkProse(program, file, prose) : [])];
  const stated = file.problems.filter((problem) => !isInherited(program, file, problem));
  const checked = [...sure, ...(further?.furtherProblems(program, file, [...stated, ...sure]) ?? [])];
  const hidden = idsAreMissing(program, file)
    ? FOLLOWING
    : tree.problems.length > 0 || file.problems.some(({ code }) => code === 'missing-value')
      ? UNFINISHED
      : null;
  const found = [...imports, ...(hidden ? checked.filter(({ code }) => !hidden.has(code)) : checked)];
  const cut = file.problems.filter(({ code }) => code === 'flow-comma').map(({ at }) => at);
  const sound = found.filter(
    ({ at }) => !tree.broken.has(lineAt(tree.lines, at[0])) && !cut.some(([start, end]) => start <= at[0] && at[1] <= end),
  );
  const own = isBegun(file) ? file.problems.filter(({ code }) => code !== 'missing-key') : stated;
  return once(
    [...own, ...sound].sort((a, b) => a.at[0] - b.at[0] || a.at[1] - b.at[1]),
    file,
  );
}

/** Whether the file holds only the start of its first line, such as `soc`. */
function isBegun({ tree, problems }: FileModel): boolean {
  const first = tree.problems[0];
  const [missing] = problems.filter(({ code }) => code === 'missing-key');
  return (
    first !== undefined && missing !== undefined && tree.root?.at[0] === missing.at[0] && 'society'.startsWith(tree.text.slice(...first.at))
  );
}

/** If the line that other lines belong to is missing, only the first of these lines has a problem. */
function once(problems: readonly Problem[], { tree }: FileModel): readonly Problem[] {
  return problems.filter(({ code, at }, i) => {
    const before = problems[i - 1];
    if (before?.code !== code) return true;
    return code === 'duplicate-key' ? !inOneMap(tree, before.at[0], at[0]) : code !== 'misplaced';
  });
}

/** Whether no line between two keys of the same column is less indented. */
function inOneMap({ lines, text }: Tree, from: number, to: number): boolean {
  const column = positionAt(lines, from).character;
  if (positionAt(lines, to).character !== column || column === 0) return false;
  return !text
    .slice(from, to)
    .split('\n')
    .some((line, i) => i > 0 && line.trim() !== '' && indentOf(line) < column);
}
