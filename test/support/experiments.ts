/** A small study, its experiment planned and played in this process, for tests. */
import { join } from 'node:path';
import { neverCancelled } from '../../src/core/util/lifecycle.js';
import { createLanguageService, type LanguageService } from '../../src/language/index.js';
import { nodeTextFiles } from '../../src/node/ports.js';
import {
  type ExperimentRun,
  inProcess,
  type Plan,
  planExperiment,
  type PlanOptions,
  type Played,
  type PlayHost,
  playExperiment,
} from '../../src/runs/experiments/index.js';

export const MAIN = 'file:///study/main.society';

/** `experiment`: the lines below its scenario, each line indented by four. */
export const study = (experiment: string): string => `society: 1
imports: [library/feed]
personas:
  ada: { name: Ada, interests: [jazz] }
  ben: { name: Ben, interests: [jazz] }
  cem: { name: Cem, interests: [chess] }
ties: { friendship: { among: all, change: { rule: evidence } } }
prompts:
  spoken: { frame: Speak as this person., wordings: { b: { frame: Talk as this person would. } } }
scenarios:
  meet: { world: feed, rounds: 3, prompts: spoken, interventions: { news: { at: 2, announce: The market opens. } } }
experiments:
  talk:
    scenario: meet
${experiment}
`;

/** One for all tests, so that the library is read once. */
const language = createLanguageService(nodeTextFiles(join(process.cwd(), 'library')));

/** The language with a study open in it, which replaces the study before. */
export const opened = (source: string): LanguageService => {
  language.set(MAIN, source);
  return language;
};

export const planned = (source: string, options: Partial<PlanOptions> = {}): Promise<Plan> =>
  planExperiment(MAIN, 'talk', { language: opened(source), known: new Map(), ...options });

/** Plays a plan; finished runs go to `known`. */
export const playedPlan = (plan: Plan, known = new Map<string, ExperimentRun>(), host: Partial<PlayHost> = {}): Promise<Played> =>
  playExperiment(plan, {
    ...{ alone: inProcess(plan.material, neverCancelled), asking: null, token: neverCancelled, now: () => 0 },
    keep: async (cell) => void known.set(cell.key, cell),
    ...host,
  });
