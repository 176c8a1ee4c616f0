/** Fields of a member that are computed from its other fields: `=age > 65 ? 'pensioner' : 'worker'`, or prose with `$(…)`. */
import type { NodeId } from '../../core/util/ids.js';
import type { Json } from '../../core/util/json.js';
import { compileExpression, compileTemplate, ExprFault, type Scope, type Value } from '../../expr/index.js';
import type { Draws } from './memberRule.js';

/** Whether a rule computes a field from other fields. */
export const isDerived = (spec: Json): spec is string => typeof spec === 'string' && (spec.startsWith('=') || spec.includes('$('));

/**
 * The value of the field by member. Names in it are the member's other fields (`personality.openness` for a part), `number` (from
 * 1) and `size`. Compile errors, and the first fault, are reported at the node; the value is then null.
 */
export function derivedField(draws: Draws, node: NodeId, source: string): (member: number) => Json {
  const compiled = source.startsWith('=') ? compileExpression(source.slice(1)) : compileTemplate(source);
  if (!compiled.ok) {
    draws.report('error', node, compiled.errors[0]?.message ?? 'This cannot be read.');
    return () => null;
  }
  let faulty = false;
  return (member) => {
    try {
      return compiled.run(scopeOf(draws, member));
    } catch (error) {
      if (!(error instanceof ExprFault)) throw error;
      if (!faulty) draws.report('error', node, `${draws.idOf(member)}: ${error.message}`);
      faulty = true;
      return null;
    }
  };
}

function scopeOf(draws: Draws, member: number): Scope {
  return {
    lookup: (name) => {
      if (draws.paths.includes(name)) return draws.value(name, member) ?? null;
      if (name === 'number') return member + 1;
      if (name === 'size') return draws.size;
      const parts = draws.paths.filter((path) => path.startsWith(`${name}.`));
      if (parts.length === 0) return undefined;
      return Object.fromEntries(parts.map((path): [string, Value] => [path.slice(name.length + 1), draws.value(path, member) ?? null]));
    },
  };
}
