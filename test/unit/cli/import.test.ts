/** `society import` from the built command line: a society to check and run, a report next to it, and no file overwritten. */
import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'mocha';
import { runSociety } from '../../support/commandLine.js';

describe('import on the command line', function () {
  this.timeout(60_000);
  let dir: string;
  const society = (...args: string[]) => runSociety(dir, args);
  const fixture = (name: string): string => join(process.cwd(), 'test', 'fixtures', 'exchange', name);

  before(() => {
    dir = mkdtempSync(join(tmpdir(), 'society-import-'));
  });
  after(() => rmSync(dir, { recursive: true, force: true }));

  it('writes a file that can be checked and run, and reports each field', () => {
    const { status, stderr } = society('import', fixture('users.json'), fixture('twitter.csv'), '--out', 'people.society');
    assert.equal(status, 0, stderr);
    assert.match(stderr, /5 people and 4 ties .*\n[\s\S]*## Kept aside/);
    assert.equal(society('check', 'people.society').status, 0);
    const run = society('run', 'people.society', '--rounds', '2', '--quiet', '--out', 'run');
    assert.equal(run.status, 0, run.stderr);
  });

  it('does not overwrite an existing file', () => {
    const kept = readFileSync(join(dir, 'people.society'), 'utf8');
    const { status, stderr } = society('import', fixture('panel.csv'), '--out', 'people.society');
    assert.equal(status, 2);
    assert.match(stderr, /already exists/);
    assert.equal(readFileSync(join(dir, 'people.society'), 'utf8'), kept);
  });

  it('previews, maps columns and keeps names with options', () => {
    assert.match(society('import', fixture('panel.csv'), '--preview').stdout, /^# Import\n/);
    const { stdout } = society(
      'import',
      fixture('panel.csv'),
      '--keep-names',
      '--map',
      'Comment=bio',
      '--map',
      'Trust in press=vars.trust',
    );
    assert.match(stdout, /name: José Pérez[\s\S]*bio: =1\+1[\s\S]*vars: \{trust: 2\}/);
  });

  it('exports people, members of populations too, and imports them again', () => {
    const file =
      'society: 1\npersonas: { ada: { name: Ada Okafor, age: 41 } }\npopulations: { folk: { size: 3, sample: { age: 20..60 } } }\n';
    writeFileSync(join(dir, 'town.society'), file);
    assert.equal(society('export', 'town.society', '--to', 'sotopia').status, 0);
    const back = society('import', join('town-sotopia', 'agents.json'));
    assert.match(back.stdout, /^ {2}ada:\n {4}name: Ada Okafor\n {4}age: 41\n[\s\S]*^ {2}folk_03:\n/m);
    assert.match(society('export', 'town.society', '--to', 'sotopia').stderr, /already exists/);
    assert.equal(society('export', 'town.society', '--to', 'nothing').status, 2);
  });

  it('exports a run, and imports its ties again', () => {
    const made = society('export', 'run', '--to', 'edges', '--round', '2', '--least', '0', '--network', 'follows', '--out', 'ties.csv');
    assert.equal(made.status, 0, made.stderr);
    assert.match(readFileSync(join(dir, 'ties.csv'), 'utf8'), /^round,from,to,strength,network,mind,synthetic\n2,/);
    assert.match(society('import', 'ties.csv').stdout, /^ties:\n {2}follows:/m);
    assert.match(society('export', 'run', '--to', 'edges', '--out', 'ties.csv').stderr, /already exists/);
    for (const wrong of [['surveys'], ['edges', '--round', '3'], ['gexf', '--least', '2'], ['gexf', '--seed', '1'], ['tinytroupe']])
      assert.equal(society('export', 'run', '--to', ...wrong).status, 2, wrong.join(' '));
  });

  it('tells the size and the time of a large export before it is written', () => {
    const crowd = `society: 1
populations: { town: { size: 20000, name: 'Resident {n}' } }
worlds: { w: { agent_vars: { a: 1, b: 2, c: 3, d: 4, e: 5 } } }
scenarios: { s: { cast: [town], world: w, rounds: 9 } }
`;
    writeFileSync(join(dir, 'crowd.society'), crowd);
    assert.equal(society('run', 'crowd.society', '--quiet', '--out', 'crowd').status, 0);
    const { status, stderr } = society('export', 'crowd', '--to', 'variables');
    assert.equal(status, 0, stderr);
    assert.match(stderr, /^variables: about 68 MB, less than a second of a processor\nvariables of /);
    assert.match(society('export', 'crowd', '--to', 'people').stderr, /^people of /);
  });

  it('exports a run as a trace, the same bytes each time', () => {
    const made = (...options: readonly string[]): string => {
      assert.equal(society('export', 'run', '--to', 'otlp', '--out', 'trace.json', ...options).status, 0);
      const text = readFileSync(join(dir, 'trace.json'), 'utf8');
      rmSync(join(dir, 'trace.json'));
      return text;
    };
    const trace = made();
    assert.ok(JSON.parse(trace).resourceSpans[0].scopeSpans[0].spans.length > 10);
    assert.equal(made(), trace);
    assert.doesNotMatch(trace, /gen_ai\.output\.messages/);
    assert.match(made('--text'), /gen_ai\.output\.messages/);
    assert.equal(society('export', 'run', '--to', 'edges', '--text').status, 2);
  });

  it('reports a problem in a file at its line, and a wrong call', () => {
    const broken = society('import', fixture('users.json'), '--as', 'gexf');
    assert.deepEqual([broken.status, broken.stdout], [1, '']);
    assert.match(broken.stderr, /^users\.json:1: error .*\[import-format\]/);
    assert.equal(society('import').status, 2);
    assert.equal(society('import', 'nowhere.json').status, 2);
    assert.equal(society('import', fixture('users.json'), '--keep-names', '--pseudonyms').status, 2);
  });
});
