/**
 * How agents rate what others did to them. After the acts of a round every recipient answers one question about all of them, or a
 * judge is asked about each pair. The dimensions, from 0 to 4, and their weights are ours. The idea that agents evaluate each other
 * is the paper's (Schneider, Tian and Rizoiu 2025, arXiv 2510.19299).
 */
import { logItems } from '../../core/util/chunkedList.js';
import { agentAt, presentAt } from '../../core/events/agents.js';
import type { Draft } from '../../core/events/events.js';
import type { Json, JsonObject } from '../../core/util/json.js';
import { idAt, indexOf } from '../../core/events/roster.js';
import { pendingAnswer } from '../../core/events/agenda.js';
import type { Contact, State } from '../../core/events/state.js';
import type { Society } from '../../language/generated/society.js';
import { belongs } from '../evaluation/participants.js';
import { specOf } from '../model/agentSpec.js';
import { told } from '../evaluation/privateHiding.js';
import type { ScenarioModel } from '../model/model.js';
import type { NetworkSpec, PhaseSpec } from '../model/worldSpec.js';
import type { RatingSpec } from '../model/studySpec.js';
import { closed } from '../observation/answerSchema.js';
import type { AnswerSchema } from '../model/question.js';
import type { Asked, RatedActs } from '../model/situationTypes.js';
import { Writer } from '../model/writer.js';

/** The highest score. */
export const BEST = 4;

const DIMENSIONS = { interest: 1, warmth: 1, honesty: 1, usefulness: 1 };

/** Importance of the memory of a rating, given or received, 1..10. */
const RATED = 3;

/** How acts are rated, from the first network that needs ratings. Null if ties only follow rules. */
export function ratingSpec(society: Society, networks: readonly NetworkSpec[]): RatingSpec | null {
  const rated = networks.filter(({ rule }) => rule !== null && rule.by !== 'rule');
  const [first] = rated;
  const change = first && society.ties?.[first.name]?.change;
  if (!first || typeof change !== 'object') return null;
  return {
    at: `${first.at}.change`,
    dimensions: change.ratings?.dimensions ?? DIMENSIONS,
    feedback: change.ratings?.feedback === true,
    by: change.by === 'judge' ? 'judge' : 'recipients',
    mind: change.model ?? 'builtin',
    networks: rated.map(({ name }) => name),
  };
}

/** Contacts of this round that are rated, by pair, in the order of the first contact. */
function ratedPairs(model: ScenarioModel, state: State): readonly (readonly Contact[])[] {
  const networks = model.networks.filter(({ name }) => model.rating!.networks.includes(name));
  const found = new Map<number, Contact[]>();
  for (const contact of logItems(state.contacts)) {
    const { from, to } = contact;
    if (from === to || !presentAt(state, to) || !networks.some((one) => belongs(model, state, one, from) && belongs(model, state, one, to)))
      continue;
    const key = from * state.roster.length + to;
    const list = found.get(key);
    if (list) list.push(contact);
    else found.set(key, [contact]);
  }
  return [...found.values()];
}

/** The turns: one for every recipient, in the order of the cast. For a judge, one for each pair. */
export function ratingTurns(model: ScenarioModel, state: State): readonly number[] {
  if (!model.rating || model.nulls.has('isolated')) return [];
  const pairs = ratedPairs(model, state);
  if (model.rating.by === 'judge') return pairs.map(() => -1);
  return [...new Set(pairs.map((list) => list[0]!.to))].sort((a, b) => a - b);
}

/** The acts of the round toward an agent, by acting agent. */
export function ratingAsked(model: ScenarioModel, state: State, index: number): Asked {
  const acts = ratedPairs(model, state)
    .filter((list) => list[0]!.to === index)
    .map((list) => actsOf(state, list));
  return { kind: 'rate', dimensions: Object.keys(model.rating!.dimensions), acts };
}

/** The question to a judge about one pair. */
export function judgedAsked(model: ScenarioModel, state: State, turn: number): Asked {
  const list = ratedPairs(model, state)[turn]!;
  const { name, texts, reactions } = actsOf(state, list);
  const fields = Object.keys(model.rating!.dimensions).map((id) => ({ id, kind: 'integer' as const, optional: false, min: 0, max: BEST }));
  const ask = model.agents.at(0)!.prompt.notes.evidence({ from: name, to: agentAt(state, list[0]!.to)!.name }, model.faultLog);
  const text = [...texts, ...reactions.map((one) => `${one.kind}: ${one.text}`)].join('\n');
  return { kind: 'judge', id: 'evidence', ask, text, fields: [...fields, { id: 'reason', kind: 'text', optional: true }] };
}

function actsOf(state: State, list: readonly Contact[]): RatedActs {
  const { from } = list[0]!;
  const textOf = ({ message }: Contact): string => told(state, state.messages.backing[message]!.text);
  return {
    agent: idAt(state.roster, from),
    name: agentAt(state, from)!.name,
    texts: list.filter(({ channel }) => channel !== 'reaction').map(textOf),
    reactions: list.filter(({ channel }) => channel === 'reaction').map((one) => ({ kind: one.kind ?? '', text: textOf(one) })),
  };
}

/** The schema of the answer to a `rate` question: a rating for each agent whose acts are shown. */
export function ratingSchema({ dimensions, acts }: Extract<Asked, { kind: 'rate' }>): AnswerSchema {
  const scores = Object.fromEntries(dimensions.map((id) => [id, { type: 'integer', minimum: 0, maximum: BEST } as const]));
  const agent: AnswerSchema = { type: 'string', enum: acts.map((one) => one.agent) };
  const reason: AnswerSchema = { type: ['string', 'null'], maxLength: 500 };
  return closed({ ratings: { type: 'array', maxItems: acts.length, items: closed({ agent, ...scores, reason }) } });
}

/** The ratings, with the rater's private memory of each. The rated agent learns of it only with `feedback`. */
export function ratingDrafts(model: ScenarioModel, state: State, phase: PhaseSpec): readonly Draft[] {
  const pending = pendingAnswer(state)!;
  const writer = new Writer(state, model.rating?.at ?? phase.at, pending.seq);
  if (pending.reason === null) {
    const answer = pending.value as JsonObject;
    if (pending.agent < 0) judged(model, writer, answer, pending.turn);
    else for (const one of firstOfEach((answer.ratings ?? []) as readonly JsonObject[])) rated(model, writer, pending.agent, one);
  }
  const agent = pending.agent < 0 ? null : idAt(state.roster, pending.agent);
  const node = pending.agent < 0 ? phase.at : specOf(model, state, pending.agent).at;
  writer.emit({ type: 'turn.ended', agent, reason: pending.reason ?? 'answered' }, node);
  return writer.drafts;
}

/** One rating of each agent. A second one of the same agent does not count. */
const firstOfEach = (ratings: readonly JsonObject[]): readonly JsonObject[] =>
  [...new Map([...ratings].reverse().map((one) => [one.agent as string, one])).values()].reverse();

function judged(model: ScenarioModel, writer: Writer, answer: JsonObject, turn: number): void {
  const { from, to } = ratedPairs(model, writer.state)[turn]![0]!;
  const { roster } = writer.state;
  const base = { agent: idAt(roster, to), to: idAt(roster, from), scores: scoresOf(model.rating!, answer), note: noteOf(answer) };
  writer.emit({ type: 'rating.given', ...base, judged: true });
}

function rated(model: ScenarioModel, writer: Writer, rater: number, one: JsonObject): void {
  const { state } = writer;
  const agent = idAt(state.roster, rater);
  const to = one.agent as string;
  const scores = scoresOf(model.rating!, one);
  const note = noteOf(one);
  const given = writer.emit({ type: 'rating.given', agent, to, scores, note });
  const other = indexOf(state.roster, to);
  remember(model, writer, { who: rater, about: other, scores, note, as: 'rating', cause: given });
  if (model.rating!.feedback) remember(model, writer, { who: other, about: rater, scores, note, as: 'feedback', cause: given });
}

interface Remembered {
  readonly who: number;
  readonly about: number;
  readonly scores: { readonly [dimension: string]: number };
  readonly note: string;
  readonly as: 'rating' | 'feedback';
  readonly cause: number;
}

function remember(model: ScenarioModel, writer: Writer, { who, about, scores, note, as, cause }: Remembered): void {
  const { state } = writer;
  const levels = Object.entries(scores).map(([name, score]) => ({ name: name.replaceAll('_', ' '), level: score / BEST }));
  const text = specOf(model, state, who).prompt.notes[as](
    { name: agentAt(state, about)!.name, scores: levels, reason: note },
    model.faultLog,
  );
  if (text === '') return;
  const memory = { id: writer.nextMemory(who), agent: idAt(state.roster, who), kind: 'rating' as const, text };
  writer.emit({ type: 'memory.written', ...memory, about: [idAt(state.roster, about)], importance: RATED, source: null }, writer.at, cause);
}

const scoresOf = (spec: RatingSpec, answer: JsonObject): { readonly [dimension: string]: number } =>
  Object.fromEntries(Object.keys(spec.dimensions).map((id) => [id, Number(answer[id] ?? 0)]));

const noteOf = ({ reason }: JsonObject): string => (typeof (reason as Json) === 'string' ? (reason as string).trim() : '');

/** Weighted mean of the scores / 4, in 0..1. It is 0 if all weights are 0. */
export function ratingLevel({ dimensions }: Pick<RatingSpec, 'dimensions'>, scores: { readonly [dimension: string]: number }): number {
  let sum = 0;
  let total = 0;
  for (const [id, weight] of Object.entries(dimensions)) {
    sum += weight * (scores[id] ?? 0);
    total += weight;
  }
  return total === 0 ? 0 : sum / total / BEST;
}

/**
 * Evidence e(u→v) of this round by rating: the mean, over u's acts toward v, of the weighted mean / 4. One rating covers all acts
 * of one agent in a round, so the mean over the acts is that rating. Null if v gave none.
 */
export function ratedEvidence(model: ScenarioModel, state: State, from: number, to: number): number | null {
  const { rated: log } = agentAt(state, from)!;
  for (let i = log.length - 1; i >= 0 && log.backing[i]!.round === state.round; i--)
    if (log.backing[i]!.by === to) return ratingLevel(model.rating!, log.backing[i]!.scores);
  return null;
}
