/**
 * The function that VS Code calls to run the host tests in the web worker of a browser. The worker has no socket, so the results are a file
 * of the workspace, which `run.mjs` reads.
 */
import 'mocha/mocha.js';
import * as vscode from 'vscode';
import { inWorkspace } from '../support.js';
import { SUITES } from './suites.js';

const counts = { passed: 0, failed: 0, skipped: 0 };
const lines: string[] = [];

/** Counts results and keeps a line for each. The reporters of mocha need a page or a terminal. */
function collect(runner: Mocha.Runner): void {
  runner.on('suite', ({ title }) => lines.push(`  ${title}`));
  runner.on('pass', ({ title, duration }) => {
    counts.passed++;
    lines.push(`    ✔ ${title} (${duration} ms)`);
  });
  runner.on('fail', ({ title }, error: Error) => {
    counts.failed++;
    lines.push(`    ✘ ${title}: ${error.stack ?? error.message}`);
  });
  runner.on('pending', () => counts.skipped++);
}

/** What `--grep` gives; null where all tests run. */
const chosenTitles = async (): Promise<string | null> =>
  vscode.workspace.fs.readFile(inWorkspace('grep.txt')).then(
    (bytes) => new TextDecoder().decode(bytes),
    () => null,
  );

export async function run(): Promise<void> {
  if (!('importScripts' in globalThis)) throw new Error('the tests do not run in a web worker');
  mocha.setup({ ui: 'bdd', timeout: 20_000 });
  for (const load of SUITES) await load();
  const runner = new Mocha.Runner(mocha.suite, { delay: false });
  const grep = await chosenTitles();
  if (grep !== null) runner.grep(new RegExp(grep), false);
  collect(runner);
  await new Promise<void>((resolve) => void runner.run(() => resolve()));
  const text = JSON.stringify({ counts, log: lines.join('\n') });
  await vscode.workspace.fs.writeFile(inWorkspace('results.json'), new TextEncoder().encode(text));
  if (counts.failed > 0) throw new Error(`${counts.failed} failed`);
}
