/**
 * The human mind: a person plays an agent. The part that shows questions and takes answers is a port, so that the editor
 * and the terminal work in the same way. One question is open at a time; an answer that does not come has a reason.
 */
import { CancellationSource, type CancellationToken, type Disposable } from '../../core/util/lifecycle.js';
import type { Json } from '../../core/util/json.js';
import { type Mind, MindFault } from '../../engine/model/mind.js';
import type { Question } from '../../engine/model/question.js';
import { standIn } from '../shared/substituteMind.js';

/** What a person gave back: an answer, or nothing, by closing what asked. */
type PersonReply = { readonly kind: 'answer'; readonly value: Json } | { readonly kind: 'passed' };

/** Shows a question to a person. When the token is cancelled, what is shown goes away. */
export type AskPerson = (question: Question, token: CancellationToken) => Promise<PersonReply>;

/** Does something after a number of milliseconds, unless it is disposed of before. */
export type After = (ms: number, act: () => void) => Disposable;

/** Runs one piece of work at a time, in the order in which it was given. */
export type OneAtATime = <T>(work: () => Promise<T>) => Promise<T>;

interface HumanOptions {
  /** Name in the file's `models:`. */
  readonly id: string;
  readonly askPerson: AskPerson;
  /** Shared by all minds that one person speaks for. */
  readonly line: OneAtATime;
  readonly after: After;
  /** Milliseconds from when the question is shown; null waits as long as it takes. */
  readonly timeoutMs: number | null;
  /** Who answers when the person does not. */
  readonly fallback?: Mind | null | undefined;
}

/** A mind that asks a person. Its questions are prose, so its answers are kept and nobody is asked twice. */
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

/** A line in which people wait: the next question is shown when the one before is answered. */
export function oneAtATime(): OneAtATime {
  let last: Promise<unknown> = Promise.resolve();
  return (work) => {
    const next = last.then(work, work);
    last = next.catch(() => undefined);
    return next;
  };
}

type Watched = PersonReply | { readonly kind: 'late' };

/** Asks with the time limit; whichever comes first closes what is shown. */
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

/** What the agent sees, in the words that a language model is given, but for those on how an answer is written. */
export const personText = (question: Question): string =>
  question
    .parts()
    .filter(({ kept, text, section }) => kept && text !== '' && section !== 'answer')
    .map(({ text }) => text)
    .join('\n\n');
