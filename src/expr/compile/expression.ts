/** An expression, compiled once to a closure. */
import { compileNode } from './compile.js';
import { parseWhole } from '../syntax/parse.js';
import { DEFAULT_STEPS, makeEnv } from '../values/environment.js';
import { ExprFault, type ExprProblem, type Scope, type Value } from '../values/value.js';

export type Compiled =
  | { readonly ok: true; run(scope: Scope, steps?: number): Value }
  | { readonly ok: false; readonly errors: readonly ExprProblem[] };

/**
 * Compiles once, runs often. `run` throws `ExprFault` and nothing else that is the author's doing. `at` is the place of the text of a
 * rule, for its draws; an expression without a place draws nothing.
 */
export function compileExpression(source: string, at: string | null = null): Compiled {
  const parsed = parseWhole(source);
  if (!parsed.ok) return parsed;
  const code = compileNode(parsed.tree, []);
  return {
    ok: true,
    run: (scope, steps = DEFAULT_STEPS) => {
      try {
        return code(makeEnv(scope, steps, at));
      } catch (error) {
        if (error instanceof ExprFault && error.end === 0) throw new ExprFault(error.code, error.message, 0, source.length);
        throw error;
      }
    },
  };
}
