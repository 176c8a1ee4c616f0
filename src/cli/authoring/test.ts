/** `society test FILE…`: plays scenarios with expectations for each seed, and prints which expectations hold. */
import { translated } from '../../core/util/recordedText.js';
import { readFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { CancellationSource, type CancellationToken } from '../../core/util/lifecycle.js';
import { noSuch } from '../../core/util/suggest.js';
import { type LanguageService, type Resolved, spanOf } from '../../language/api.js';
import { machineMemory } from '../../node/machine.js';
import { folderFiles, writeWhole } from '../../node/ports.js';
import { makeFolder, newRunPlace } from '../../node/runPlace.js';
import {
  frozenRoom,
  problemLine,
  seedsFor,
  type Tested,
  testedScenarios,
  type TestHost,
  testScenario,
  type Verdict,
  verdictText,
  verdictWords,
} from '../../runs/index.js';
import { terminalAccess } from '../terminal/access.js';
import { annotations } from '../terminal/annotations.js';
import { argumentsOf, CHOICES, chosen, nullRuns } from '../terminal/arguments.js';
import { fileUris, notThere, openLanguage } from '../terminal/files.js';
import { announceEgress, announceTime } from './forecast.js';
import { type Case, junit } from '../terminal/junit.js';
import { aside, displayPath, jsonText, plural, printable, UsageError } from '../terminal/output.js';
import { english, t, type Wording } from '../../core/util/l10n.js';

export async function test(args: readonly string[]): Promise<number> {
  const { values, positionals } = argumentsOf('test', args, {
    ...CHOICES,
    null: { type: 'string', multiple: true },
    junit: { type: 'string' },
    json: { type: 'boolean' },
    annotate: { type: 'boolean' },
  });
  if (positionals.length === 0) throw new UsageError(t('test needs a file.'));
  const { seed, scenario: only, ...chosenOptions } = chosen(values);
  const options = { ...chosenOptions, nulls: nullRuns(values.null) };
  const language = openLanguage();
  const files = await Promise.all((await fileUris(positionals)).map(async (uri) => ({ uri, resolved: await language.resolve(uri) })));
  if (only !== undefined && !files.some(({ resolved }) => resolved.society.scenarios?.[only]))
    throw new UsageError(
      noSuch('scenario', only, [...new Set(files.flatMap(({ resolved }) => Object.keys(resolved.society.scenarios ?? {})))]),
    );
  const cancel = new CancellationSource();
  const stop = (): void => cancel.cancel();
  process.once('SIGINT', stop);
  const cases: Case[] = [];
  for (const file of files)
    cases.push(...(await casesOf(file, { only, seed, options, language, token: cancel.token, tells: !values.json })));
  process.removeListener('SIGINT', stop);
  const failed = cases.filter(({ failure }) => failure !== null).length;
  const unreadable = cases.filter(isUnread).length;
  if (values.json) process.stdout.write(jsonText(cases));
  else
    aside(
      t(
        '{0}{1}, {2} passed, {3} failed\n',
        plural(cases.length - unreadable, 'expectation'),
        options.nulls.length > 0 ? t(' in null runs ({0})', options.nulls.join(', ')) : '',
        cases.length - failed,
        failed - unreadable,
      ),
    );
  if (unreadable > 0 && !values.json)
    aside(t(unreadable === 1 ? '{0} file has errors and was not tested\n' : '{0} files have errors and were not tested\n', unreadable));
  if (values.annotate && !values.json) process.stdout.write(annotations(cases.flatMap(asAnnotation)));
  if (values.junit !== undefined) await written(values.junit, junit(cases));
  const { isCancellationRequested: wasStopped } = cancel.token;
  if (wasStopped) aside(t('stopped: only what is listed above was tested\n'));
  return failed > 0 || wasStopped ? 1 : 0;
}

/** A failed expectation, at its line. */
function asAnnotation({ name, place, expected, failure, suite }: Case): Parameters<typeof annotations>[0] {
  if (failure === null) return [];
  const [path = '', line = '1'] = place.split(/:(?=[0-9]+$)/);
  return [{ severity: 'error', path, line: Number(line), title: `${suite} › ${name}`, message: `${expected} ${failure}` }];
}

/** Creates the folder of the report where it does not exist, so that the results are not lost. */
async function written(path: string, text: string): Promise<void> {
  await makeFolder(dirname(resolve(path)));
  await writeWhole(path, text);
}

interface Testing {
  /** The one scenario to test; undefined tests all that have expectations. */
  readonly only: string | undefined;
  /** The first seed; undefined starts with the scenario's own. */
  readonly seed: number | undefined;
  readonly options: TestHost['options'] & object;
  readonly language: LanguageService;
  readonly token: CancellationToken;
  /** Results are printed as they arrive. */
  readonly tells: boolean;
}

interface TestedFile {
  readonly uri: string;
  readonly resolved: Resolved;
}

async function casesOf({ uri, resolved }: TestedFile, testing: Testing): Promise<readonly Case[]> {
  const { only, token, tells } = testing;
  const errors = resolved.problems.filter(({ severity }) => severity === 'error').map((problem) => problemLine(problem, displayPath));
  for (const error of errors) aside(`${error}\n`);
  if (errors[0] !== undefined) return [unread(uri, errors[0])];
  const scenarios = testedScenarios(resolved).filter((id) => only === undefined || id === only);
  if (scenarios.length === 0) aside(t('{0}: no expectations{1}\n', displayPath(uri), only === undefined ? '' : t(' in {0}', only)));
  const frozen = await frozenBeside(uri);
  const cases: Case[] = [];
  for (const scenario of scenarios) {
    if (token.isCancellationRequested) break;
    const tested = await played(uri, scenario, testing);
    // Runs that were not played have no result.
    if (token.isCancellationRequested) break;
    for (const verdict of tested.verdicts) {
      const standing = (words: Wording): string | null => standingWords(frozen, tested, verdict, testing.seed, words);
      cases.push(caseOf(tested, verdict, standing(english)));
      if (tells) process.stdout.write(`${printable(line(tested, verdict, standing(t)))}\n`);
    }
    for (const id of frozen?.dropped(tested) ?? []) aside(t('{0} › {1} was frozen, but the file no longer expects it\n', scenario, id));
  }
  return cases;
}

/** How the expectation compares with the frozen one; null where nothing was frozen. Names seeds other than the file's. */
function standingWords(frozen: FrozenBeside | null, tested: Tested, verdict: Verdict, seed: number | undefined, t: Wording): string | null {
  if (!frozen) return null;
  const other = seed === undefined || seed === tested.model.seed ? '' : t(", with seeds from {0} in place of the file's", seed);
  return `${frozen.standing(tested, verdict, t)}${other}`;
}

interface FrozenBeside {
  /** How an expectation compares with the frozen one, as text. */
  readonly standing: (tested: Tested, verdict: Verdict, t: Wording) => string;
  /** The frozen expectations that the file no longer has. */
  readonly dropped: (tested: Tested) => readonly string[];
}

/** The frozen expectations of a file; null where nothing was frozen. */
async function frozenBeside(uri: string): Promise<FrozenBeside | null> {
  const { droppedFrom, frozenFile, readFrozen, testedStanding } = await frozenRoom();
  const frozen = readFrozen(await readFile(fileURLToPath(frozenFile(uri)), 'utf8').catch(notThere));
  if (!frozen) return null;
  return {
    standing: (tested, verdict, words) => testedStanding(frozen, tested, verdict, words),
    dropped: ({ model, resolved }) => droppedFrom(frozen, resolved.society, model.scenario),
  };
}

/** A file with errors: its expectations are unknown, so it counts as failed. */
const ERRORS = 'errors';

const unread = (uri: string, failure: string): Case => ({
  ...{ suite: displayPath(uri), name: ERRORS, place: `${displayPath(uri)}:1`, expected: t('a file without errors'), failure },
  ...{ held: [], broken: [], lost: [], least: 1, of: 1, runs: [], standing: null },
});

/** A file with errors is a case that failed, so that a report for CI has it, but it is no expectation. */
const isUnread = ({ name, runs }: Case): boolean => name === ERRORS && runs.length === 0;

async function played(uri: string, scenario: string, { seed, options, language, token }: Testing): Promise<Tested> {
  const home = dirname(fileURLToPath(uri));
  const { used } = machineMemory();
  return testScenario(
    uri,
    scenario,
    {
      ...{ language, options, access: terminalAccess(home), token },
      ...(seed === undefined ? {} : { seeds: (model) => seedsFor({ ...model, seed }) }),
      place: async (model) => {
        const place = await newRunPlace(home, model.scenario, model.seed);
        return { ...place, files: folderFiles(place.dir) };
      },
      mayAsk: async ({ resolved, model }) => {
        announceEgress(resolved, model);
        return true;
      },
      begins: ({ resolved, model }, runs) => announceTime(resolved, model, { runs, used }),
    },
    (run) =>
      aside(
        t(
          '{0}, seed {1}: {2}\n',
          scenario,
          run.seed,
          (run.problem && translated(run.problem)) ?? t('{0} passed, {1} failed', run.held.size, run.broken.size),
        ),
      ),
  );
}

/** With the kinds of null run. */
const scenarioName = ({ scenario, nulls }: Tested['model']): string =>
  nulls.size === 0 ? scenario : t('{0} (null run: {1})', scenario, [...nulls].join(', '));

const line = (tested: Tested, verdict: Verdict, standing: string | null): string => {
  const { passed, expectation } = verdict;
  const because = passed || expectation.because === '' ? '' : `\n    ${expectation.because}`;
  return `${passed ? '✓' : '✗'} ${scenarioName(tested.model)} › ${expectation.id}: ${expectation.that.source} ${verdictText(verdict)} (${placeOf(tested.resolved, expectation.at)})${standing === null ? '' : `; ${standing}`}${because}`;
};

function placeOf(resolved: Resolved, node: string): string {
  const span = spanOf(resolved.nodes, node);
  return span ? `${displayPath(span.source)}:${span.range.start.line + 1}` : node;
}

function caseOf({ model, resolved, runs }: Tested, verdict: Verdict, standing: string | null): Case {
  const { expectation, passed, held, broken, lost, least, of } = verdict;
  return {
    suite: `${model.title}, ${scenarioName(model)}`,
    name: expectation.id,
    place: placeOf(resolved, expectation.at),
    expected: expectation.that.source,
    ...{ held, broken, lost, least, of, standing },
    failure: passed ? null : verdictWords(verdict),
    runs: runs.flatMap(({ dir }) => (dir === null ? [] : [dir])),
  };
}
