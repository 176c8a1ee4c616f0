/** Answers to surveys, and measures, a value a row. */
import type { Cell } from '../../../core/formats/csv.js';
import type { EventOf } from '../../../core/events/events.js';
import { type ScenarioModel, modelAt } from '../../../engine/model/model.js';
import type { SurveyItem } from '../../../engine/model/studySpec.js';
import { cellOf } from './talk.js';
import { eachEvent, forOthers, mindsOf, type RunTold, spokenBy, SYNTHETIC } from './told.js';

/** A row for each question of a survey; one that was not answered has no value and says why. */
export function surveyRows(run: RunTold): readonly (readonly Cell[])[] {
  const rows: (readonly Cell[])[] = [];
  let asked: string | undefined;
  let answered: EventOf<'survey.answered'> | null = null;
  eachEvent(run, (event, round) => {
    if (event.type === 'phase.started') asked = surveyOfPhase(modelAt(run.model, event.seq), event.phase);
    if (event.type === 'survey.answered') answered = event;
    if (event.type !== 'turn.ended' || asked === undefined) return;
    const { survey = asked, answers = {} } = answered ?? {};
    const items = modelAt(run.model, event.seq).surveys.find(({ id }) => id === survey)?.items ?? [];
    for (const item of items)
      rows.push([
        ...[round, event.agent, survey, item.id, typeOf(item), cellOf(answers[item.id])],
        ...[event.reason, spokenBy(run, event.seq), SYNTHETIC],
      ]);
    answered = null;
  });
  const head = ['round', 'agent', 'survey', 'item', 'type', 'value', 'status', 'mind', 'synthetic'];
  return forOthers(run, [head, ...rows], (column) => column === 'value');
}

const surveyOfPhase = ({ phases }: ScenarioModel, phase: string): string | undefined =>
  [...phases.start, ...phases.round, ...phases.end].find(({ id, survey }) => id === phase && survey !== null)?.survey ?? undefined;

/** As the format calls it; a rating is a scale from 1. */
function typeOf({ answer: { kind, low, high }, most }: SurveyItem): string {
  if (most !== null) return 'some_of';
  if (kind === 'boolean') return 'yes_no';
  if (kind === 'agent' || kind === 'choice') return 'one_of';
  if (kind === 'integer' || kind === 'number') return kind === 'integer' && low && high ? 'scale' : 'number';
  return 'open';
}

/** A row for each measure and round. `error` is half the width of a 95 % interval; an estimate is made of a sample. */
export function measureRows(run: RunTold): readonly (readonly Cell[])[] {
  const mind = mindsOf(run.model);
  // After the last round and the end phases, measures are computed once more.
  const rows = new Map<string, readonly Cell[]>();
  eachEvent(run, (event, round) => {
    if (event.type !== 'measure.taken') return;
    if (run.held && run.model.derived?.measures.has(event.measure)) return;
    const { measure, value, error, estimate = false } = event;
    rows.set(`${round} ${measure}`, [round, measure, value, error, estimate, mind, SYNTHETIC]);
  });
  return [['round', 'measure', 'value', 'error', 'estimate', 'mind', 'synthetic'], ...rows.values()];
}
