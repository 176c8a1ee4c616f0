/** The steps of a form for a person: choices from lists and text inputs, with optional values and checks. */
import type { CancellationToken } from '../../core/util/lifecycle.js';
import type { Json } from '../../core/util/json.js';
import type { Question } from '../../engine/model/question.js';
import type { OptionArg, Situation } from '../../engine/model/situationTypes.js';

export interface Choice {
  readonly value: Json;
  readonly label: string;
  readonly detail?: string;
}

/** One step of a form. */
export interface Step {
  readonly question: Question;
  /** The title: `Ada, round 3: action`. */
  readonly title: string;
  /** A sentence that explains the step; may be empty. */
  readonly hint: string;
  readonly token: CancellationToken;
}

/** The inputs of a host. Undefined means that the person closed the step. */
export interface PersonPort {
  /** Up to `most` of the choices; if `optional`, choosing none is an answer. */
  pick(step: Step, choices: readonly Choice[], most: number, optional: boolean): Promise<readonly Json[] | undefined>;
  /** A text; `wrong` returns the reason why a text is not valid, or null. */
  write(step: Step, wrong: (text: string) => string | null): Promise<string | undefined>;
}

/** The person closed a step, so there is no answer. Thrown and caught in this form. */
export class Closed extends Error {}

export interface Form {
  readonly port: PersonPort;
  readonly question: Question;
  readonly token: CancellationToken;
}

const stepOf = ({ question, token }: Form, what: string, hint: string): Step => {
  const { self, round } = question.situation;
  return { question, token, hint, title: `${question.agent === null ? '' : `${self.name}, `}round ${round}: ${what}` };
};

/** One of the choices; null if the person skips the step. */
export async function pickOne(form: Form, what: string, choices: readonly Choice[], optional: boolean, hint = ''): Promise<Json> {
  const picked = await form.port.pick(stepOf(form, what, hint), choices, 1, optional);
  if (!picked) throw new Closed();
  return picked[0] ?? null;
}

export async function pickMany(form: Form, what: string, choices: readonly Choice[], most: number, hint = ''): Promise<readonly Json[]> {
  const picked = await form.port.pick(stepOf(form, what, hint), choices, most, true);
  if (!picked) throw new Closed();
  return picked.slice(0, most);
}

export async function written(form: Form, what: string, wrong: (text: string) => string | null, hint = ''): Promise<string> {
  const text = await form.port.write(stepOf(form, what, hint), wrong);
  if (text === undefined) throw new Closed();
  return text;
}

export const YES_NO: readonly Choice[] = [
  { value: true, label: 'yes' },
  { value: false, label: 'no' },
];

/** Asks for an argument of an act, or an answer of a survey. */
export async function argument(form: Form, arg: OptionArg, hint = ''): Promise<Json> {
  const choices = listOf(form.question.situation, arg);
  if (choices && arg.most !== undefined) return pickMany(form, arg.id, choices, arg.most, hint);
  if (choices) return pickOne(form, arg.id, choices, arg.optional, hint);
  const text = await written(form, arg.id, (given) => wrongFor(arg, given), hint);
  if (text.trim() === '' && arg.optional) return null;
  return arg.kind === 'number' || arg.kind === 'integer' ? Number(text) : text;
}

function listOf(situation: Situation, { kind, words: among, agents }: OptionArg): readonly Choice[] | null {
  if (kind === 'boolean') return YES_NO;
  if (agents) return agentChoices(situation, agents);
  if (among) return plainChoices(among);
  return null;
}

/** The reason why a written value is not valid; null if it is valid. */
export function wrongFor({ kind, optional, min, max }: Pick<OptionArg, 'kind' | 'optional' | 'min' | 'max'>, text: string): string | null {
  if (text.trim() === '') return optional ? null : 'A value is required.';
  if (kind !== 'number' && kind !== 'integer') return null;
  const value = Number(text);
  if (!Number.isFinite(value) || (kind === 'integer' && !Number.isInteger(value)))
    return kind === 'integer' ? 'Write a whole number.' : 'Write a number.';
  if (min !== undefined && value < min) return `The value must be at least ${min}.`;
  return max !== undefined && value > max ? `The value must be at most ${max}.` : null;
}

export const plainChoices = (among: readonly string[]): readonly Choice[] => among.map((word) => ({ value: word, label: word }));

export function agentChoices({ known, seen }: Situation, agents: readonly string[]): readonly Choice[] {
  const name = (id: string): string => known.find((one) => one.id === id)?.name ?? seen.find((one) => one.author === id)?.name ?? id;
  return agents.map((id) => ({ value: id, label: name(id), ...(name(id) === id ? {} : { detail: id }) }));
}

export function messageChoices({ seen, mine }: Situation, messages: readonly string[]): readonly Choice[] {
  return messages.map((id): Choice => {
    const found = seen.find((one) => one.id === id);
    if (found) return { value: id, label: `${found.name}: ${found.text}`, detail: id };
    return { value: id, label: mine.find((one) => one.id === id)?.text ?? id, detail: id };
  });
}
