/** The works that a study cites: those that its files name, the sources of its parts, and the sources of its measures and statistics. */
import { measureFunctions, measureWords } from '../../expr/index.js';
import type { ScenarioModel } from '../../engine/index.js';
import { sensitivityDesign } from '../../language/api.js';
import type { Sampling } from '../../language/generated/society.js';
import type { Study } from './study.js';
import { type Work, WORKS } from './works.js';

export interface Cited {
  /** In the order of the list of works. */
  readonly works: readonly Work[];
  /** Numbers of arXiv preprints in the files that the list of works does not have. */
  readonly unlisted: readonly string[];
}

export function worksIn(study: Study): Cited {
  const names = [
    ...['Grimm et al. 2020', 'Achter et al. 2022'],
    ...study.described.flatMap(({ texts, model }) => [...texts, ...parts(model), ...measureSources(model)]),
    ...statistics(study),
  ].join('\n');
  const works = WORKS.filter(({ names: own }) => own.some((name) => names.includes(name)));
  const listed = new Set(WORKS.flatMap(({ names: own }) => own));
  const numbers = [...names.matchAll(/arXiv[: ]\s*([0-9]{4}\.[0-9]{5})/g)].map(([, number = '']) => number);
  return { works, unlisted: [...new Set(numbers)].filter((number) => !listed.has(number)).sort() };
}

/** Parts of the engine that a model uses, with their sources. */
function parts({ memory, networks, rewards, coach, phases, codes, minds }: ScenarioModel): readonly string[] {
  const all = [...phases.start, ...phases.round, ...phases.end];
  return [
    ...(memory.kind === 'none' ? [] : ['Park et al. 2023']),
    ...(rewards.length > 0 || coach || networks.some(({ rule }) => rule) ? ['2510.19299'] : []),
    ...(all.some(({ actions }) => actions.some(({ share }) => share)) ? ['2404.16698'] : []),
    ...(all.some(({ replace, pair }) => replace || pair?.alternate) ? ['2412.10270'] : []),
    ...(all.some(({ kind, feed, order }) => kind === 'act' && (RANKS.has(feed.rank) || order.hours)) ? ['2411.11581'] : []),
    ...(codes.some(({ agree }) => agree) ? ['Cohen 1960'] : []),
    ...(minds.some(({ kind }) => kind === 'builtin') ? ['Hegselmann and Krause 2002'] : []),
  ];
}

/** Orders of a feed that follow OASIS. */
const RANKS: ReadonlySet<string> = new Set(['hot', 'interest', 'liked']);

/** The sources of a model's measures, used directly or in formulas. */
function measureSources({ measures, expectations, until }: ScenarioModel): readonly string[] {
  const formulas = [
    ...measures.map(({ id, formula }) => formula?.source ?? id),
    ...expectations.map(({ that }) => that.source),
    until?.source ?? '',
  ];
  const used = new Set(formulas.join('\n').match(/[a-z][a-z0-9_]*/g) ?? []);
  return [...used].map((name) => measureWords.get(name)?.source ?? measureFunctions.get(name)?.source ?? '');
}

/** The sources of an experiment's statistics. */
function statistics({ experiment }: Study): readonly string[] {
  if (!experiment) return [];
  const { compare = {}, correct = 'holm', sample } = experiment.experiment;
  const tests = new Set(Object.values(compare).map(({ test = 'permutation' }) => test));
  return [
    ...['Hedges 1981', 'Student 1908', 'Welch 1947'],
    // The intervals of factor effects use the bootstrap as well.
    ...(tests.has('bootstrap') || sensitivityDesign(sample) !== null ? ['Efron 1979'] : []),
    ...(tests.has('permutation') ? ['Phipson and Smyth 2010'] : []),
    ...(tests.has('mann_whitney') ? ['Mann and Whitney 1947'] : []),
    ...(correct === 'holm' ? ['Holm 1979'] : []),
    ...(correct === 'bh' ? ['Benjamini and Hochberg 1995'] : []),
    ...(sample ? DRAWN[sample.by ?? 'latin_hypercube'] : []),
  ];
}

/** The sources of a sample's design and its indices. */
const DRAWN: { readonly [by in NonNullable<Sampling['by']>]: readonly string[] } = {
  latin_hypercube: ['McKay, Beckman and Conover 1979'],
  random: [],
  morris: ['Morris 1991', 'Campolongo, Cariboni and Saltelli 2007'],
  saltelli: ['Saltelli et al. 2010', 'Joe and Kuo 2008', 'Jansen 1999'],
};
