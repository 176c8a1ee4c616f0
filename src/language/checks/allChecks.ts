/** Everything that is wrong in a file of a program, put in order. Owns which finding silences which. */
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

/** Checks that are loaded with the first program, to be no weight before. */
let further: Further | null = null;

export async function loadChecks(): Promise<void> {
  further ??= await import('./onDemandChecks.js');
}

/**
 * The long part of the work on some files, in small steps: what is found for each piece of them is kept with it, and used
 * by `problemsOf`.
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

/** Above this many new pieces the checks of a whole are steps as well: they keep of what they find what takes long. */
const MANY = 1000;

const checksOf = (program: Program, file: FileModel): readonly (() => readonly Problem[])[] => [
  () => unlessNone(program, file, 'duplicates', () => duplicates(program, file)),
  () => checkReferences(program, file),
  () => checkExpressions(program, file),
  () => checkTemplates(program, file),
];

/** What only follows when a section or an import could not be read. */
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

/** What only follows from a line that is not finished, or gone: it may be the one that makes the variable, or begins another action. */
const UNFINISHED: ReadonlySet<string> = new Set(['expression-not-variable', 'nobody-chosen']);

/** A misspelt section or a lost import hides ids; that they are unknown says nothing then. */
function idsAreMissing(program: Program, file: FileModel): boolean {
  if (program.files.some((other) => program.importProblems.get(other)?.some(({ severity }) => severity === 'error'))) return true;
  const root = file.tree.root;
  const unknown = new Set(file.problems.filter((p) => p.code === 'unknown-key').map((p) => p.at[0]));
  return root?.kind === 'map' && root.entries.some((entry) => unknown.has(entry.keyAt[0]));
}

/** All problems of one file of a program. Lines that are broken already are left alone. */
export function problemsOf(program: Program, file: FileModel, prose: Prose | null = null): readonly Problem[] {
  const origin = program.origins.get(file);
  if (origin) return problemsOf(origin.program, origin.file, prose);
  const { tree } = file;
  if (tree.guessed) return file.problems;
  // The library is tested before it is shipped: with names that a file gives another meaning it is not at fault.
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

/** `soc` is the first line. */
function isBegun({ tree, problems }: FileModel): boolean {
  const first = tree.problems[0];
  const [missing] = problems.filter(({ code }) => code === 'missing-key');
  return (
    first !== undefined && missing !== undefined && tree.root?.at[0] === missing.at[0] && 'society'.startsWith(tree.text.slice(...first.at))
  );
}

/** Where a line is gone that others stood below, the first of them says it. */
function once(problems: readonly Problem[], { tree }: FileModel): readonly Problem[] {
  return problems.filter(({ code, at }, i) => {
    const before = problems[i - 1];
    if (before?.code !== code) return true;
    return code === 'duplicate-key' ? !inOneMap(tree, before.at[0], at[0]) : code !== 'misplaced';
  });
}

/** No line between two keys of the same column is less indented. */
function inOneMap({ lines, text }: Tree, from: number, to: number): boolean {
  const column = positionAt(lines, from).character;
  if (positionAt(lines, to).character !== column || column === 0) return false;
  return !text
    .slice(from, to)
    .split('\n')
    .some((line, i) => i > 0 && line.trim() !== '' && indentOf(line) < column);
}
