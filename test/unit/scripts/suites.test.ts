/** Which suites `npm test` runs, and that continuous integration leaves none out. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'mocha';
import { wantedSuites } from '../../../scripts/testing.mjs';

const ALL = ['check', 'unit', 'host', 'web', 'ui', 'models'];

describe('the suites of npm test', () => {
  it('are those that are named, or all without real models', () => {
    assert.deepEqual(wantedSuites({}), ALL.slice(0, -1));
    assert.deepEqual(wantedSuites({ all: true }), ALL);
    assert.deepEqual(wantedSuites({ web: true, unit: true }), ['unit', 'web']);
    assert.deepEqual(wantedSuites({ grep: 'x' }), ['unit', 'host', 'web', 'ui']);
    assert.deepEqual(wantedSuites({ grep: 'x', web: true }), ['web']);
  });

  it('are all run by continuous integration where real models can be installed, and else all others', () => {
    const script = readFileSync('.ci/run', 'utf8');
    assert.match(script, /^suites=\(\)$/m);
    assert.match(script, /^ {2}suites=\(-- --all\)$/m);
  });
});
