/** Code actions for a place. The fixes of a problem are offered with the problem. */
import type { OffsetEdit, Problem } from '../../text/problem.js';
import type { CodeAction } from '../../api.js';
import type { Program } from '../../program/program.js';
import { type Offsets, rangeAt } from '../../text/lines.js';
import { extractFragment } from './extractActions.js';
import { quickFixes } from './fixActions.js';
import { otherForms, shortForm, wholeCast } from './formActions.js';
import { type Found, locateAt } from '../position/locate.js';
import type { Tree } from '../../syntax/parse.js';
import { t } from '../../../core/util/l10n.js';

export interface OffsetAction {
  readonly title: string;
  readonly kind: CodeAction['kind'];
  readonly edits: readonly OffsetEdit[];
  /** The problem that it fixes. */
  readonly problem?: Problem;
  readonly preferred?: boolean;
  readonly storesKey?: string;
}

/** `problems`: the problems of the file. */
export function actionsAt(program: Program, problems: readonly Problem[], at: Offsets): readonly CodeAction[] {
  const { tree } = program.main;
  const all = fixAll(problems);
  if (tree.guessed) return toActions(tree, all);
  const fixes = problems.filter((p) => p.at[0] <= at[1] && at[0] <= p.at[1]).flatMap((problem) => quickFixes(program, problem));
  const found = tree.problems.length === 0 ? locateAt(tree.root, at[0]) : null;
  const forms = found ? [...otherForms(tree, found), ...wholeCast(program, found), ...formsAround(tree, found, at[0])] : [];
  const extracted = tree.problems.length === 0 ? extractFragment(program, at) : [];
  return toActions(tree, [...fixes, ...extracted, ...forms, ...all]);
}

const toActions = ({ lines }: Tree, actions: readonly OffsetAction[]): CodeAction[] =>
  actions.map(({ title, kind, edits, problem, preferred, storesKey }) => ({
    title,
    kind,
    edits: edits.map((edit) => ({ range: rangeAt(lines, edit.at), text: edit.text })),
    ...(problem ? { mends: { code: problem.code, range: rangeAt(lines, problem.at) } } : {}),
    ...(preferred ? { preferred } : {}),
    ...(storesKey === undefined ? {} : { storesKey }),
  }));

/** Inside `{ use: feed }`, the short form is offered too. */
function formsAround(tree: Tree, { entry }: Found, offset: number): OffsetAction[] {
  const open = entry ? tree.text.lastIndexOf('{', offset) : -1;
  if (open < tree.text.lastIndexOf('\n', offset - 1)) return [];
  const around = locateAt(tree.root, open);
  return around?.node.kind === 'map' && around.node.at[0] === open && around.entry !== entry ? shortForm(tree, around) : [];
}

// The action that applies all safe fixes of a file, also when the file is saved. A safe fix cannot change the meaning.

/** Problems with one possible fix: text that YAML reads differently, a tab, an invisible character, another form of a number or short form. */
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
  const title = count === 1 ? t('Fix the problem that has one solution') : t('Fix all {0} problems that have one solution', count);
  return count === 0 ? [] : [{ title, kind: 'source.fixAll', edits }];
}
