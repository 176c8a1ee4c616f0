/**
 * A run from its folder: events, answers, and the model made again from the texts that the run itself keeps. Later
 * changes of the file do not matter; nothing outside the folder and its library of texts is read.
 */
import type { SimEvent } from '../../core/events/events.js';
import { reduceEach } from '../../core/events/reduce.js';
import { initialState } from '../../core/events/state.js';
import { Timeline } from '../../core/events/timeline.js';
import {
  type FolderFiles,
  type Manifest,
  manifestFault,
  openRun,
  RunFolder,
  type SourceRef,
  type StoredRun,
  SUMS,
} from '../../trace/index.js';
import { type CompileOptions, type NullRun, type Perturbation, type ScenarioModel, withholding } from '../../engine/index.js';
import { createLanguageService, LIBRARY, type Resolved } from '../../language/index.js';
import { breather } from '../../node/yieldToEventLoop.js';
import { sha256 } from '../../node/ports.js';
import { applySettings } from '../load/applyArmSettings.js';
import { loadModel } from '../load/load.js';
import { eventsFault } from './replay.js';

/** Texts of a run, under their names in the run, and the society that they resolve to. */
export interface Texts {
  readonly resolved: Resolved;
  readonly sources: readonly { readonly uri: string; readonly text: string }[];
}

export interface RecordedRun extends StoredRun, Texts {
  readonly model: ScenarioModel;
  /** Texts that events up to `until` were made from, oldest first, where they are not `sources`. */
  readonly earlier: readonly (Texts & { readonly until: number })[];
}

/** The timeline of a run that is read: of a long run, states are folded and, with its index, events are read only on request. */
export const timelineOf = ({ events, rounds }: Pick<StoredRun, 'events' | 'rounds'>): Timeline =>
  rounds === null ? Timeline.of(events) : Timeline.lazily(events as SimEvent[], rounds);

/** Milliseconds of reading after which the event loop gets its turn. */
const BREATH_MS = 8;

export type OpenedRecord = { readonly ok: true; readonly run: RecordedRun } | { readonly ok: false; readonly message: string };

/** Base of the texts inside a run folder; no file system has this scheme. */
const INSIDE = 'society-run:/';
/** A folder whose name is not known any more. */
const ABOVE = '_/';

/** Opens a run folder; where that is not possible, the message says why. */
export async function openRecorded(files: FolderFiles): Promise<OpenedRecord> {
  const opened = await openRun(files, breather(BREATH_MS));
  if (!opened) return { ok: false, message: await whyNone(files) };
  const broken = (await files.read(SUMS)) ? null : firstUnfoldable(opened);
  if (broken !== null) return { ok: false, message: eventsFault(broken) };
  const { manifest, events } = opened;
  if (manifest.fork !== null && events.length <= manifest.fork + (manifest.changed ? 1 : 0))
    return {
      ok: false,
      message: `The events that this run shares with ${manifest.parent}, or what was changed after them, are cut off. Fork the run again.`,
    };
  const now = await madeFrom(files, manifest, manifest.sources);
  if (!now.ok) return now;
  const earlier: (Texts & { readonly until: number })[] = [];
  let before: ScenarioModel['before'];
  for (const { until, sources } of manifest.earlier ?? []) {
    const then = await madeFrom(files, manifest, sources);
    if (!then.ok) return then;
    earlier.push({ until, ...then.texts });
    before = { until, model: { ...then.model, ...(before ? { before } : {}) } };
  }
  const model = before ? { ...now.model, before } : now.model;
  return { ok: true, run: { ...opened, ...now.texts, earlier, model: withholding(model, manifest.withheld) } };
}

/** Why a folder is not a run. */
async function whyNone(files: FolderFiles): Promise<string> {
  const text = await files.read('manifest.json');
  return (text === null ? null : manifestFault(text)) ?? 'This is not a run folder (manifest.json not found).';
}

type Made = { readonly ok: true; readonly model: ScenarioModel; readonly texts: Texts } | { readonly ok: false; readonly message: string };

/** The model of the texts that a run keeps, with the choices that it was started with. */
async function madeFrom(files: FolderFiles, manifest: Manifest, refs: readonly SourceRef[]): Promise<Made> {
  const texts = new Map<string, string>();
  const inside = insideOf(refs);
  const sources: { uri: string; text: string }[] = [];
  for (const { uri, sha256: hash } of refs) {
    const text = await files.read(`blobs/${hash}`);
    if (text === null || sha256(text) !== hash)
      return { ok: false, message: `The text of ${uri} is missing from the run folder, or was changed. Run the file again.` };
    texts.set(inside(uri), text);
    sources.push({ uri, text });
  }
  const [entry] = refs;
  if (!entry) return { ok: false, message: 'This run keeps no texts, so it cannot be repeated.' };
  const language = createLanguageService({ read: (uri) => Promise.resolve(texts.get(uri) ?? null), roots: () => [INSIDE.slice(0, -1)] });
  const loaded = await loadModel(language, inside(entry.uri), choicesOf(manifest), settingOf(manifest));
  if (loaded.ok) return { ok: true, model: loaded.model, texts: { resolved: loaded.resolved, sources } };
  const problem = loaded.problems.find(({ severity }) => severity === 'error');
  return { ok: false, message: `This version cannot read the society of this run: ${problem?.message ?? 'it has errors'}` };
}

/** The choices that a run was started with, in addition to its texts. */
export const choicesOf = ({ scenario, seed, rounds, mind, wording, nulls, perturbed = [], flags, minds }: Manifest): CompileOptions => ({
  ...{ scenario, seed, rounds, flags, minds, nulls: nulls as readonly NullRun[], perturb: perturbed as readonly Perturbation[] },
  ...(mind === null ? {} : { mind }),
  ...(wording === null ? {} : { wording }),
});

/** The society with the settings of an experiment for this run. */
export const settingOf =
  ({ scenario, set }: Manifest) =>
  (resolved: Resolved): Resolved =>
    set ? applySettings(resolved, scenario, set) : resolved;

/** URIs of a run's texts by their names. The folder of the entry is as deep as names lead up from it, so that its imports resolve. */
function insideOf(refs: readonly SourceRef[]): (name: string) => string {
  const up = (name: string): number => /^(?:\.\.\/)*/.exec(name)![0].length / '../'.length;
  const depth = Math.max(0, ...refs.map(({ uri }) => up(uri)));
  return (name) =>
    name.startsWith('library/')
      ? `${LIBRARY}/${name.slice('library/'.length)}`
      : INSIDE + ABOVE.repeat(depth - up(name)) + encodeURI(name.slice(up(name) * '../'.length));
}

/** Ends the pause of a run that is not open here: the user leaves it, and its folder records that. */
export async function leaveRun(files: FolderFiles): Promise<void> {
  const opened = await openRun(files, breather(BREATH_MS));
  if (opened?.manifest.state !== 'paused') return;
  await new RunFolder(files).manifest({ ...opened.manifest, state: 'stopped', problem: null });
}

/** The first event that cannot be folded; null where all can. Nothing is checked in a long run, which is folded on request. */
export function firstUnfoldable({ events, rounds }: Pick<StoredRun, 'events' | 'rounds'>): number | null {
  if (rounds !== null) return null;
  try {
    Timeline.of(events);
    return null;
  } catch {
    return foldable(events);
  }
}

/** How many events can be folded, one after the other. */
function foldable(events: readonly SimEvent[]): number {
  let state = initialState();
  try {
    for (const event of events) state = reduceEach(state, 1, () => event);
  } catch {
    // The next event is the one that cannot be folded.
  }
  return state.seq + 1;
}
