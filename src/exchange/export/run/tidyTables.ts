/** Tidy tables of a run, one value in each row: variables, answers to surveys, and measures. */
import { nameAt, presentAt, variableAt } from '../../../core/events/agents.js';
import type { Cell } from '../../../core/formats/csv.js';
import type { Json } from '../../../core/util/json.js';
import { idAt } from '../../../core/events/roster.js';
import { variableNames } from './people.js';
import { cellOf } from './talk.js';
import { eachEvent, forOthers, mindsOf, roundEnds, type RunTold, spokenBy, SYNTHETIC } from './exportedRun.js';
import type { EventOf, SimEvent } from '../../../core/events/events.js';
import { modelAt, type ScenarioModel } from '../../../engine/model/model.js';
import type { SurveyItem } from '../../../engine/model/studySpec.js';

// The table of variables: a row for each agent, round and variable.

/** Kinds of values, so that a reader can distinguish the text `1` from the number. */
const kindOf = (value: Json): string => (value === null ? 'missing' : Array.isArray(value) ? 'list' : typeof value);

/**
 * Values at the end of each round; round 0 is before the first. Rows of the world have the scope `world` and no agent. An
 * agent has rows for the rounds in which it takes part.
 */
export function variableRows(run: RunTold): Iterable<readonly Cell[]> {
  const head = ['round', 'scope', 'agent', 'name', 'variable', 'value', 'kind', 'mind', 'synthetic'];
  return forOthers(run, head, eachVariable(run), (column) => column === 'value');
}

function* eachVariable(run: RunTold): Generator<readonly Cell[]> {
  const mind = mindsOf(run.model);
  const privateOfWorld = new Set(run.held ? run.model.vars.filter((one) => one.private).map(({ id }) => id) : []);
  for (const [round, state] of roundEnds(run).entries()) {
    const row = (scope: string, agent: string | null, name: string | null, variable: string, value: Json): readonly Cell[] => [
      ...[round, scope, agent, name, variable, cellOf(value), kindOf(value)],
      ...[mind, SYNTHETIC],
    ];
    for (const [variable, value] of Object.entries(state.vars))
      if (!privateOfWorld.has(variable)) yield row('world', null, null, variable, value);
    for (let index = 0; index < state.roster.length; index++) {
      if (!presentAt(state, index)) continue;
      const held = run.held?.vars(index);
      const [id, name] = [idAt(state.roster, index), nameAt(state, index)!];
      for (const variable of variableNames(state, index)) {
        const value = held?.has(variable) ? undefined : variableAt(state, index, variable);
        if (value !== undefined) yield row('agent', id, name, variable, value);
      }
    }
  }
}

/** A row for each question of a survey; a question without an answer has no value, and the reason. */
export function surveyRows(run: RunTold): Iterable<readonly Cell[]> {
  const rows: (readonly Cell[])[] = [];
  const answersTo = surveyReader(run);
  eachEvent(run, (event, round) => {
    for (const { agent, survey, item, type, value, status, mind } of answersTo(event))
      rows.push([round, agent, survey, item, type, cellOf(value), status, mind, SYNTHETIC]);
  });
  const head = ['round', 'agent', 'survey', 'item', 'type', 'value', 'status', 'mind', 'synthetic'];
  return forOthers(run, head, rows, (column) => column === 'value');
}

/** One question of a survey to one agent. */
interface SurveyAnswer {
  readonly agent: string | null;
  readonly survey: string;
  readonly item: string;
  /** The form of the question. */
  readonly type: string;
  /** Undefined if there is no answer. */
  readonly value: Json | undefined;
  /** `answered`, or why there is no answer. */
  readonly status: string;
  /** The mind that answered; null if none was asked. */
  readonly mind: string | null;
}

/** Reads the events of a run in order, and gives the answers to the survey that an event completes. */
export function surveyReader(run: RunTold): (event: SimEvent) => readonly SurveyAnswer[] {
  let asked: string | undefined;
  let answered: EventOf<'survey.answered'> | null = null;
  return (event) => {
    if (event.type === 'phase.started') asked = surveyOfPhase(modelAt(run.model, event.seq), event.phase);
    if (event.type === 'survey.answered') answered = event;
    if (event.type !== 'turn.ended' || asked === undefined) return [];
    const { survey = asked, answers = {} } = answered ?? {};
    const items = modelAt(run.model, event.seq).surveys.find(({ id }) => id === survey)?.items ?? [];
    const [{ agent, reason: status }, mind] = [event, spokenBy(run, event.seq)];
    answered = null;
    return items.map((item) => ({ agent, survey, item: item.id, type: typeOf(item), value: answers[item.id], status, mind }));
  };
}

const surveyOfPhase = ({ phases }: ScenarioModel, phase: string): string | undefined =>
  [...phases.start, ...phases.round, ...phases.end].find(({ id, survey }) => id === phase && survey !== null)?.survey ?? undefined;

/** The name of the type in the format; a rating is a scale from 1. */
function typeOf({ answer: { kind, low, high }, most }: SurveyItem): string {
  if (most !== null) return 'some_of';
  if (kind === 'boolean') return 'yes_no';
  if (kind === 'agent' || kind === 'choice') return 'one_of';
  if (kind === 'integer' || kind === 'number') return kind === 'integer' && low && high ? 'scale' : 'number';
  return 'open';
}

/** A row for each measure and round. `error` is half the width of a 95 % interval; an estimate comes from a sample. */
export function measureRows(run: RunTold): readonly (readonly Cell[])[] {
  const mind = mindsOf(run.model);
  // Measures are computed again after the last round and the end phases.
  const rows = new Map<string, readonly Cell[]>();
  eachEvent(run, (event, round) => {
    if (event.type !== 'measure.taken') return;
    if (run.held && run.model.derived?.measures.has(event.measure)) return;
    const { measure, value, error, estimate = false } = event;
    rows.set(`${round} ${measure}`, [round, measure, value, error, estimate, mind, SYNTHETIC]);
  });
  return [['round', 'measure', 'value', 'error', 'estimate', 'mind', 'synthetic'], ...rows.values()];
}
