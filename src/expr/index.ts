/** Expressions: a small, safe subset of JavaScript expressions, parsed by acorn, checked and interpreted here. */
export { type Compiled, compileExpression } from './compile/compile.js';
export { checkExpression, checkTree } from './check/check.js';
export { pureFunctions } from './functions/functions.js';
export { effectFunctions, functionsOf, hostFunctions } from './functions/hostFunctions.js';
export { measureFunctions } from './functions/measureFunctions.js';
export { measureText, measureWords } from './functions/measureWords.js';
export { listMethods, textMethods } from './functions/methods.js';
export { statementLines } from './syntax/statementLines.js';
export { checkStatements } from './check/checkStatements.js';
export { compileStatements, type EffectSink } from './compile/statements.js';
export { type CompiledEffect, compileEffect } from './columns/compileEffect.js';
export { type CompiledRows, compileRows, type RowNames } from './columns/compileRows.js';
export type {
  ColumnScope,
  FieldColumn,
  FieldSink,
  Named as ColumnName,
  RowLists,
  RowSink,
  RowsGiven,
  Steps,
  TieLists,
} from './columns/columnScope.js';
export { FLAGS, NO_WORD, NOBODY } from './columns/columnScope.js';
export { type Inspection, inspectAt } from './compile/inspect.js';
export { nodesAt, sidesOf } from './syntax/parts.js';
export { type Assigned, assignedIn, type NameRead, namesRead, type NameUse, type TreeIn, treesIn, usesIn } from './compile/uses.js';
export { stepLimit } from './values/environment.js';
export { touch, watched } from './compile/provenance.js';
export { checkTemplate, compileTemplate, splitTemplate } from './compile/template.js';
export { parseAt, parseWhole } from './syntax/parse.js';
export { paramOf, type Spot, spotAt } from './compile/typesAtCursor.js';
export { accepts } from './values/relate.js';
export { methodTables } from './check/calls.js';
export { distance, nearest } from '../core/util/suggest.js';
export type { FunctionType, Named, NameTypes, RecordType, Type } from './values/types.js';
export { allNames, describeType, namedIn, paramLabel, signatureOf } from './values/types.js';
export { ExprFault, type ExprProblem, type HostFunction, printNumber, type Scope, type Value } from './values/value.js';
