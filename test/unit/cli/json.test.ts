/** `--json`: every command that has a result gives it as data, alone on stdout. */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'mocha';
import { COMMAND_NAMES, helpOf } from '../../../src/cli/help/help.js';
import { runSociety } from '../../support/commandLine.js';

/** Commands that serve until they are ended, so they have no result. */
const SERVICES = ['worker', 'mcp'];

/** Its result is always data. */
const DATA = ['diagnose'];

const FILE = `society: 1
title: Two
imports: [library/feed]
codes: { kind: { ask: Is it kind?, by: human } }
personas: { ada: { name: Ada, interests: [jazz] }, ben: { name: Ben, interests: [jazz] } }
ties: { friendship: { among: all } }
scenarios: { s: { cast: all, world: feed, rounds: 2, expect: { talk: { that: messages > 0 } } } }
`;

describe('results as data', function () {
  this.timeout(120_000);
  let dir: string;
  before(() => {
    dir = mkdtempSync(join(tmpdir(), 'society-json-'));
    writeFileSync(join(dir, 'two.society'), FILE);
    writeFileSync(join(dir, 'people.csv'), 'NAME,AGE\nAda Okafor,41\n');
  });
  after(() => rmSync(dir, { recursive: true, force: true }));

  it('are given by each command that has a result', () => {
    const without = COMMAND_NAMES.filter((name) => !helpOf(name).includes('--json'));
    assert.deepEqual(without.toSorted(), [...SERVICES, ...DATA].toSorted());
  });

  it('are alone on stdout, with the facts that the text has', () => {
    const data = (...args: readonly string[]): Record<string, unknown> => {
      const { stdout, stderr } = runSociety(dir, [...args, '--json']);
      try {
        return JSON.parse(stdout) as Record<string, unknown>;
      } catch {
        throw new Error(`${args.join(' ')}: ${stdout || stderr}`);
      }
    };
    const { id } = data('run', 'two.society', '--out', 'two');
    assert.equal(id, 's-s1-1');
    assert.equal(data('replay', 'two')['ok'], true);
    assert.match(String((data('codes', 'two') as unknown as { ask: string }[])[0]?.ask), /kind/);
    assert.match(String(data('methods', 'two')['text']), /synthetic/i);
    const { after: event, comparison } = data('fork', 'two', '--at', 'round:1', '--tie', 'ada>ben=0.9');
    assert.equal(typeof event, 'number');
    assert.equal((comparison as { same: boolean }).same, false);
    assert.equal((data('ask', 'two', 'ada', 'How are you?')['answers'] as { text: string }[]).length, 1);
    assert.deepEqual(Object.keys((data('freeze', 'two.society')['added'] as { scenarios: object }).scenarios), ['s']);
    assert.equal((data('import', 'people.csv')['report'] as { people: number }).people, 1);
    assert.ok((data('new', '--list') as unknown as { gallery: readonly object[] }).gallery.length > 10);
    assert.deepEqual(data('test-model', 'two.society'), []);
    assert.equal(data('export', 'two', '--to', 'tidy')['runs'], 1);
  });
});
