/**
 * Content coding. A pattern (RE2) or a judge codes messages. Messages for a person to code stay open and are listed. Agents never
 * see a code. At the end of a run a second coder codes a seeded sample, and Cohen's kappa is reported.
 */
import { cohenKappa } from '../../analysis/statistics/raters.js';
import { at as itemAt } from '../../core/util/chunkedList.js';
import type { Coder, Draft } from '../../core/events/events.js';
import type { MessageId } from '../../core/util/ids.js';
import type { Json, JsonObject } from '../../core/util/json.js';
import { rng, sample } from '../../core/random/rng.js';
import { pendingAnswer } from '../../core/events/agenda.js';
import type { State } from '../../core/events/state.js';
import type { Society } from '../../language/generated/society.js';
import { hasFlag } from '../model/flags.js';
import { told } from '../evaluation/privateHiding.js';
import type { CodeSpec } from '../model/studySpec.js';
import type { Like, ScenarioModel } from '../model/model.js';
import type { PhaseSpec } from '../model/worldSpec.js';
import { optionArg } from '../observation/actionOptions.js';
import type { Report } from '../model/faults.js';
import type { Asked } from '../model/situationTypes.js';
import { arg } from '../evaluation/variables.js';
import { Writer } from '../model/writer.js';

/** Number of messages for the second coder, if the file gives none. */
const SAMPLE = 50;

/** Name of the answer's only field. */
const VALUE = 'value';

/** The codes of a society, in the order of the file. A code by pattern without a pattern is reported. */
export function codeSpecs(society: Society, like: Like | null, report: Report): readonly CodeSpec[] {
  return Object.entries(society.codes ?? {}).flatMap(([id, code]): readonly CodeSpec[] => {
    const at = `codes.${id}`;
    const { pattern } = code;
    const by = code.by ?? (pattern === undefined ? 'judge' : 'pattern');
    const matches = pattern === undefined || !like ? null : (text: string): boolean => like(text, pattern);
    if ((by === 'pattern' || code.agree?.with === 'pattern') && pattern === undefined)
      report('error', at, 'A code by pattern needs a `pattern`.');
    const agree = code.agree && code.agree.with !== by ? { with: code.agree.with ?? 'human', sample: code.agree.sample ?? SAMPLE } : null;
    return [
      {
        ...{ id, at, by, of: code.of ?? 'message', ask: (code.ask ?? '').trim(), pattern: matches, agree },
        answer: arg(VALUE, (code.answer ?? 'yes_no') as Json, `${at}.answer`, report),
        mind: code.model ?? 'builtin',
      },
    ];
  });
}

/** A message that a judge is to code. */
export interface Coding {
  readonly code: CodeSpec;
  /** Position of the message. */
  readonly message: number;
}

/**
 * Whether a message is coded. Words are those of agents and those of the world: announcements, and messages from interventions and
 * effects.
 */
const isCoded = (model: ScenarioModel, { of }: CodeSpec, state: State, message: number): boolean => {
  const { kind, author } = state.messages.backing[message]!;
  if (of === 'act') return author >= 0 && kind === 'act';
  return kind === 'said' ? author >= 0 : kind === 'told' && hasFlag(model, 'world_voice_coded');
};

/** Positions of the messages of this round, in order. Messages before round 1 belong to round 1. */
function lately(state: State): readonly number[] {
  const first = state.round <= 1 ? 0 : state.round;
  const found: number[] = [];
  for (let i = state.messages.length - 1; i >= 0 && state.messages.backing[i]!.round >= first; i--) found.push(i);
  return found.reverse();
}

/** Questions to judges about this round: message by message, each in the order of the codes. */
export const judgings = (model: ScenarioModel, state: State): readonly Coding[] =>
  lately(state).flatMap((message) =>
    model.codes.filter((code) => code.by === 'judge' && isCoded(model, code, state, message)).map((code) => ({ code, message })),
  );

/** The messages of a code for the second coder: a seeded sample of the coded ones, in order. */
function sampled(model: ScenarioModel, state: State, code: CodeSpec): readonly number[] {
  const coded = Array.from({ length: state.messages.length }, (_, i) => i).filter(
    (i) => isCoded(model, code, state, i) && itemAt(state.codes, i)?.[code.id] !== undefined,
  );
  return sample(rng(model.seed, 'engine.agreement', code.id), coded, code.agree!.sample).sort((a, b) => a - b);
}

/** Codings of the second coder. */
export const checkings = (model: ScenarioModel, state: State, by: Coder): readonly Coding[] =>
  model.codes
    .filter(({ agree }) => agree?.with === by)
    .flatMap((code) => sampled(model, state, code).map((message) => ({ code, message })));

/** Turns of a phase that codes, all of minds outside the society. */
export const codingTurns = (codings: readonly Coding[]): readonly number[] => codings.map(() => -1);

/** The judge of a turn, and its question. */
export function codingAsked(model: ScenarioModel, state: State, { code, message }: Coding): { readonly ask: Asked; readonly mind: string } {
  const fields = [optionArg(model, state, code.answer, { me: -1, locals: {} })];
  return {
    ask: { kind: 'code', id: code.id, ask: code.ask, text: told(state, state.messages.backing[message]!.text), fields },
    mind: code.mind,
  };
}

/**
 * A judge's code. If the judge gives no valid one, the message has no code, and the turn says why. `check`: from a second coder.
 */
export function codingDrafts(state: State, phase: PhaseSpec, codings: readonly Coding[], check: boolean): readonly Draft[] {
  const pending = pendingAnswer(state)!;
  const writer = new Writer(state, phase.at, pending.seq);
  const { code, message } = codings[pending.turn]!;
  const value = pending.reason === null ? ((pending.value as JsonObject)[VALUE] ?? null) : null;
  if (value !== null) assign(writer, code, message, value, 'judge', check);
  writer.emit({ type: 'turn.ended', agent: null, reason: pending.reason ?? 'answered' }, code.at);
  return writer.drafts;
}

function assign(writer: Writer, { id, at }: CodeSpec, message: number, value: Json, by: Coder, check: boolean): void {
  const { id: of } = writer.state.messages.backing[message]!;
  writer.emit({ type: 'code.assigned', code: id, message: of, value, by, ...(check ? { check: true } : {}) }, at);
}

/** The codes of patterns for this round, when the coding phase ends. */
export function patternDrafts(model: ScenarioModel, writer: Writer): void {
  const { state } = writer;
  const codes = model.codes.filter((code) => code.by === 'pattern' && code.pattern);
  if (codes.length === 0) return;
  for (const message of lately(state))
    for (const code of codes)
      if (isCoded(model, code, state, message))
        assign(writer, code, message, code.pattern!(state.messages.backing[message]!.text), 'pattern', false);
}

/** After the last round: the codes of patterns for the sample, then the agreement of the two coders of each code. */
export function agreementDrafts(model: ScenarioModel, writer: Writer): void {
  const { state } = writer;
  const found = new Map<string, [Json, Json][]>();
  for (const { code, message } of checkings(model, state, 'pattern')) {
    if (!code.pattern) continue;
    const value = code.pattern(state.messages.backing[message]!.text);
    assign(writer, code, message, value, 'pattern', true);
    found.set(code.id, [...(found.get(code.id) ?? []), [itemAt(state.codes, message)![code.id]!, value]]);
  }
  for (const { id, at, agree } of model.codes) {
    if (!agree || agree.with === 'human') continue;
    const pairs = agree.with === 'judge' ? (state.checks[id] ?? []) : (found.get(id) ?? []);
    writer.emit({ type: 'agreement.found', code: id, with: agree.with, n: pairs.length, kappa: cohenKappa(pairs) }, at);
  }
}

/** Whether a second coder is a judge or a pattern. */
export const checksCodes = ({ codes }: Pick<ScenarioModel, 'codes'>): boolean =>
  codes.some(({ agree }) => agree !== null && agree.with !== 'human');

/** One message that a person is to code. */
export interface OpenCoding {
  readonly code: string;
  readonly message: MessageId;
  readonly text: string;
  readonly ask: string;
  /** The person is the second coder. The existing value is not to be shown. */
  readonly check: boolean;
}

/** Open codings for a person: all messages of codes by hand, and the seeded sample of codes whose agreement a person checks. */
export function openCodings(model: ScenarioModel, state: State): readonly OpenCoding[] {
  const open = (code: CodeSpec, messages: readonly number[], check: boolean): readonly OpenCoding[] =>
    messages.map((i) => {
      const { id, text } = state.messages.backing[i]!;
      return { code: code.id, message: id, text, ask: code.ask, check };
    });
  return model.codes.flatMap((code) => {
    const all = Array.from({ length: state.messages.length }, (_, i) => i).filter((i) => isCoded(model, code, state, i));
    if (code.by === 'human')
      return open(
        code,
        all.filter((i) => itemAt(state.codes, i)?.[code.id] === undefined),
        false,
      );
    return code.agree?.with === 'human' ? open(code, sampled(model, state, code), true) : [];
  });
}
