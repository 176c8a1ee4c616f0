/**
 * The human mind: a person plays an agent. The part that shows questions and takes answers is a port, so that the editor
 * and the terminal work in the same way. One question is open at a time; an answer that does not come has a reason.
 */
import { CancellationSource, type CancellationToken, type Disposable } from '../../core/util/lifecycle.js';
import type { Json } from '../../core/util/json.js';
import { type Mind, MindFault } from '../../engine/model/mind.js';
import type { Question } from '../../engine/model/question.js';
import { standIn } from '../shared/substituteMind.js';

/** A person's reply: an answer, or none because the person closed the question. */
type PersonReply = { readonly kind: 'answer'; readonly value: Json } | { readonly kind: 'passed' };

/** Shows a question to a person. Closes it when the token is cancelled. */
export type AskPerson = (question: Question, token: CancellationToken) => Promise<PersonReply>;

/** Calls a function after a number of milliseconds, unless it is disposed before. */
export type After = (ms: number, act: () => void) => Disposable;

/** Runs one task at a time, in the order of the calls. */
export type OneAtATime = <T>(work: () => Promise<T>) => Promise<T>;

interface HumanOptions {
  /** Name in the file's `models:`. */
  readonly id: string;
  readonly askPerson: AskPerson;
  /** Shared by all minds of one person. */
  readonly line: OneAtATime;
  readonly after: After;
  /** Milliseconds after the question is shown; null waits without a limit. */
  readonly timeoutMs: number | null;
  /** The mind that answers if the person does not. */
  readonly fallback?: Mind | null | undefined;
}

/** A mind that asks a person. Its questions are prose, so its answers are recorded and no person is asked twice. */
export function humanMind(options: HumanOptions): Mind {
  const { id, line, fallback = null } = options;
  return {
    id,
    kind: 'human',
    model: 'person',
    prose: true,
    async ask(question, token) {
      const reply = await line(() => watched(options, question, token));
      if (token.isCancellationRequested) throw cancelled();
      if (reply.kind === 'answer') return { value: reply.value };
      const fault = reply.kind === 'late' ? lateFault(question, options.timeoutMs) : passedFault(question, id);
      if (fallback) return standIn(fallback, fault.code, question, token);
      throw fault;
    },
  };
}

/** A queue of questions: the next question is shown when the one before is answered. */
export function oneAtATime(): OneAtATime {
  let last: Promise<unknown> = Promise.resolve();
  return (work) => {
    const next = last.then(work, work);
    last = next.catch(() => undefined);
    return next;
  };
}

type Watched = PersonReply | { readonly kind: 'late' };

/** Asks with the time limit. The question closes with the answer or at the limit. */
async function watched({ askPerson, after, timeoutMs }: HumanOptions, question: Question, token: CancellationToken): Promise<Watched> {
  if (token.isCancellationRequested) return { kind: 'passed' };
  const source = new CancellationSource();
  const outer = token.onCancellationRequested(() => source.cancel());
  const late = new Promise<Watched>((resolve) => source.token.onCancellationRequested(() => resolve({ kind: 'late' })));
  const timer = timeoutMs === null ? null : after(timeoutMs, () => source.cancel());
  try {
    return await Promise.race([late, askPerson(question, source.token)]);
  } finally {
    timer?.dispose();
    outer.dispose();
    source.dispose();
  }
}

const cancelled = (): MindFault => new MindFault('cancelled', 'The question was cancelled.');

const whoIn = ({ agent, situation }: Question): string => `${agent ?? 'a speaker outside the society'} in round ${situation.round}`;

function passedFault(question: Question, id: string): MindFault {
  return new MindFault(
    'person-passed',
    `No answer for ${whoIn(question)}: the question was closed. To let another model answer in this case, name it under fallback: of the model '${id}'.`,
  );
}

function lateFault(question: Question, timeoutMs: number | null): MindFault {
  const limit = Math.round((timeoutMs ?? 0) / 1000);
  return new MindFault(
    'person-late',
    `The answer for ${whoIn(question)} did not come within ${limit} seconds. Raise timeout: of the model, or name one that answers then under fallback:.`,
  );
}

/** The prompt of a language model, without the parts about the form of the answer. */
export const personText = (question: Question): string =>
  question
    .parts()
    .filter(({ kept, text, section }) => kept && text !== '' && section !== 'answer')
    .map(({ text }) => text)
    .join('\n\n');
