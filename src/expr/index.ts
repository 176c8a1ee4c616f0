/** Expressions: a small, safe subset of JavaScript's, parsed by acorn, checked and interpreted by us. */
import { compileNode } from './compile.js';
import { parseWhole } from './parse.js';
import { DEFAULT_STEPS, makeEnv } from './run.js';
import { ExprFault, type ExprProblem, type Scope, type Value } from './value.js';

export { checkExpression, checkTree } from './check.js';
export { functionOf, functionsOf, pureFunctions } from './functions.js';
export { effectFunctions, hostFunctions } from './hostFunctions.js';
export {
  type FieldMeasureId,
  fieldMeasureWords,
  type ListMeasureId,
  listMeasureWords,
  type MeasureFunction,
  measureFunctions,
} from './measureFunctions.js';
export {
  type MeasureWords,
  measureText,
  measureWords,
  type TalkMeasureId,
  talkWords,
  type TieMeasureId,
  tieWords,
} from './measureWords.js';
export { listMethods, textMethods } from './methods.js';
export { checkStatements } from './checkStatements.js';
export { type CompiledStatements, compileStatements, type EffectSink, statementLines } from './statements.js';
export { type Inspection, inspectAt } from './inspect.js';
export { nodesAt } from './parts.js';
export { parseAt, parseWhole } from './parse.js';
export { type OpenCall, paramOf, type Spot, spotAt } from './spot.js';
export { type NameUse, type TreeIn, treesIn, usesIn } from './uses.js';
export { accepts } from './relate.js';
export { methodTables } from './calls.js';
export { distance, nearest } from './suggest.js';
export { checkTemplate, type CompiledTemplate, compileTemplate, splitTemplate, type TemplatePart } from './template.js';
export type { Declared, FunctionType, Named, NameTypes, Param, RecordType, Thing, Type } from './types.js';
export { allNames, describeType, namedIn, paramLabel, signatureOf } from './types.js';
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
