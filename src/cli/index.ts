/** The commands of `society`: the same engine from a terminal. */
import { readFile } from 'node:fs/promises';
import { withoutLanguage } from './terminal/language.js';
import { didYouMean } from '../core/util/suggest.js';
import { agreement } from './runs/agreement.js';
import { ask } from './runs/ask.js';
import { calibrate } from './experiments/calibrate.js';
import { check } from './authoring/check.js';
import { diagnose } from './runs/diagnose.js';
import { diff } from './runs/diff.js';
import { experiment } from './experiments/experiment.js';
import { forecast } from './authoring/forecast.js';
import { allHelp, COMMAND_NAMES, helpOf } from './help/help.js';
import { budget, pause, ps, resume, stop } from './runs/control.js';
import { codes } from './runs/codes.js';
import { freeze } from './authoring/freeze.js';
import { mcp } from './authoring/mcp.js';
import { tool } from './authoring/tool.js';
import { models } from './authoring/models.js';
import { methods } from './runs/methods.js';
import { fork } from './runs/fork.js';
import { importFiles } from './authoring/import.js';
import { exportFile } from './runs/export.js';
import { addRoot, forgetFiles } from './terminal/files.js';
import { newSociety } from './authoring/newSociety.js';
import { fail, UsageError } from './terminal/output.js';
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
import { t } from '../core/util/l10n.js';

export { shield } from './terminal/output.js';

const commands: { readonly [name: string]: (args: readonly string[]) => Promise<number> } = {
  agreement,
  ask,
  calibrate,
  codes,
  diagnose,
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
  mcp,
  tool,
  models,
  'test-model': testModel,
  show,
  ps,
  pause,
  resume,
  stop,
  budget,
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

/** The version in the manifest next to the folder of this program. */
async function version(): Promise<string> {
  const { version: found } = JSON.parse(await readFile(new URL('../package.json', import.meta.url), 'utf8')) as {
    readonly version: string;
  };
  return found;
}

async function main(args: readonly string[]): Promise<number> {
  const [name, ...rest] = withoutRoots(args);
  if (name === '--version' || name === '-v') {
    process.stdout.write(`${await version()}\n`);
    return 0;
  }
  const isHelp = (arg: string): boolean => arg === '--help' || arg === '-h';
  if (name === undefined || name === 'help' || isHelp(name)) {
    process.stdout.write(rest[0] === undefined ? allHelp() : helpOf(rest[0]));
    return name === undefined ? 2 : 0;
  }
  const command = Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (!command) throw new UsageError(t('Unknown command `{0}`.{1}', name, didYouMean(name, COMMAND_NAMES)));
  if (rest.some(isHelp)) {
    process.stdout.write(helpOf(name));
    return 0;
  }
  try {
    return await command(rest);
  } catch (error) {
    return fail(worded(error), name);
  }
}

/** Runs one command. Prints what goes wrong, and gives the exit code. Commands of one process run one after another, in its language. */
export async function runCommand(args: readonly string[]): Promise<number> {
  forgetFiles();
  try {
    return await main(withoutLanguage(args).args);
  } catch (error) {
    return fail(error, null);
  }
}
