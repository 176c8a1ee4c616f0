/** The manifest of a run folder: what a run says of itself besides its events. */
import { ENGINE, type ScenarioModel } from '../../engine/index.js';
import { sha256 } from '../../node/ports.js';
import { FORMAT, type Manifest, type SourceRef } from '../../trace/index.js';
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
    ...(model.perturbed.size > 0 ? { perturbed: [...model.perturbed] } : {}),
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
