/** What people are ranked by where they are picked: `top 2 by degree`. A bare name is a field of each. In the program. */
import { didYouMean, nearest } from '../../../core/util/suggest.js';
import { checkExpression, type ExprProblem } from '../../../expr/index.js';
import type { FileModel } from '../../incremental/file.js';
import { namesAt } from '../../names/names.js';
import type { Program } from '../../program/program.js';
import type { ScalarNode, TreeNode } from '../../syntax/node.js';
import { definitionsOf } from '../common/checkHelpers.js';

const RANK = /^\s*(?:top|bottom)\s+[0-9]+\s+by\s+(?=\S)/;

interface Ranked {
  readonly node: ScalarNode;
  /** By places in the value of the node. */
  readonly problems: readonly ExprProblem[];
}

export function checkRanks(program: Program, file: FileModel): readonly Ranked[] {
  if (!/\bby\b/.test(file.tree.text)) return [];
  return (['scenario', 'world'] as const).flatMap((kind) =>
    definitionsOf(program, file, kind).flatMap(({ entry, path }) => {
      const names = () => namesAt(program, file, { path: `${path}.${kind === 'world' ? 'phases.any.who' : 'groups.any'}.if` });
      return scalarsBelow(entry.value).flatMap((node) => {
        const skip = RANK.exec(String(node.value))?.[0].length;
        if (skip === undefined) return [];
        const source = String(node.value).slice(skip).trimEnd();
        const own = source !== 'degree' && /^[a-z]\w*$/.test(source) ? 'me.' : '';
        const wrong = source === 'degree' ? [] : checkExpression(`${own}${source}`, names(), { kind: 'number' });
        const by = skip - own.length;
        // In addition to the fields of people, one more word is possible.
        const isDegree = own !== '' && nearest(source, ['degree']) !== null;
        const problems = wrong
          .filter(({ warning }) => !warning)
          .map((one) =>
            isDegree && !/Did you mean/.test(one.message) ? { ...one, message: `${one.message}${didYouMean(source, ['degree'])}` } : one,
          );
        return [{ node, problems: problems.map((one) => ({ ...one, start: Math.max(skip, one.start + by), end: one.end + by })) }];
      });
    }),
  );
}

function scalarsBelow(node: TreeNode): readonly ScalarNode[] {
  if (node.kind === 'scalar') return [node];
  return node.kind === 'list' ? node.items.flatMap(scalarsBelow) : node.entries.flatMap(({ value }) => scalarsBelow(value));
}
