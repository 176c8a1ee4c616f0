/**
 * A recorded run, read from its folder: by the index beside its events, which are then read where somebody looks, or event
 * by event up to the last whole step.
 */
import type { SimEvent } from '../core/events.js';
import { roundsIn } from '../core/timeline.js';
import { INDEX, indexFor, Indexing, indexOf, indexText, lazyEvents, WORTH_AN_INDEX } from './eventIndex.js';
import { CALLS, type CallsKnown, readCalls } from './calls.js';
import type { FolderFiles, Kept } from './folder.js';
import { type AnswerLine, newReading, type OverrideLine, readAnswers, type Reading, readOn, readOverrides } from './journal.js';
import { type Manifest, parseManifest } from './manifest.js';
import { type OpenFile, piecesOf } from './pieces.js';

export interface OpenedRun {
  readonly manifest: Manifest;
  readonly events: readonly SimEvent[];
  /** First event of each round of a run that is too long to be folded at once; null of any other. */
  readonly rounds: readonly number[] | null;
  readonly answers: readonly AnswerLine[];
  readonly overrides: readonly OverrideLine[];
  /** What language models were paid, call by call; none where nobody was, or by an older version. */
  readonly calls: readonly CallsKnown<never>[];
  /** Characters behind the last whole step that were left out. */
  readonly dropped: number;
  readonly kept: Kept;
  /** What the log should say of the index; null where there is nothing to say. */
  readonly note: string | null;
}

type Events = Pick<OpenedRun, 'events' | 'rounds' | 'dropped' | 'note'> & { readonly kept: number | null };

type Breathe = () => Promise<void> | undefined;

const EVENTS = 'events.jsonl';
const STALE = `${INDEX} is not of these events: it is not used, and made anew where that can be done.`;

/** A recorded run, up to its last whole step; null when the folder holds none. `breathe` is awaited now and then. */
export async function openRun(files: FolderFiles, breathe: Breathe = () => undefined): Promise<OpenedRun | null> {
  const manifest = parseManifest((await files.read('manifest.json')) ?? '');
  if (!manifest) return null;
  const { kept: events, ...read } = await eventsOf(files, manifest, breathe);
  const { answers, kept } = readAnswers((await files.read('answers.jsonl')) ?? '');
  const overrides = readOverrides((await files.read('overrides.jsonl')) ?? '');
  const calls = readCalls<never>((await files.read(CALLS)) ?? '');
  return { manifest, answers, overrides, calls, ...read, kept: { events, answers: kept } };
}

async function eventsOf(files: FolderFiles, manifest: Manifest, breathe: Breathe): Promise<Events> {
  const file = await files.open?.(EVENTS);
  if (!file) return readWhole((await files.read(EVENTS)) ?? '');
  const beside = await files.read(INDEX).catch(() => null);
  const index = beside === null ? null : indexFor(beside, manifest.id, file);
  if (index) return { events: lazyEvents(file, index), rounds: index.rounds, dropped: 0, kept: null, note: null };
  const note = beside === null ? null : STALE;
  const { read, indexing } = await readPieces(file, breathe);
  if (read.events.length < WORTH_AN_INDEX) return { ...read, note };
  const rounds = roundsIn(read.events);
  if (read.dropped === 0 && manifest.state !== 'running') await keep(files, indexing.index(manifest.id, rounds));
  return { ...read, rounds, note };
}

function readWhole(text: string): Events {
  const reading = newReading();
  readOn(reading, text);
  return readUpTo(reading, text.length);
}

async function readPieces(file: OpenFile, breathe: Breathe): Promise<{ readonly read: Events; readonly indexing: Indexing }> {
  const reading = newReading();
  const indexing = new Indexing();
  let characters = 0;
  let follows = true;
  for (const { text, end } of piecesOf(file)) {
    characters += text.length;
    if (follows) follows = readOn(reading, text);
    indexing.add(text, end, reading.events.length);
    await breathe();
  }
  return { read: readUpTo(reading, characters), indexing };
}

function readUpTo({ events, kept, whole }: Reading, characters: number): Events {
  events.length = kept;
  return { events, rounds: null, dropped: characters - whole, kept: whole, note: null };
}

/** Of a folder that cannot be written, or a disk that is full, nothing is lost: the next opening takes as long as this one. */
const keep = (files: FolderFiles, index: Parameters<typeof indexText>[0]): Promise<void> =>
  files.write(INDEX, indexText(index)).catch(() => undefined);

/** Writes the index of a run that was written whole, where it is long enough to be worth one. `breathe` is awaited now and then. */
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
