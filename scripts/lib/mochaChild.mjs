/**
 * Runs test files with mocha in a process of its own and sends the counts to its parent.
 * Started by `testProcess.mjs`, with the options as JSON in the first argument. `only`: the suites to run; without it all run.
 */
import Mocha from 'mocha';
import { reportCounts } from './counts.mjs';
import { countSuites, keepSuites } from './failedSuites.mjs';
import { runMain } from './main.mjs';
import { processorSeconds } from './processorTime.mjs';

await runMain(async () => {
  const { files, grep, timeout, reporter, only } = JSON.parse(process.argv[2] ?? '{}');
  const mocha = new Mocha({ timeout, reporter, ...(grep ? { grep } : {}), forbidOnly: !grep });
  for (const file of files) mocha.addFile(file);
  await mocha.loadFilesAsync();
  const loading = processorSeconds();
  if (only) keepSuites(mocha.suite, only);
  const counts = await new Promise((/** @type {(counts: import('./counts.mjs').Counts) => void} */ resolve) => {
    const runner = mocha.run(() => resolve(count()));
    const count = countSuites(runner);
  });
  return reportCounts({ ...counts, loading });
});
