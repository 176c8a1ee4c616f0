/**
 * The values that other tests of this folder read from test/fixtures are still those that Python and R compute. The scripts next to them
 * run again, in one process of each, where their packages are installed; elsewhere the stored values stand alone.
 */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'mocha';
import { hasModules, runs } from '../../support/otherPrograms.js';

const FIXTURES = join(process.cwd(), 'test', 'fixtures');

const IN_PYTHON = ['statistics', 'claim_statistics', 'many_raters', 'calibration', 'associations'];
const MODULES = ['numpy', 'scipy', 'statsmodels', 'pandas', 'pingouin', 'krippendorff', 'ppi_py'];
const IN_R = ['people_statistics'];
const R_PACKAGES = ['survey', 'polycor', 'mvtnorm', 'jsonlite'];

/** Runs scripts one after another, and ends the output of each with a line. */
const ALL_IN_PYTHON = 'import runpy, sys\nfor file in sys.argv[1:]:\n    runpy.run_path(file, run_name="__main__")\n    print("=====")';
const ALL_IN_R = 'for (file in commandArgs(TRUE)) { source(file, local = new.env()); cat("\\n=====\\n") }';

const hasPackages = (...names: readonly string[]): boolean =>
  runs('Rscript', '-e', `for (name in c(${names.map((name) => `"${name}"`).join()})) stopifnot(nzchar(system.file(package = name)))`);

function printed(program: string, args: readonly string[], names: readonly string[], ending: string): ReadonlyMap<string, unknown> {
  const files = names.map((name) => join(FIXTURES, `${name}.${ending}`));
  const { status, stdout, stderr } = spawnSync(program, [...args, ...files], { encoding: 'utf8', maxBuffer: 1e8 });
  assert.equal(status, 0, stderr);
  const texts = stdout.split('=====\n');
  return new Map(names.map((name, i) => [name, JSON.parse(texts[i]!) as unknown]));
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

function assertStored(found: ReadonlyMap<string, unknown>): void {
  for (const [name, value] of found) {
    const stored: unknown = JSON.parse(readFileSync(join(FIXTURES, `${name}.json`), 'utf8'));
    assert.deepEqual(differences(stored, value, name), []);
  }
}

describe('stored values of other programs', () => {
  it('are those that Python computes, where its packages are installed', function () {
    if (!hasModules(...MODULES) || !hasPackages('psych')) this.skip();
    assertStored(printed('python3', ['-P', '-c', ALL_IN_PYTHON], IN_PYTHON, 'py'));
  }).timeout(120_000);

  it('are those that R computes, where its packages are installed', function () {
    if (!hasPackages(...R_PACKAGES)) this.skip();
    assertStored(printed('Rscript', ['-e', ALL_IN_R], IN_R, 'R'));
  }).timeout(120_000);

  it('are compared number by number', () => {
    assert.deepEqual(differences({ a: [1, 2] }, { a: [1, 2 + 1e-9] }, 'x'), []);
    assert.deepEqual(differences({ a: [1, 2] }, { a: [1, 2.1] }, 'x'), ['x.a.1: 2, now 2.1']);
    assert.deepEqual(differences({ a: [1] }, { a: [1, 3] }, 'x'), ['x.a.1: undefined, now 3']);
  });
});
