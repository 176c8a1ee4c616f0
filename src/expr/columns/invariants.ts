/**
 * Parts of an expression that have the same value for every row of a pass, such as `mean(all.opinion)` in a rule: they are evaluated
 * when they are first needed, and only then. A fault is kept too. Each use takes the steps of the first one, as row by row.
 */
import type { AnyNode } from '../syntax/parse.js';
import { isDraw, tiesReadIn } from './callReads.js';
import { partsOf } from '../syntax/parts.js';
import { ExprFault } from '../values/value.js';
import { charger, type Context, type Locals, type Typed } from './typedCode.js';

/** The code, kept where its value is the same for all rows and takes more than a few steps. */
export function keptOnce(context: Context, node: AnyNode, locals: Locals, code: Typed): Typed {
  if (node.type !== 'CallExpression' || locals.length === 0) return code;
  if (!isInvariant(context, node, new Set(locals.map(({ name }) => name)))) return code;
  const { maybe, cost } = code;
  const keep = keeper(context, node);
  switch (code.kind) {
    case 'number':
      return { kind: 'number', maybe, cost, run: keep(code.run) };
    case 'flag':
      return { kind: 'flag', maybe, cost, run: keep(code.run) };
    case 'text':
      return { kind: 'text', maybe, cost, run: keep(code.run) };
    case 'agent':
      return { kind: 'agent', maybe, cost, run: keep(code.run) };
    case 'agents':
      // The view keeps the rows: no other code writes it.
      return { kind: 'agents', maybe, cost, view: code.view, open: keep(code.open) };
    default:
      return code;
  }
}

/** Whether a node reads no local name, no variable that rows set, and draws nothing. */
function isInvariant(context: Context, node: AnyNode, locals: ReadonlySet<string>): boolean {
  switch (node.type) {
    case 'Identifier':
      return !locals.has(node.name);
    case 'ArrowFunctionExpression': {
      const params = new Set(node.params.flatMap((param) => (param.type === 'Identifier' ? [param.name] : [])));
      return isInvariant(context, node.body, new Set([...locals].filter((name) => !params.has(name))));
    }
    case 'MemberExpression':
      if (node.property.type === 'Identifier' && context.changing.has(node.property.name)) return false;
      break;
    case 'CallExpression':
      if (isDraw(node) || (context.scope.changingTies && tiesReadIn(node) !== 'none')) return false;
      break;
    default:
  }
  return partsOf(node).every((part) => isInvariant(context, part, locals));
}

function keeper(context: Context, node: AnyNode): <T>(run: () => T) => () => T {
  const { steps } = context.pass;
  const charge = charger(context, node);
  return <T>(run: () => T) => {
    let kept: { readonly value: T; readonly taken: number } | null = null;
    let failed: { readonly fault: ExprFault; readonly taken: number } | null = null;
    return () => {
      if (kept) {
        charge(kept.taken);
        return kept.value;
      }
      if (failed) {
        charge(failed.taken);
        throw failed.fault;
      }
      const before = steps.left;
      try {
        kept = { value: run(), taken: before - steps.left };
      } catch (error) {
        if (error instanceof ExprFault && error.code !== 'step-limit') failed = { fault: error, taken: before - steps.left };
        throw error;
      }
      return kept.value;
    };
  };
}
