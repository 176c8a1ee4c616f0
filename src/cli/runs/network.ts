/** `society network FILE [RUN…]`: compares ties of runs with a network of people, and both with random graphs. */
import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { RANDOM_GRAPHS } from '../../analysis/empirical/randomGraphs.js';
import { BOOTSTRAP_DRAWS } from '../../analysis/ergm/fit.js';
import { finished } from '../../core/util/slices.js';
import type { NetworkSettings } from '../../runs/networks/index.js';
import { networksRoom, timelineOf } from '../../runs/index.js';
import { argumentsOf } from '../terminal/arguments.js';
import { wholeNumber } from '../terminal/files.js';
import { aside, jsonText, printable, UsageError } from '../terminal/output.js';
import { openRecording } from './replay.js';

export async function network(args: readonly string[]): Promise<number> {
  const { values, positionals } = argumentsOf('network', args, {
    ties: { type: 'string' },
    undirected: { type: 'boolean' },
    group: { type: 'string', multiple: true },
    by: { type: 'string' },
    terms: { type: 'string' },
    draws: { type: 'string' },
    seed: { type: 'string' },
    json: { type: 'boolean' },
  });
  const [path, ...folders] = positionals;
  if (path === undefined) throw new UsageError('network needs a file with a network, and may have run folders.', { command: 'network' });
  const { networkFileRoom, problemLine } = await import('../../exchange/index.js');
  const { readNetwork } = await networkFileRoom();
  const read = readNetwork({ name: path, bytes: await readFile(path) });
  for (const problem of read.problems) aside(`${problemLine(problem)}\n`);
  if (!read.ok) return 1;
  const draws = wholeNumber('draws', values.draws, 2) ?? RANDOM_GRAPHS;
  const settings: NetworkSettings = {
    ties: values.ties ?? null,
    directed: values.undirected ? false : null,
    groups: (values.group ?? []).map((text) => ({ ...named(text), words: new Map(), cuts: [] })),
    by: values.by === undefined ? null : named(values.by, 'id'),
    terms: values.terms === undefined ? null : values.terms === 'usual' ? 'usual' : values.terms.split(','),
    ...{ draws, bootstrap: values.draws === undefined ? BOOTSTRAP_DRAWS : draws },
    seed: wholeNumber('seed', values.seed, 0) ?? 1,
  };
  const runs = await Promise.all(folders.map(openRecording));
  const { compareWithNetwork, comparisonText, tiesOfRun } = await networksRoom();
  const compared = refusing(() => {
    const ties = runs.map((run) => tiesOfRun({ model: run.model, state: timelineOf(run).head }, settings));
    return finished(compareWithNetwork(basename(path), read.network, ties, settings));
  });
  process.stdout.write(values.json ? jsonText(compared) : `${printable(comparisonText(compared))}\n`);
  return 0;
}

/** `NAME=FIELD`: an attribute of the file, and a field of agents; the same name without a field. */
function named(text: string, field?: string): { readonly id: string; readonly column: string; readonly of: string } {
  const at = text.indexOf('=');
  const column = at < 0 ? text : text.slice(0, at);
  return { id: column, column, of: `me.${at < 0 ? (field ?? column) : text.slice(at + 1)}` };
}

function refusing<T>(compare: () => T): T {
  try {
    return compare();
  } catch (error) {
    throw new UsageError((error as Error).message);
  }
}
