/** The expectations of one run, for its report: whether each held, its margin, and whether it was frozen before any run. */
import { t } from '../../core/util/l10n.js';
import type { SimEvent } from '../../core/events/events.js';
import type { State } from '../../core/events/state.js';
import { marginsIn, type ScenarioModel, withheldTexts } from '../../engine/index.js';
import type { Resolved } from '../../language/api.js';
import type { ReportedExpectation } from '../../protocol/reportData.js';
import { droppedFrom, expectationsOf, type Frozen, standingOf, standingWords } from './frozenExpectations.js';

interface ReportedRun {
  readonly model: ScenarioModel;
  readonly resolved: Pick<Resolved, 'society'>;
  readonly state: State;
  readonly events: readonly SimEvent[];
  /** ISO 8601 time of its start; null where it is not known. */
  readonly created: string | null;
}

/** In the order of the file, then those that were frozen and are no longer in the file. Private words are removed. */
export function reportedExpectations(
  { model, resolved: { society }, state, events, created }: ReportedRun,
  frozen: Frozen | null,
): readonly ReportedExpectation[] {
  const said = expectationsOf(society, model.scenario);
  const margins = marginsIn(model, state);
  const held = new Map(events.flatMap((event) => (event.type === 'expectation.checked' ? [[event.expectation, event.held]] : [])));
  const shared = (text: string): string => withheldTexts(model, state, [text])[0] ?? '';
  const expected = model.expectations.map(({ id, that, because, in: rule }): ReportedExpectation => {
    const one = said[id];
    return {
      ...{ id, that: shared(one?.that ?? that.source), in: one?.in ?? null, because: shared(because) },
      ...{ held: held.get(id) ?? null, margin: held.has(id) && rule !== null && rule.kind !== 'count' ? (margins.get(id) ?? null) : null },
      standing: standingWords(standingOf(frozen, model.scenario, id, one, created), t),
    };
  });
  const dropped = droppedFrom(frozen, society, model.scenario).map((id): ReportedExpectation => {
    return { id, that: '', in: null, held: null, margin: null, standing: t('frozen, but no longer in the file'), because: '' };
  });
  return [...expected, ...dropped];
}
