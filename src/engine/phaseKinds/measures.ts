/** Forgets memories and takes measures at the end of a round, and checks whether the run's own condition ends it. */
import type { Reading } from '../../analysis/index.js';
import { inSlices } from '../../core/util/pauses.js';
import { noteFault, noting } from '../model/faults.js';
import { holds, evaluate } from '../evaluation/evaluate.js';
import { builtinReading, letPause, scopeOf } from '../evaluation/scope.js';
import type { ScenarioModel } from '../model/model.js';
import type { Writer } from '../model/writer.js';
import { forgetDrafts } from '../memory/memory.js';
import type { PhaseHandler } from './handler.js';

export const measures: PhaseHandler = {
  turns: null,
  close: (model, writer) => {
    forgetDrafts(model, writer);
    measureDrafts(model, writer);
  },
};

function measureDrafts(model: ScenarioModel, writer: Writer): void {
  const { state } = writer;
  letPause(model, state);
  const scope = scopeOf(model, state);
  for (const { id, at, formula } of model.measures) {
    const taken = inSlices(`measure ${id}`, state.seq, function* () {
      yield;
      return noting(model.faultLog, () => {
        const reading = builtinReading(model, state, formula ? formula.source.trim() : id);
        return { reading, found: formula ? evaluate(formula, scope) : (reading?.value ?? null) };
      });
    });
    for (const [place, fault] of taken.noted) noteFault(model.faultLog, place, fault);
    const { reading, found } = taken.result;
    const value = found === true ? 1 : found === false ? 0 : found;
    writer.emit({ type: 'measure.taken', measure: id, value: typeof value === 'number' ? value : null, ...precision(reading, value) }, at);
  }
  if (!model.until || state.ending) return;
  if (holds(model.until, scope)) writer.emit({ type: 'run.ending', reason: 'until' }, model.until.at);
}

/** The precision of a standard measure, including a formula that is only the name of one. */
function precision(reading: Reading | null | undefined, value: unknown): { readonly error?: number; readonly estimate?: true } {
  if (!reading || reading.value !== value || (reading.exact && reading.error === 0)) return {};
  return { error: reading.error, ...(reading.exact ? {} : { estimate: true }) };
}
