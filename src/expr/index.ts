/** Expressions: a small, safe subset of JavaScript's, parsed by acorn, checked and interpreted by us. */
export { type Compiled, compileExpression } from './expression.js';
export { checkExpression, checkTree } from './check.js';
export { drawFunctions } from './draws.js';
export { pureFunctions } from './functions.js';
export { functionOf, functionsOf } from './functionsAt.js';
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
export { type CompiledStatements, compileStatements, type EffectSink } from './statements.js';
export { statementLines } from './statementLines.js';
export { type Inspection, inspectAt } from './inspect.js';
export { nodesAt } from './parts.js';
export { type Assigned, assignedIn, type NameRead, namesRead } from './namesRead.js';
export { touch, type Watched, watched } from './provenance.js';
export { type Sides, sidesOf } from './comparison.js';
export { parseAt, parseWhole } from './parse.js';
export { type OpenCall, paramOf, type Spot, spotAt } from './spot.js';
export { type NameUse, type TreeIn, treesIn, usesIn } from './uses.js';
export { accepts } from './relate.js';
export { methodTables } from './calls.js';
export { distance, nearest } from '../core/suggest.js';
export { checkTemplate, type CompiledTemplate, compileTemplate, splitTemplate, type TemplatePart } from './template.js';
export type { Declared, FunctionType, Named, NameTypes, Param, RecordType, Thing, Type } from './types.js';
export { allNames, describeType, namedIn, paramLabel, signatureOf } from './types.js';
export {
  ExprFault,
  type ExprProblem,
  type FaultCode,
  type HostFunction,
  printNumber,
  type ProblemCode,
  type Scope,
  type Value,
} from './value.js';
