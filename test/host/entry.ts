/**
 * The function that VS Code calls to run the host tests. Results leave by a socket where one is named, since the workbench
 * does not report them reliably; without one (a desktop VS Code) they are printed, and a failure throws.
 */
import { readdirSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { join } from 'node:path';
import { format } from 'node:util';
import Mocha from 'mocha';
import { type Counts, countSuites, keepSuites, type SuiteName } from '../../scripts/lib/failedSuites.mjs';

class HostMocha extends Mocha {
  /** Loads the files now, and removes all other suites. */
  keep(names: readonly SuiteName[]): void {
    this.loadFiles();
    keepSuites(this.suite, names);
  }
}

export async function run(): Promise<void> {
  const address = process.env['SOCIETY_TEST_SOCKET'];
  const socket = address === undefined ? undefined : connect(address);
  const send = (message: unknown) => socket?.write(`${JSON.stringify(message)}\n`);
  if (socket) {
    (Mocha.reporters.Base as unknown as { consoleLog: unknown }).consoleLog = (...parts: unknown[]) => send({ log: format(...parts) });
  }
  const grep = process.env['SOCIETY_TEST_GREP'];
  const mocha = new HostMocha({ reporter: 'spec', timeout: 60_000, forbidOnly: !grep, ...(grep ? { grep } : {}) });
  for (const file of testFiles(__dirname)) mocha.addFile(file);
  const only = process.env['SOCIETY_TEST_SUITES'];
  if (only) mocha.keep(JSON.parse(only) as readonly SuiteName[]);

  const counts = await new Promise<Counts>((resolve) => {
    const runner = mocha.run(() => resolve(count()));
    const count = countSuites(runner);
  });
  send({ counts });
  await flushed(socket);
  if (counts.failed > 0) throw new Error(`${counts.failed} failed`);
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
