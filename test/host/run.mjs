/**
 * Runs the bundled host tests inside VS Code: a server, a page that makes its extension host start, a socket for the results.
 * Started by `scripts/lib/suites.mjs`, with the options as JSON in the first argument.
 */
import { cpSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { basename, join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { startHost } from '../../scripts/host.mjs';
import { launchBrowser } from '../../scripts/lib/browser.mjs';
import { reportCounts } from '../../scripts/lib/counts.mjs';
import { playTwice } from '../../scripts/lib/failedSuites.mjs';
import { runMain } from '../../scripts/lib/main.mjs';
import { out, root, temporaryFolder } from '../../scripts/lib/paths.mjs';

/** An end for tests that hang. A UI test runs at the same time and slows them. */
const TIMEOUT = 600_000;

await runMain(async () => {
  const { entry, grep, inWorker } = JSON.parse(process.argv[2] ?? '{}');
  return reportCounts(await playTwice((only) => play(entry, { grep, only, inWorker }), console.log));
});

/**
 * Runs all tests, or some, in a new editor.
 * @param {string} entry
 * @param {{ grep?: string, inWorker?: boolean, only?: readonly import('../../scripts/lib/failedSuites.mjs').SuiteName[] | undefined }} chosen
 */
async function play(entry, { grep, only, inWorker = false }) {
  const scratch = temporaryFolder();
  const results = listen(scratch);
  // Another extension, which uses the API of this one. The server finds it in the folder.
  cpSync(join(root, 'test', 'host', 'otherExtension'), join(scratch, 'extensions', 'test.other-0.0.1'), { recursive: true });
  const host = await startHost({
    userDataDir: join(scratch, 'user'),
    extensionsDir: join(scratch, 'extensions'),
    smokeDriver: true,
    ...(inWorker ? { settings: { 'remote.extensionKind': { 'society-studio.society-studio': ['web'] } } } : {}),
    fewBuiltins: true,
    env: {
      XDG_RUNTIME_DIR: scratch,
      SOCIETY_MODELS_FILE: join(scratch, 'models.json'),
      SOCIETY_TEST_SOCKET: results.address,
      ...(grep ? { SOCIETY_TEST_GREP: grep } : {}),
      ...(only ? { SOCIETY_TEST_SUITES: JSON.stringify(only) } : {}),
    },
  });
  const folder = join(scratch, 'workspace');
  cpSync(join(root, 'examples'), folder, { recursive: true });
  // The worker has no environment.
  if (inWorker) writeFileSync(join(folder, 'chosen.json'), JSON.stringify({ grep, only }));
  try {
    const code = await visit(
      host.workbench({
        folder,
        payload: [
          ['extensionDevelopmentPath', host.uri(root)],
          ['extensionTestsPath', host.uri(entry)],
        ],
      }),
    );
    const counts = inWorker ? writtenCounts(join(folder, 'results.json')) : results.counts();
    if (!counts) throw new Error(`the tests did not reach their end (VS Code reported ${code})`);
    if (code !== 0 && counts.failed === 0) throw new Error(`the tests passed but VS Code reported ${code}`);
    return counts;
  } finally {
    await host.stop();
    results.close();
  }
}

/**
 * Prints what the tests of the web worker logged, and returns their counts. They write a file, because they have no socket.
 * @param {string} file
 * @returns {import('../../scripts/lib/counts.mjs').Counts | undefined}
 */
function writtenCounts(file) {
  if (!existsSync(file)) return undefined;
  const { counts, log } = JSON.parse(readFileSync(file, 'utf8'));
  console.log(log);
  return counts;
}

/**
 * Opens the workbench and waits until it reports that the tests ended. That code alone is not to be trusted:
 * it is 0 also when a test ends the process.
 * @param {string} url
 * @returns {Promise<unknown>}
 */
async function visit(url) {
  const browser = await launchBrowser();
  const page = await browser.newPage({ viewport: { width: 1024, height: 640 }, reducedMotion: 'reduce' });
  const exit = new Promise((resolve) => void page.exposeFunction('codeAutomationExit', resolve));
  await page.goto(url);
  const code = await Promise.race([exit, sleep(TIMEOUT, 'nothing in time', { ref: false })]);
  if (typeof code === 'string') await page.screenshot({ path: join(out, 'shots', 'host-timeout.png') });
  await browser.close();
  return code;
}

/**
 * A socket that prints what the tests log and keeps the counts that they end with.
 * @param {string} scratch
 */
function listen(scratch) {
  const address = process.platform === 'win32' ? `\\\\.\\pipe\\society-${process.pid}-${basename(scratch)}` : join(scratch, 'socket');
  /** @type {import('../../scripts/lib/counts.mjs').Counts | undefined} */
  let counts;
  const server = createServer((socket) => {
    createInterface(socket).on('line', (line) => {
      const message = JSON.parse(line);
      if (message.counts) counts = message.counts;
      else console.log(message.log);
    });
  });
  server.listen(address);
  return { address, counts: () => counts, close: () => server.close() };
}
