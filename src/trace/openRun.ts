/**
 * Opens a recorded run from its folder. With an index, events are read when they are first used. Without one, all events are read,
 * up to the last whole step.
 */
import type { SimEvent } from '../core/events/events.js';
import { roundsIn } from '../core/events/timeline.js';
import { INDEX, indexFor, Indexing, indexOf, indexText, lazyEvents, WORTH_AN_INDEX } from './eventIndex.js';
import { CALLS, type CallsKnown, CallsReading, type LeaveOut } from './calls.js';
import { SUMS, SumCheck } from './eventSums.js';
import { BAD, type FolderFiles, type Kept } from './folder.js';
import { type AnswersRead, newReading, readAnswers, type OverrideLine, type Reading, readOn, readOverrides } from './journal.js';
import type { AnswerLine } from './journal.js';
import { type Manifest, parseManifest } from './manifest.js';
import { type OpenFile, piecesOf, utf8Length } from './lineReader.js';

export interface StoredRun {
  readonly manifest: Manifest;
  readonly events: readonly SimEvent[];
  /** First event of each round, if the run is too long to be folded at once; otherwise null. */
  readonly rounds: readonly number[] | null;
  readonly answers: readonly AnswerLine[];
  readonly overrides: readonly OverrideLine[];
  /** The cost of language models, call by call. Empty if no call was paid, or if an older version wrote the run. */
  readonly calls: readonly CallsKnown<never>[];
  /** Number of characters after the last whole step, which are left out. */
  readonly dropped: number;
  readonly kept: Kept;
  /** A message about the index for the log; null if there is none. */
  readonly note: string | null;
  /** What is damaged, and what follows from it, in words for the user. */
  readonly damage: readonly string[];
}

type Events = Pick<StoredRun, 'events' | 'rounds' | 'dropped' | 'note'> & Pick<Kept, 'characters' | 'bytes' | 'damaged'>;

type Breathe = () => Promise<void> | undefined;

const EVENTS = 'events.jsonl';
const STALE = `${INDEX} belongs to other events. It is not used, and it is made again if the folder can be written.`;

/**
 * Opens a recorded run, up to its last whole step. Returns null if the folder holds no run. `breathe` is awaited from time to time.
 */
export async function openRun(files: FolderFiles, breathe: Breathe = () => undefined): Promise<StoredRun | null> {
  const manifest = parseManifest((await files.read('manifest.json')) ?? '');
  if (!manifest) return null;
  const sizes = await sizesOf(files);
  const { characters, bytes, damaged, ...read } = await eventsOf(files, manifest, breathe);
  const answered = await answersIn(files, breathe);
  const overrides = readOverrides((await files.read('overrides.jsonl')) ?? '');
  const calls = await callsIn<never>(files, undefined, breathe);
  const count = read.events.length;
  const damage = [...(damaged ? [eventsDamaged(count, read.dropped)] : []), ...answersDamaged(answered)];
  return { manifest, answers: answered.answers, overrides, calls, ...read, damage, kept: { characters, bytes, count, damaged, sizes } };
}

/** Whether a run has all its events. The last event of a run that came to its end says so. */
export const isAtItsEnd = ({ manifest, events }: Pick<StoredRun, 'manifest' | 'events'>): boolean =>
  manifest.state === 'ended' && events.at(-1)?.type === 'run.ended';

const eventsDamaged = (count: number, dropped: number): string =>
  `${EVENTS} is damaged after event ${count - 1}: the ${dropped} characters after it are left out. If you continue the run, it makes these events again from its answers, and keeps the damaged text in ${BAD}.`;

const answersDamaged = ({ damaged }: AnswersRead): readonly string[] =>
  damaged === 0
    ? []
    : [
        `${damaged} ${damaged === 1 ? 'line' : 'lines'} of answers.jsonl ${damaged === 1 ? 'is' : 'are'} damaged and left out. Their questions are asked again if they are needed.`,
      ];

/** Bytes of the files that only one process writes to. Empty if files cannot be read in places. */
async function sizesOf(files: FolderFiles): Promise<Kept['sizes']> {
  const sizes: { [name: string]: number } = {};
  if (!files.cut) return sizes;
  for (const name of [EVENTS, 'answers.jsonl']) sizes[name] = (await files.open?.(name))?.size ?? 0;
  return sizes;
}

/**
 * The text of a file in pieces of whole lines, so that the whole file is never in memory at once. If the file cannot be read in
 * places, it is one piece.
 */
export async function* textsOf(files: Pick<FolderFiles, 'read' | 'open'>, name: string): AsyncGenerator<string> {
  const file = await files.open?.(name);
  if (file) for (const { text } of piecesOf(file)) yield text;
  else yield (await files.read(name)) ?? '';
}

/** The answers of a run folder. `breathe` is awaited from time to time. */
export async function answersIn(files: Pick<FolderFiles, 'read' | 'open'>, breathe: Breathe = () => undefined): Promise<AnswersRead> {
  const read: AnswersRead = { answers: [], damaged: 0 };
  for await (const text of textsOf(files, 'answers.jsonl')) {
    readAnswers(text, read);
    await breathe();
  }
  return read;
}

/** The calls of a run folder, as in `readCalls`. `breathe` is awaited from time to time. */
export async function callsIn<About>(
  files: Pick<FolderFiles, 'read' | 'open'>,
  leaveOut: LeaveOut = () => false,
  breathe: Breathe = () => undefined,
): Promise<readonly CallsKnown<About>[]> {
  const reading = new CallsReading<About>(leaveOut);
  for await (const text of textsOf(files, CALLS)) {
    reading.add(text);
    await breathe();
  }
  return reading.known;
}

/** The calls of a run folder that have an id, by their ids. */
export async function callsById<About>(files: Pick<FolderFiles, 'read' | 'open'>): Promise<ReadonlyMap<string, CallsKnown<About>>> {
  const reading = new CallsReading<About>();
  for await (const text of textsOf(files, CALLS)) reading.add(text);
  return reading.byId;
}

async function eventsOf(files: FolderFiles, manifest: Manifest, breathe: Breathe): Promise<Events> {
  const file = await files.open?.(EVENTS);
  const sums = async (): Promise<SumCheck> => new SumCheck((await files.read(SUMS)) ?? '');
  if (!file) return readWhole((await files.read(EVENTS)) ?? '', await sums());
  const beside = await files.read(INDEX).catch(() => null);
  const index = beside === null ? null : indexFor(beside, manifest.id, file);
  if (index) return { events: lazyEvents(file, index), rounds: index.rounds, dropped: 0, ...ALL_WHOLE, note: null };
  const note = beside === null ? null : STALE;
  const { read, indexing } = await readPieces(file, await sums(), breathe);
  if (read.events.length < WORTH_AN_INDEX) return { ...read, note };
  const rounds = roundsIn(read.events);
  if (read.dropped === 0 && manifest.state !== 'running') await keep(files, indexing.index(manifest.id, rounds));
  return { ...read, rounds, note };
}

const ALL_WHOLE = { characters: null, bytes: null, damaged: false } as const;

function readWhole(text: string, sums: SumCheck): Events {
  const reading = newReading();
  readOn(reading, text, sums);
  return readUpTo(reading, text.length, utf8Length(text.slice(0, reading.whole)));
}

async function readPieces(
  file: OpenFile,
  sums: SumCheck,
  breathe: Breathe,
): Promise<{ readonly read: Events; readonly indexing: Indexing }> {
  const reading = newReading();
  const indexing = new Indexing();
  /** Characters before each piece, and its first and last byte. */
  const pieces: { readonly characters: number; readonly from: number; readonly end: number }[] = [];
  let [characters, from] = [0, 0];
  let follows = true;
  for (const { text, end } of piecesOf(file)) {
    pieces.push({ characters, from, end });
    characters += text.length;
    from = end;
    if (follows) follows = readOn(reading, text, sums);
    indexing.add(text, end, reading.events.length);
    await breathe();
  }
  const last = pieces.findLast((piece) => piece.characters <= reading.whole) ?? { characters: 0, from: 0, end: 0 };
  const rest = utf8Length(file.text(last.from, last.end).slice(0, reading.whole - last.characters));
  return { read: readUpTo(reading, characters, last.from + rest), indexing };
}

function readUpTo({ events, kept, whole, damaged }: Reading, characters: number, bytes: number): Events {
  events.length = kept;
  return { events, rounds: null, dropped: characters - whole, characters: whole, bytes, damaged, note: null };
}

/** Writes the index. A failure, such as a full disk, loses nothing: the next opening only takes as long as this one. */
const keep = (files: FolderFiles, index: Parameters<typeof indexText>[0]): Promise<void> =>
  files.write(INDEX, indexText(index)).catch(() => undefined);

/** Writes the index of a run that was written whole, if it is long enough for one. `breathe` is awaited from time to time. */
export async function writeIndex(
  files: FolderFiles,
  run: string,
  { events, rounds }: { readonly events: readonly SimEvent[]; readonly rounds: readonly number[] },
  breathe: Breathe,
): Promise<void> {
  if (events.length < WORTH_AN_INDEX) return;
  const file = await files.open?.(EVENTS);
  if (file) await keep(files, await indexOf(file, run, rounds, breathe));
}
