/**
 * The values that other tests read from test/fixtures are those that Python and R compute. Each script runs again where its packages are
 * installed (`node scripts/setup.mjs --oracles` installs those of Python). Elsewhere its stored table has to be the one that was made with
 * the script as it is: test/fixtures/oracles.json has the hashes of both. `RESET_GOLDEN=1` records them, after a run of each script.
 */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, describe, it } from 'mocha';
import { hasModules, hasPackages, PYTHON } from '../../support/otherPrograms.js';
import { sha256 } from '../../support/societies.js';

const FIXTURES = join(process.cwd(), 'test', 'fixtures');
const HASHES = join(FIXTURES, 'oracles.json');

interface Oracle {
  readonly script: string;
  /** Its table; that with the name of the script if it is not given. */
  readonly table?: string;
  readonly modules?: readonly string[];
  readonly packages?: readonly string[];
}

const NUMPY = ['numpy', 'scipy'];

const ORACLES: readonly Oracle[] = [
  { script: 'agreement.py', modules: [...NUMPY, 'statsmodels', 'sklearn'] },
  { script: 'associations.py', modules: NUMPY },
  { script: 'calibration.py', modules: NUMPY },
  { script: 'cascade.py', modules: ['numpy'] },
  { script: 'choices.py', modules: NUMPY },
  { script: 'claim_statistics.py', modules: [...NUMPY, 'statsmodels'] },
  { script: 'directed_graphs.py', modules: ['numpy', 'networkx'] },
  { script: 'empirical_networks.py', modules: ['numpy', 'networkx', 'ergmx'] },
  { script: 'many_raters.py', modules: [...NUMPY, 'statsmodels', 'pandas', 'pingouin', 'krippendorff', 'ppi_py'], packages: ['psych'] },
  { script: 'networks.py', modules: ['networkx'] },
  { script: 'null_graphs.py', modules: ['numpy', 'networkx'] },
  { script: 'share_power.py', modules: [...NUMPY, 'statsmodels'], packages: ['pwr'] },
  { script: 'statistics.py', modules: [...NUMPY, 'statsmodels'] },
  { script: 'tie_choices.py', modules: NUMPY },
  { script: 'empirical_networks.R', table: 'empirical_networks_sna.json', packages: ['sna', 'network', 'jsonlite'] },
  { script: 'nested_means.R', packages: ['lme4', 'jsonlite'] },
  { script: 'people_statistics.R', packages: ['survey', 'polycor', 'mvtnorm', 'jsonlite'] },
];

const textOf = (file: string): string => readFileSync(join(FIXTURES, file), 'utf8');
const tableOf = ({ script, table = script.replace(/\.\w+$/, '.json') }: Oracle): string => table;
/** The same with line ends of any system. */
const hashOf = (file: string): string => sha256(textOf(file).replaceAll('\r\n', '\n'));
const hashes = (oracle: Oracle): readonly string[] => [hashOf(oracle.script), hashOf(tableOf(oracle))];

/** What the script prints; null where a package of it is missing. */
function printed({ script, modules = [], packages = [] }: Oracle): unknown {
  if ((modules.length > 0 && !hasModules(...modules)) || (packages.length > 0 && !hasPackages(...packages))) return null;
  const [program, args] = script.endsWith('.R') ? ['Rscript', []] : [PYTHON, ['-P']];
  const { status, stdout, stderr } = spawnSync(program, [...args, join(FIXTURES, script)], { encoding: 'utf8', maxBuffer: 1e8 });
  assert.equal(status, 0, stderr);
  return JSON.parse(stdout);
}

/** Where two values differ by more than other versions of the packages may round, with both. */
function differences(stored: unknown, found: unknown, at: string): readonly string[] {
  if (at.endsWith('.source')) return [];
  if (typeof stored === 'number' && typeof found === 'number')
    return Math.abs(stored - found) <= 1e-5 * Math.max(1, Math.abs(stored)) ? [] : [`${at}: ${stored}, now ${found}`];
  if (typeof stored !== 'object' || stored === null || typeof found !== 'object' || found === null)
    return stored === found ? [] : [`${at}: ${JSON.stringify(stored)}, now ${JSON.stringify(found)}`];
  const keys = new Set([...Object.keys(stored), ...Object.keys(found)]);
  const of = (value: object, key: string): unknown => (value as { readonly [key: string]: unknown })[key];
  return [...keys].flatMap((key) => differences(of(stored, key), of(found, key), `${at}.${key}`));
}

describe('stored values of other programs', () => {
  const recorded = new Map<string, readonly string[]>();
  const isRecording = process.env['RESET_GOLDEN'] === '1';
  after(() => {
    if (isRecording) writeFileSync(HASHES, `${JSON.stringify(Object.fromEntries(recorded), null, 2)}\n`);
  });

  for (const oracle of ORACLES)
    it(`are those of ${oracle.script}, which runs again where its packages are installed`, () => {
      const found = printed(oracle);
      if (found !== null) assert.deepEqual(differences(JSON.parse(textOf(tableOf(oracle))), found, oracle.script), []);
      if (isRecording) {
        assert.ok(found !== null, 'recording needs all packages');
        recorded.set(oracle.script, hashes(oracle));
      } else {
        const stored = JSON.parse(readFileSync(HASHES, 'utf8')) as { readonly [script: string]: readonly string[] };
        assert.deepEqual(hashes(oracle), stored[oracle.script], 'run the script again, and record its table');
      }
    }).timeout(120_000);

  it('are compared number by number', () => {
    assert.deepEqual(differences({ a: [1, 2] }, { a: [1, 2 + 1e-9] }, 'x'), []);
    assert.deepEqual(differences({ a: [1, 2] }, { a: [1, 2.1] }, 'x'), ['x.a.1: 2, now 2.1']);
    assert.deepEqual(differences({ a: [1] }, { a: [1, 3] }, 'x'), ['x.a.1: undefined, now 3']);
  });
});
