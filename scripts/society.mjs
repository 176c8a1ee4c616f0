/** `npm run society -- …`: the command line from the sources, built when they changed. */
import { join } from 'node:path';
import { buildIfOlder } from './lib/build.mjs';
import { onExit } from './lib/cleanup.mjs';
import { start } from './lib/command.mjs';
import { runMain } from './lib/main.mjs';
import { root } from './lib/paths.mjs';
import { setupPackages } from './setup.mjs';

const cli = join(root, 'dist', 'cli.mjs');

await runMain(async () => {
  await setupPackages();
  await buildIfOlder(cli);
  const child = start(process.execPath, [cli, ...process.argv.slice(2)], { stdio: 'inherit', cwd: callersFolder() });
  /** @type {Promise<number>} */
  const ended = new Promise((resolve) => child.on('close', (code) => resolve(code ?? 1)));
  // Ctrl-C reaches the child too, which ends its run cleanly; a signal to this process alone does not.
  process.on('SIGTERM', () => child.kill());
  onExit(async () => void (await ended));
  return ended;
});

/** npm changes to the repository before it runs a script; paths are relative to the folder of the user. */
function callersFolder() {
  const { INIT_CWD: folder, npm_lifecycle_event: script } = process.env;
  return (script === 'society' && folder) || process.cwd();
}
