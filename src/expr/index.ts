/** Expressions: a small, safe subset of JavaScript's, parsed by acorn, checked and interpreted by us. */
export { type Compiled, compileExpression } from './compile/expression.js';
export { checkExpression, checkTree } from './check/check.js';
export { drawFunctions } from './functions/draws.js';
export { pureFunctions } from './functions/functions.js';
export { functionOf, functionsOf } from './functions/functionsAt.js';
export { effectFunctions, hostFunctions } from './functions/hostFunctions.js';
export {
  type FieldMeasureId,
  fieldMeasureWords,
  type ListMeasureId,
  listMeasureWords,
  type MeasureFunction,
  measureFunctions,
} from './functions/measureFunctions.js';
export {
  type MeasureWords,
  measureText,
  measureWords,
  type TalkMeasureId,
  talkWords,
  type TieMeasureId,
  tieWords,
} from './functions/measureWords.js';
export { listMethods, textMethods } from './functions/methods.js';
export { checkStatements } from './check/checkStatements.js';
export { type CompiledStatements, compileStatements, type EffectSink } from './compile/statements.js';
export { statementLines } from './syntax/statementLines.js';
export { type Inspection, inspectAt } from './compile/inspect.js';
export { nodesAt } from './syntax/parts.js';
export { type Assigned, assignedIn, type NameRead, namesRead } from './compile/namesRead.js';
export { touch, type Watched, watched } from './compile/provenance.js';
export { type Sides, sidesOf } from './syntax/comparison.js';
export { parseAt, parseWhole } from './syntax/parse.js';
export { type OpenCall, paramOf, type Spot, spotAt } from './compile/spot.js';
export { type NameUse, type TreeIn, treesIn, usesIn } from './compile/uses.js';
export { accepts } from './values/relate.js';
export { methodTables } from './check/calls.js';
export { distance, nearest } from '../core/util/suggest.js';
export { checkTemplate, type CompiledTemplate, compileTemplate, splitTemplate, type TemplatePart } from './compile/template.js';
export type { Declared, FunctionType, Named, NameTypes, Param, RecordType, Thing, Type } from './values/types.js';
export { allNames, describeType, namedIn, paramLabel, signatureOf } from './values/types.js';
export {
  ExprFault,
  type ExprProblem,
  type FaultCode,
  type HostFunction,
  printNumber,
  type ProblemCode,
  type Scope,
  type Value,
} from './values/value.js';
