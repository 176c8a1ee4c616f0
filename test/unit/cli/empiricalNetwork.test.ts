/** `society network`: a network of people in a file, and one that a scenario names, with clear errors. */
import assert from 'node:assert/strict';
import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'mocha';
import { runSociety } from '../../support/commandLine.js';

const SOCIETY = (more: string): string => `society: 1
imports: [library/feed]
personas:
  ada: { name: Ada, vars: { side: left } }
  ben: { name: Ben, vars: { side: right } }
ties: { trust: { among: all } }
scenarios:
  town:
    world: feed
    compare_with:
      club: { ${more} }
`;

describe('networks of people on the command line', () => {
  let dir: string;
  before(() => {
    dir = mkdtempSync(join(tmpdir(), 'society-network-'));
    cpSync(join(process.cwd(), 'examples', 'studies', 'karate.graphml'), join(dir, 'karate.graphml'));
    writeFileSync(join(dir, 'page.csv'), 'name\nada\nben\n');
    writeFileSync(join(dir, 'good.society'), SOCIETY('network: ./karate.graphml, groups: { side: { column: club } }, terms: [edges]'));
    writeFileSync(join(dir, 'lost.society'), SOCIETY('network: ./nothing.graphml'));
    writeFileSync(join(dir, 'bad.society'), SOCIETY('network: ./page.csv'));
  });
  after(() => rmSync(dir, { recursive: true, force: true }));

  const network = (...args: string[]) => runSociety(dir, ['network', ...args]);

  it('describes a file, and as data', () => {
    const { status, stdout, stderr } = network('karate.graphml', '--group', 'club', '--draws', '20');
    assert.equal(status, 0, stderr);
    assert.match(stdout, /^karate\.graphml: 34 agents, 78 ties without direction\n/);
    assert.match(stdout, /assortativity by club +0\.718\n/);
    assert.match(stdout, /assortativity by club +\+0\.7\d+ +\+\d/);
    const { compared, ties, model } = JSON.parse(
      network('good.society', '--json', '--draws', '5', '--seeds', '2', '--workers', '0').stdout,
    )[0] as {
      readonly compared: { readonly runs: number; readonly figures: readonly { readonly id: string; readonly empirical: number }[] };
      readonly ties: string;
      readonly model: { readonly fit: { readonly terms: readonly { readonly weight: number }[] } };
    };
    assert.equal(compared.figures.find(({ id }) => id === 'external_internal.side')!.empirical, -0.717948717948718);
    assert.deepEqual([ties, compared.runs], ['trust', 2]);
    // The log odds of 78 ties among 561 pairs.
    assert.ok(Math.abs(model.fit.terms[0]!.weight - Math.log(78 / (561 - 78))) < 1e-9);
  }).timeout(60_000);

  it('compares each arm of an experiment, and a run that is shown, with the networks and tables of its scenario', () => {
    writeFileSync(join(dir, 'hours.csv'), 'HOURS\n1\n2\n3\n4\n');
    const arms = `
      poll: { people: ./hours.csv, answers: { hours: { of: me.hours, column: HOURS } } }
    rounds: 2
worlds: { feed: { agent_vars: { hours: 2 } } }
experiments:
  length: { scenario: town, arms: { short: { rounds: 1 }, long: { rounds: 2 } }, seeds: 3 }
`;
    const text = SOCIETY('network: ./karate.graphml, terms: [edges]').trimEnd();
    writeFileSync(join(dir, 'arms.society'), text + arms);
    const society = (...args: string[]) => runSociety(dir, [...args, 'arms.society']);
    const people = society('people', '--workers', '0', '--experiment', 'length', '--json');
    const { comparisons } = JSON.parse(people.stdout) as { comparisons: { arm: string; id: string; runs: number }[] };
    assert.deepEqual(
      comparisons.map(({ arm, id, runs }) => [arm, id, runs]),
      [
        ['short', 'poll', 3],
        ['long', 'poll', 3],
      ],
      people.stderr,
    );
    const ties = society('network', '--workers', '0', '--experiment', 'length', '--draws', '2');
    for (const arm of ['short', 'long']) assert.match(ties.stdout, new RegExp(`^club \\(karate\\.graphml\\), arm ${arm}: 34 agents`, 'm'));
    assert.match(society('people', '--experiment', 'lenght').stderr, /no experiment `lenght`\. Did you mean `length`/);
    society('run', '--quiet');
    const shown = runSociety(dir, ['show', '.society/runs/town-s1-1']);
    assert.match(shown.stdout, /\ncompared with outside data \(compare_with\):\n {2}poll: hours\.csv, 4 rows; 1 run\n {2}hours: agents 2 /);
    assert.match(shown.stdout, /\n {2}network club, trust of 1 run: /);
    assert.match(network('good.society', '--with', 'club', '--experiment', 'x').stderr, /no experiment `x`/);
  }).timeout(120_000);

  it('refuses what is no network, at its line', () => {
    const lost = network('lost.society');
    assert.equal(lost.status, 2);
    assert.match(lost.stderr, /lost\.society:11:\d+: error: .*nothing\.graphml.*\[data-missing\]/);
    assert.match(network('bad.society').stderr, /bad\.society:11:\d+: error: page\.csv:1: This is no network\..*\[data-malformed\]/);
    assert.match(network('page.csv').stderr, /page\.csv:1: error This is no network/);
    assert.match(network('good.society', '--with', 'clubs').stderr, /No scenario names a network `clubs`/);
    assert.match(network('good.society', '--terms', 'edges').stderr, /Write `terms` under `compare_with`/);
    assert.match(network('karate.graphml', '--terms', 'mutual').stderr, /needs ties with a direction/);
  }).timeout(60_000);
});
