/**
 * Estimates the most steps of an expression, from the sizes of its lists. If all sizes are known, the estimate is never
 * below the real count. A list of unknown size counts as one item.
 */
import { drawFunctions } from '../functions/draws.js';
import { pureFunctions } from '../functions/functions.js';
import type { AnyNode, CallExpression } from '../syntax/parse.js';
import { partsOf } from '../syntax/parts.js';
import { present } from '../values/relate.js';
import { DEFAULT_STEPS, PASS, stepLimit } from '../values/environment.js';
import type { NameTypes, Type } from '../values/types.js';
import type { ExprProblem } from '../values/value.js';
import { t } from '../../core/util/l10n.js';

type Types = ReadonlyMap<AnyNode, Type>;

/**
 * The warning for loops that can exceed the limit, at the innermost loop that exceeds it alone: the limit of one evaluation, or that of all
 * agents that evaluate the expression together in a rule.
 */
export function stepProblem(
  tree: AnyNode,
  types: Types,
  { steps: limit = DEFAULT_STEPS, together = 0 }: Pick<NameTypes, 'steps' | 'together'>,
): ExprProblem | null {
  const steps = stepsOf(tree, types);
  const warning = (message: string, most: number): ExprProblem => {
    const { start, end } = worst(tree, types, most);
    return { code: 'many-steps', message, start, end, warning: true };
  };
  if (steps > limit)
    return warning(
      t('This can take {0} steps, but an expression stops after {1}. Use shorter lists, or remove a loop.', grouped(steps), grouped(limit)),
      limit,
    );
  const most = PASS * stepLimit(together, TIES * together);
  if (steps * together <= most) return null;
  return warning(
    t(
      'This can take {0} steps for {1} agents together. A rule of a crowd that takes too many reaches nobody. Read neighbours instead of `all`, or keep what is the same for all agents in a measure or a variable of the world.',
      grouped(steps * together),
      grouped(together),
    ),
    most / together,
  );
}

/** As many ties of each agent are assumed, because each raises the limit. */
const TIES = 10;

/** 1500000 → `1,500,000`; very large numbers are not exact. */
function grouped(n: number): string {
  if (n >= 1e12) return t('more than 1,000,000,000,000');
  return String(Math.round(n)).replace(/\B(?=(\d{3})+$)/g, ',');
}

export function stepsOf(node: AnyNode, types: Types): number {
  switch (node.type) {
    case 'ParenthesizedExpression':
      return 1 + stepsOf(node.expression, types);
    case 'UnaryExpression':
      return 1 + stepsOf(node.argument, types);
    case 'BinaryExpression':
      return 2 + stepsOf(node.left, types) + stepsOf(node.right, types) + 2 * Math.min(sizeOf(node.left, types), sizeOf(node.right, types));
    case 'LogicalExpression':
      return 1 + stepsOf(node.left, types) + stepsOf(node.right, types);
    case 'ConditionalExpression':
      return 1 + stepsOf(node.test, types) + Math.max(stepsOf(node.consequent, types), stepsOf(node.alternate, types));
    case 'MemberExpression':
      return 1 + stepsOf(node.object, types) + (node.computed ? stepsOf(node.property, types) : sizeOf(node.object, types));
    case 'ArrayExpression':
      return node.elements.reduce((sum, item) => sum + (item ? stepsOf(item, types) : 0), 1);
    case 'ObjectExpression':
      return node.properties.reduce((sum, item) => sum + (item.type === 'Property' ? stepsOf(item.value, types) : 0), 1);
    case 'CallExpression':
      return callSteps(node, types);
    default:
      return 1;
  }
}

function callSteps(node: CallExpression, types: Types): number {
  const { callee } = node;
  const self = callee.type === 'MemberExpression' ? callee.object : null;
  const [head] = node.arguments;
  const items = self ? sizeOf(self, types) : head ? sizeOf(head, types) : 0;
  const given = node.arguments.reduce((sum, arg) => {
    if (arg.type === 'ArrowFunctionExpression') return sum + Math.max(items, 1) * stepsOf(arg.body, types);
    return sum + stepsOf(arg, types);
  }, 0);
  const loops = self !== null || (callee.type === 'Identifier' && (pureFunctions.has(callee.name) || passesOver(callee.name, node)));
  return 1 + given + (self ? stepsOf(self, types) : 0) + (loops ? 2 * items + 1 : 0);
}

/** Whether a function that draws looks at each item of its list. `pick` does so only with weights. */
const passesOver = (name: string, node: CallExpression): boolean =>
  drawFunctions.has(name) && (name !== 'pick' || node.arguments.length > 1);

function sizeOf(node: AnyNode, types: Types): number {
  const type = types.get(node);
  const list = type && present(type);
  return list?.kind === 'list' ? (list.size ?? 1) : 0;
}

/** The innermost call that takes too many steps alone. */
function worst(node: AnyNode, types: Types, limit: number): AnyNode {
  for (const part of partsOf(node)) if (stepsOf(part, types) > limit) return worst(part, types, limit);
  return node;
}
