/**
 * Drives a run: asks `plan` what comes next, commits it, and brings questions to minds and answers back. Questions
 * asked together are asked at once and committed in agenda order, never in order of arrival.
 */
import { logAt } from '../core/chunked.js';
import type { CancellationToken } from '../core/cancellation.js';
import type { Draft } from '../core/events.js';
import type { JsonObject } from '../core/json.js';
import type { NodeId } from '../core/ids.js';
import type { Timeline } from '../core/timeline.js';
import { idAt } from '../core/roster.js';
import { judge, type Verdict } from './answer.js';
import type { Model } from './model.js';
import { type AskAbout, plan } from './plan.js';
import { ANSWER_FAULTS, BUDGET_REACHED, type Mind, type MindAnswer, MindFault, type StandIn } from './mind.js';
import type { Question } from './question.js';
import { openQuestions } from './resume.js';

/** What a run needs from its host. */
export interface RunHost {
  readonly ask: AskAbout;
  readonly minds: ReadonlyMap<string, Mind>;
  readonly token: CancellationToken;
  /** Called with every answer before its first effect; resolves when it is on disk. */
  keep?(question: Question, answer: MindAnswer): Promise<void> | undefined;
  /** A promise when it is time to let others run, else undefined. */
  breathe(): Promise<void> | undefined;
  /** How many questions may be with minds at once. */
  readonly concurrency: number;
}

export type Outcome =
  | { readonly kind: 'ended' }
  | { readonly kind: 'stopped' }
  /** A limit was reached. Nothing is lost, and the run goes on where it stands once the limit is raised. */
  | { readonly kind: 'paused'; readonly code: string; readonly message: string }
  /** The run stands at its last step and can go on once the cause is gone. */
  | { readonly kind: 'failed'; readonly code: string; readonly message: string; readonly at: NodeId | null };

/** Faults of single answers after which the run stops rather than fill up with silent turns. */
const FAULTS_IN_A_ROW = 5;

export async function advance(model: Model, timeline: Timeline, host: RunHost): Promise<Outcome> {
  const asking = new Asking(host, openQuestions(model, timeline, host.ask));
  let faults = 0;
  for (;;) {
    if (host.token.isCancellationRequested) return asking.ended({ kind: 'stopped' });
    const next = plan(model, timeline.head, host.ask);
    if (next.kind === 'stop') return { kind: 'ended' };
    if (next.kind === 'emit') {
      timeline.commit(next.drafts);
      if (next.question) asking.add(next.question, next.question.mind);
    } else {
      const first = asking.first();
      const answer = first instanceof Promise ? await first : first;
      if (answer.kind === 'cancelled') return asking.ended({ kind: 'stopped' });
      faults = answer.kind === 'fault' ? faults + 1 : 0;
      const end = answer.kind === 'fault' ? endBy(answer.fault, faults) : null;
      if (end) return asking.ended(end);
      timeline.commit(answer.kind === 'fault' ? answerDrafts(timeline, answer.fault) : answerDrafts(timeline, answer.verdict, answer.by));
    }
    const pause = host.breathe();
    if (pause) await pause;
  }
}

/** How a fault ends the run, or null where the turn passes with it. */
function endBy({ code, message, retryable }: MindFault, inARow: number): Outcome | null {
  if (code === BUDGET_REACHED) return { kind: 'paused', code, message };
  if (inARow < FAULTS_IN_A_ROW && (retryable || ANSWER_FAULTS.has(code))) return null;
  return { kind: 'failed', code, message, at: null };
}

/** The events of one answer, for the first open question. */
export function answerDrafts(timeline: Timeline, result: Verdict | MindFault, by?: StandIn): readonly Draft[] {
  const { agenda, roster } = timeline.head;
  const question = logAt(agenda.questions, agenda.answers.length)!;
  const agent = question.agent < 0 ? null : idAt(roster, question.agent);
  const base = { at: null, cause: question.seq };
  if (result instanceof MindFault) {
    return [
      { ...base, body: { type: 'fault', code: result.code, text: result.message, agent } },
      { ...base, body: { type: 'answer.received', agent, hash: question.hash, status: 'fallback', reason: result.code, value: null } },
    ];
  }
  const value: JsonObject | null = result.value;
  const instead = by ? { by: by.mind, because: by.reason } : {};
  const { status, reason } = result;
  return [{ ...base, body: { type: 'answer.received', agent, hash: question.hash, status, reason, value, ...instead } }];
}

type Answered =
  | { readonly kind: 'verdict'; readonly verdict: Verdict; readonly by?: StandIn }
  | { readonly kind: 'fault'; readonly fault: MindFault }
  | { readonly kind: 'cancelled' };

interface Entry {
  /** Null once it was asked. */
  question: Question | null;
  readonly mind: string;
  answer: Answered | Promise<Answered> | null;
}

/** Questions with their minds, in agenda order; at most `concurrency` are out at a time. What is answered at once is never out. */
class Asking {
  readonly #entries: Entry[] = [];
  /** The first whose answer was not taken, and the first that was not asked. */
  #first = 0;
  #next = 0;
  #out = 0;
  #ended = false;

  constructor(
    readonly host: RunHost,
    open: readonly { readonly question: Question; readonly mind: string }[],
  ) {
    for (const { question, mind } of open) this.add(question, mind);
  }

  add(question: Question, mind: string): void {
    this.#entries.push({ question, mind, answer: null });
    this.#start();
  }

  /** The answer to the first open question. */
  first(): Answered | Promise<Answered> {
    const answer = this.#entries[this.#first++]?.answer;
    if (!answer) throw new Error('no question is open');
    if (this.#first === this.#entries.length) this.#entries.length = this.#first = this.#next = 0;
    return answer;
  }

  /** Asks no more, and gives the outcome when all that is out has come back and is kept: it was paid for. */
  async ended(outcome: Outcome): Promise<Outcome> {
    this.#ended = true;
    await Promise.all(this.#entries.slice(this.#first, this.#next).map(({ answer }) => answer));
    return outcome;
  }

  #start(): void {
    while (!this.#ended && this.#out < this.host.concurrency && this.#next < this.#entries.length) {
      const entry = this.#entries[this.#next++]!;
      const answer = this.#ask(entry.question!, entry.mind);
      entry.question = null;
      entry.answer = answer;
      if (!(answer instanceof Promise)) continue;
      this.#out++;
      answer.then(this.#back, this.#back);
    }
  }

  readonly #back = (): void => {
    this.#out--;
    this.#start();
  };

  #ask(question: Question, id: string): Answered | Promise<Answered> {
    const mind = this.host.minds.get(id);
    if (!mind)
      return {
        kind: 'fault',
        fault: new MindFault('no-mind', `There is no model \`${id}\`. Write it under \`models:\` or choose another.`),
      };
    try {
      const answer = mind.ask(question, this.host.token);
      return answer instanceof Promise ? answer.then((a) => this.#judged(question, a), this.#failed) : this.#judgedNow(question, answer);
    } catch (error) {
      return this.#failed(error);
    }
  }

  #judgedNow(question: Question, answer: MindAnswer): Answered | Promise<Answered> {
    const kept = this.host.keep?.(question, answer);
    const verdict: Answered = { kind: 'verdict', verdict: judge(question, answer), ...(answer.by ? { by: answer.by } : {}) };
    return kept ? kept.then(() => verdict) : verdict;
  }

  async #judged(question: Question, answer: MindAnswer): Promise<Answered> {
    return this.#judgedNow(question, answer);
  }

  readonly #failed = (error: unknown): Answered => {
    if (this.host.token.isCancellationRequested) return { kind: 'cancelled' };
    return {
      kind: 'fault',
      fault: error instanceof MindFault ? error : new MindFault('mind-failed', error instanceof Error ? error.message : String(error)),
    };
  };
}
