/**
 * A change of the past: a run that shares its parent's events up to the end of a step, and continues from there with overrides,
 * or with an edited file. It has its own folder, which opens and replays without the parent's.
 */
import type { Draft, SimEvent } from '../../core/events/events.js';
import type { State } from '../../core/events/state.js';
import { fold, Timeline } from '../../core/events/timeline.js';
import { type ScenarioModel, modelAt, stepEnd, type OverrideRequest } from '../../engine/index.js';
import type { LanguageService, Resolved } from '../../language/api.js';
import { type AnswerLine, type FolderFiles, noTexts, textsOf } from '../../trace/index.js';
import { type AheadChoice, askedAhead } from '../setup/speculationSettings.js';
import { editedParts } from './editedTexts.js';
import type { Fork } from '../live/forkBeginning.js';
import type { LiveRun, LiveRunOptions } from '../live/liveRun.js';
import { buildRun } from '../live/runBuilder.js';
import { loadModel, problemLine } from '../load/load.js';
import { runSources, sourceName } from '../load/sourceName.js';
import { makeMinds, type MindAccessPorts, type MindsOf } from '../setup/minds.js';
import { overrideDrafts } from '../live/override.js';
import { choicesOf, type RecordedRun, settingOf, type Texts } from '../live/recordedRun.js';

/** Where a run is forked: at the end of the step of an event, or of a round; round 0 is before the first. */
export type ForkPoint = { readonly seq: number } | { readonly round: number };

export interface ForkRequest {
  readonly at: ForkPoint;
  readonly set?: readonly OverrideRequest[];
  /** The file as it is now, loaded by `loadEdited`; left out, the fork continues with the run's own texts. */
  readonly file?: EditedFile | undefined;
}

export interface EditedFile extends Texts {
  readonly model: ScenarioModel;
}

type Planned =
  | {
      readonly ok: true;
      readonly fork: Fork;
      readonly model: ScenarioModel;
      readonly texts: Texts;
      /** The parts of an edited file without an effect, as text for the user. */
      readonly notes: readonly string[];
    }
  | { readonly ok: false; readonly message: string };

/** The last event of the step at which a run is forked, or a message that says why there is none. */
export function forkSeq(events: readonly SimEvent[], at: ForkPoint): number | string {
  const seq = 'seq' in at ? at.seq : roundEnd(events, at.round);
  if (!Number.isInteger(seq) || seq < 0 || seq >= events.length)
    return 'seq' in at
      ? `The run has no event ${at.seq}. Its events are 0 to ${events.length - 1}.`
      : `Round ${at.round} does not end in this run. Name another round, or an event.`;
  return stepEnd(events, seq);
}

function roundEnd(events: readonly SimEvent[], round: number): number {
  if (round === 0) return events.findIndex((event) => event.type === 'round.started') - 1;
  return events.findIndex((event) => event.type === 'round.ended' && event.round === round);
}

/** The beginning of a fork, checked; nothing is written, and no mind is asked. `prompts` are the parent's kept prompts. */
export function planFork(parent: RecordedRun, { at, set = [], file }: ForkRequest, prompts: AsyncIterable<string> = noTexts()): Planned {
  const seq = forkSeq(parent.events, at);
  if (typeof seq === 'string') return { ok: false, message: seq };
  const state = Timeline.of(parent.events.slice(0, seq + 1)).head;
  // The step after the fork, not the one before it, shows which texts the run continues with.
  const was = modelAt(parent.model, seq);
  const past = parent.earlier.filter(({ until }) => until < seq);
  const then: Texts = parent.earlier.find(({ until }) => until >= seq) ?? parent;
  const edit = file && !isSameTexts(file, then) ? file : undefined;
  const change = edit ? editedParts(was, edit.model, state) : UNEDITED;
  if (!change.ok) return change;
  const model = edit ? { ...edit.model, before: { until: seq, model: was } } : was;
  const overrides = overrideDrafts(model, state, [...change.wanted, ...set]);
  if (!overrides.ok) return overrides;
  const drafts = [...change.drafts, ...overrides.drafts];
  const changed = edit !== undefined || drafts.length > 0;
  if (changed && state.ended !== null) return { ok: false, message: AT_ITS_END };
  const events = changed
    ? [...parent.events.slice(0, seq + 1), ...fold(state, stepOf(seq, drafts)).events]
    : parent.events.slice(0, seq + 1);
  const fork: Fork = {
    ...{ parent: parent.manifest.id, mind: parent.manifest.mind ?? undefined, set: parent.manifest.set },
    ...{ at: seq, changed, events, prompts },
    earlier: edit ? [...past, { until: seq, sources: then.sources }] : past,
    answers: parent.answers.map((line): AnswerLine => ({ ...line, reused: true })),
  };
  return { ok: true, fork, model, texts: edit ?? then, notes: change.notes };
}

const AT_ITS_END = 'The run ends at that event, so a change would have no effect. Fork before it.';

/** Why a value cannot be set in a fork after `state`, as text; null where it can be. */
export function unforkable(now: ScenarioModel, state: State, set: readonly OverrideRequest[]): string | null {
  if (state.ended !== null) return AT_ITS_END;
  const overrides = overrideDrafts(modelAt(now, state.seq), state, set);
  if (!overrides.ok) return overrides.message;
  return overrides.drafts.length > 0 ? null : 'The change has no effect: nothing would be different.';
}

const UNEDITED = { ok: true, drafts: [], wanted: [], notes: [] } as const;

/** The fork's own step: what caused it, and its overrides. */
const stepOf = (seq: number, overrides: readonly Draft[]): readonly Draft[] => [
  { at: null, cause: seq, body: { type: 'run.forked', after: seq } },
  ...overrides.map(({ body, at }): Draft => ({ body, at, causeIn: 0 })),
];

const isSameTexts = (a: Texts, b: Texts): boolean =>
  a.sources.length === b.sources.length && a.sources.every(({ text }, i) => text === b.sources[i]!.text);

type LoadedEdit = { readonly ok: true; readonly file: EditedFile } | { readonly ok: false; readonly message: string };

/** A file as it is now, with the scenario, seed, rounds and minds that a run was started with. */
export async function loadEdited(language: LanguageService, uri: string, { manifest }: RecordedRun): Promise<LoadedEdit> {
  const loaded = await loadModel(language, uri, choicesOf(manifest), settingOf(manifest));
  if (!loaded.ok) {
    const problem = loaded.problems.find(({ severity }) => severity === 'error');
    return { ok: false, message: problem ? problemLine(problem, (source) => sourceName(uri, source)) : 'The edited file has errors.' };
  }
  const { model, resolved } = loaded;
  return { ok: true, file: { model, resolved, sources: runSources(resolved, uri) } };
}

/** Where a fork is kept, and the access of its minds. */
export interface ForkHost
  extends Pick<LiveRunOptions, 'id' | 'files' | 'created' | 'pace' | 'timing'>,
    Pick<MindsOf, 'afterBudget' | 'ledger' | 'book' | 'purpose'> {
  readonly access: MindAccessPorts;
  /** The parent's folder, from which the prompts are copied. */
  readonly parentFiles?: Pick<FolderFiles, 'read' | 'open'>;
  readonly ahead?: AheadChoice | undefined;
}

export type Forked =
  | { readonly ok: true; readonly live: LiveRun; readonly resolved: Resolved; readonly notes: readonly string[] }
  | { readonly ok: false; readonly message: string };

/** A fork ready to run: `live.run()` writes its folder and continues. Questions with an answer in the parent are not asked again. */
export async function forkRun(parent: RecordedRun, request: ForkRequest, host: ForkHost): Promise<Forked> {
  const { access, parentFiles, afterBudget, ledger, book, purpose, ahead: choice = 'auto', timing, pace, ...place } = host;
  const planned = planFork(parent, request, parentFiles && textsOf(parentFiles, 'prompts.jsonl'));
  if (!planned.ok) return planned;
  const { fork, model, texts, notes } = planned;
  const { events, answers } = fork;
  const of = { events, answers, resolved: texts.resolved, afterBudget, ledger, book, purpose };
  const minds = await makeMinds(texts.resolved.society, model, access, of);
  if (!minds.ok) return minds;
  const live = buildRun({
    ...{ ...minds, model, timing, pace },
    // The spending from the ledger of another run is recorded there, and is not this run's own.
    ...(ledger ? { ledger: null, book: null } : {}),
    ahead: askedAhead(texts.resolved.society, model, choice),
    beginning: { kind: 'fork', ...place, sources: texts.sources, fork },
  });
  return { ok: true, live, resolved: texts.resolved, notes };
}
