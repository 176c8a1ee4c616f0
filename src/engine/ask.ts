/** Makes the question of a turn. The hash says what was asked: the prose for minds that read it, else the situation. */
import { at as itemAt, isSame, type Log, logItems } from '../core/chunked.js';
import type { Purpose } from '../core/events.js';
import { canonical } from '../core/json.js';
import { recent } from '../core/recent.js';
import type { Sha256 } from '../core/ports.js';
import type { State } from '../core/state.js';
import { specOf } from './cast.js';
import { coachAsked } from './coach.js';
import { codeAsked } from './codes.js';
import { conditionAsked, talkSince } from './conditions.js';
import type { Model } from './model.js';
import type { PhaseSpec } from './worldSpec.js';
import { argSchema, closed } from './answerSchema.js';
import { actSchema, optionArg } from './options.js';
import type { AskAbout } from './plan.js';
import { renderParts } from './prompt.js';
import type { AnswerSchema, Asked, Part, Question, Situation } from './question.js';
import { judgedAsked, ratingAsked, ratingSchema } from './ratings.js';
import { planSchema, reflectAsked, reflectSchema } from './reflect.js';
import { evaluate, scopeOf } from './scope.js';
import { situationOf, turnLocals } from './situation.js';
import { surveyAsked } from './surveys.js';
import { withheldFrom, withheldParts } from './withhold.js';

/** `readsProse` tells of a mind's id whether its questions are hashed over the rendered prompt. */
export function asker(sha256: Sha256, readsProse: (mind: string) => boolean): AskAbout {
  return (model: Model, state, index, phase, turn): Question => {
    const { purpose, ask, mind, outside } = about(model, state, index, phase, turn);
    const asked = outside ? -1 : index;
    const whole = situationOf(model, state, { index: asked, phase, turn, purpose, ask });
    const away = model.away?.has(mind) === true;
    const situation = away ? withheldFrom(model, state, asked, whole) : whole;
    const answer = answerSchema(situation);
    let rendered: readonly Part[] | null = null;
    const spec = specOf(model, state, Math.max(0, index)).prompt;
    const parts = (): readonly Part[] =>
      (rendered ??= away ? withheldParts(model, state, asked, whole, renderParts(spec, situation)) : renderParts(spec, situation));
    const hash = sha256(readsProse(mind) ? canonical({ parts: parts().map(({ role, text }) => [role, text]), answer }) : textOf(situation));
    const agent = index < 0 ? null : itemAt(state.agents, index)!;
    const occurrence = agent
      ? count(agent.asked, hash)
      : logItems(state.agenda.questions).filter((one) => one.hash === hash).length + state.round * 1000;
    return {
      agent: agent?.id ?? null,
      ...(index < 0 ? {} : { place: index }),
      purpose,
      mind,
      hash,
      seed: model.seed,
      occurrence,
      situation,
      answer,
      parts,
    };
  };
}

function count({ backing, length }: Log<string>, hash: string): number {
  let found = 0;
  for (let i = 0; i < length; i++) if (backing[i] === hash) found++;
  return found;
}

interface About {
  readonly purpose: Purpose;
  readonly ask: Asked | null;
  readonly mind: string;
  /** Somebody else answers than the one whom the turn is about. */
  readonly outside: boolean;
}

function about(model: Model, state: State, index: number, phase: PhaseSpec, turn: number): About {
  const own = index < 0 ? 'builtin' : itemAt(state.agents, index)!.mind;
  if (phase.kind === 'survey')
    return { purpose: 'survey', ask: surveyAsked(model, state, index, phase), mind: model.mindFor.survey ?? own, outside: false };
  if (phase.kind === 'resolve')
    return { purpose: 'judge', ask: judgement(model, state, index, phase, turn), mind: phase.resolve!.mind, outside: true };
  return aside(model, state, index, phase, turn, own) ?? { purpose: 'act', ask: null, mind: own, outside: false };
}

/** What is asked in the phases around the acts: of the agent itself, or of somebody outside. */
function aside(model: Model, state: State, index: number, phase: PhaseSpec, turn: number, own: string): About | null {
  switch (phase.kind) {
    case 'rate':
      if (index < 0) return { purpose: 'judge', ask: judgedAsked(model, state, turn), mind: model.rating!.mind, outside: true };
      return { purpose: 'rate', ask: ratingAsked(model, state, index), mind: model.mindFor.rate ?? own, outside: false };
    case 'reflect':
      return { purpose: 'reflect', ask: reflectAsked(model), mind: model.mindFor.reflect ?? own, outside: false };
    case 'plan':
      return { purpose: 'plan', ask: { kind: 'plan' }, mind: model.mindFor.plan ?? own, outside: false };
    case 'code':
    case 'agreement':
      return { purpose: 'code', ...codeAsked(model, state, phase, turn), outside: true };
    case 'condition':
      return { purpose: 'judge', ...conditionAsked(model, state, phase), outside: true };
    case 'coach':
      return { purpose: 'coach', ask: coachAsked(model, state, index), mind: model.coach!.mind, outside: true };
    default:
      return null;
  }
}

function judgement(model: Model, state: State, index: number, phase: PhaseSpec, turn: number): Asked {
  const { ask, answer } = phase.resolve!;
  const locals = turnLocals(model, state, index, phase, turn);
  const { value } = evaluate(ask, scopeOf(model, state, locals));
  const fields = answer.map((field) => optionArg(model, state, field, { me: index, locals }));
  return { kind: 'judge', id: phase.id, ask: typeof value === 'string' ? value : '', text: talkSince(state, state.round), fields };
}

/** The closed schema of what may be answered. */
function answerSchema(situation: Situation): AnswerSchema {
  const { ask } = situation;
  if (!ask) return actSchema(situation);
  switch (ask.kind) {
    case 'survey':
      return closed(Object.fromEntries(ask.items.map((item) => [item.id, argSchema(item)])));
    case 'judge':
    case 'code':
      return closed(Object.fromEntries(ask.fields.map((field) => [field.id, argSchema(field)])));
    case 'rate':
      return ratingSchema(ask);
    case 'reflect':
      return reflectSchema(ask, situation.memories);
    default:
      return planSchema();
  }
}

/** Text of a situation, equal for equal situations. What comes from the file is put in order; the rest is made in one order here. */
function textOf(situation: Situation): string {
  let text = `${constant(situation.self)}${constant(situation.params)}`;
  let before = '{"';
  for (const key in situation) {
    if (key === 'self' || key === 'params') continue;
    const value = key === 'seen' ? seenText(situation.seen) : fieldText(situation[key as keyof Situation]);
    if (value === undefined) continue;
    text += `${before}${key}":${value}`;
    before = ',"';
  }
  return `${text}}`;
}

/** As JSON. Frozen things are shared by many situations, as a message that all see, and are put into words once. */
function fieldText(value: Situation[keyof Situation]): string | undefined {
  if (value === null) return 'null';
  if (typeof value === 'string') return keptText(value);
  if (!Array.isArray(value) || !value.some(isShared)) return JSON.stringify(value);
  let text = '';
  for (const item of value as readonly object[])
    text += (text === '' ? '[' : ',') + (isShared(item) ? keptText(item) : JSON.stringify(item));
  return `${text}]`;
}

/** Those who are asked at once often see the same. */
let seenLast: { readonly seen: readonly object[]; readonly text: string | undefined } = { seen: [], text: '[]' };

function seenText(seen: Situation['seen']): string | undefined {
  if (!isSame(seen, seenLast.seen) || !seen.every(isShared)) seenLast = { seen, text: fieldText(seen) };
  return seenLast.text;
}

const isShared = (item: unknown): boolean => typeof item === 'object' && Object.isFrozen(item);

const keptText = recent(16_384, (value: object | string): string => JSON.stringify(value));

const texts = new WeakMap<object, string>();

/** Canonical text of something that never changes during a run. */
function constant(value: object): string {
  let text = texts.get(value);
  if (text === undefined) texts.set(value, (text = canonical(value)));
  return text;
}
