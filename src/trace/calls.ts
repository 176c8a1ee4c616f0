/**
 * The calls of a run, `calls.jsonl`: each is written down before it is sent, with the most it can take, and again with what it
 * took. Of a process that was killed, calls that were out are so known too. Nothing that events depend on is in it.
 */
import { sealed, unsealed } from './checksum.js';

/** The file's name in a run folder. */
export const CALLS = 'calls.jsonl';

/** Calls, tokens and money; `unsure` are calls of which nobody knows what they took, counted at the most. */
interface CallsTook {
  readonly calls: number;
  readonly input: number;
  readonly output: number;
  readonly money: number;
  readonly unsure: number;
}

/** What a call, or several of a kind, took, under the names that it is booked with; null where they are not known. */
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

type Line<About> = Partial<SentLine<About>> & { readonly took: CallsTook };

/** A call that is about to be sent. `took` is the most it can take. `call` is its own among all that write to the folder. */
export const sentLine = <About>(call: string, about: About, took: CallsTook): string =>
  sealed(JSON.stringify({ call, about, took } satisfies SentLine<About>));

/** What it took. */
export const settledLine = (call: string, took: CallsTook): string => sealed(JSON.stringify({ call, took } satisfies SettledLine));

/** What is known from before the calls of a run were written down, as by an older version. */
export const earlierLine = <About>(known: CallsKnown<About>): string => sealed(JSON.stringify(known));

/**
 * All calls of a text, in the order in which they were sent, each with the last that was said of it. A line that is broken was
 * being written when its process was killed: what it says was not sent, or stands at the most it can have taken. `without`: those
 * whose call begins so are left out.
 */
export function readCalls<About>(text: string, without: string | null = null): readonly CallsKnown<About>[] {
  const reading = new CallsReading<About>(without);
  reading.add(text);
  return reading.known;
}

/** The same, from one piece of whole lines after the other. */
export class CallsReading<About> {
  readonly known: CallsKnown<About>[] = [];
  readonly #at = new Map<string, number>();

  constructor(readonly without: string | null = null) {}

  add(text: string): void {
    for (const line of text.split('\n')) {
      const said = parsed<About>(line);
      if (said) this.#take(said);
    }
  }

  #take({ call, about = null, took }: Line<About>): void {
    const { known, without } = this;
    if (without !== null && call?.startsWith(without)) return;
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
