/**
 * The queue of questions to minds, in the order of the agenda, except where a server answers others sooner (sharedBeginnings.ts). It
 * limits how many are open at the same time. A mind that answers immediately takes no place. Places that no due question needs go to questions before their turn (speculation.ts).
 */
import type { Json } from '../../core/util/json.js';
import { OVERRIDE } from '../../core/events/overrides.js';
import type { State } from '../../core/events/state.js';
import { Ahead } from './speculation.js';
import { understood, NOTHING_OPEN } from '../observation/answer.js';
import type { Given } from '../observation/answerDrafts.js';
import type { RunHost, AdvanceResult } from './advance.js';
import type { Spot } from './imaginedRun.js';
import { COMPARED, SharedBeginnings } from './sharedBeginnings.js';
import { Lookout } from './speculationPacing.js';
import { BUDGET_REACHED, type MindAnswer, MindFault } from '../model/mind.js';
import type { ScenarioModel } from '../model/model.js';
import type { Question } from '../model/question.js';

type Answered = Given | { readonly kind: 'cancelled' };

type Answering = Answered | Promise<Answered>;

interface Entry {
  readonly spot: Spot;
  /** Null after it was asked. */
  question: Question | null;
  /** The words of the prompt, where they were compared with another. */
  prompt: string | null;
  answer: Answering | null;
  /** Called when the question is asked, if its answer is already awaited. */
  begun: ((answer: Answering) => void) | null;
}

/** Number of faults of early questions after which no more are asked early. */
const EARLY_FAULTS = 3;

/** The queue of one call of `advance`. */
export class Asking {
  readonly #entries: Entry[] = [];
  /** Answers to questions for vectors, in the order in which they were asked. */
  readonly #embeddings: Answering[] = [];
  /** Answers that have not arrived, or are not on disk yet. */
  readonly #out = new Set<Promise<unknown>>();
  /** Number of questions that are with minds, without those for a batch. */
  #taken = 0;
  /** Number of answers in `#out` that come in a batch. */
  #batched = 0;
  /** The run waits for the first answer. */
  #waits = false;
  readonly #ahead: Ahead | null;
  readonly #lookout: Lookout | null;
  /** The first question whose answer was not taken, and the first that was not asked. */
  #first = 0;
  #next = 0;
  #wasFull = false;
  #ended = false;
  #earlyFaults = 0;
  readonly #beginnings = new SharedBeginnings();

  constructor(
    model: ScenarioModel,
    readonly host: RunHost,
    head: () => State,
  ) {
    const { ahead } = host;
    const begin = (question: Question): Given | Promise<Given | null> | null => this.#early(question);
    this.#ahead = ahead ? new Ahead(model, { ...host, early: ahead.minds, tally: ahead.tally, begin }) : null;
    this.#lookout = ahead
      ? new Lookout(ahead, (isTime) => (this.#spare > 0 && this.#ahead!.hasRoom ? this.#ahead!.look(head(), this.#spare, isTime) : null))
      : null;
  }

  /** Number of places for questions before their turn: those that no due question needs. */
  get #spare(): number {
    const hasNone = this.#ended || this.#next < this.#entries.length || this.#isFull || this.#earlyFaults >= EARLY_FAULTS;
    return hasNone ? 0 : this.host.concurrency - this.#taken;
  }

  /** All places are taken, or twice as many answers wait to be written. Paid answers must not wait in memory in large numbers. */
  get #isFull(): boolean {
    const { concurrency } = this.host;
    return this.#taken >= concurrency || this.#out.size - this.#batched >= 2 * concurrency;
  }

  /** Whether all places were taken since the last call. */
  filled(): boolean {
    const was = this.#wasFull;
    this.#wasFull = this.#isFull;
    return this.#wasFull && !was;
  }

  /** Adds a question. `override` replaces its answer, and no mind is asked. */
  add(spot: Spot, question: Question, override?: Json): void {
    const entry: Entry = { spot, question, prompt: null, answer: null, begun: null };
    const early = this.#ahead?.turn(spot, question, override !== undefined);
    if (override !== undefined) entry.answer = this.#noted(spot, overriddenAnswer(question, override));
    else if (early) entry.answer = early.given ?? early.coming!.then((given) => given ?? this.#ask(spot, question));
    this.#entries.push(entry);
    this.#start();
  }

  /** The answer to the first open question. */
  first(): Answering {
    const entry = this.#entries[this.#first];
    if (!entry) throw new Error('no question is open');
    const before = this.#entries[this.#first - 1];
    if (before) this.#ahead?.taken(before.spot);
    this.#first++;
    if (entry.answer && this.#first === this.#entries.length && this.#next === this.#first) {
      this.#entries.splice(0, this.#first - 1);
      this.#first = this.#next = 1;
    }
    const answer = entry.answer ?? new Promise<Answered>((resolve) => (entry.begun = resolve));
    if (!(answer instanceof Promise)) return answer;
    this.#waits = true;
    const came = (): void => void (this.#waits = false);
    answer.then(came, came);
    this.#sendBatches();
    this.#lookout?.begin();
    return answer;
  }

  /** Asks for vectors. The run waits for them, so they need no place. */
  embed(question: Question): void {
    this.#embeddings.push(this.#asked(question));
  }

  /** The answer to the first open question for vectors. */
  firstEmbedding(): Answering {
    const answer = this.#embeddings.shift();
    if (!answer) throw new Error('no question for vectors is open');
    this.#ahead?.again();
    return answer;
  }

  /** Asks nothing more. Resolves with the outcome when all open answers have arrived and are on disk, because they are paid. */
  async ended(outcome: AdvanceResult): Promise<AdvanceResult> {
    this.stop();
    // A question that waits for others of its batch would never be answered.
    for (const mind of this.host.minds.values()) mind.sendBatch?.();
    await Promise.all(this.#out);
    this.#ahead?.end();
    return outcome;
  }

  /** Asks nothing more. Open answers are ignored. */
  stop(): void {
    this.#ended = true;
  }

  #start(): void {
    for (let first = this.#firstDue(); first && !this.#ended; first = this.#firstDue()) {
      if (!first.answer && this.#isFull) return;
      const entry = this.#nearest(first);
      entry.answer ??= this.#ask(entry.spot, entry.question!);
      // The run ends with the first answer that fails, so the others are not awaited.
      if (entry.answer instanceof Promise) entry.answer.catch(() => undefined);
      entry.question = null;
      entry.begun?.(entry.answer);
    }
    this.#sendBatches();
  }

  #firstDue(): Entry | undefined {
    while (this.#entries[this.#next]?.question === null) this.#next++;
    return this.#entries[this.#next];
  }

  /** The question to ask now: the first that was not asked, or a later one of the same mind that begins like what its server has just read. */
  #nearest(first: Entry): Entry {
    const { question } = first;
    if (first.answer || question === null || this.host.minds.get(question.mind)?.keepsBeginnings !== true) return first;
    const waiting = this.#entries.slice(this.#next, this.#next + COMPARED).filter(isWaiting);
    return waiting[this.#beginnings.next(waiting)] ?? first;
  }

  /** Sends the questions that wait for others of their batch, once no other can come. */
  #sendBatches(): void {
    if (this.#ended || !this.#waits || this.#next < this.#entries.length) return;
    for (const mind of this.host.minds.values()) mind.sendBatch?.();
  }

  #ask(spot: Spot, question: Question): Answering {
    if (this.#ended) return { kind: 'cancelled' };
    const answer = this.#asked(question);
    if (!this.#ahead) return answer;
    if (!(answer instanceof Promise)) return this.#noted(spot, answer);
    return answer.then((given) => this.#noted(spot, given));
  }

  #noted(spot: Spot, answer: Answered): Answered {
    if (answer.kind !== 'cancelled') this.#ahead?.answered(spot, answer);
    return answer;
  }

  /** Asks a question before its turn. A fault does not count, because the question is asked again at its turn. */
  #early(question: Question): Given | Promise<Given | null> | null {
    if (this.#earlyFaults >= EARLY_FAULTS) return null;
    const answer = this.#asked(question);
    return answer instanceof Promise ? answer.then(this.#usable, this.#unkept) : this.#usable(answer);
  }

  /** The answer could not be written. The port that writes reports this to the run. */
  readonly #unkept = (): null => {
    this.#earlyFaults = EARLY_FAULTS;
    return null;
  };

  readonly #usable = (answer: Answered): Given | null => {
    if (answer.kind === 'verdict') return answer;
    const spent = answer.kind === 'cancelled' || answer.fault.code === BUDGET_REACHED;
    this.#earlyFaults += spent ? EARLY_FAULTS : 1;
    return null;
  };

  #asked(question: Question): Answering {
    const batched = this.host.minds.get(question.mind)?.isBatched?.(question) === true;
    const answer = askedOf(this.host, question, batched ? () => undefined : (coming) => this.#place(question, coming));
    if (!(answer instanceof Promise)) return answer;
    this.#out.add(answer);
    if (batched) this.#batched++;
    const done = (): void => {
      this.#out.delete(answer);
      if (batched) this.#batched--;
      this.#start();
      this.#lookout?.stir();
    };
    answer.then(done, done);
    return answer;
  }

  /** Counts a late answer as a taken place until it arrives. The place is free before the answer is on disk. */
  #place(question: Question, coming: Promise<MindAnswer>): void {
    this.#taken++;
    const back = (): void => {
      this.#taken--;
      if (this.host.minds.get(question.mind)?.keepsBeginnings === true) this.#beginnings.answered(question);
      this.#start();
    };
    coming.then(back, back);
  }
}

const isWaiting = (entry: Entry): entry is Entry & { readonly question: Question } => entry.question !== null && entry.answer === null;

/** The answer that a user wrote, judged like any other. Its event keeps it, so it is not in the file of answers. */
const overriddenAnswer = (question: Question, value: Json): Given => ({
  kind: 'verdict',
  verdict: understood(question, { value }),
  by: { mind: OVERRIDE, model: '', reason: 'overridden' },
});

/** The answer of an agent that has no option. */
const NOTHING: Given = { kind: 'verdict', verdict: { status: 'accepted', reason: null, value: NOTHING_OPEN } };

const isNothingOpen = ({ purpose, situation }: Question): boolean => purpose === 'act' && situation.options.length === 0;

/**
 * Asks a mind, keeps the answer and judges it. A question without options goes to no mind. `place` is called with an answer that
 * arrives later.
 */
function askedOf(host: RunHost, question: Question, place: (coming: Promise<MindAnswer>) => void): Answering {
  if (isNothingOpen(question)) return NOTHING;
  const failed = (error: unknown): Answered => {
    if (host.token.isCancellationRequested) return { kind: 'cancelled' };
    const words = error instanceof Error ? error.message : String(error);
    return { kind: 'fault', fault: error instanceof MindFault ? error : new MindFault('mind-failed', words) };
  };
  const mind = host.minds.get(question.mind);
  if (!mind) {
    const words = `There is no model \`${question.mind}\`. Write it under \`models:\` or choose another.`;
    return { kind: 'fault', fault: new MindFault('no-mind', words) };
  }
  try {
    const answer = mind.ask(question, host.token);
    if (!(answer instanceof Promise)) return judged(host, question, answer);
    place(answer);
    return answer.then((a) => judged(host, question, a), failed);
  } catch (error) {
    return failed(error);
  }
}

function judged(host: RunHost, question: Question, answer: MindAnswer): Answering {
  const kept = host.keep?.(question, answer);
  const verdict: Given = { kind: 'verdict', verdict: understood(question, answer), ...(answer.by ? { by: answer.by } : {}) };
  return kept ? kept.then(() => verdict) : verdict;
}
