/**
 * Semantic colours: the kind of an id, and of a name in an expression. Token types are the ones of the editor's themes:
 *   class      people and populations          interface  networks, groups, roles     namespace  worlds, scenarios, experiments
 *   function   actions, phases, functions      variable   variables; readonly: parameters and measures
 *   property   fields after a dot               parameter  of an arrow function         enumMember codes, arms, surveys, rewards
 *   type       models, fragments, prompts
 */
import { namedIn, treesIn, usesIn } from '../../../expr/index.js';
import type { SemanticToken, TokenType } from '../../api.js';
import type { ExpressionUse, FileModel } from '../../incremental/file.js';
import { namesAt } from '../../names/names.js';
import { find, type Program } from '../../program/program.js';
import type { IdKind } from '../../schema/schema.js';
import { lineAt, type Offsets } from '../../text/lines.js';
import { scalarMap } from '../../syntax/scalarMap.js';

const TYPES: Readonly<Record<IdKind, TokenType>> = {
  persona: 'class',
  population: 'class',
  network: 'interface',
  group: 'interface',
  role: 'interface',
  world: 'namespace',
  scenario: 'namespace',
  experiment: 'namespace',
  calibration: 'namespace',
  action: 'function',
  phase: 'function',
  measure: 'variable',
  code: 'enumMember',
  reward: 'enumMember',
  survey: 'enumMember',
  arm: 'enumMember',
  model: 'type',
  fragment: 'type',
  prompts: 'type',
};

/** Tokens that begin within the offsets, in order. A token never contains a line break. */
export function tokensIn(program: Program, [from, to]: Offsets): readonly SemanticToken[] {
  const file = program.main;
  const found: SemanticToken[] = [];
  const add = (at: Offsets, type: TokenType, definition = false, readonly = false): void => {
    if (at[0] < from || at[0] > to || at[1] <= at[0]) return;
    const line = lineAt(file.tree.lines, at[0]);
    if (lineAt(file.tree.lines, at[1]) !== line) return;
    found.push({ line, character: at[0] - (file.tree.lines.starts[line] as number), length: at[1] - at[0], type, definition, readonly });
  };
  for (const { kind, entry } of file.definitions) add(entry.keyAt, TYPES[kind], true, kind === 'measure');
  for (const { kinds, id, at } of file.references) {
    if (at[0] < from || at[0] > to) continue;
    const kind = find(program.index, kinds, id)[0]?.kind ?? (kinds.length === 1 ? kinds[0] : undefined);
    if (kind) add(at, TYPES[kind], false, kind === 'measure');
  }
  for (const use of file.expressions) if (use.node.at[1] >= from && use.node.at[0] <= to) inExpression(program, file, use, add);
  return unique(found);
}

type Add = (at: Offsets, type: TokenType, definition?: boolean, readonly?: boolean) => void;

function inExpression(program: Program, file: FileModel, use: ExpressionUse, add: Add): void {
  const place = scalarMap(use.node, file.tree.text);
  const names = namesAt(program, file, use);
  for (const { tree, offset, locals } of treesIn(use.kind, String(use.node.value)))
    for (const { name, start, field, local, call } of usesIn(tree, locals)) {
      const from = place(offset + start);
      const at: Offsets = [from, from + name.length];
      if (field) add(at, 'property');
      else if (local) add(at, 'parameter');
      else if (call && !namedIn(names, name)) add(at, 'variable', false, true);
      else add(at, ...kindOfName(program, name, namedIn(names, name)?.fixed !== undefined));
    }
}

function kindOfName(program: Program, name: string, fixed: boolean): [TokenType, boolean, boolean] {
  const people = find(program.index, ['persona', 'population'], name).length > 0;
  if (people) return ['class', false, false];
  if (find(program.index, ['group', 'role'], name).length > 0) return ['interface', false, false];
  return ['variable', false, fixed];
}

/** Sorts tokens and keeps only the first of several at one place. */
function unique(tokens: readonly SemanticToken[]): readonly SemanticToken[] {
  const sorted = [...tokens].sort((a, b) => a.line - b.line || a.character - b.character);
  return sorted.filter(
    (one, i) => i === 0 || one.line !== sorted[i - 1]!.line || one.character >= sorted[i - 1]!.character + sorted[i - 1]!.length,
  );
}
