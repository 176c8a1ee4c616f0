/** Surveys: questions of the researcher. Answers are typed and become variables of the agent. A private survey leaves no memory. */
import type { Draft } from '../../core/events/events.js';
import type { JsonObject } from '../../core/util/json.js';
import { idAt } from '../../core/events/roster.js';
import { rng, shuffled } from '../../core/random/rng.js';
import { pendingAnswer } from '../../core/events/agenda.js';
import type { State } from '../../core/events/state.js';
import { specOf } from '../model/agentSpec.js';
import { hasFlag } from '../model/flags.js';
import type { ScenarioModel } from '../model/model.js';
import type { PhaseSpec } from '../model/worldSpec.js';
import type { SurveySpec } from '../model/studySpec.js';
import { optionArg } from '../observation/actionOptions.js';
import type { Asked, AskedItem } from '../model/situationTypes.js';
import { isDue } from '../evaluation/schedule.js';
import { evaluate } from '../evaluation/evaluate.js';
import { agentValue, scopeOf } from '../evaluation/scope.js';
import { Writer } from '../model/writer.js';
import type { PhaseHandler } from './handler.js';

export const survey: PhaseHandler = {
  turns: {
    begin: (model, state, phase) => ({ order: surveyTurns(model, state, phase) }),
    firstStage: 'recall',
    cues: { texts: (model, phase) => surveyOf(model, phase).items.map(({ text }) => text.source) },
    question: ({ model, state, index, phase, ownMind }) => ({
      purpose: 'survey',
      ask: surveyAsked(model, state, index, phase),
      mind: model.mindFor.survey ?? ownMind,
      outside: false,
    }),
    answered: surveyDrafts,
  },
};

/** The survey of a phase. */
const surveyOf = (model: ScenarioModel, phase: PhaseSpec): SurveySpec => model.surveys.find(({ id }) => id === phase.survey)!;

/** The agents of the survey, if it is due now. */
function surveyTurns(model: ScenarioModel, state: State, phase: PhaseSpec): readonly number[] {
  const survey = surveyOf(model, phase);
  return isDue(survey.schedule, survey.id, model, state) ? survey.to.of(model, state, {}) : [];
}

/** The questions for one agent, in the order of the file or, if the survey asks for it, shuffled for each agent. */
function surveyAsked(model: ScenarioModel, state: State, index: number, phase: PhaseSpec): Asked {
  const survey = surveyOf(model, phase);
  const me = agentValue(model, state, index);
  const items = survey.items.map((item): AskedItem => {
    const value = evaluate(item.text, scopeOf(model, state, { me }));
    const arg = optionArg(model, state, item.answer, { me: index, locals: { me } });
    const among = item.agents?.of(model, state, { me }).filter((one) => one !== index);
    return {
      ...arg,
      ...(among ? { agents: among.map((one) => idAt(state.roster, one)) } : {}),
      ...(item.most === null ? {} : { most: Math.min(item.most, among?.length ?? item.most) }),
      text: typeof value === 'string' ? value : item.text.source,
      ends: item.ends,
    };
  });
  const asked = { kind: 'survey', survey: survey.id, items: survey.shuffle ? mixed(model, state, index, survey, items) : items } as const;
  const ranges = hasFlag(model, 'survey_ranges') ? rangesOf(model) : {};
  return Object.keys(ranges).length === 0 ? asked : { ...asked, ranges };
}

/** The lowest and the highest value of each variable of agents that declares them and that prompts may contain. */
const rangesOf = ({ agentVars }: ScenarioModel): { readonly [variable: string]: readonly [number, number] } =>
  Object.fromEntries(
    agentVars.flatMap(({ id, low, high, untold }) => (low === null || high === null || untold ? [] : [[id, [low, high]]])),
  );

/** Questions in an order of the agent's own. The rows of a matrix stay together, and are shuffled among themselves. */
function mixed(model: ScenarioModel, state: State, index: number, survey: SurveySpec, items: readonly AskedItem[]): readonly AskedItem[] {
  const random = rng(model.seed, 'engine.survey', survey.id, state.round, idAt(state.roster, index));
  const questions = new Map<string, AskedItem[]>();
  for (const [i, { of }] of survey.items.entries()) questions.set(of, [...(questions.get(of) ?? []), items[i]!]);
  return shuffled(random, [...questions.values()]).flatMap((rows) => shuffled(random, rows));
}

/** Lists without repetitions: the first of equal items stays. */
const eachOnce = (answers: JsonObject): JsonObject =>
  Object.fromEntries(Object.entries(answers).map(([id, value]) => [id, Array.isArray(value) ? [...new Set(value)] : value]));

/** Records the answers, with a memory of the survey unless it is private. */
function surveyDrafts(model: ScenarioModel, state: State, phase: PhaseSpec): readonly Draft[] {
  const survey = surveyOf(model, phase);
  const pending = pendingAnswer(state)!;
  const agent = idAt(state.roster, pending.agent);
  const writer = new Writer(state, survey.at, pending.seq);
  if (pending.reason === null) {
    const answers = eachOnce(pending.value as JsonObject);
    const given = writer.emit({ type: 'survey.answered', agent, survey: survey.id, answers });
    if (!survey.private) {
      const text = survey.items.map(({ id, text: asked }) => `${asked.source} ${String(answers[id] ?? '')}`).join(' ');
      const memory = { id: writer.nextMemory(pending.agent), agent, kind: 'survey' as const, text, about: [], importance: 2, source: null };
      writer.emit({ type: 'memory.written', ...memory }, survey.at, given);
    }
  }
  writer.emit({ type: 'turn.ended', agent, reason: pending.reason ?? 'answered' }, specOf(model, state, pending.agent).at);
  return writer.drafts;
}
