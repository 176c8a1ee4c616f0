/** SKILL.md and llms.txt: short enough, examples without problems that play, links and names that exist. */
import assert from 'node:assert/strict';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, it } from 'mocha';
import { COMMAND_NAMES } from '../../../src/cli/help/help.js';
import { estimateTokens } from '../../../src/language/tokens/estimate.js';
import { TOOLS } from '../../../src/tools/index.js';
import { toolBench } from '../../support/tools.js';

const SKILL = 'skills/society-studio/SKILL.md';
const skill = readFileSync(SKILL, 'utf8');
const MOST_TOKENS = 4_000;

describe('texts for assistants', function () {
  this.timeout(30_000);

  it('are short, and their links lead to files', () => {
    for (const path of [SKILL, 'llms.txt']) {
      const text = readFileSync(path, 'utf8');
      assert.ok(estimateTokens(text, 'o200k') < MOST_TOKENS, `${path}: ${estimateTokens(text, 'o200k')} tokens`);
      for (const [, to = ''] of text.matchAll(/\]\(([^)#]+)/g)) assert.ok(existsSync(join(dirname(path), to)), `${path}: ${to}`);
    }
    assert.match(skill, /^---\nname: society-studio\ndescription: .{50,500}\n---\n/);
  });

  it('name tools and commands that exist', () => {
    const [, commands = ''] = /`society ([a-z|]+) FILE --json`/.exec(skill) ?? [];
    assert.ok(commands.split('|').length > 3);
    for (const name of commands.split('|')) assert.ok(COMMAND_NAMES.includes(name), name);
    const named = TOOLS.filter(({ name }) => skill.includes(`\`${name}\``));
    assert.ok(named.length >= 10, named.map(({ name }) => name).join(' '));
  });

  it('have examples without errors or warnings, which run', async () => {
    const examples = [...skill.matchAll(/```yaml\n([\s\S]*?)```/g)].map(([, text = '']) => text);
    assert.equal(examples.length, 4);
    const files = Object.fromEntries(examples.map((text, i) => [`example_${i}.society`, text]));
    const bench = toolBench(files);
    for (const [i, file] of Object.keys(files).entries()) {
      const { problems } = await bench.result<{ problems: { severity: string; message: string }[] }>('check', { file });
      assert.deepEqual(
        problems.filter(({ severity }) => severity === 'error' || severity === 'warning'),
        [],
        file,
      );
      const { state, lost = [] } = await bench.result<{ state: string; lost?: object[] }>('run', { file, mind: 'builtin', rounds: 3 });
      assert.equal(state, 'ended');
      assert.deepEqual(lost, [], `${i}`);
    }
    rmSync(bench.dir, { recursive: true, force: true });
  });

  it('have snippets of single keys that are valid in a scenario', async () => {
    const lines = [...skill.matchAll(/^- `(interventions|surveys|codes): (\{.*\})`/gm)];
    assert.equal(lines.length, 3);
    const of = (key: string): string => lines.find((line) => line[1] === key)?.[2] ?? '';
    const bench = toolBench({});
    const text = `society: 1
title: Snippets
imports: [library/feed]
codes: ${of('codes')}
personas: { ada: { name: Ada }, ben: { name: Ben } }
scenarios:
  s:
    world: feed
    rounds: 10
    interventions: ${of('interventions')}
    surveys: ${of('surveys')}
    measures: { heard: share(all.seen.rumour) }
`;
    const { problems } = await bench.result<{ problems: object[] }>('check', { text });
    assert.deepEqual(problems, []);
    rmSync(bench.dir, { recursive: true, force: true });
  });
});
