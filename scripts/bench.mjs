/**
 * `npm run bench -- <area>`: measures one area and prints a line of JSON for each figure. Figures that miss their goal have
 * `"ok":false`; they do not fail the script.
 */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { keepScripts } from './lib/bundleTests.mjs';
import { run } from './lib/command.mjs';
import { runMain } from './lib/main.mjs';
import { out, root } from './lib/paths.mjs';

const folder = join(root, 'bench');

async function main() {
  const [area, ...more] = process.argv.slice(2);
  const areas = readdirSync(folder)
    .filter((name) => name.endsWith('.ts'))
    .map((name) => name.slice(0, -3));
  if (area === undefined) return void console.log(`npm run bench -- <area>\n\n${areas.map((name) => `  ${name}`).join('\n')}`);
  if (more.length > 0) throw new Error('name one area at a time');
  if (!areas.includes(area)) throw new Error(`there is no area ${area}; there is ${areas.join(', ')}`);
  await run(process.execPath, ['--expose-gc', await bundled(area)], { cwd: root, show: true });
  return undefined;
}

/** @param {string} area */
async function bundled(area) {
  const { build } = await import('esbuild');
  const outfile = join(out, 'bench', `${area}.mjs`);
  await build({
    ...{ entryPoints: [join(folder, `${area}.ts`)], outfile, absWorkingDir: root, logLevel: 'error' },
    ...{ bundle: true, platform: 'node', target: 'node20', format: 'esm', packages: 'external', plugins: [keepScripts] },
  });
  return outfile;
}

await runMain(main);
