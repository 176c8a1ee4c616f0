/**
 * The function that VS Code calls to run the host tests in the web worker of a browser. The worker has no socket, so the results are a file
 * of the workspace, which `run.mjs` reads.
 */
import 'mocha/mocha.js';
import * as vscode from 'vscode';
import { countSuites, keepSuites, type SuiteName } from '../../../scripts/lib/failedSuites.mjs';
import { inWorkspace } from '../support.js';
import { SUITES } from './suites.js';

const lines: string[] = [];

/** Keeps a line for each result. The reporters of mocha need a page or a terminal. */
function logResults(runner: Mocha.Runner): void {
  runner.on('suite', ({ title }) => lines.push(`  ${title}`));
  runner.on('pass', ({ title, duration }) => lines.push(`    ✔ ${title} (${duration} ms)`));
  runner.on('fail', ({ title }, error: Error) => lines.push(`    ✘ ${title}: ${error.stack ?? error.message}`));
}

/** The tests to run: those whose title matches, or whole suites that failed. Without both all run. */
interface Chosen {
  readonly grep?: string;
  readonly only?: readonly SuiteName[];
}

const chosenTests = async (): Promise<Chosen> =>
  JSON.parse(new TextDecoder().decode(await vscode.workspace.fs.readFile(inWorkspace('chosen.json')))) as Chosen;

export async function run(): Promise<void> {
  if (!('importScripts' in globalThis)) throw new Error('the tests do not run in a web worker');
  mocha.setup({ ui: 'bdd', timeout: 60_000 });
  for (const load of SUITES) await load();
  const { grep, only } = await chosenTests();
  if (only) keepSuites(mocha.suite, only);
  const runner = new Mocha.Runner(mocha.suite, { delay: false });
  if (grep !== undefined) runner.grep(new RegExp(grep), false);
  logResults(runner);
  const count = countSuites(runner);
  await new Promise<void>((resolve) => void runner.run(() => resolve()));
  const counts = { ...count(), slowest: [] };
  const text = JSON.stringify({ counts, log: lines.join('\n') });
  await vscode.workspace.fs.writeFile(inWorkspace('results.json'), new TextEncoder().encode(text));
  if (counts.failed > 0) throw new Error(`${counts.failed} failed`);
}
