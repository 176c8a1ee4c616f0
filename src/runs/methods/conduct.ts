/** The conduct of a study: minds and how they were asked, the design, runs and exclusions, answers and cost. */
import type { MindKind, MindLabel } from '../../core/events/events.js';
import { NULL_RUNS } from '../../engine/index.js';
import type { Comparison, Experiment, ModelSpec } from '../../language/generated/society.js';
import { ranges } from '../../core/util/textPosition.js';
import { isLanguageModel, NOTHING, sum } from '../../minds/index.js';
import { nullsOf } from '../load/applyArmSettings.js';
import { amountOf } from '../cost/cost.js';
import { EACH_OTHER, namedIn } from '../experiments/results/meansBySeed.js';
import { isOfPoints, pairsOf } from '../experiments/results/comparison.js';
import type { Arm } from '../experiments/design/design.js';
import { type Block, code, codes, count, heading, type Inline, type Line, list, paragraph, share, table } from './document.js';
import { type Counts, type RunFacts, together, total } from './facts.js';
import { sensitivity } from './sensitivity.js';
import type { Study } from './study.js';

/** The kinds of minds, as text. */
const MINDS: { readonly [kind in MindKind]: string } = {
  builtin: 'built-in mind, rule-based; no language model',
  random: 'chooses at random among the possible options; a null',
  openai: 'language model, by an endpoint of the OpenAI protocol',
  editor: 'language model that the editor offers',
  recorded: 'answers of an earlier run',
  scripted: 'answers written beforehand',
  human: 'a person',
};

/** The settings of a language model in the file, as they were sent; the server chose the others. */
const SAMPLING = ['temperature', 'top_p', 'max_tokens', 'context', 'schema'] as const;

export function minds(study: Study): readonly Block[] {
  const { runs, described } = study;
  // One id can mean different models in different files.
  const labels = new Map(mindsOf(study).map((one) => [`${one.id} ${one.model}`, one]));
  const specs = described[0]?.resolved.society.models ?? {};
  const rows = [...labels.values()].map(({ id, kind, model, embeds }): readonly Line[] => {
    const as = new Set(runs.flatMap(({ answeredAs }) => answeredAs.get(id) ?? []));
    return [code(id), `${MINDS[kind]}${embeds ? '; gives embeddings only' : ''}`, code(model), codes([...as].sort()), sampling(specs[id])];
  });
  const batches = [...new Set([...labels.values()].map(({ id }) => id))].flatMap((id) => batchLine(id, specs[id]));
  const withheld = [...new Set(runs.flatMap(({ manifest }) => manifest.withheld))];
  return [
    heading(2, 'Minds and models'),
    ...table(['Mind', 'Is', 'Name or version', 'Answered as', 'Sampling'], rows),
    paragraph(
      '“Answered as” is the name that is recorded with answers of language models. A provider can change a model and keep its name.',
    ),
    ...batches,
    ...(withheld.length > 0 ? [paragraph('Private fields were withheld from ', ...codes(withheld), '.')] : []),
  ];
}

/** The purposes that the file asks in batches. */
function batchLine(id: string, spec: ModelSpec | undefined): readonly Block[] {
  const purposes = spec?.kind === 'openai' ? [...(spec.batch ?? [])].sort() : [];
  if (purposes.length === 0) return [];
  const rest =
    ' were sent in batches, which the provider answers within 24 hours; a question without an answer in its batch was asked alone.';
  return [paragraph('Questions to ', code(id), ' with the purpose ', ...codes(purposes), rest)];
}

function sampling(spec: ModelSpec | undefined): Line {
  if (!spec || !isLanguageModel(spec.kind)) return '';
  const sent: { readonly [key: string]: unknown } = { ...spec };
  const given = SAMPLING.flatMap((key) => {
    const value = sent[key];
    return value === undefined ? [] : [`${key} ${String(value)}`];
  });
  return given.length > 0 ? `${given.join(', ')}; else as the server has it` : 'as the server has it';
}

export function design({ runs, experiment }: Study): readonly Block[] {
  const seeds = experiment?.seeds ?? [...new Set(runs.map(({ manifest }) => manifest.seed))].sort((a, b) => a - b);
  const nulls = runs.filter(({ manifest }) => manifest.nulls.length > 0);
  const nullArms = (experiment?.plan.arms ?? []).filter(({ set }) => nullsOf(set).length > 0).slice(0, LISTED);
  return [
    heading(2, 'Design'),
    ...(experiment ? arms(experiment) : []),
    paragraph(
      `Seeds of the runs: ${ranges(seeds) || 'none'} (${seeds.length}). Rounds at most: ${unique(runs.map(({ manifest }) => manifest.rounds)) || 'as in the scenario'}.`,
    ),
    ...nullArms.map(({ id, set }) => paragraph('Arm ', code(id), ` is a null run: ${nullsOf(set).join(', ')}.`)),
    ...(nulls.length > 0 || nullArms.length === 0 ? [paragraph(nullWords(nulls))] : []),
  ];
}

const nullWords = (nulls: readonly RunFacts[]): string =>
  nulls.length === 0
    ? `No null run (${NULL_RUNS.join(', ')}) is among the runs.`
    : `${count(nulls.length, 'run is a null run', 'runs are null runs')}: ${[...new Set(nulls.flatMap(({ manifest }) => manifest.nulls))].join(', ')}.`;

function arms(studied: NonNullable<Study['experiment']>): readonly Block[] {
  const { id, experiment, plan } = studied;
  const title = experiment.title === undefined ? '' : ` (${experiment.title})`;
  const rows = plan.arms.slice(0, LISTED).map(({ id: arm, ...of }): readonly Line[] => [arm, condition(of)]);
  return [
    paragraph('Experiment ', code(id), `${title}: ${count(plan.arms.length, 'arm')}, each with the seeds ${ranges(plan.seeds)}.`),
    ...sensitivity(studied),
    ...table(['Arm', 'Sets'], rows),
    ...unlisted(plan.arms.length, 'arm'),
    ...comparisons(experiment, plan.arms),
  ];
}

/** The settings of an arm that differ from the file. */
const condition = ({ set = {}, wording, model }: Partial<Pick<Arm, 'set' | 'wording' | 'model'>>): readonly Inline[] =>
  codes([
    ...Object.entries(set).map(([path, value]) => `${path} = ${JSON.stringify(value)}`),
    ...(typeof wording === 'string' ? [`wording ${wording}`] : []),
    ...(typeof model === 'string' ? [`model ${model}`] : []),
  ]);

function comparisons({ compare = {}, correct = 'holm' }: Experiment, arms: readonly Arm[]): readonly Block[] {
  // The effects of factors are in another section.
  const all = Object.entries(compare).filter(([, one]) => !isOfPoints(one, arms));
  if (all.length < Object.keys(compare).length && all.length === 0) return [];
  if (all.length === 0) return [paragraph('No comparison is written down: the compared measures were not chosen beforehand.')];
  const tests = all.map(([, one]) => (one.test === 'bootstrap' ? 0 : pairsIn(one, arms))).reduce((n, own) => n + own, 0);
  const lines = all.map(
    ([name, { measure, at, test = 'permutation', paired, against }]): Line => [
      ...[code(name), ': ', code(measure)],
      `, ${typeof at === 'number' ? `in round ${at}` : 'at the end'}; ${test}${paired ? ', paired by seed' : ''}`,
      against === undefined ? '' : against === EACH_OTHER ? '; each arm with each other' : `; against ${against}`,
    ],
  );
  return [
    paragraph('Compared, each arm with the first unless another is named:'),
    ...list(lines),
    paragraph(`${count(tests, 'test')} in all; p corrected: ${correct}. p is not given where every seed gave the same value.`),
    paragraph(
      'The independent units are seeds: runs of one seed with other wordings, models or settings are averaged before any test or resampling. Intervals of means and of differences are 95 % intervals by Student’s t over seeds ',
      { cite: ['student1908'] },
      ', with the degrees of freedom of Welch ',
      { cite: ['welch1947'] },
      ' where arms are not paired.',
    ),
  ];
}

const pairsIn = (comparison: Comparison, arms: readonly Arm[]): number =>
  pairsOf(comparison, arms, namedIn(comparison, arms) ?? arms.map(({ id }) => id)).length;

/** The most rows of a table. */
const LISTED = 50;

const unlisted = (n: number, one: string): readonly Block[] =>
  n > LISTED ? [paragraph(`${count(n - LISTED, `further ${one} is`, `further ${one}s are`)} not listed.`)] : [];

export function conduct({ runs, experiment }: Study): readonly Block[] {
  const [first = '', ...later] = runs.map(({ manifest }) => manifest.created.slice(0, 10)).sort();
  const last = later.at(-1) ?? first;
  const ended = runs.filter(({ manifest }) => manifest.state === 'ended').length;
  const begun = `${count(runs.length, 'run')} with a folder, begun ${first === last ? `on ${first}` : `from ${first} to ${last}`} (UTC)`;
  return [
    heading(2, 'Runs and exclusions'),
    ...(experiment ? [paragraph(kept(experiment))] : []),
    ...(runs.length > 0 ? [paragraph(`${begun}; ${ended} reached their end.`)] : []),
    ...exclusions(runs),
    ...table(['Run', 'Begun', 'Seed', 'Rounds', 'Agents', 'State', 'Sets'], runs.slice(0, LISTED).map(runRow)),
    ...unlisted(runs.length, 'run'),
  ];
}

const runRow = ({ manifest, round, agents }: RunFacts): readonly Line[] => {
  const { id, created, seed, rounds, state, set, wording, mind } = manifest;
  const sets = condition({ ...(set ? { set } : {}), wording, model: mind });
  return [code(id), created.slice(0, 10), String(seed), `${round} of ${rounds}`, String(agents), state, sets];
};

const kept = ({ of, played, recorded, gone }: NonNullable<Study['experiment']>): string =>
  `Of ${count(of, 'run')} of the design ${played} ${played === 1 ? 'is' : 'are'} kept and ${of - played} missing: lost, or not played. ${recorded} of those kept ${recorded === 1 ? 'has' : 'have'} a run folder; of the others only the measures are kept, and the file reproduces them.${gone > 0 ? ` Folders of ${count(gone, 'run')} that asked language models are missing: their answers and costs are not included below.` : ''}`;

/** Runs that differ from those of the file alone, or are incomplete. */
function exclusions(runs: readonly RunFacts[]): readonly Block[] {
  const those = (words: string, is: (run: RunFacts) => boolean): readonly Line[] => {
    const found = runs.filter(is).map(({ manifest }) => manifest.id);
    return found.length === 0 ? [] : [[`${words} (${found.length}): `, ...codes(found.slice(0, LISTED))]];
  };
  const lines = [
    ...those('Did not reach their end', ({ manifest }) => manifest.state !== 'ended'),
    ...those('Forks of other runs', ({ manifest }) => manifest.parent !== null),
    ...those('With overrides', ({ overrides }) => overrides > 0),
    ...those('With another mind than the file’s', ({ manifest }) => manifest.mind !== null),
  ];
  if (runs.length === 0) return [];
  return lines.length > 0
    ? [paragraph('Of these:'), ...list(lines)]
    : [paragraph('None of these is incomplete, forked, or has overrides.')];
}

export function answers({ runs }: Study): readonly Block[] {
  if (runs.length === 0) return [];
  const all = (of: (run: RunFacts) => Counts): readonly (readonly [string, number])[] => together(runs.map(of));
  const [repaired, fallback, turns] = [all((run) => run.repaired), all((run) => run.fallback), all((run) => run.turns)];
  const accepted = runs.reduce((n, run) => n + run.accepted, 0);
  const answered = accepted + total(repaired) + total(fallback);
  const silent = turns.filter(([reason]) => !WITH_EFFECT.has(reason));
  const counted = (counts: readonly (readonly [string, number])[]): string => counts.map(([name, n]) => `${name} ${n}`).join(', ');
  const why = (counts: readonly (readonly [string, number])[]): string => (counts.length > 0 ? `: ${counted(counts)}` : '');
  const faults = runs.reduce((n, run) => n + run.faults, 0);
  return [
    heading(2, 'Answers'),
    ...list([
      `Questions by purpose: ${counted(all((run) => run.questions)) || 'none'}.`,
      ...sharedLine(runs),
      `Answers that were repaired to fit the required form: ${share(total(repaired), answered)}${why(repaired)}.`,
      `Fallback answers, from another mind or none: ${share(total(fallback), answered)}${why(fallback)}.`,
      `Turns without an effect, by reason: ${share(total(silent), total(turns))}${why(silent)}.`,
      `Faults of formulas, each recorded at its line: ${faults}.`,
      `Answers reused from other runs: ${runs.reduce((n, run) => n + run.reused, 0)}.`,
    ]),
  ];
}

/** How many questions agents of archetypes shared. */
function sharedLine(runs: readonly RunFacts[]): readonly string[] {
  const shared = runs.reduce((n, run) => n + run.shared, 0);
  if (shared === 0) return [];
  const asked = total(together(runs.map(({ questions }) => questions)));
  return [`Questions that an agent shared with another of its archetype: ${share(shared, asked)}. Each agent had an answer of its own.`];
}

/** Ends of turns that had an effect. */
const WITH_EFFECT: ReadonlySet<string> = new Set(['acted', 'answered']);

export function cost({ runs }: Study): readonly Block[] {
  const { calls, input, output, unsure } = runs.map(({ spent }) => spent).reduce(sum, NOTHING);
  const { money } = amountOf(runs.flatMap(({ booked }) => booked));
  const price = money === '' ? 'no price is known' : `${money} at current prices`;
  const words =
    calls === 0
      ? 'No language model was called, and nothing was spent.'
      : `${count(calls, 'call')} of language models, ${input} tokens sent and ${output} received; ${price}.`;
  const doubt = unsure === 0 ? '' : ` Of ${count(unsure, 'call')} the token counts are unknown: their upper bounds are counted.`;
  const drawn = runs.reduce((n, run) => n + run.drawn, 0);
  const saved = drawn === 0 ? '' : ` Agents of archetypes shared calls: ${count(drawn, 'answer')} came without a call of their own.`;
  return [heading(2, 'Cost'), paragraph(words + doubt + saved)];
}

const unique = (values: readonly number[]): string => [...new Set(values)].sort((a, b) => a - b).join(', ');

/** Minds of all runs and arms; those of the file where it is not played. */
function mindsOf({ runs, experiment, described }: Study): readonly MindLabel[] {
  const found = [
    ...runs.flatMap(({ manifest }) => [...manifest.minds, ...(manifest.continued ?? []).flatMap(({ minds: later }) => later)]),
    ...(experiment?.minds ?? []),
  ];
  return found.length > 0 ? found : described.flatMap(({ model }) => model.minds);
}

/** The kinds of the minds that answer. */
export const speakers = (study: Study): ReadonlySet<MindKind> =>
  new Set(
    mindsOf(study)
      .filter(({ embeds }) => !embeds)
      .map(({ kind }) => kind),
  );
