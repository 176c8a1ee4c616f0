/**
 * The batches of one model in a run. Questions are collected until the run waits for an answer, and then sent as one batch, or as
 * several where a limit of the server or the budget requires it. A batch is recorded before it begins, so that a run that continues
 * waits for it. A question that a batch does not answer is returned to the caller, which asks it alone.
 */
import { utf8Length } from '../../core/util/bytes.js';
import type { CancellationToken } from '../../core/util/lifecycle.js';
import type { MindAnswer } from '../../engine/model/mind.js';
import type { Question } from '../../engine/model/question.js';
import { allow } from '../shared/allowance.js';
import { type Asked, type BatchPoolOptions, beginAt, follow, type Job, type SentEntry, TRIES } from './batchJob.js';
import { bookingOf, NO_CHARGE } from './budget.js';
import { asFault, cancelledFault } from './layer.js';
import type { About, Cost, Reservation } from './ledger.js';
import { persist } from './persist.js';

/** https://platform.openai.com/docs/api-reference/batch/create: 50,000 requests and 200 MB. */
const LIMITS = { requests: 50_000, bytes: 200_000_000 };

/** A question whose worst case is reserved, with its line. */
interface Held {
  readonly asked: Asked;
  readonly about: About;
  readonly hold: Reservation;
  readonly line: string;
}

/** Names a question in a batch. It says nothing about the agent. */
const questionId = ({ hash, occurrence, place }: Question): string => `${hash.slice(0, 32)}-${occurrence}-${place ?? 'x'}`;

export class BatchPool {
  #collected: Asked[] = [];
  /** Questions that were given to a batch. If one is asked again, for example for a repair, it goes alone. */
  readonly #taken = new Set<string>();
  #earlier: ReadonlyMap<string, Job> | null = null;

  constructor(readonly options: BatchPoolOptions) {}

  /** Whether a question goes into a batch. A substitute for another model answers at once. */
  takes(question: Question): boolean {
    const { purposes, mind } = this.options;
    return purposes.has(question.purpose) && question.mind === mind && !question.texts && !this.#taken.has(questionId(question));
  }

  /** Collects a question. Resolves with its answer, or with null if it must be asked alone. */
  ask(question: Question, token: CancellationToken): Promise<MindAnswer | null> {
    const id = questionId(question);
    this.#taken.add(id);
    if (token.isCancellationRequested) return Promise.reject(cancelledFault());
    return new Promise((resolve, reject) => {
      const listener = token.onCancellationRequested(() => {
        if (!this.#collected.includes(asked)) return;
        this.#collected = this.#collected.filter((one) => one !== asked);
        asked.reject(cancelledFault());
      });
      const asked: Asked = {
        ...{ id, question, token },
        resolve: (answer) => {
          listener.dispose();
          resolve(answer);
        },
        reject: (fault) => {
          listener.dispose();
          reject(fault);
        },
      };
      const job = this.#jobs().get(id);
      if (job && job.state !== 'done') job.asked.set(id, asked);
      else this.#collected.push(asked);
    });
  }

  /** Sends what was collected, and waits for batches of an earlier process that have a question. */
  send(): void {
    for (const job of new Set(this.#jobs().values())) if (job.asked.size > 0 && job.state === 'sent') void this.#follow(job);
    if (this.#collected.length > 0) void this.#sendAll(this.#collected.splice(0));
  }

  /** The newest batch of an earlier process that has a question, by question. */
  #jobs(): ReadonlyMap<string, Job> {
    this.#earlier ??= new Map(
      this.options.log.earlier(this.options.mind).flatMap((known): [string, Job][] => {
        const job: Job = { ...known, asked: new Map(), isEarlier: true, state: 'sent' };
        return known.entries.map(({ id }) => [id, job]);
      }),
    );
    return this.#earlier;
  }

  /** Sends questions in as many batches as the budget and the limits need. What does not fit waits for the batch before it. */
  async #sendAll(all: readonly Asked[]): Promise<void> {
    for (let rest = all; rest.length > 0; ) {
      const { held, later } = await this.#reserve(rest);
      const following: Promise<void>[] = [];
      for (const part of this.#parts(held)) {
        const job = await this.#begin(part);
        if (job) following.push(this.#follow(job));
      }
      await Promise.all(following);
      rest = later.filter(({ token, reject }) => {
        if (token.isCancellationRequested) reject(cancelledFault());
        return !token.isCancellationRequested;
      });
    }
  }

  /** Reserves the worst case of each question. The first waits for calls that are open; if it can never fit, the budget is reached. */
  async #reserve(all: readonly Asked[]): Promise<{ readonly held: readonly Held[]; readonly later: readonly Asked[] }> {
    const { budget, mind, server } = this.options;
    const [held, later]: [Held[], Asked[]] = [[], []];
    for (const asked of all) {
      const { id, question, token } = asked;
      const { about, worst, shorter, free } = bookingOf(mind, question, budget);
      let hold: Reservation | null;
      try {
        hold = held.length === 0 ? await budget.ledger.hold(worst, about, token, shorter) : budget.ledger.holdNow(worst, about);
      } catch (error) {
        asked.reject(error);
        continue;
      }
      if (!hold) {
        later.push(asked);
        continue;
      }
      if (free && budget.ledger.isTight) allow(question, hold.most.output);
      held.push({ asked, about, hold, line: server.line(id, question) });
    }
    return { held, later };
  }

  /** Parts within the limits of the server. */
  #parts(held: readonly Held[]): readonly (readonly Held[])[] {
    const { requests, bytes } = this.options.limits ?? LIMITS;
    const parts: Held[][] = [];
    let size = Infinity;
    for (const one of held) {
      const own = utf8Length(one.line);
      const last = parts.at(-1);
      if (!last || last.length >= requests || size + own > bytes) {
        parts.push([one]);
        size = own;
      } else {
        last.push(one);
        size += own;
      }
    }
    return parts;
  }

  /** Uploads the questions, records them, and begins the batch. Null if that is not possible: then they are asked alone. */
  async #begin(part: readonly Held[]): Promise<Job | null> {
    const { server, log, mind, timing } = this.options;
    const all = part.map(({ asked }) => asked);
    const { token } = all[0]!;
    let entries: readonly SentEntry[] | null = null;
    try {
      const lines = part.map(({ line }) => line).join('');
      const file = await persist(timing, token, TRIES, () => server.upload(lines, token));
      const wanted = part.map(({ asked, about, hold }) => ({ id: asked.id, about, most: hold.most }));
      const { job, settle } = await log.uploaded({ mind, file }, wanted);
      entries = part.map(({ asked, hold }, i): SentEntry => {
        const both = (cost: Cost | null, sure: boolean): void => {
          hold.settle(cost, sure);
          settle[i]!(cost ?? hold.most, sure);
        };
        return { id: asked.id, most: hold.most, settle: both };
      });
      const asked = new Map(all.map((one) => [one.id, one]));
      const made: Job = { job, file, batch: null, entries, asked, isEarlier: false, state: 'sent' };
      await beginAt(made, token, this.options);
      return made;
    } catch (error) {
      const fault = asFault(error);
      const isCancelled = token.isCancellationRequested;
      if (entries) for (const { settle } of entries) settle(isCancelled ? null : NO_CHARGE, !isCancelled);
      else for (const { hold } of part) hold.release();
      if (isCancelled || fault.code === 'cannot-record') for (const { reject } of all) reject(isCancelled ? cancelledFault() : fault);
      else this.#alone(all, fault.code, all.length);
      return null;
    }
  }

  /** Waits for a batch. Its questions without an answer are asked alone, or again in another batch. */
  async #follow(job: Job): Promise<void> {
    job.state = 'followed';
    const { alone, again } = await follow(job, this.options);
    job.state = 'done';
    for (const [reason, some] of alone) this.#alone(some, reason, job.entries.length);
    if (again.length > 0) await this.#sendAll(again);
  }

  #alone(all: readonly Asked[], reason: string, of: number): void {
    if (all.length === 0) return;
    this.options.news?.({ kind: 'alone', mind: this.options.mind, questions: all.length, of, reason });
    for (const { resolve } of all) resolve(null);
  }
}
