/**
 * `society people FILE [RUN…]`: compares runs of a file with the tables of people that its scenario names; plays them if none is given.
 * `society people RUN… --of EXPRESSION --csv FILE --column NAME`: compares one value with one column, without a file.
 */
import { readFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { t } from '../../core/util/l10n.js';
import { translated } from '../../core/util/recordedText.js';
import { noSuch } from '../../core/util/suggest.js';
import { consecutiveSeeds, type LanguageService, type Resolved, type Seeds } from '../../language/api.js';
import { experimentPlace } from '../../node/runPlace.js';
import { designOf, seedsOf } from '../../runs/experiments/index.js';
import { planDesign } from '../../runs/experiments/design/experimentPlan.js';
import { networksRoom, peopleRoom, problemLine, sourceName } from '../../runs/index.js';
import { locateProblem } from '../../runs/load/locateProblems.js';
import type { PeopleComparison, People, ReferenceProblem, RunAnswers } from '../../runs/people/index.js';
import { inPlaySession, PLAY_OPTIONS, type PlayValues } from '../experiments/playSession.js';
import { argumentsOf } from '../terminal/arguments.js';
import { fileUri, openLanguage, seedsGiven } from '../terminal/files.js';
import { jsonText, printable, UsageError } from '../terminal/output.js';
import { PAUSED } from '../terminal/spending.js';
import { Timeline } from '../../core/events/timeline.js';
import { openRecording } from './replay.js';

const OPTIONS = {
  ...PLAY_OPTIONS,
  of: { type: 'string' },
  csv: { type: 'string' },
  column: { type: 'string' },
  scenario: { type: 'string' },
  experiment: { type: 'string' },
  with: { type: 'string' },
  seeds: { type: 'string' },
  json: { type: 'boolean' },
} as const;

type Options = ReturnType<typeof argumentsOf<typeof OPTIONS>>['values'];

/** How runs are played. */
type Playing = PlayValues & Pick<Options, 'seeds' | 'experiment'>;

/** Runs that are played without --seeds. */
const SEEDS = 10;

export async function people(args: readonly string[]): Promise<number> {
  const { values, positionals } = argumentsOf('people', args, OPTIONS);
  const [first, ...rest] = positionals;
  if (first === undefined) throw new UsageError(t('people needs a file, or run folders with --of, --csv and --column.'));
  return first.endsWith('.society') ? ofFile(first, rest, values) : ofColumn(positionals, values);
}

async function ofColumn(paths: readonly string[], { of, csv, column, json }: Options): Promise<number> {
  if (of === undefined || csv === undefined || column === undefined)
    throw new UsageError(
      t('people needs --of EXPRESSION, --csv FILE and --column NAME, or a file with `compare_with` before the run folders.'),
    );
  const { comparePeople, listedAnswers, peopleSpecs, readTable } = await peopleRoom();
  const [spec] = peopleSpecs({ compare_with: { table: { people: csv, answers: { value: { of, column } } } } }, '');
  const read = await readTable(csv, await readFile(csv), new Set([column]));
  if (!read.ok) throw new UsageError(read.message);
  const runs: RunAnswers[] = [];
  for (const path of paths) runs.push(listedAnswers(await openRecording(path), of, 'table.answers.value'));
  const compared = comparePeople(spec!, read.table, runs);
  if (!compared.ok) throw new UsageError(compared.problems[0]?.message ?? '');
  return told([compared.comparison], json ?? false);
}

async function ofFile(path: string, runs: readonly string[], values: Options): Promise<number> {
  const language = openLanguage();
  const uri = fileUri(path);
  const resolved = await language.resolve(uri);
  const wrong = resolved.problems.find(({ severity }) => severity === 'error');
  if (wrong) throw new UsageError(problemLine(wrong, (source) => sourceName(uri, source)));
  const { comparePeople, loadPeople } = await peopleRoom();
  if (values.experiment !== undefined && runs.length > 0)
    throw new UsageError(t('--experiment plays its own runs, so name no run folder.'));
  const scenario = await scenarioOf(resolved, scenarioOfExperiment(resolved, values));
  const { people: all, problems } = await loadPeople(language, resolved, scenario);
  if (problems[0]) throw new UsageError(problemLine(problems[0], (source) => sourceName(uri, source)));
  const wanted = named(all, values.with);
  const played =
    runs.length > 0
      ? [{ arm: null, runs: await recordedAnswers(runs, scenario, wanted) }]
      : await playedAnswers(language, resolved, scenario, values);
  if (played === null) return PAUSED;
  const comparisons = played.flatMap(({ arm, runs: answers }) =>
    wanted.map(({ spec, table }) => {
      const compared = comparePeople(spec, table, answers);
      if (!compared.ok) throw new UsageError(compared.problems.map((one) => problemAt(resolved, one)).join('\n'));
      return arm === null ? compared.comparison : { arm, ...compared.comparison };
    }),
  );
  return told(comparisons, values.json ?? false);
}

const problemAt = (resolved: Resolved, problem: ReferenceProblem): string =>
  problemLine(locateProblem(resolved, problem), (source) => sourceName(resolved.uri, source));

/** The scenario that is named, or the first one that names a table. */
async function scenarioOf(resolved: Resolved, named: string | undefined): Promise<string> {
  const { specsOf } = await peopleRoom();
  const ids = Object.keys(resolved.society.scenarios ?? {});
  if (named !== undefined && !ids.includes(named)) throw new UsageError(noSuch('scenario', named, ids));
  const wanted = named === undefined ? ids : [named];
  const found = wanted.find((id) => specsOf(resolved, id).length > 0);
  if (found === undefined) {
    const { networksIn } = await networksRoom();
    if (wanted.some((id) => networksIn(resolved, id).length > 0))
      throw new UsageError(t('`compare_with` names a network and no table of people: `society network` compares it.'));
    throw new UsageError(
      t('No scenario names a table of people. Write it under `compare_with`, as in `survey: { people: ./survey.csv, answers: … }`.'),
    );
  }
  return found;
}

function named(all: readonly People[], id: string | undefined): readonly People[] {
  const found = id === undefined ? all : all.filter(({ spec }) => spec.id === id);
  if (found.length > 0) return found;
  throw new UsageError(
    noSuch(
      'table of people',
      id ?? '',
      all.map(({ spec }) => spec.id),
    ),
  );
}

async function recordedAnswers(paths: readonly string[], scenario: string, wanted: readonly People[]): Promise<readonly RunAnswers[]> {
  const { runAnswers } = await peopleRoom();
  const answers: RunAnswers[] = [];
  for (const path of paths) {
    const run = await openRecording(path);
    if (run.model.scenario !== scenario)
      throw new UsageError(t('{0} is a run of scenario `{1}`, and the table is named by `{2}`.', path, run.model.scenario, scenario));
    answers.push(
      runAnswers(
        run.model,
        Timeline.of(run.events),
        wanted.map(({ spec }) => spec),
      ),
    );
  }
  return answers;
}

/** The answers of the runs of an arm; of a scenario alone there is one without a name. */
interface PlayedArm {
  readonly arm: string | null;
  readonly runs: readonly RunAnswers[];
}

/** What runs of a scenario, or of each arm of an experiment, keep for all its outside data; null where the budget of a model is reached. */
export async function playedAnswers(
  language: LanguageService,
  resolved: Resolved,
  scenario: string,
  values: Playing,
): Promise<readonly PlayedArm[] | null> {
  const home = dirname(fileURLToPath(resolved.uri));
  const { experiment: id } = values;
  const written = id === undefined ? { scenario } : resolved.society.experiments![id]!;
  const { outsideMeasures, outsideSpecs } = await peopleRoom();
  const measures = outsideMeasures(outsideSpecs(resolved.society.scenarios?.[scenario] ?? {}));
  const kept = Object.fromEntries(measures.map((measure) => [measure, { measure }]));
  const experiment = { ...written, compare: { ...written.compare, ...kept } };
  const seeds = seedsGiven(values.seeds);
  const design = id === undefined ? { ...designOf(experiment), seeds: seedsFrom(resolved, scenario, seeds) } : designOf(experiment, seeds);
  const folder = id === undefined ? join(home, '.society', 'people') : experimentPlace(home, id);
  return inPlaySession(values, { folder, shownAs: basename(folder) }, async ({ known, play }) => {
    const played = await play(await planDesign(resolved, { id: id ?? scenario, experiment, design }, { language, known }));
    if (played.lost[0]) throw new Error(t('A run did not end: {0}', translated(played.lost[0].problem)));
    if (played.state !== 'ended') return null;
    return design.arms.map(({ id: arm }) => ({
      arm: id === undefined ? null : arm,
      runs: played.cells.flatMap((cell) => (cell.arm === arm ? (cell.answers ?? []) : [])),
    }));
  });
}

/** A number of seeds begins with that of the scenario. */
function seedsFrom(resolved: Resolved, scenario: string, given: Seeds = SEEDS): readonly number[] {
  const first = resolved.society.scenarios?.[scenario]?.seed ?? 1;
  return typeof given === 'number' ? consecutiveSeeds(first, given) : seedsOf({}, given);
}

/** The scenario of the experiment that is named; undefined where none is. A usage error where the file has no such experiment. */
export function scenarioOfExperiment(
  { society }: Resolved,
  { experiment, scenario }: Pick<Options, 'experiment' | 'scenario'>,
): string | undefined {
  if (experiment === undefined) return scenario;
  if (scenario !== undefined) throw new UsageError(t('--experiment names the scenario, so leave out --scenario.'));
  const found = society.experiments?.[experiment];
  if (!found) throw new UsageError(noSuch('experiment', experiment, Object.keys(society.experiments ?? {})));
  return found.scenario;
}

/** Each comparison, with the arm that it is of. */
async function told(comparisons: readonly (PeopleComparison & { readonly arm?: string })[], isJson: boolean): Promise<number> {
  const { fullText, PEOPLE_LIMITS } = await peopleRoom();
  if (isJson) process.stdout.write(jsonText({ synthetic: true, comparisons }));
  else
    process.stdout.write(
      `${printable([...comparisons.map((one) => `${one.arm === undefined ? '' : `${t('arm {0}', one.arm)}\n`}${fullText(one)}`), t(PEOPLE_LIMITS)].join('\n\n'))}\n`,
    );
  return 0;
}
