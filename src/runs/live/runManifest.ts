/** What the folder of a run contains besides its events: the manifest, further files, and what is removed for a reader of a shared run. */
import type { State } from '../../core/events/state.js';
import { ENGINE, privateVars, type ScenarioModel, specOf, withholder } from '../../engine/index.js';
import { sha256 } from '../../node/ports.js';
import {
  type AnswerLine,
  answersIn,
  type FolderFiles,
  FORMAT,
  type Manifest,
  parseManifest,
  readPrompts,
  type SourceRef,
  textsOf,
} from '../../trace/index.js';
import { answersInTurn } from '../setup/spentByQuestion.js';
import type { MindLabel } from '../../core/events/events.js';
import { mindVersion } from '../../core/mindLabels.js';
import { usesLanguageModel } from '../setup/minds.js';
import type { LiveRunOptions, RunSource } from './liveRun.js';

/** The state of the run. */
type Now = Pick<Manifest, 'state' | 'problem'> & { readonly model: ScenarioModel };

export function runManifest(options: LiveRunOptions, { model, state, problem }: Now): Manifest {
  const { id, mind, minds, sources, created } = options;
  return {
    format: FORMAT,
    id,
    title: model.title,
    scenario: model.scenario,
    seed: model.seed,
    rounds: model.rounds,
    engine: ENGINE,
    flags: [...model.flags],
    mind: mind ?? null,
    wording: model.wording,
    nulls: [...model.nulls],
    ...(options.set && Object.keys(options.set).length > 0 ? { set: options.set } : {}),
    minds: model.minds,
    ...continuedBy(options),
    withheld: model.minds.flatMap((one) => (model.away?.has(one.id) ? [one.id] : [])),
    prose: model.minds.flatMap((one) => (minds.get(one.id)?.prose ? [one.id] : [])),
    languageModel: usesLanguageModel(model),
    synthetic: true,
    notice: model.notice,
    ...originOf(options),
    sources: refsOf(sources),
    created,
    state,
    problem,
    ...earlierSpending(options),
  };
}

/** For a run of an older version, until its calls are recorded. */
function earlierSpending({ from }: LiveRunOptions): Pick<Manifest, 'spent' | 'spentUntil'> {
  if (!from || from.calls.length > 0) return {};
  const { spent, spentUntil } = from.manifest;
  return { ...(spent ? { spent } : {}), ...(spentUntil === undefined ? {} : { spentUntil }) };
}

/** Built-in minds with another version than at the start of the run: their answers differ from here on. */
function continuedBy({ from, fork, model }: LiveRunOptions): Pick<Manifest, 'continued'> {
  const earlier = from?.manifest.continued ?? [];
  const after = from ? from.events.length - 1 : fork?.at;
  const minds = after === undefined ? [] : otherVersions(earlier.at(-1)?.minds, model.minds);
  const continued = after === undefined || minds.length === 0 ? earlier : [...earlier, { after, minds }];
  return continued.length > 0 ? { continued } : {};
}

/** The current labels of the built-in minds, where they differ from those that answered last. */
export function otherVersions(last: readonly MindLabel[] | undefined, labels: readonly MindLabel[]): readonly MindLabel[] {
  return labels.flatMap((label) => {
    if (label.kind !== 'builtin' && label.kind !== 'random') return [];
    const spoke = last?.find(({ id }) => id === label.id) ?? label;
    const model = mindVersion(label.kind);
    return model === spoke.model ? [] : [{ ...label, model }];
  });
}

/** The origin of a fork. A run that continues keeps the origin of its manifest. */
function originOf({ from, fork }: LiveRunOptions): Pick<Manifest, 'parent' | 'fork' | 'earlier' | 'changed'> {
  if (from) {
    const { parent, fork: at, earlier, changed } = from.manifest;
    return { parent, fork: at, ...(earlier ? { earlier } : {}), ...(changed ? { changed } : {}) };
  }
  const earlier = (fork?.earlier ?? []).map(({ until, sources }) => ({ until, sources: refsOf(sources) }));
  return {
    ...{ parent: fork?.parent ?? null, fork: fork?.at ?? null },
    ...(earlier.length > 0 ? { earlier } : {}),
    ...(fork?.changed ? { changed: true } : {}),
  };
}

const refsOf = (sources: readonly RunSource[]): readonly SourceRef[] => sources.map(({ uri, text }) => ({ uri, sha256: sha256(text) }));

// What a file of a run for other people leaves out: private variables, and private words wherever they appear.

interface Redaction {
  /** The same texts, without private words. */
  texts(texts: readonly string[]): readonly string[];
  /** Names of the private variables of an agent, by its index. */
  vars(agent: number): ReadonlySet<string>;
}

export function redactionOf(model: ScenarioModel, state: State): Redaction {
  const without = withholder(model, state);
  return {
    texts: (texts) => texts.map(without),
    vars: (agent) => new Set(privateVars(model, specOf(model, state, agent))),
  };
}

/** Whether the file has any private field of an agent. */
export const hasPrivate = ({ agents, agentVars, vars }: ScenarioModel): boolean =>
  agents.some(({ private: keys = [] }) => keys.length > 0) || [...agentVars, ...vars].some((one) => one.private === true);

// What the folder of a run has in addition to its events, for code that writes the run in another form.

interface RunFolderExtras {
  /** Hex SHA-256 that no other run has: of its id, its date, and its texts. */
  readonly hash: string;
  /** When its folder was made, in milliseconds since 1970 (UTC). */
  readonly created: number;
  /** As `answersInTurn`. */
  answers(): (mind: string, agent: string, hash: string) => AnswerLine | undefined;
  /** Roles and texts of the prompt with a hash, for a language model; null where prompts are not kept. */
  prompt(hash: string): readonly (readonly [role: string, text: string])[] | null;
}

/** Null where the folder has no run. Prompts, which take the most space, are read on request. */
export async function runFolderExtras(files: FolderFiles, wantsPrompts: boolean): Promise<RunFolderExtras | null> {
  const manifest = parseManifest((await files.read('manifest.json')) ?? '');
  if (!manifest) return null;
  const { id, created, sources } = manifest;
  const { answers } = await answersIn(files);
  const prompts = new Map<string, readonly (readonly [role: string, text: string])[]>();
  if (wantsPrompts) for await (const text of textsOf(files, 'prompts.jsonl')) readPrompts(text, prompts);
  return {
    hash: sha256(JSON.stringify([id, created, sources])),
    created: millisecondsOf(created),
    answers: () => answersInTurn(answers),
    prompt: (hash) => prompts.get(hash) ?? null,
  };
}

/** Milliseconds of an ISO 8601 time; 0 where the text is not a time. */
function millisecondsOf(created: string): number {
  const time = Date.parse(created);
  return Number.isNaN(time) ? 0 : time;
}
