/** `society prompt` and `run --wording` of the built command line. */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'mocha';
import { runSociety } from '../../support/commandLine.js';

const TEXT = `society: 1
imports: [library/feed]
personas:
  ada: { name: Ada }
  ben: { name: Ben }
scenarios:
  main:
    world: feed
    rounds: 2
    prompts:
      wordings:
        curt: { answer: Answer in JSON. }
`;

describe('society prompt', () => {
  let dir: string;
  before(() => {
    dir = mkdtempSync(join(tmpdir(), 'society-prompt-'));
    writeFileSync(join(dir, 'main.society'), TEXT);
  });
  after(() => rmSync(dir, { recursive: true, force: true }));

  const society = (...args: string[]) => runSociety(dir, args);

  it('prints the parts with their places, also as data, in round 1 and later', () => {
    const plain = society('prompt', 'main.society', 'ada');
    assert.equal(plain.status, 0, plain.stderr);
    assert.match(plain.stdout, /^# Ada\n[\s\S]*round 1 of 2[\s\S]*## you · prompts\.en\.you · library\/prompts\.society:\d+/);
    const json = society('prompt', 'main.society', 'ben', '--after', '1', '--wording', 'curt', '--json');
    const { agent, round, parts } = JSON.parse(json.stdout) as {
      agent: string;
      round: number;
      parts: { section: string; text: string; path: string; line: number; tokens: number }[];
    };
    assert.deepEqual([agent, round], ['ben', 2]);
    const answer = parts.find(({ section }) => section === 'answer')!;
    assert.deepEqual([answer.text, answer.path, answer.line], ['Answer in JSON.', 'main.society', 12]);
    assert.ok(answer.tokens > 0);
  });

  it('says what to do about an unknown agent or wording', () => {
    const nobody = society('prompt', 'main.society', 'eve');
    assert.deepEqual([nobody.status, nobody.stdout], [1, '']);
    assert.match(nobody.stderr, /`eve` takes part in no scenario.*`cast:`/);
    const wording = society('run', 'main.society', '--wording', 'rude', '--quiet');
    assert.equal(wording.status, 1);
    assert.match(wording.stderr, /main\.society:10:5: error: There is no wording `rude`\. There are: curt\./);
    assert.equal(society('run', 'main.society', '--wording', 'curt', '--quiet').status, 0);
    assert.equal(society('prompt', 'main.society').status, 2);
  });
});
