/**
 * The calls to language models of a run, in `calls.jsonl`. A call is written before it is sent, with the most that it can cost, and
 * again afterwards with what it cost. If a process is killed, its open calls are therefore known too. Events do not depend on this
 * file.
 */
import { sealed, unsealed } from './checksum.js';

export const CALLS = 'calls.jsonl';

/**
 * Number of calls and tokens, and money in the currency of the model's prices. `unsure` counts the calls with an unknown cost,
 * which is taken as the highest possible one.
 */
interface CallsTook {
  readonly calls: number;
  readonly input: number;
  readonly output: number;
  readonly money: number;
  readonly unsure: number;
}

/** The cost of one call, or of several of a kind, and what they were for. `about` is null if that is not known. */
export interface CallsKnown<About> {
  readonly about: About | null;
  readonly took: CallsTook;
}

interface SentLine<About> extends CallsKnown<About> {
  readonly call: string;
}

interface SettledLine {
  readonly call: string;
  readonly took: CallsTook;
}

/** Whether the call with an id is left out. */
export type LeaveOut = (call: string) => boolean;

type Line<About> = Partial<SentLine<About>> & { readonly took: CallsTook };

/**
 * The line of a call that is about to be sent. `took` is the most that it can cost. `call` is an id that no other writer to the
 * folder uses.
 */
export const sentLine = <About>(call: string, about: About, took: CallsTook): string =>
  sealed(JSON.stringify({ call, about, took } satisfies SentLine<About>));

/** The line with the actual cost of a call. */
export const settledLine = (call: string, took: CallsTook): string => sealed(JSON.stringify({ call, took } satisfies SettledLine));

/** The cost from the time before calls were written one by one, as in runs of an older version. */
export const earlierLine = <About>(known: CallsKnown<About>): string => sealed(JSON.stringify(known));

/**
 * Reads all calls of a text, in the order in which they were sent, each with its latest cost. A broken line comes from a process
 * that was killed while it wrote: either its call was not sent, or the call already counts with its highest cost. Calls whose id
 * `leaveOut` accepts are left out.
 */
export function readCalls<About>(text: string, leaveOut: LeaveOut = () => false): readonly CallsKnown<About>[] {
  const reading = new CallsReading<About>(leaveOut);
  reading.add(text);
  return reading.known;
}

/** Does the same as `readCalls`, from one piece of whole lines after the other. */
export class CallsReading<About> {
  readonly known: CallsKnown<About>[] = [];
  readonly #at = new Map<string, number>();

  constructor(readonly leaveOut: LeaveOut = () => false) {}

  /** The calls that have an id, by their ids. */
  get byId(): ReadonlyMap<string, CallsKnown<About>> {
    return new Map([...this.#at].map(([call, at]) => [call, this.known[at]!]));
  }

  add(text: string): void {
    for (const line of text.split('\n')) {
      const said = parsed<About>(line);
      if (said) this.#take(said);
    }
  }

  #take({ call, about = null, took }: Line<About>): void {
    const { known } = this;
    if (call !== undefined && this.leaveOut(call)) return;
    const before = call === undefined ? undefined : this.#at.get(call);
    if (before !== undefined) known[before] = { about: known[before]!.about, took };
    else {
      if (call !== undefined) this.#at.set(call, known.length);
      known.push({ about, took });
    }
  }
}

const NUMBERS = ['calls', 'input', 'output', 'money', 'unsure'] as const satisfies readonly (keyof CallsTook)[];

function parsed<About>(line: string): Line<About> | null {
  if (line === '') return null;
  try {
    const value = JSON.parse(unsealed(line) ?? '') as Partial<Line<About>> | null;
    const took = value?.took;
    return took && NUMBERS.every((name) => typeof took[name] === 'number') ? (value as Line<About>) : null;
  } catch {
    return null;
  }
}
