#!/usr/bin/env node
/** `society`: the same engine from a terminal. */
import { didYouMean } from '../core/util/suggest.js';
import { agreement } from './runs/agreement.js';
import { ask } from './runs/ask.js';
import { calibrate } from './experiments/calibrate.js';
import { check } from './authoring/check.js';
import { diff } from './runs/diff.js';
import { experiment } from './experiments/experiment.js';
import { forecast } from './authoring/forecast.js';
import { allHelp, COMMAND_NAMES, helpOf } from './terminal/help.js';
import { codes } from './runs/codes.js';
import { freeze } from './authoring/freeze.js';
import { models } from './authoring/models.js';
import { methods } from './runs/methods.js';
import { fork } from './runs/fork.js';
import { importFiles } from './authoring/import.js';
import { exportFile } from './runs/export.js';
import { addRoot } from './terminal/files.js';
import { newSociety } from './authoring/newSociety.js';
import { fail, shield, UsageError } from './terminal/output.js';
import { network } from './runs/network.js';
import { people } from './runs/people.js';
import { pack } from './runs/pack.js';
import { population } from './authoring/population.js';
import { preregister } from './authoring/preregister.js';
import { prompt } from './authoring/prompt.js';
import { replay, worded } from './runs/replay.js';
import { report } from './runs/report.js';
import { run } from './runs/run.js';
import { show } from './runs/show.js';
import { test } from './authoring/test.js';
import { testModel } from './authoring/testModel.js';
import { why } from './runs/causes.js';
import { verify } from './experiments/verify.js';
import { watch } from './runs/watch.js';
import { queue, worker } from './experiments/worker.js';

const commands: { readonly [name: string]: (args: readonly string[]) => Promise<number> } = {
  agreement,
  ask,
  calibrate,
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
  preregister,
  prompt,
  network,
  people,
  population,
  test,
  verify,
  models,
  'test-model': testModel,
  show,
  queue,
  worker,
  new: newSociety,
  watch,
  why,
};

/** `--root FOLDER` is allowed with any command that reads a society, more than once. */
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
  if (!command) throw new UsageError(`Unknown command \`${name}\`.${didYouMean(name, COMMAND_NAMES)}`);
  if (rest.some(isHelp)) {
    process.stdout.write(helpOf(name));
    return 0;
  }
  return command(rest);
}

// The reader of the output, such as `head`, may close it early. A run still continues to its end, and is kept whole.
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
