/**
 * The effects of a change: a fork that is played off the record, without a folder, and compared with the run without the change.
 * Where the run itself has not reached that round, it is continued off the record too, and the fork reuses its answers.
 */
import type { CancellationToken } from '../../core/util/lifecycle.js';
import { english, marked } from '../../core/util/l10n.js';
import type { SimEvent } from '../../core/events/events.js';
import { stepEnd } from '../../engine/index.js';
import type { Ledger } from '../../minds/index.js';
import { answerLine, type FolderFiles, readAnswers } from '../../trace/index.js';
import type { CallJournal } from '../setup/callJournal.js';
import { compareRuns, type Comparison } from './runDiff.js';
import { comparisonText, firstDifference } from './diffText.js';
import { type Forked, type ForkHost, type ForkPoint, type ForkRequest, forkRun, planFork } from './fork.js';
import { openRecorded, type RecordedRun } from '../live/recordedRun.js';

export interface WhatIfRequest extends Pick<ForkRequest, 'at' | 'set'> {
  /** Rounds that are played after the change, including the current one; to the end where left out. */
  readonly rounds?: number | undefined;
}

export interface WhatIfHost extends Pick<ForkHost, 'access' | 'created' | 'parentFiles'> {
  readonly token: CancellationToken;
  /** The ledger of the parent's models: calls outside of the run are booked there. */
  readonly ledger: Ledger;
  /** The journal of its calls. */
  readonly book?: CallJournal | undefined;
  /** Reports progress in rounds. `side`: which of the two runs is being played. */
  readonly tell?: (side: 'without' | 'with', round: number, of: number) => void;
}

export type WhatIf =
  | {
      readonly ok: true;
      readonly comparison: Comparison;
      /** The comparison for a terminal, and its first difference in a line or two. */
      readonly text: string;
      readonly first: readonly string[];
      /** The files of the fork, which are not stored yet. */
      readonly files: ReadonlyMap<string, string>;
    }
  | { readonly ok: false; readonly message: string };

interface Play {
  readonly at: ForkPoint;
  readonly set?: ForkRequest['set'];
  readonly side: 'without' | 'with';
  /** The last round that is played. */
  readonly until: number;
}

/** Plays a change, and the run without it; neither is kept. */
export async function whatIf(parent: RecordedRun, { at, set = [], rounds }: WhatIfRequest, host: WhatIfHost): Promise<WhatIf> {
  const planned = planFork(parent, { at, set });
  if (!planned.ok) return planned;
  const { at: seq, changed } = planned.fork;
  if (!changed) return { ok: false, message: 'The change has no effect: nothing would be different.' };
  const until = rounds === undefined ? Number.POSITIVE_INFINITY : roundsUpTo(parent.events, seq) + rounds;
  const without = await asFarAs(parent, until, host);
  if (!without.ok) return without;
  const played = await play(without.run, { at: { seq }, set, side: 'with', until }, host);
  if (!played.ok) return played;
  const comparison = compareRuns(cut(without.run, until), played.run);
  return { ok: true, comparison, text: comparisonText(comparison), first: firstDifference(comparison), files: played.files };
}

type Played =
  | { readonly ok: true; readonly run: RecordedRun; readonly files: ReadonlyMap<string, string> }
  | { readonly ok: false; readonly message: string };

/** The run up to the end of a round, as it is recorded, or continued. */
async function asFarAs(parent: RecordedRun, until: number, host: WhatIfHost): Promise<Played> {
  const last = parent.events.at(-1);
  if (last?.type === 'run.ended' || endOf(parent.events, until) !== null) return { ok: true, run: parent, files: new Map() };
  return play(parent, { at: { seq: parent.events.length - 1 }, side: 'without', until }, host);
}

async function play(parent: RecordedRun, { at, set = [], side, until }: Play, host: WhatIfHost): Promise<Played> {
  const { token, tell, access, created, parentFiles, ledger, book } = host;
  const folder = memoryFolder();
  const place = {
    id: english(marked('{0} (off the record)'), parent.manifest.id),
    files: folder,
    created,
    access,
    ledger,
    book,
    purpose: 'what if' as const,
  };
  const forked = await forkRun(parent, { at, set }, { ...place, ...(parentFiles ? { parentFiles } : {}) });
  if (!forked.ok) return forked;
  const { live } = forked;
  const of = Math.min(until, live.model.rounds);
  const watch = live.timeline.onCommit((events) => {
    const round = lastRound(events);
    if (round !== null) tell?.(side, round, of);
    if (round !== null && round >= until) live.stop();
  });
  const cancelled = token.onCancellationRequested(() => live.stop());
  await live.run();
  watch.dispose();
  cancelled.dispose();
  return outcome(forked, folder, token);
}

async function outcome({ live }: Extract<Forked, { ok: true }>, folder: MemoryFolder, token: CancellationToken): Promise<Played> {
  const { state, problem } = live;
  if (token.isCancellationRequested) return { ok: false, message: 'The change was stopped. Nothing is kept.' };
  if (state === 'failed' || state === 'paused') return { ok: false, message: problem ?? 'The change could not be played to the end.' };
  const opened = await openRecorded(folder);
  return opened.ok ? { ...opened, files: folder.files } : opened;
}

function lastRound(events: readonly SimEvent[]): number | null {
  const ended = events.find((event) => event.type === 'round.ended');
  return ended?.type === 'round.ended' ? ended.round : null;
}

/** The number of rounds that have ended up to an event. */
const roundsUpTo = (events: readonly SimEvent[], seq: number): number =>
  events.reduce((most, event) => (event.type === 'round.ended' && event.seq <= seq ? event.round : most), 0);

/** The last event of the step in which a round ends; null where that is not recorded. */
function endOf(events: readonly SimEvent[], round: number): number | null {
  const ended = events.findIndex((event) => event.type === 'round.ended' && event.round === round);
  return ended < 0 ? null : stepEnd(events, ended);
}

function cut(run: RecordedRun, until: number): RecordedRun {
  const end = endOf(run.events, until);
  return end === null ? run : { ...run, events: run.events.slice(0, end + 1) };
}

interface MemoryFolder extends FolderFiles {
  readonly files: ReadonlyMap<string, string>;
}

function memoryFolder(): MemoryFolder {
  const files = new Map<string, string>();
  return {
    files,
    read: (name) => Promise.resolve(files.get(name) ?? null),
    write: (name, text) => Promise.resolve(void files.set(name, text)),
    append: (name, text) => Promise.resolve(void files.set(name, (files.get(name) ?? '') + text)),
  };
}

/** Stores what was played off the record in a folder, as the run with an id. Its parent has paid for it. */
export async function keepWhatIf(files: ReadonlyMap<string, string>, into: Pick<FolderFiles, 'write'>, id: string): Promise<void> {
  for (const [name, text] of files) if (name !== MANIFEST) await into.write(name, name === ANSWERS ? reused(text) : text);
  // The manifest comes last: a folder without one is not a run.
  const manifest = { ...(JSON.parse(files.get(MANIFEST)!) as object), id };
  await into.write(MANIFEST, `${JSON.stringify(manifest, null, 2)}\n`);
}

const reused = (answers: string): string =>
  readAnswers(answers)
    .answers.map((line) => answerLine({ ...line, reused: true }))
    .join('');

const MANIFEST = 'manifest.json';
const ANSWERS = 'answers.jsonl';
