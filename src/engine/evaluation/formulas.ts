/** Compiles expressions, templates and statements of a file. Errors are reported at their nodes. */
import type { NodeId } from '../../core/util/ids.js';
import type { Json, JsonObject } from '../../core/util/json.js';
import { compileExpression, compileStatements, compileTemplate, type ExprProblem, type Scope, type Value } from '../../expr/index.js';
import type { Effect, Formula, TextTemplate } from '../model/formulaTypes.js';
import type { Report } from '../model/faults.js';

type Source = string | number | boolean | undefined;

/** A compiled expression, or null if it is absent or wrong. It reads the run and may be evaluated any number of times. */
export const formula = (source: Source, at: NodeId, report: Report): Formula | null => compiledAt(source, at, report, null);

/** The same for a rule that is carried out. It may draw by chance, from a stream of its place. */
export const rule = (source: Source, at: NodeId, report: Report): Formula | null => compiledAt(source, at, report, at);

function compiledAt(source: Source, at: NodeId, report: Report, draws: NodeId | null): Formula | null {
  if (source === undefined) return null;
  const text = String(source);
  const compiled = compileExpression(text, draws);
  if (!compiled.ok) return reported(compiled.errors, at, report);
  const run = (scope: Scope): Value => {
    const value = draws === null ? scope.inColumns?.(text) : undefined;
    return value === undefined ? compiled.run(scope) : value;
  };
  return { at, source: text, run };
}

/** Compiled prose; empty if it is absent or wrong. */
export function template(source: string | undefined, at: NodeId, report: Report): TextTemplate {
  const text = (source ?? '').trim();
  if (!text.includes('$(')) return { at, source: text, run: () => text };
  const compiled = compileTemplate(text);
  if (compiled.ok) return { at, source: text, run: (scope) => compiled.run(scope) };
  reported(compiled.errors, at, report);
  return { at, source: '', run: () => '' };
}

/** The same as `template`, but null if nothing is written. */
export const optionalTemplate = (source: string | undefined, at: NodeId, report: Report): TextTemplate | null =>
  source === undefined || source.trim() === '' ? null : template(source, at, report);

/** Compiled statements, or null if they are absent or wrong. */
export function effect(source: string | undefined, at: NodeId, report: Report): Effect | null {
  if (source === undefined) return null;
  const compiled = compileStatements(source, at);
  if (compiled.ok) return { at, source, run: (scope, sink) => compiled.run(scope, sink) };
  return reported(compiled.errors, at, report);
}

/** A value of the file. Text after `=` is an expression, in lists and records too. Everything else is literal. */
export function literal(value: Json, at: NodeId, report: Report): (scope: Scope) => Json {
  if (!isComputed(value)) return () => value;
  if (Array.isArray(value)) {
    const items = (value as readonly Json[]).map((item) => literal(item, at, report));
    return (scope) => items.map((item) => item(scope));
  }
  if (typeof value === 'object') {
    const fields = Object.entries(value as JsonObject).map(([key, field]) => [key, literal(field, at, report)] as const);
    return (scope) => Object.fromEntries(fields.map(([key, field]) => [key, field(scope)]));
  }
  const compiled = formula(value.slice(1), at, report);
  return (scope) => (compiled ? (compiled.run(scope) as Json) : null);
}

const isComputed = (value: Json): value is string | readonly Json[] | JsonObject =>
  typeof value === 'string' ? value.startsWith('=') : value !== null && typeof value === 'object' && Object.values(value).some(isComputed);

function reported(errors: readonly ExprProblem[], at: NodeId, report: Report): null {
  for (const error of errors) if (error.warning !== true) report('error', at, error.message);
  return null;
}
