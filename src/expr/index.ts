/** Expressions: a small, safe subset of JavaScript's, parsed by acorn, checked and interpreted by us. */
import { compileNode, DEFAULT_STEPS, makeEnv } from './compile.js';
import { parseWhole } from './parse.js';
import { ExprFault, type ExprProblem, type Scope, type Value } from './value.js';

export { checkExpression, functionsOf } from './check.js';
export { hostFunctions, pureFunctions } from './functions.js';
export { listMethods, textMethods } from './methods.js';
export { checkStatements, type CompiledStatements, compileStatements, type EffectSink, effectFunctions } from './statements.js';
export { nearest } from './suggest.js';
export { checkTemplate, type CompiledTemplate, compileTemplate, splitTemplate, type TemplatePart } from './template.js';
export type { FunctionType, Named, NameTypes, Param, RecordType, Type } from './types.js';
export { describeType } from './types.js';
export { ExprFault, type ExprProblem, type FaultCode, type HostFunction, type ProblemCode, type Scope, type Value } from './value.js';

export type Compiled =
  | { readonly ok: true; run(scope: Scope, steps?: number): Value }
  | { readonly ok: false; readonly errors: readonly ExprProblem[] };

/** Compiles once, runs often. `run` throws `ExprFault` and nothing else that is the author's doing. */
export function compileExpression(source: string): Compiled {
  const parsed = parseWhole(source);
  if (!parsed.ok) return parsed;
  const code = compileNode(parsed.tree, []);
  return {
    ok: true,
    run: (scope, steps = DEFAULT_STEPS) => {
      try {
        return code(makeEnv(scope, steps));
      } catch (error) {
        if (error instanceof ExprFault && error.end === 0) throw new ExprFault(error.code, error.message, 0, source.length);
        throw error;
      }
    },
  };
}
