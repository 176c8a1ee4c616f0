/**
 * The function that VS Code calls to run the host tests. Results leave by a socket where one is named, since the workbench
 * does not report them reliably; without one (a desktop VS Code) they are printed, and a failure throws.
 */
import { readdirSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { join } from 'node:path';
import { format } from 'node:util';
import Mocha from 'mocha';

export async function run(): Promise<void> {
  const address = process.env['SOCIETY_TEST_SOCKET'];
  const socket = address === undefined ? undefined : connect(address);
  const send = (message: unknown) => socket?.write(`${JSON.stringify(message)}\n`);
  if (socket) {
    (Mocha.reporters.Base as unknown as { consoleLog: unknown }).consoleLog = (...parts: unknown[]) => send({ log: format(...parts) });
  }
  const grep = process.env['SOCIETY_TEST_GREP'];
  const mocha = new Mocha({ reporter: 'spec', timeout: 20_000, retries: 1, forbidOnly: !grep, ...(grep ? { grep } : {}) });
  for (const file of testFiles(__dirname)) mocha.addFile(file);

  let again = 0;
  const stats = await new Promise<Mocha.Stats>((resolve) => {
    const runner = mocha.run(() => resolve(runner.stats as Mocha.Stats));
    // The editor's timing is not deterministic: a test that passes at the second try passes, and is reported.
    runner.on('retry', (test: Mocha.Test, error: Error) => {
      again++;
      send({ log: `    ↻ ${test.fullTitle()}, tried again after: ${error.stack ?? error.message}` });
    });
  });
  const { passes: passed, failures: failed, pending: skipped } = stats;
  send({ counts: { passed, failed, skipped, again } });
  await flushed(socket);
  if (failed > 0) throw new Error(`${failed} failed`);
}

function testFiles(folder: string): string[] {
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' });
  return names
    .filter((name) => name.endsWith('.test.js'))
    .sort()
    .map((name) => join(folder, name));
}

function flushed(socket: Socket | undefined): Promise<void> {
  return new Promise((resolve) => (socket ? socket.end(resolve) : resolve()));
}
