/**
 * `society network NETWORK [RUN…]`: compares ties of runs with a network of people, and both with random graphs.
 * `society network FILE [RUN…]`: the same with the networks that a scenario of the file names.
 */
import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { RANDOM_GRAPHS } from '../../analysis/empirical/randomGraphs.js';
import { BOOTSTRAP_DRAWS } from '../../analysis/ergm/fit.js';
import type { EmpiricalNetwork } from '../../analysis/empirical/empiricalNetwork.js';
import { finished } from '../../core/util/slices.js';
import { networksRoom, problemLine, sourceName, timelineOf } from '../../runs/index.js';
import type { NetworkComparison, NetworkSettings } from '../../runs/networks/index.js';
import { argumentsOf } from '../terminal/arguments.js';
import { fileUri, openLanguage, wholeNumber } from '../terminal/files.js';
import { aside, jsonText, printable, UsageError } from '../terminal/output.js';
import { openRecording } from './replay.js';

const OPTIONS = {
  scenario: { type: 'string' },
  with: { type: 'string' },
  ties: { type: 'string' },
  undirected: { type: 'boolean' },
  group: { type: 'string', multiple: true },
  by: { type: 'string' },
  terms: { type: 'string' },
  draws: { type: 'string' },
  seed: { type: 'string' },
  json: { type: 'boolean' },
} as const;

type Options = ReturnType<typeof argumentsOf<typeof OPTIONS>>['values'];

/** A network to compare with. */
interface Wanted {
  readonly name: string;
  readonly network: EmpiricalNetwork;
  readonly settings: NetworkSettings;
}

export async function network(args: readonly string[]): Promise<number> {
  const { values, positionals } = argumentsOf('network', args, OPTIONS);
  const [path, ...folders] = positionals;
  if (path === undefined) throw new UsageError('network needs a file with a network, or a society that names one.', { command: 'network' });
  const wanted = path.endsWith('.society') ? await ofSociety(path, values) : await ofFile(path, values);
  if (wanted === null) return 1;
  const runs = await Promise.all(folders.map(openRecording));
  const { compareWithNetwork, comparisonText, tiesOfRun } = await networksRoom();
  const compared = wanted.map(({ name, network: people, settings }): NetworkComparison => {
    try {
      const ties = runs.map((run) => tiesOfRun({ model: run.model, state: timelineOf(run).head }, settings));
      return finished(compareWithNetwork(name, people, ties, settings, progress));
    } catch (error) {
      throw new UsageError(`${name}: ${(error as Error).message}`);
    }
  });
  progress('');
  if (values.json) process.stdout.write(jsonText(path.endsWith('.society') ? compared : compared[0]!));
  else process.stdout.write(`${printable(compared.map(comparisonText).join('\n\n'))}\n`);
  return 0;
}

/** Shows what is under way in the last line of a terminal, in place of the words before. */
function progress(words: string): void {
  if (process.stderr.isTTY) process.stderr.write(`\r\u001b[K${words}`);
}

/** Null where the file is no network. */
async function ofFile(path: string, values: Options): Promise<readonly Wanted[] | null> {
  if (values.scenario !== undefined || values.with !== undefined)
    throw new UsageError('--scenario and --with are for a society that names networks.', { command: 'network' });
  const { networkFileRoom, problemLine: importLine } = await import('../../exchange/index.js');
  const { readNetwork } = await networkFileRoom();
  const read = readNetwork({ name: path, bytes: await readFile(path) });
  for (const problem of read.problems) aside(`${importLine(problem)}\n`);
  if (!read.ok) return null;
  const groups = (values.group ?? []).map((text) => ({ ...named(text), words: new Map(), cuts: [] }));
  const chosen = { ties: values.ties ?? null, directed: values.undirected ? false : null, groups };
  const by = values.by === undefined ? null : named(values.by, 'id');
  const terms = values.terms === undefined ? null : values.terms === 'usual' ? 'usual' : values.terms.split(',');
  return [{ name: basename(path), network: read.network, settings: { ...chosen, by, terms, ...drawsOf(values) } }];
}

async function ofSociety(path: string, values: Options): Promise<readonly Wanted[]> {
  const other = (['ties', 'undirected', 'group', 'by', 'terms'] as const).find((key) => values[key] !== undefined);
  if (other !== undefined)
    throw new UsageError(`Write \`${other}\` under \`compare_with\` of the file, not as an option.`, { command: 'network' });
  const language = openLanguage();
  const uri = fileUri(path);
  const resolved = await language.resolve(uri);
  const { loadNetworks } = await networksRoom();
  const scenarios = values.scenario === undefined ? Object.keys(resolved.society.scenarios ?? {}) : [values.scenario];
  for (const scenario of scenarios) {
    const { networks, problems } = await loadNetworks(language, resolved, scenario);
    if (problems[0]) throw new UsageError(problemLine(problems[0], (source) => sourceName(uri, source)));
    const found = networks.filter(({ spec }) => values.with === undefined || spec.id === values.with);
    if (found.length > 0)
      return found.map(({ spec, network: people }) => ({
        ...{ name: `${spec.id} (${basename(spec.path)})`, network: people, settings: { ...spec.settings, ...drawsOf(values) } },
      }));
  }
  const which = values.with === undefined ? 'a network' : `a network \`${values.with}\``;
  throw new UsageError(`No scenario names ${which}. Write it under \`compare_with\`, as in \`village: { network: ./village.graphml }\`.`);
}

function drawsOf(values: Options): Pick<NetworkSettings, 'draws' | 'bootstrap' | 'seed'> {
  const draws = wholeNumber('draws', values.draws, 2);
  return { draws: draws ?? RANDOM_GRAPHS, bootstrap: draws ?? BOOTSTRAP_DRAWS, seed: wholeNumber('seed', values.seed, 0) ?? 1 };
}

/** `NAME=FIELD`: an attribute of the file, and a field of agents; the same name without a field. */
function named(text: string, field?: string): { readonly id: string; readonly column: string; readonly of: string } {
  const at = text.indexOf('=');
  const column = at < 0 ? text : text.slice(0, at);
  return { id: column, column, of: `me.${at < 0 ? (field ?? column) : text.slice(at + 1)}` };
}
