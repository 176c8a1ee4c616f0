/** What the text of a rule says, without the state that it runs in. A rule runs in each round, and its text stays the same. */
import { recent } from '../../core/util/memo.js';
import { type Line, statementLines } from '../syntax/statementLines.js';
import type { ExprProblem } from '../values/value.js';
import type { RowNames } from './compileRows.js';
import { assigned, isReadAfter, shadows } from './effectReads.js';
import { type Group, groupsOf } from './lanes/statementGroups.js';

interface EffectText {
  readonly lines: readonly Line[];
  readonly errors: readonly ExprProblem[];
  /** Variables of agents that it can set, and those of them that are read after they are set. */
  readonly sets: readonly string[];
  readonly read: readonly string[];
  /** Whether each name is an agent of the row, and has no other meaning in any line. */
  readonly isAlone: boolean;
  readonly groups: () => readonly Group[];
}

/** `keeps`: whether rows read what the rows before them have set. */
export const effectText = (source: string, names: RowNames, keeps: boolean): EffectText =>
  known(JSON.stringify([source, Object.entries(names), keeps]));

const TEXTS = 256;

const known = recent(TEXTS, (key: string): EffectText => {
  const [source, entries, keeps] = JSON.parse(key) as [string, [string, RowNames[string]][], boolean];
  const names: RowNames = Object.fromEntries(entries);
  const { lines, errors } = statementLines(source);
  const sets = [...new Set(lines.flatMap(({ tree }) => assigned(tree)))];
  const isAlone = entries.every(([, which]) => which === 'row') && !lines.some(({ tree }) => shadows(tree, names));
  let groups: readonly Group[] | null = null;
  return {
    ...{ lines, errors, sets, isAlone },
    read: sets.filter((name) => isReadAfter(lines, name, keeps)),
    groups: () => (groups ??= groupsOf(lines, new Set(Object.keys(names)), () => keeps)),
  };
});
