/**
 * `society network NETWORK [RUN…]`: compares ties of runs with a network of people, and both with random graphs.
 * `society network FILE [RUN…]`: the same with the networks that a scenario of the file names; plays runs if none is given.
 */
import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import type { EmpiricalNetwork } from '../../analysis/empirical/empiricalNetwork.js';
import { t } from '../../core/util/l10n.js';
import { translated } from '../../core/util/recordedText.js';
import { finished } from '../../core/util/slices.js';
import { networksRoom, peopleRoom, problemLine, sourceName, timelineOf } from '../../runs/index.js';
import type { NetworkSettings, RunTies } from '../../runs/networks/index.js';
import { PLAY_OPTIONS } from '../experiments/playSession.js';
import { argumentsOf } from '../terminal/arguments.js';
import { fileUri, openLanguage, plainFile, wholeNumber } from '../terminal/files.js';
import { aside, jsonText, printable, UsageError } from '../terminal/output.js';
import { PAUSED } from '../terminal/spending.js';
import { playedAnswers, scenarioOfExperiment } from './people.js';
import { openRecording } from './replay.js';

const OPTIONS = {
  ...PLAY_OPTIONS,
  scenario: { type: 'string' },
  experiment: { type: 'string' },
  with: { type: 'string' },
  ties: { type: 'string' },
  nodes: { type: 'string' },
  undirected: { type: 'boolean' },
  group: { type: 'string', multiple: true },
  by: { type: 'string' },
  terms: { type: 'string' },
  draws: { type: 'string' },
  seed: { type: 'string' },
  seeds: { type: 'string' },
  json: { type: 'boolean' },
} as const;

type Options = ReturnType<typeof argumentsOf<typeof OPTIONS>>['values'];

/** A network to compare with, and the ties of runs. */
interface Wanted {
  readonly name: string;
  readonly network: EmpiricalNetwork;
  readonly settings: NetworkSettings;
  readonly runs: readonly RunTies[];
}

export async function network(args: readonly string[]): Promise<number> {
  const { values, positionals } = argumentsOf('network', args, OPTIONS);
  const [path, ...folders] = positionals;
  if (path === undefined) throw new UsageError(t('network needs a file with a network, or a society that names one.'));
  const isSociety = path.endsWith('.society');
  const wanted = await (isSociety ? ofSociety(path, folders, values) : ofFile(path, folders, values));
  if (typeof wanted === 'number') return wanted;
  const { compareWithNetwork, comparisonText } = await networksRoom();
  const compared = wanted.map(({ name, network: people, settings, runs }) =>
    refusing(name, () => finished(compareWithNetwork(name, people, runs, settings, progress))),
  );
  progress('');
  if (values.json) process.stdout.write(jsonText(isSociety ? compared : compared[0]!));
  else process.stdout.write(`${printable(compared.map(comparisonText).join('\n\n'))}\n`);
  return 0;
}

/** The ties of recorded runs. */
async function recordedTies(name: string, folders: readonly string[], settings: NetworkSettings): Promise<readonly RunTies[]> {
  const { tiesOfRun } = await networksRoom();
  const ties: RunTies[] = [];
  for (const folder of folders) {
    const run = await openRecording(folder);
    ties.push(refusing(name, () => tiesOfRun({ model: run.model, state: timelineOf(run).head }, settings)));
  }
  return ties;
}

function refusing<T>(name: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw new UsageError(`${name}: ${translated((error as Error).message)}`);
  }
}

/** Shows what is under way in the last line of a terminal, in place of the words before. */
function progress(words: string): void {
  if (process.stderr.isTTY) process.stderr.write(`\r\u001b[K${words}`);
}

/** The exit code where the file is no network. */
async function ofFile(path: string, folders: readonly string[], values: Options): Promise<readonly Wanted[] | number> {
  if (values.scenario !== undefined || values.with !== undefined || values.experiment !== undefined)
    throw new UsageError(t('--scenario, --experiment and --with are for a society that names networks.'));
  const { networkFileRoom, problemLine: importLine } = await import('../../exchange/index.js');
  const { readNetwork } = await networkFileRoom();
  const nodes = values.nodes === undefined ? null : { name: values.nodes, bytes: await readFile(plainFile(values.nodes)) };
  const read = readNetwork({ name: path, bytes: await readFile(plainFile(path)) }, nodes);
  for (const problem of read.problems) aside(`${importLine(problem)}\n`);
  if (!read.ok) return 1;
  const groups = (values.group ?? []).map((text) => ({ ...named(text), words: new Map(), cuts: [] }));
  const chosen = { ties: values.ties ?? null, directed: values.undirected ? false : null, groups };
  const by = values.by === undefined ? null : named(values.by, 'id');
  const terms = values.terms === undefined ? null : values.terms === 'usual' ? 'usual' : values.terms.split(',');
  const settings: NetworkSettings = { ...chosen, by, terms, ...drawsOf(values) };
  const name = basename(path);
  return [{ name, network: read.network, settings, runs: await recordedTies(name, folders, settings) }];
}

/** The exit code where the budget of a model is reached. */
async function ofSociety(path: string, folders: readonly string[], values: Options): Promise<readonly Wanted[] | number> {
  const other = (['ties', 'nodes', 'undirected', 'group', 'by', 'terms'] as const).find((key) => values[key] !== undefined);
  if (other !== undefined) throw new UsageError(t('Write `{0}` under `compare_with` of the file, not as an option.', other));
  const language = openLanguage();
  const uri = fileUri(path);
  const resolved = await language.resolve(uri);
  const { loadNetworks, tiesKept } = await networksRoom();
  if (values.experiment !== undefined && folders.length > 0)
    throw new UsageError(t('--experiment plays its own runs, so name no run folder.'));
  const chosen = scenarioOfExperiment(resolved, values);
  const scenarios = chosen === undefined ? Object.keys(resolved.society.scenarios ?? {}) : [chosen];
  for (const scenario of scenarios) {
    const { networks, problems } = await loadNetworks(language, resolved, scenario);
    if (problems[0]) throw new UsageError(problemLine(problems[0], (source) => sourceName(uri, source)));
    const found = networks.filter(({ spec }) => values.with === undefined || spec.id === values.with);
    if (found.length === 0) continue;
    const played = folders.length > 0 ? [{ arm: null, runs: [] }] : await playedAnswers(language, resolved, scenario, values);
    if (played === null) return PAUSED;
    return Promise.all(
      played.flatMap(({ arm, runs }) =>
        found.map(async ({ spec, network: people }): Promise<Wanted> => {
          const named = `${spec.id} (${basename(spec.path)})`;
          const name = arm === null ? named : t('{0}, arm {1}', named, arm);
          const settings = { ...spec.settings, ...drawsOf(values) };
          const fault = runs.map(({ faults }) => faults[`${spec.id}.ties`]).find((message) => message !== undefined);
          if (fault !== undefined) throw new UsageError(`${name}: ${translated(fault)}`);
          const kept = runs.flatMap((answers) => tiesKept(spec, answers.values) ?? []);
          return { name, network: people, settings, runs: folders.length > 0 ? await recordedTies(name, folders, settings) : kept };
        }),
      ),
    );
  }
  const { specsOf } = await peopleRoom();
  if (values.with === undefined && scenarios.some((id) => specsOf(resolved, id).length > 0))
    throw new UsageError(t('`compare_with` names a table of people and no network: `society people` compares it.'));
  throw new UsageError(
    values.with === undefined
      ? t('No scenario names a network. Write it under `compare_with`, as in `village: { network: ./village.graphml }`.')
      : t('No scenario names a network `{0}`. Write it under `compare_with`, as in `{0}: { network: ./village.graphml }`.', values.with),
  );
}

function drawsOf(values: Options): Pick<NetworkSettings, 'draws' | 'bootstrap' | 'seed'> {
  const draws = wholeNumber('draws', values.draws, 2) ?? null;
  return { draws, bootstrap: draws, seed: wholeNumber('seed', values.seed, 0) ?? 1 };
}

/** `NAME=FIELD`: an attribute of the file, and a field of agents; the same name without a field. */
function named(text: string, field?: string): { readonly id: string; readonly column: string; readonly of: string } {
  const at = text.indexOf('=');
  const column = at < 0 ? text : text.slice(0, at);
  return { id: column, column, of: `me.${at < 0 ? (field ?? column) : text.slice(at + 1)}` };
}
