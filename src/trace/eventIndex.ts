/**
 * The index of a long run, which is kept next to its events. With it, a run opens without reading most of its events. It holds
 * where pieces of whole lines end, in bytes and in events, and where rounds begin. It is derived and may be deleted. It is valid
 * only for the file that it was made from, and everything that is read with it is checked.
 */
import { bisect } from '../core/util/search.js';
import type { SimEvent } from '../core/events/events.js';
import { checksum } from './checksum.js';
import { parseEvent } from './journal.js';
import { lineCount, type OpenFile, piecesOf, utf8Length } from './lineReader.js';

export const INDEX = 'events.index.json';

/** Raised when the form changes. An index of another form is made again. */
const FORM = 2;

/** Fewest bytes of an event. With it, a list never gets longer than its file allows. */
const SHORTEST = 40;

/** Number of events from which a run gets an index. A shorter run opens as fast without one. */
export const WORTH_AN_INDEX = 20_000;

export interface EventIndex {
  readonly form: typeof FORM;
  readonly run: string;
  /** Bytes of the file of events. */
  readonly size: number;
  /** Bytes and events up to the end of each piece. */
  readonly ends: readonly number[];
  readonly events: readonly number[];
  /** A sum of the text of each piece, which shows whether the piece has changed. */
  readonly sums: readonly string[];
  /** First event of each round. */
  readonly rounds: readonly number[];
  /** The last line, which distinguishes the file from another file of the same size. */
  readonly last: string;
}

/** Makes an index while the pieces of a file are read. */
export class Indexing {
  readonly #ends: number[] = [];
  readonly #events: number[] = [];
  readonly #sums: string[] = [];
  #last = '';

  /** Adds a piece of whole lines. `end` is in bytes, `events` is the number of events up to its end. */
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

/** The index of a file that was written whole, from a count of its lines. `breathe` is awaited from time to time. */
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

/** The index on one line, followed by a checksum line that shows whether the first is whole and unchanged. */
export function indexText(index: EventIndex): string {
  const line = JSON.stringify(index);
  return `${line}\n${checksum(line)}\n`;
}

/** The index in a text. Returns null if there is none, or if it belongs to another run or another file. */
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
 * The events of a file as a list. A piece of the file is read when one of its events is first used. All readers use events as an
 * array, by position and in loops, so the list is an array too, and events are filled in when they are needed.
 */
export function lazyEvents(file: OpenFile, { ends, events: counts, sums }: EventIndex): SimEvent[] {
  const events: (SimEvent | null)[] = new Array<null>(counts.at(-1) ?? 0).fill(null);
  const fill = (place: number): void => {
    const piece = bisect(0, counts.length - 1, (i) => counts[i]! <= place);
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

function checked(line: string | undefined, seq: number): SimEvent {
  const event = line === undefined ? null : parseEvent(line);
  if (event?.seq === seq) return event;
  throw changed(seq);
}

const changed = (seq: number): Error =>
  new Error(`Event ${seq} has changed: events.jsonl was edited or damaged. Delete ${INDEX} from the same folder and open the run again.`);
