/**
 * The checksums of events, in `events.sums.jsonl`: one for each block of events that was written at once. They have a file of their
 * own, so that the events are the same bytes on every machine, however they were divided into blocks. Events without a checksum, as
 * in older runs, count as correct.
 */
import type { SimEvent } from '../core/events/events.js';
import { addSum, NO_SUM, sealed, sumText, unsealed } from './checksum.js';

export const SUMS = 'events.sums.jsonl';

interface Block {
  /** First event of the block, and the event after its last. */
  readonly from: number;
  readonly to: number;
  readonly of: string;
}

/** The line of the block with events `from` up to, but without, `to`. `sum` is the sum of its lines of events. */
export const blockLine = (from: number, to: number, sum: number): string =>
  sealed(JSON.stringify({ from, to, of: sumText(sum) } satisfies Block));

/** Compares events with their checksums while they are read, line by line. */
export class SumCheck {
  readonly #blocks = new Map<number, Block>();
  #open: Block | null = null;
  #sum = NO_SUM;

  constructor(text: string) {
    for (const line of text.split('\n')) {
      const block = parsed(line);
      if (block) this.#blocks.set(block.from, block);
    }
  }

  /** The lines of the blocks that end within the first `events` events. */
  linesUpTo(events: number): string {
    return [...this.#blocks.values()]
      .filter(({ to }) => to <= events)
      .map((block) => sealed(JSON.stringify(block)))
      .join('');
  }

  /** Whether a block begins with this event. Readers remember this place, so that they can return to it. */
  begins(seq: number): boolean {
    return this.#open === null && this.#blocks.has(seq);
  }

  /** Adds the line of an event. Returns false if it ends a block that differs from what was written. */
  takes({ seq }: Pick<SimEvent, 'seq'>, line: string): boolean {
    const begun = this.#blocks.get(seq);
    if (begun) {
      this.#open = begun;
      this.#sum = NO_SUM;
    }
    if (!this.#open) return true;
    this.#sum = addSum(addSum(this.#sum, line), '\n');
    if (seq + 1 < this.#open.to) return true;
    const { of } = this.#open;
    this.#open = null;
    return sumText(this.#sum) === of;
  }
}

function parsed(line: string): Block | null {
  const text = unsealed(line);
  if (text === null || text === '') return null;
  try {
    const value = JSON.parse(text) as Partial<Block> | null;
    const { from, to, of } = value ?? {};
    if (!Number.isSafeInteger(from) || !Number.isSafeInteger(to) || typeof of !== 'string') return null;
    return from! >= 0 && to! > from! ? (value as Block) : null;
  } catch {
    return null;
  }
}
