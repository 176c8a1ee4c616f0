/**
 * Packages of Python whose values tests compare results with, in an environment of their own: installed once, at the versions that made the
 * tables of test/fixtures. Packages of R are used where the system has them.
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { isWindows, run, which } from './command.mjs';
import { withLock } from './lock.mjs';
import { cache } from './paths.mjs';
import { step } from './report.mjs';

/** As test/support/otherPrograms.ts finds them. */
const folder = join(cache, 'oracles');
const python = join(folder, isWindows ? 'Scripts/python.exe' : 'bin/python');

const PACKAGES = [
  ...['numpy==2.4.6', 'scipy==1.17.1', 'statsmodels==0.15.0', 'pandas==3.1.1', 'scikit-learn==1.9.1', 'networkx==3.6.1', 'pyarrow==26.0.1'],
  ...['pingouin==0.7.0', 'krippendorff==0.9.0', 'ppi-python==0.2.3', 'ergmx==0.5.0'],
];

/** Throws with advice where there is no Python, or where a package cannot be installed. The tests then compare the stored tables only. */
export function setupOracles() {
  return withLock(join(cache, 'oracles.lock'), async () => {
    if (existsSync(python) && (await isInstalled())) return;
    const system = which('python3') ?? which('python');
    if (!system) throw new Error('no Python was found; tests compare with the stored tables only');
    await step('oracles', `installing ${PACKAGES.length} packages of Python`, async () => {
      await run(system, ['-m', 'venv', folder]);
      await run(python, ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', '--no-compile', ...PACKAGES]);
      return 'installed';
    });
  });
}

/** Whether all packages are there with these versions. */
const isInstalled = () =>
  run(python, [
    '-c',
    'import sys; from importlib.metadata import version; sys.exit(any(version(p) != v for p, v in (a.split("==") for a in sys.argv[1:])))',
    ...PACKAGES,
  ]).then(
    () => true,
    () => false,
  );
