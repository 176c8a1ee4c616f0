#!/usr/bin/env node
/** `society`: the same engine from a terminal. */
import { didYouMean } from '../core/suggest.js';
import { ask } from './ask.js';
import { check } from './check.js';
import { diff } from './diff.js';
import { experiment } from './experiment.js';
import { forecast } from './forecast.js';
import { allHelp, COMMAND_NAMES, helpOf } from './help.js';
import { codes } from './codes.js';
import { freeze } from './freeze.js';
import { methods } from './methods.js';
import { fork } from './fork.js';
import { importFiles } from './import.js';
import { exportFile } from './export.js';
import { addRoot } from './files.js';
import { newSociety } from './newSociety.js';
import { fail, shield, UsageError } from './output.js';
import { people } from './people.js';
import { pack } from './pack.js';
import { population } from './population.js';
import { prompt } from './prompt.js';
import { replay, worded } from './replay.js';
import { report } from './report.js';
import { run } from './run.js';
import { show } from './show.js';
import { test } from './test.js';
import { testModel } from './testModel.js';
import { watch } from './watch.js';
import { queue, worker } from './worker.js';

const commands: { readonly [name: string]: (args: readonly string[]) => Promise<number> } = {
  ask,
  codes,
  diff,
  experiment,
  fork,
  freeze,
  methods,
  export: exportFile,
  import: importFiles,
  pack,
  replay,
  report,
  run,
  check,
  forecast,
  prompt,
  people,
  population,
  test,
  'test-model': testModel,
  show,
  queue,
  worker,
  new: newSociety,
  watch,
};

/** `--root FOLDER` stands with any command that reads a society, as often as needed. */
function withoutRoots(args: readonly string[]): readonly string[] {
  const left: string[] = [];
  for (let i = 0; i < args.length; i++) {
    const arg = args[i] as string;
    if (arg === '--') return [...left, ...args.slice(i)];
    if (arg === '--root') addRoot(args[++i] ?? '');
    else if (arg.startsWith('--root=')) addRoot(arg.slice('--root='.length));
    else left.push(arg);
  }
  return left;
}

async function main(args: readonly string[]): Promise<number> {
  const [name, ...rest] = withoutRoots(args);
  const isHelp = (arg: string): boolean => arg === '--help' || arg === '-h';
  if (name === undefined || name === 'help' || isHelp(name)) {
    process.stdout.write(rest[0] === undefined ? allHelp() : helpOf(rest[0]));
    return name === undefined ? 2 : 0;
  }
  const command = Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (!command) throw new UsageError(`There is no command \`${name}\`.${didYouMean(name, COMMAND_NAMES)}`);
  if (rest.some(isHelp)) {
    process.stdout.write(helpOf(name));
    return 0;
  }
  return command(rest);
}

// Whoever reads, such as `head`, may have seen enough. A run goes on to its end all the same, and is kept whole.
for (const stream of [process.stdout, process.stderr])
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE' && error.code !== 'ERR_STREAM_DESTROYED') throw error;
  });

shield(process.stdout);

main(process.argv.slice(2)).then(
  (code) => {
    process.exitCode = code;
  },
  (error: unknown) => {
    process.exitCode = fail(worded(error));
  },
);
