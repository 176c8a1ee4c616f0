/**
 * What a long run keeps beside its events, so that opening it reads next to nothing of them: where pieces of whole lines
 * end, by bytes and by events, and where rounds begin. It is derived and may be deleted. It holds only for the very file
 * that it was made of, and whatever is read by it is checked.
 */
import type { SimEvent } from '../core/events/events.js';
import { checksum } from './checksum.js';
import { parseEvent } from './journal.js';
import { lineCount, type OpenFile, piecesOf, utf8Length } from './lineReader.js';

export const INDEX = 'events.index.json';

/** Raised when the form changes; an index of another form is made anew. */
const FORM = 2;

/** Bytes of an event, at least: a list is never made longer than its file allows. */
const SHORTEST = 40;

/** Events from which on a run is worth an index: a shorter one is read as fast without. */
export const WORTH_AN_INDEX = 20_000;

export interface EventIndex {
  readonly form: typeof FORM;
  /** Id of the run. */
  readonly run: string;
  /** Bytes of the events. */
  readonly size: number;
  /** Bytes, and events, up to the end of each piece. */
  readonly ends: readonly number[];
  readonly events: readonly number[];
  /** A sum of the text of each piece, by which it is told whether it is as it was. */
  readonly sums: readonly string[];
  /** First event of each round. */
  readonly rounds: readonly number[];
  /** The last line, by which a file of the same size is told from this one. */
  readonly last: string;
}

/** Gathers an index while the pieces of a file are read. */
export class Indexing {
  readonly #ends: number[] = [];
  readonly #events: number[] = [];
  readonly #sums: string[] = [];
  #last = '';

  /** A piece of whole lines, and how many events there are up to its end. */
  add(text: string, end: number, events: number): void {
    this.#ends.push(end);
    this.#events.push(events);
    this.#sums.push(checksum(text));
    this.#last = lastLine(text);
  }

  index(run: string, rounds: readonly number[]): EventIndex {
    const size = this.#ends.at(-1) ?? 0;
    return { form: FORM, run, size, ends: this.#ends, events: this.#events, sums: this.#sums, rounds, last: this.#last };
  }
}

/** The index of a file that was written whole, by counting its lines. `breathe` is awaited now and then. */
export async function indexOf(
  file: OpenFile,
  run: string,
  rounds: readonly number[],
  breathe: () => Promise<void> | undefined,
): Promise<EventIndex> {
  const indexing = new Indexing();
  let events = 0;
  for (const { text, end } of piecesOf(file)) {
    events += lineCount(text);
    indexing.add(text, end, events);
    await breathe();
  }
  return indexing.index(run, rounds);
}

/** The index on a line, and behind it what tells whether the line is whole and as it was written. */
export function indexText(index: EventIndex): string {
  const line = JSON.stringify(index);
  return `${line}\n${checksum(line)}\n`;
}

/** The index in a text; null where it is none, or is of another file than this one of this run. */
export function indexFor(text: string, run: string, file: OpenFile): EventIndex | null {
  const index = parsed(text);
  if (!index || index.run !== run || index.size !== file.size) return null;
  const from = file.size - utf8Length(index.last);
  return from >= 0 && file.text(from, file.size) === index.last ? index : null;
}

function parsed(text: string): EventIndex | null {
  const [line = '', check, ...rest] = text.split('\n');
  if (check !== checksum(line) || rest.length !== 1) return null;
  try {
    const value = JSON.parse(line) as Partial<EventIndex> | null;
    return value?.form === FORM && isIndex(value) ? value : null;
  } catch {
    return null;
  }
}

function isIndex(value: Partial<EventIndex>): value is EventIndex {
  const { ends, events, sums, rounds, size, last } = value;
  if (!Array.isArray(sums) || sums.length !== ends?.length || !sums.every((sum) => typeof sum === 'string')) return false;
  if (!isGrowing(ends) || !isGrowing(events) || !isGrowing(rounds) || typeof last !== 'string') return false;
  const [bytes = 0, count = 0] = [ends.at(-1), events.at(-1)];
  return bytes === size && ends.length === events.length && count * SHORTEST <= bytes && (rounds.at(-1) ?? -1) < count;
}

const isCount = (value: unknown): value is number => Number.isSafeInteger(value) && (value as number) >= 0;

const isGrowing = (list: unknown): list is readonly number[] =>
  Array.isArray(list) && list.every((value, i) => isCount(value) && (i === 0 || value > list[i - 1]));

const lastLine = (text: string): string => text.slice(text.lastIndexOf('\n', text.length - 2) + 1);

/**
 * The events of a file as a list, of which a piece is read when somebody looks at one of them. Everybody reads events as an
 * array, by place and in the loops of a live run; so it is one, and what is not read yet is filled in behind it.
 */
export function lazyEvents(file: OpenFile, { ends, events: counts, sums }: EventIndex): SimEvent[] {
  const events: (SimEvent | null)[] = new Array<null>(counts.at(-1) ?? 0).fill(null);
  const fill = (place: number): void => {
    const piece = firstBeyond(counts, place);
    const [from, first] = piece === 0 ? [0, 0] : [ends[piece - 1]!, counts[piece - 1]!];
    const text = file.text(from, ends[piece]!);
    if (checksum(text) !== sums[piece]) throw changed(place);
    const lines = text.split('\n');
    for (let seq = first; seq < counts[piece]!; seq++) events[seq] = checked(lines[seq - first], seq);
  };
  const read = new Proxy(events, {
    get: (all, key) => {
      const found: unknown = Reflect.get(all, key);
      if (found !== null) return found;
      fill(Number(key));
      return Reflect.get(all, key);
    },
  });
  return read as SimEvent[];
}

/** Place of the first number that is larger than `value`. */
function firstBeyond(numbers: readonly number[], value: number): number {
  let [low, high] = [0, numbers.length - 1];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (numbers[middle]! > value) high = middle;
    else low = middle + 1;
  }
  return low;
}

function checked(line: string | undefined, seq: number): SimEvent {
  const event = line === undefined ? null : parseEvent(line);
  if (event?.seq === seq) return event;
  throw changed(seq);
}

const changed = (seq: number): Error =>
  new Error(`Event ${seq} is not as it was: events.jsonl has been changed. Delete ${INDEX} beside it and open the run again.`);
