/** The input of a methods text: recorded runs, each of their societies once, and an experiment. */
import type { MindLabel } from '../../core/events/events.js';
import { canonical, type Json } from '../../core/util/json.js';
import type { ScenarioModel } from '../../engine/index.js';
import type { Resolved } from '../../language/api.js';
import type { Experiment } from '../../language/generated/society.js';
import type { SourceRef } from '../../trace/index.js';
import { sha256 } from '../../node/ports.js';
import type { ExperimentSensitivity } from '../../protocol/sensitivity.js';
import type { Plan } from '../experiments/design/experimentPlan.js';
import type { RecordedRun } from '../live/recordedRun.js';
import { type FoundCards, NO_CARDS } from '../claims/keptCards.js';
import { sourceName } from '../load/sourceName.js';
import { factsOf, type RunFacts } from './facts.js';
import type { Frozen } from '../frozen/frozenExpectations.js';

/** A scenario of a society, with the texts that it is made from. */
export interface Described {
  readonly model: ScenarioModel;
  readonly resolved: Pick<Resolved, 'society'>;
  readonly sources: readonly SourceRef[];
  /** The texts themselves, which may name papers. */
  readonly texts: readonly string[];
}

/** An experiment, with its kept results. */
export interface Studied {
  readonly id: string;
  readonly experiment: Experiment;
  readonly plan: Pick<Plan, 'arms' | 'seeds'>;
  readonly engine: string;
  /** The minds of its arms. */
  readonly minds: readonly MindLabel[];
  /** The number of runs in its design, and the number that is kept. */
  readonly of: number;
  readonly played: number;
  /** Of the kept runs, the number with a run folder, and the number whose folder is missing or cannot be read. */
  readonly recorded: number;
  readonly gone: number;
  /** The effects of drawn factors, from the kept runs; empty where they are not drawn for sensitivity analysis. */
  readonly sensitivity: readonly ExperimentSensitivity[];
  /** The measures of kept runs. */
  readonly seeds: readonly number[];
}

export interface Study {
  /** At least one. */
  readonly described: readonly Described[];
  readonly runs: readonly RunFacts[];
  readonly experiment: Studied | null;
  readonly frozen: Frozen | null;
  /** Cards of its expectations and comparisons, as they were kept. */
  readonly cards: FoundCards;
}

/** What is known besides the runs. */
interface Besides {
  readonly experiment?: Studied;
  /** What the experiment varies. */
  readonly planned?: Described;
  readonly cards?: FoundCards;
}

/** Reads runs one after another; only the counts of each are kept. */
export class Gathering {
  readonly #described = new Map<string, Described>();
  readonly #runs: RunFacts[] = [];

  add(run: RecordedRun): void {
    const { manifest, model, resolved, sources } = run;
    const key = canonical({ scenario: manifest.scenario, sources: manifest.sources } as unknown as Json);
    if (!this.#described.has(key))
      this.#described.set(key, { model, resolved, sources: manifest.sources, texts: sources.map(({ text }) => text) });
    this.#runs.push(factsOf(run));
  }

  /** Runs in the order of their start, whatever the order of the arguments. */
  study(frozen: Frozen | null, { experiment, planned, cards = NO_CARDS }: Besides = {}): Study {
    const runs = [...this.#runs].sort((a, b) => order(a) - order(b) || (a.manifest.id < b.manifest.id ? -1 : 1));
    const found = [...this.#described].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, one]) => one);
    const described = planned ? [planned] : found;
    const under = new Set([...described.map(({ model }) => model.scenario), ...(experiment ? [experiment.id] : [])]);
    const own = { ...cards, cards: cards.cards.filter((card) => under.has(card.under)) };
    return { described, runs, experiment: experiment ?? null, frozen, cards: own };
  }
}

const order = ({ manifest }: RunFacts): number => Date.parse(manifest.created) || 0;

/** A file that is not played yet, or whose runs have no folders. */
export const describedBy = (model: ScenarioModel, resolved: Pick<Resolved, 'uri' | 'society' | 'sources'>): Described => ({
  ...{ model, resolved },
  sources: resolved.sources.map(({ uri, text }) => ({ uri: sourceName(resolved.uri, uri), sha256: sha256(text) })),
  texts: resolved.sources.map(({ text }) => text),
});
