/** `society network`: a network of people in a file, and one that a scenario names, with clear errors. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'mocha';

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

  const network = (...args: string[]) =>
    spawnSync(process.execPath, [join(process.cwd(), 'dist', 'cli.mjs'), 'network', ...args], { cwd: dir, encoding: 'utf8' });

  it('describes a file, and as data', () => {
    const { status, stdout, stderr } = network('karate.graphml', '--group', 'club', '--draws', '20');
    assert.equal(status, 0, stderr);
    assert.match(stdout, /^karate\.graphml: 34 agents, 78 ties without direction\n/);
    assert.match(stdout, /assortativity by club +0\.718 +\+\d/);
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
