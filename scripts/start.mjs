/** `npm start`: builds the extension and opens the examples in a real VS Code, with a run in progress. */
import { existsSync, statSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { randomUUID } from 'node:crypto';
import { parseArgs } from 'node:util';
import { build } from './lib/build.mjs';
import { findDesktop, openBrowser, openDesktop } from './lib/desktop.mjs';
import { cache, temporaryFolder } from './lib/paths.mjs';
import { setupPlayground } from './lib/playground.mjs';
import { followNpm, runMain } from './lib/main.mjs';
import { say } from './lib/report.mjs';
import { CALM, installVsix, isFree, startHost } from './host.mjs';
import { packageExtension } from './package.mjs';
import { setupPackages } from './setup.mjs';

const DEFAULT_PORT = 8765;
const EXAMPLE = 'making_friends.society';

const HELP = `npm start -- [options]

Opens the examples in a VS Code with Society Studio: in the desktop editor when
"code" or "codium" is on the PATH and there is a display, else in a VS Code that
runs as a local server and is used from a browser.

  --folder DIR   open this folder (default: a copy of the examples to play in)
  --file FILE    open this file (default: ${EXAMPLE})
  --no-run       do not start a run of the file
  --desktop      use the desktop editor, or fail
  --server       use the server, also where there is a desktop editor
  --web          use the server, and run the extension in the browser, as on
                 vscode.dev, instead of in Node
  --no-host      never install or start the server
  --port N       port of the server (default: ${DEFAULT_PORT}, or a free one)
  --no-open      do not open a browser; only print the address
  --help         show this text
`;

async function main() {
  const options = readOptions();
  if (options.help) return void process.stdout.write(HELP);
  const desktop = options.server || options.web ? undefined : findDesktop();
  if (!desktop && options.desktop)
    throw new Error('no desktop editor: --desktop needs "code" or "codium" on the PATH, a display, and a user who is not root');
  if (!desktop && options.noHost) throw new Error('no desktop editor was found, and --no-host rules out the server');
  if (options.port && !(await isFree(options.port))) throw new Error(`port ${options.port} is in use: choose another one with --port`);
  const place = placeToOpen(options);

  await setupPackages();
  await build();
  if (desktop) {
    await openDesktop(desktop, { ...place, settings: CALM });
    say(`Society Studio is open in ${basename(desktop)}, on ${place.folder}`);
  } else {
    await serve(place, options);
  }
}

/** @typedef {ReturnType<typeof placeToOpen>} Place */
/** @typedef {ReturnType<typeof readOptions>} Options */

/** @param {{ folder?: string, file?: string, noRun: boolean }} options */
function placeToOpen({ folder: chosen, file: named, noRun }) {
  const folder = chosen === undefined ? setupPlayground() : resolve(chosen);
  if (!statSync(folder, { throwIfNoEntry: false })?.isDirectory()) throw new Error(`no such folder: ${folder}`);
  const file = named === undefined ? join(folder, EXAMPLE) : resolve(folder, named);
  if (named !== undefined && !existsSync(file)) throw new Error(`no such file: ${file}`);
  const exists = existsSync(file);
  return {
    folder,
    file: exists ? file : undefined,
    env: exists && !noRun ? { SOCIETY_AUTORUN: file, SOCIETY_AUTORUN_ID: randomUUID() } : {},
    trust: chosen === undefined,
  };
}

/** The server runs an extension in the worker of the browser if it has a `browser` entry and this setting allows it. */
const IN_BROWSER = { 'remote.extensionKind': { 'society-studio.society-studio': ['web'] } };

/**
 * Runs until it is interrupted.
 * @param {Place} place
 * @param {Options} options
 */
async function serve({ folder, file, env, trust }, { port, noOpen, web }) {
  const userDataDir = join(cache, 'server');
  const extensionsDir = temporaryFolder();
  await installVsix({ vsix: await packageExtension(), userDataDir, extensionsDir });
  const host = await startHost({
    ...{ userDataDir, extensionsDir, env, trust, settings: web ? IN_BROWSER : {} },
    port: port ?? ((await isFree(DEFAULT_PORT)) ? DEFAULT_PORT : 0),
  });
  const address = host.workbench({ folder, payload: file ? [['openFile', host.uri(file)]] : [] });
  process.stdout.write(`\nSociety Studio is open at\n\n  ${address}\n\nPress Ctrl-C to stop.\n`);
  if (!noOpen) await openBrowser(address);
  followNpm();
  await host.stopped;
  throw new Error('the VS Code server stopped by itself');
}

function readOptions() {
  const { values } = parseArgs({
    options: {
      folder: { type: 'string' },
      file: { type: 'string' },
      port: { type: 'string' },
      'no-run': { type: 'boolean', default: false },
      'no-host': { type: 'boolean', default: false },
      'no-open': { type: 'boolean', default: false },
      desktop: { type: 'boolean', default: false },
      server: { type: 'boolean', default: false },
      web: { type: 'boolean', default: false },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  const server = values.web ? '--web' : '--server';
  if (values.desktop && (values.server || values.web)) throw new Error(`choose one of --desktop and ${server}`);
  if ((values.server || values.web) && values['no-host']) throw new Error(`choose one of ${server} and --no-host`);
  const port = values.port === undefined ? undefined : Number(values.port);
  if (port !== undefined && !(Number.isInteger(port) && port > 0 && port < 65_536))
    throw new Error(`--port takes a number from 1 to 65535, not "${values.port}"`);
  return { ...values, port, noRun: values['no-run'], noHost: values['no-host'], noOpen: values['no-open'] };
}

await runMain(main);
