/**
 * Runs commands of the built command line, one after another, in this process: its parent sends each command and gets what it
 * printed. The command line is loaded once, which takes as long as several commands.
 */
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

const root = process.cwd();
const { runCommand, shield } = await import(pathToFileURL(join(root, 'dist', 'commands.mjs')).href);

/** @type {Record<'stdout' | 'stderr', string>} What the command has printed. */
const printed = { stdout: '', stderr: '' };
for (const name of /** @type {const} */ (['stdout', 'stderr'])) {
  process[name].write = (/** @type {string | Uint8Array} */ chunk, /** @type {unknown[]} */ ...rest) => {
    printed[name] += typeof chunk === 'string' ? chunk : Buffer.from(chunk).toString();
    const done = rest.find((one) => typeof one === 'function');
    if (typeof done === 'function') process.nextTick(() => done());
    return true;
  };
}
shield(process.stdout);

process.on('message', async (/** @type {import('./commandLine.js').Command} */ { args, cwd, env }) => {
  process.chdir(cwd);
  for (const name of Object.keys(process.env)) if (!(name in env)) delete process.env[name];
  Object.assign(process.env, env);
  const status = await runCommand(args);
  process.chdir(root);
  process.send?.({ status, ...printed });
  Object.assign(printed, { stdout: '', stderr: '' });
});
process.on('disconnect', () => process.exit());
