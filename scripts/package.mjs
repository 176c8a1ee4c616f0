/**
 * Packages the built extension.
 *
 *   node scripts/package.mjs [FILE.vsix]
 */
import { mkdirSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { build } from './lib/build.mjs';
import { run } from './lib/command.mjs';
import { copyPackageSources } from './lib/packageSources.mjs';
import { out, root } from './lib/paths.mjs';
import { isMain, runMain } from './lib/main.mjs';
import { readOptions } from './lib/options.mjs';
import { step } from './lib/report.mjs';
import { setupPackages } from './setup.mjs';

/**
 * Returns the path of the package. It has the files of `dist`: build first.
 * @param {string} [vsix]
 * @param {string} [folder] the folder that is packed; by default a copy of what .vscodeignore names
 * @param {{ readonly search: boolean }} [options] `search`: the files are searched for secrets first, which takes half of the work
 */
export async function packageExtension(
  vsix = join(out, 'society-studio.vsix'),
  folder = copyPackageSources(),
  { search } = { search: false },
) {
  await step('package', 'packing the built extension', async () => {
    mkdirSync(dirname(vsix), { recursive: true });
    const vsce = join(root, 'node_modules', '@vscode', 'vsce', 'vsce');
    const calm = ['--no-dependencies', '--skip-license', '--allow-missing-repository', '--no-rewrite-relative-links'];
    const searched = search ? [] : ['--allow-package-all-secrets', '--allow-package-env-file'];
    await run(process.execPath, [vsce, 'package', ...calm, ...searched, '--out', vsix], { cwd: folder });
    return 'packed';
  });
  return vsix;
}

async function main() {
  const options = readOptions(import.meta.url, [], 1);
  if (!options) return;
  await setupPackages();
  await build();
  await packageExtension(options.words[0] && resolve(options.words[0]), undefined, { search: true });
}

if (isMain(import.meta.url)) await runMain(main);
