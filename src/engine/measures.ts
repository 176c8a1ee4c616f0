/** Measures at the end of a round, and whether the run ends by its own condition. */
import { builtinMeasure, evaluate, faultDraft, scopeOf } from './scope.js';
import type { Model } from './model.js';
import type { Writer } from './writer.js';

export function measureDrafts(model: Model, writer: Writer): void {
  const { state } = writer;
  const scope = scopeOf(model, state);
  for (const { id, at, formula } of model.measures) {
    const found = formula ? evaluate(formula, scope) : { value: builtinMeasure(model, state, id) ?? null, fault: null };
    if (found.fault) writer.emit(faultDraft(at ?? model.at, found.fault).body, at);
    const value = found.value === true ? 1 : found.value === false ? 0 : found.value;
    writer.emit({ type: 'measure.taken', measure: id, value: typeof value === 'number' ? value : null }, at);
  }
  if (!model.until || state.ending) return;
  const ends = evaluate(model.until, scope);
  if (ends.fault) writer.emit(faultDraft(model.until.at, ends.fault).body, model.until.at);
  if (ends.value === true) writer.emit({ type: 'run.ending', reason: 'until' }, model.until.at);
}
