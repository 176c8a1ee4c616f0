/**
 * Interviews: a user asks an agent something at any moment of a run, without consequences. The answer uses what the agent knows at
 * that moment, and the memories that the question recalls. No event is made, and the state does not change.
 */
import type { CancellationToken } from '../../core/util/lifecycle.js';
import { agentAt } from '../../core/events/agents.js';
import type { AgentId } from '../../core/util/ids.js';
import type { Purpose } from '../../core/events/events.js';
import { canonical, type JsonObject } from '../../core/util/json.js';
import type { Sha256 } from '../../core/util/ports.js';
import { reduce } from '../../core/events/reduce.js';
import { indexOf } from '../../core/events/roster.js';
import type { State } from '../../core/events/state.js';
import { judge } from '../observation/answer.js';
import { specOf } from '../model/agentSpec.js';
import { closedFaultLog } from '../model/faults.js';
import { hasFlag } from '../model/flags.js';
import { hidden } from '../evaluation/privateHiding.js';
import { type ScenarioModel, phaseOf } from '../model/model.js';
import { fieldsSchema, textSchema } from '../observation/answerSchema.js';
import { renderParts } from '../observation/prompt.js';
import { type Mind, MindFault } from '../model/mind.js';
import type { Part, PlainForm, Question } from '../model/question.js';
import type { Asked, Situation } from '../model/situationTypes.js';
import { recall } from '../memory/retrieval.js';
import { situationOf } from '../observation/situation.js';
import { withheldParts } from '../observation/withheldText.js';
import { withheldFrom } from '../observation/withholdPrivate.js';

export interface InterviewHost {
  readonly sha256: Sha256;
  readonly minds: ReadonlyMap<string, Mind>;
  readonly token: CancellationToken;
  /** Called with the text of an answer so far while it arrives. The text may start again. For minds that stream. */
  readonly heard?: ((sample: number, soFar: string) => void) | undefined;
}

export interface InterviewAnswer {
  /** Number of the sample, from 0. Minds draw separately for each. */
  readonly sample: number;
  /** The agent's words; null if there is no valid answer. */
  readonly text: string | null;
  /** The repair, or why there is no answer. */
  readonly reason: string | null;
}

/** The question that the agent would get now; null if the agent does not exist. Samples differ only in `occurrence`. */
export function interviewQuestion(
  model: ScenarioModel,
  state: State,
  agent: AgentId,
  text: string,
  sample: number,
  host: Pick<InterviewHost, 'sha256' | 'minds'>,
): Question | null {
  const index = indexOf(state.roster, agent);
  if (index < 0) return null;
  const asked: AsideAsked = { index, mind: agentAt(state, index)!.mind, purpose: 'interview', ask: { kind: 'interview', text } };
  return { ...asideQuestion(model, state, asked, host, () => mindful(model, state, index, text)), agent, place: index, occurrence: sample };
}

interface AsideAsked {
  /** The agent that is asked; −1 for a mind outside the society. */
  readonly index: number;
  readonly mind: string;
  readonly purpose: Purpose;
  readonly ask: Extract<Asked, { kind: 'interview' } | { kind: 'judge' | 'code' }>;
}

/** A question outside of the run: it is not on the agenda. `then`: the state that the situation is made from. */
function asideQuestion(
  model: ScenarioModel,
  state: State,
  { index, mind, purpose, ask }: AsideAsked,
  { sha256, minds }: Pick<InterviewHost, 'sha256' | 'minds'>,
  then: () => State = () => state,
): Question {
  const phase = phaseOf(model, state) ?? model.phases.round.at(-1)!;
  const away = model.away?.has(mind) === true;
  const made = (): Situation => situationOf(model, then(), { index, phase, turn: -1, purpose, ask });
  const whole = away && hasFlag(model, 'private_by_provenance') ? hidden(made) : made();
  const situation = away ? withheldFrom(model, state, index, whole) : whole;
  const answer = ask.kind === 'interview' ? textSchema() : fieldsSchema(ask.fields);
  let rendered: readonly Part[] | null = null;
  const spec = specOf(model, state, Math.max(0, index)).prompt;
  const filled = (filling: readonly Part[]): readonly Part[] => (away ? withheldParts(model, state, index, whole, filling) : filling);
  const parts = (): readonly Part[] => (rendered ??= filled(renderParts(spec, situation, model.faultLog)));
  const inPlain = (form: PlainForm): readonly Part[] => filled(renderParts(spec, situation, closedFaultLog(), form));
  const prose = minds.get(mind)?.prose === true;
  const hash = sha256(canonical(prose ? { parts: parts().map((part) => [part.role, part.text]), answer } : { situation, answer }));
  const asked = { agent: null, purpose, mind, hash, seed: model.seed, occurrence: 0 } as const;
  return { ...asked, situation, answer, parts, ...(spec.plain.length > 0 ? { inPlain } : {}) };
}

/** A copy of the state in which the agent has recalled memories for the question. */
function mindful(model: ScenarioModel, state: State, index: number, text: string): State {
  const agent = agentAt(state, index)!;
  const cue = { texts: [text], about: [], round: state.round, hours: model.clock?.hours ?? 1 };
  const memories = recall(model.memory, agent, cue);
  const { seq, step } = state;
  return reduce(state, { seq: seq + 1, step, cause: null, at: null, type: 'recall.done', agent: agent.id, memories });
}

/** Asks an agent `samples` times. Answers are in the order of the samples. A fault of the mind is an answer with its reason. */
export async function interview(
  model: ScenarioModel,
  state: State,
  request: { readonly agent: AgentId; readonly text: string; readonly samples?: number },
  host: InterviewHost,
): Promise<readonly InterviewAnswer[]> {
  const samples = Array.from({ length: request.samples ?? 1 }, (_, i) => i);
  return Promise.all(samples.map((sample) => answered(model, state, request.agent, request.text, sample, host)));
}

async function answered(
  model: ScenarioModel,
  state: State,
  agent: AgentId,
  text: string,
  sample: number,
  host: InterviewHost,
): Promise<InterviewAnswer> {
  const question = interviewQuestion(model, state, agent, text, sample, host);
  if (!question) return { sample, text: null, reason: 'unknown-agent' };
  const { value, reason } = await heardOf(readAlong(question, host), host);
  return { sample, text: value === null ? null : String(value.text ?? ''), reason };
}

/** The value of an answer; null with its reason if there is no valid one. */
async function heardOf(
  question: Question,
  { minds, token }: InterviewHost,
): Promise<{ readonly value: JsonObject | null; readonly reason: string | null }> {
  const mind = minds.get(question.mind);
  if (!mind) return { value: null, reason: 'no-mind' };
  try {
    return judge(question, await mind.ask(question, token));
  } catch (error) {
    return { value: null, reason: error instanceof MindFault ? error.code : 'mind-failed' };
  }
}

// A judge from outside reads a text after the run.

/** A text, and the question about it that is answered with yes or no. */
interface JudgeRequest {
  /** The id of a mind. */
  readonly mind: string;
  readonly ask: string;
  readonly text: string;
}

/** The question to the judge about a text. What is private to agents is withheld from a judge on another machine. */
export const judgeQuestion = (
  model: ScenarioModel,
  state: State,
  { mind, ask, text }: JudgeRequest,
  host: Pick<InterviewHost, 'sha256' | 'minds'>,
): Question => {
  const fields = [{ id: HOLDS, kind: 'boolean', optional: false }] as const;
  return asideQuestion(model, state, { index: -1, mind, purpose: 'judge', ask: { kind: 'judge', id: 'aside', ask, text, fields } }, host);
};

/** Name of the answer's only field. */
const HOLDS = 'holds';

/** What a judge says of a text; null if it gives no valid answer. */
export async function judged(model: ScenarioModel, state: State, request: JudgeRequest, host: InterviewHost): Promise<boolean | null> {
  const { value } = await heardOf(judgeQuestion(model, state, request, host), host);
  return typeof value?.[HOLDS] === 'boolean' ? value[HOLDS] : null;
}

/** The question with a reader of the arriving answer, if the host has one. */
function readAlong(question: Question, { heard }: InterviewHost): Question {
  if (!heard) return question;
  return { ...question, heard: (soFar) => heard(question.occurrence, saidIn(soFar)) };
}

/** Number of characters of an answer that are read while it arrives. */
const READ = 20_000;

/** The text in the beginning of an answer, which is a JSON object with `text`. Empty until the text begins. */
export function saidIn(soFar: string): string {
  const body = /"text"\s*:\s*"((?:[^"\\]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*)/.exec(soFar.slice(0, READ))?.[1] ?? '';
  // Half of a surrogate pair waits for its other half. JSON does not allow line breaks in a string, but models write them.
  const whole = body.replace(/(?:[\ud800-\udbff]|\\u[dD][89abAB][0-9a-fA-F]{2})$/, '').replace(/[\u0000-\u001f]/g, ' ');
  return JSON.parse(`"${whole}"`) as string;
}
