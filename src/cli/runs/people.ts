/**
 * `society people FILE [RUN…]`: compares runs of a file with the tables of people that its scenario names; plays them if none is given.
 * `society people RUN… --of EXPRESSION --csv FILE --column NAME`: compares one value with one column, without a file.
 */
import { readFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { noSuch } from '../../core/util/suggest.js';
import type { LanguageService, Resolved } from '../../language/api.js';
import { folderFiles } from '../../node/ports.js';
import { designOf, inProcess, openKept, seedsOf, Threads } from '../../runs/experiments/index.js';
import { planDesign } from '../../runs/experiments/design/experimentPlan.js';
import { peopleRoom, problemLine, sourceName } from '../../runs/index.js';
import { locateProblem } from '../../runs/load/locateProblems.js';
import type { PeopleComparison, People, ReferenceProblem, RunAnswers } from '../../runs/people/index.js';
import { playPlan } from '../experiments/playPlan.js';
import { argumentsOf } from '../terminal/arguments.js';
import { fileUri, openLanguage, seedsGiven, wholeNumber } from '../terminal/files.js';
import { jsonText, printable, UsageError } from '../terminal/output.js';
import { PAUSED } from '../terminal/spending.js';
import { Timeline } from '../../core/events/timeline.js';
import { openRecording } from './replay.js';

const OPTIONS = {
  of: { type: 'string' },
  csv: { type: 'string' },
  column: { type: 'string' },
  scenario: { type: 'string' },
  with: { type: 'string' },
  seeds: { type: 'string' },
  workers: { type: 'string' },
  json: { type: 'boolean' },
  yes: { type: 'boolean' },
  'at-once': { type: 'string' },
  calls: { type: 'string' },
  tokens: { type: 'string' },
  money: { type: 'string' },
} as const;

type Options = ReturnType<typeof argumentsOf<typeof OPTIONS>>['values'];

/** How runs are played. */
type Playing = Pick<Options, 'seeds' | 'workers' | 'yes' | 'at-once' | 'calls' | 'tokens' | 'money'>;

/** Runs that are played without --seeds. */
const SEEDS = 10;

export async function people(args: readonly string[]): Promise<number> {
  const { values, positionals } = argumentsOf('people', args, OPTIONS);
  const [first, ...rest] = positionals;
  if (first === undefined) throw new UsageError('people needs a file, or run folders with --of, --csv and --column.');
  return first.endsWith('.society') ? ofFile(first, rest, values) : ofColumn(positionals, values);
}

async function ofColumn(paths: readonly string[], { of, csv, column, json }: Options): Promise<number> {
  if (of === undefined || csv === undefined || column === undefined)
    throw new UsageError(
      'people needs --of EXPRESSION, --csv FILE and --column NAME, or a file with `compare_with` before the run folders.',
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
  const { comparePeople, loadPeople, recordName, specsOf } = await peopleRoom();
  const scenario = await scenarioOf(resolved, values.scenario);
  const { people: all, problems } = await loadPeople(language, resolved, scenario);
  if (problems[0]) throw new UsageError(problemLine(problems[0], (source) => sourceName(uri, source)));
  const wanted = named(all, values.with);
  const played =
    runs.length > 0
      ? await recordedAnswers(runs, scenario, wanted)
      : await playedAnswers(language, resolved, scenario, values, recordName(specsOf(resolved, scenario)));
  if (played === null) return PAUSED;
  const comparisons = wanted.map(({ spec, table }) => {
    const compared = comparePeople(spec, table, played);
    if (!compared.ok) throw new UsageError(compared.problems.map((one) => problemAt(resolved, one)).join('\n'));
    return compared.comparison;
  });
  return told(comparisons, values.json ?? false);
}

const problemAt = (resolved: Resolved, problem: ReferenceProblem): string =>
  problemLine(locateProblem(resolved, problem), (source) => sourceName(resolved.uri, source));

/** The scenario that is named, or the first one that names a table. */
async function scenarioOf(resolved: Resolved, named: string | undefined): Promise<string> {
  const { specsOf } = await peopleRoom();
  const ids = Object.keys(resolved.society.scenarios ?? {});
  if (named !== undefined && !ids.includes(named)) throw new UsageError(noSuch('scenario', named, ids));
  const found = (named === undefined ? ids : [named]).find((id) => specsOf(resolved, id).length > 0);
  if (found === undefined)
    throw new UsageError(
      'No scenario names a table of people. Write it under `compare_with`, as in `survey: { people: ./survey.csv, answers: … }`.',
    );
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
      throw new UsageError(`${path} is a run of scenario \`${run.model.scenario}\`, and the table is named by \`${scenario}\`.`);
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

/** What runs of a scenario record as `measure`; null where the budget of a model is reached. */
export async function playedAnswers(
  language: LanguageService,
  resolved: Resolved,
  scenario: string,
  values: Playing,
  measure: string,
): Promise<readonly RunAnswers[] | null> {
  const experiment = { scenario, compare: { [measure]: { measure } } };
  const first = resolved.society.scenarios?.[scenario]?.seed ?? 1;
  const given = seedsGiven(values.seeds) ?? SEEDS;
  const seeds = typeof given === 'number' ? Array.from({ length: given }, (_, i) => first + i) : seedsOf({}, given);
  const folder = join(dirname(fileURLToPath(resolved.uri)), '.society', 'people');
  const kept = await openKept(folderFiles(folder));
  const design = { id: scenario, experiment, design: { ...designOf(experiment), seeds } };
  const plan = await planDesign(resolved, design, { language, known: kept.cells });
  const workers = wholeNumber('workers', values.workers, 0) ?? availableParallelism();
  const threads = workers === 0 || plan.missing.length < 2 ? null : new Threads(Math.min(workers, plan.missing.length));
  try {
    const played = await playPlan(plan, {
      kept,
      folder: basename(folder),
      asking: { ...values, atOnce: wholeNumber('at-once', values['at-once'], 1), shard: undefined },
      alone: (token) => threads?.player(plan.material) ?? inProcess(plan.material, token),
    });
    if (played.lost[0]) throw new Error(`A run did not end: ${played.lost[0].problem}`);
    if (played.state !== 'ended') return null;
    return played.cells.flatMap(({ answers }) => answers ?? []);
  } finally {
    await threads?.close();
    await kept.close();
  }
}

async function told(comparisons: readonly PeopleComparison[], isJson: boolean): Promise<number> {
  const { fullText, PEOPLE_LIMITS } = await peopleRoom();
  if (isJson) process.stdout.write(jsonText({ synthetic: true, comparisons }));
  else process.stdout.write(`${printable([...comparisons.map(fullText), PEOPLE_LIMITS].join('\n\n'))}\n`);
  return 0;
}
