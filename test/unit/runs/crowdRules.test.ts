/** Rules of a crowd that run agent by agent are noted at their places, with a reason and a way out, and a hover says which do not. */
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { describe, it } from 'mocha';
import { createLanguageService } from '../../../src/language/index.js';
import { nodeTextFiles } from '../../../src/node/ports.js';
import { ruleHover, slowRules } from '../../../src/runs/load/crowdRules.js';
import { drawnPart, loadModel } from '../../../src/runs/index.js';

const MAIN = 'file:///study/main.society';

/** Agents that are drawn. */
const MANY = 1_200;

const town = (phases: string, { size = 100_000, measures = 'ill: 1', more = '' } = {}): string => `society: 1
imports: [library/prompts]
personas: { ada: { name: Ada } }
populations: { people: { size: ${size}, name: 'Person {n}', sample: { age: '18..80' } } }
ties: { town: { among: people, graph: ring(4), strength: 1 } }
worlds:
  w:
    vars: { cases: 0 }
    agent_vars:
      state: [well, ill]
      years: { start: '=me.age' }
      note: { start: '' }
      partner: agent?
    actions: { say: { kind: message, does: Say something. } }
    phases:
${phases}
    measures: { ${measures} }
scenarios:
  s: { cast: [ada, people], world: w, rounds: 2${more} }
`;

async function opened(text: string): Promise<ReturnType<typeof createLanguageService>> {
  const language = createLanguageService(nodeTextFiles(join(process.cwd(), 'library')));
  language.set(MAIN, text);
  return language;
}

/** The notes of a file, each as the text at its place and its message. */
async function notes(text: string): Promise<readonly (readonly [at: string, message: string])[]> {
  const loaded = await loadModel(await opened(text), MAIN, {}, (resolved) => drawnPart(resolved, MANY));
  assert.ok(loaded.ok, JSON.stringify(loaded.problems));
  const lines = text.split('\n');
  return slowRules(loaded.resolved, loaded.model).map(({ range: { start, end }, severity, code, message }) => {
    assert.deepEqual([severity, code], ['info', 'agent-by-agent']);
    return [lines[start.line]!.slice(start.character, end.line === start.line ? end.character : undefined), message];
  });
}

const SLOW: readonly (readonly [phase: string, at: string, reason: RegExp, way: RegExp])[] = [
  [
    "day: { who: all, then: me.note = me.state + '!' }",
    "me.state + '!'",
    /^The `then` of the phase `day` .* Joining texts/,
    /one of several words/,
  ],
  [
    "day: { who: { if: me.age > 70 }, then: me.state = 'ill' }",
    'age',
    /^The condition of the phase `day` .* `age` is not/,
    /start: '=me\.age'/,
  ],
  ['day: { who: all, then: "remember(me, me.id)" }', 'remember(me, me.id)', /`remember` is not in columns/, /for fewer agents/],
  ['day: { who: all, then: cases += 1 }', 'cases', /A variable of the world/, /without `who`/],
  [
    "day: { who: { pick: 'top 1100 by me.years' }, then: me.note = me.state }",
    'me.years',
    /^The ranking of the phase `day`/,
    /Use a condition/,
  ],
  [
    'day: { pair: { kind: random }, then: me.state = target.state }',
    'then: me.state = target.state',
    /Pairs are not in columns/,
    /pick\(neighbours\(me\)\)/,
  ],
  [
    'day: { who: people, order: simultaneous, actions: [say] }',
    'day: { who: people, order: simultaneous, actions: [say] }',
    /^The phase `day` asks the members of a crowd\. Its agents are asked one by one/,
    /pick: random 100/,
  ],
];

describe('rules of a crowd', () => {
  for (const [phase, at, reason, way] of SLOW)
    it(`that run agent by agent are noted: ${phase}`, async () => {
      const found = await notes(town(`      ${phase}`));
      assert.equal(found.length, 1, JSON.stringify(found));
      const [[place, message]] = found as [readonly [string, string]];
      assert.equal(place, at);
      assert.match(message, reason);
      assert.match(message, way);
    });

  it('that run over columns have no note, nor rules that few agents have', async () => {
    const phases = `      day: { who: { if: me.years > 70 && chance(0.5) }, then: "me.state = 'ill'\\nme.partner = pick(neighbours(me))" }
      one: { who: ada, then: 'remember(me, me.id)' }
      few: { who: { pick: random 5 }, then: 'remember(me, me.id)' }
      talk: { who: ada, order: simultaneous, actions: [say] }
      once: { then: cases += 1 }`;
    assert.deepEqual(await notes(town(phases, { measures: "ill: share(all.map(a => a.state == 'ill'))" })), []);
  });

  it('of measures and of `until` are noted too', async () => {
    const found = await notes(
      town('      day: { who: all, then: me.note = me.state }', {
        measures: 'old: share(all.map(a => a.age > 70))',
        more: ', until: all.some(a => a.age > 99)',
      }),
    );
    assert.deepEqual(
      found.map(([at, message]) => [at, message.split(' runs ')[0]]),
      [
        ['age', 'The measure `old`'],
        ['age', 'The `until` of the scenario'],
      ],
    );
  });

  it('are the line of a block that is refused', async () => {
    const phases = `      day:
        who: all
        then: |
          me.state = 'ill'
          me.note = me.note + '!'`;
    assert.deepEqual(
      (await notes(town(phases))).map(([at]) => at),
      ["me.note + '!'"],
    );
  });

  it('are not looked for in a small society', async () => {
    assert.deepEqual(await notes(town("      day: { who: all, then: 'remember(me, me.id)' }", { size: 900 })), []);
  });
});

describe('the hover on a rule of a crowd', () => {
  const text = town(`      day:
        # A comment.
        who: { if: me.years > 70 }
        then: |
          me.state = 'ill'
          me.note = me.note + '!'
      night: { who: all, then: me.note = me.state }`);
  const hover = async (key: string, from = 0): Promise<string | null> => {
    const at = text.indexOf(key, from);
    const before = text.slice(0, at).split('\n');
    const found = await ruleHover(await opened(text), MAIN, { line: before.length - 1, character: before.at(-1)!.length });
    return found?.markdown ?? null;
  };

  it('says whether it runs over columns, and why not, with the line', async () => {
    const line = text.split('\n').findIndex((one) => one.includes("me.note + '!'")) + 1;
    assert.match(
      (await hover('day:'))!,
      new RegExp(`^Runs agent by agent.*\n- \`then\`: Joining texts is not in columns .*line ${line}\\)`),
    );
    assert.match((await hover('then: |'))!, /^Runs agent by agent/);
    assert.equal(await hover('if: me.years'), 'Runs over columns: all members of a crowd in one pass.');
    assert.equal(await hover('night:'), 'Runs over columns: all members of a crowd in one pass.');
    assert.match((await hover('years:'))!, /`age` is not in columns/);
  });

  it('says nothing elsewhere, and in a small society', async () => {
    assert.equal(await hover('phases:'), null);
    assert.equal(await hover('scenarios:'), null);
    const small = town('      day: { who: all, then: me.note = me.state }', { size: 900 });
    assert.equal(await ruleHover(await opened(small), MAIN, { line: 16, character: 6 }), null);
  });

  it('notes rules of the world and of interventions, conditions and expectations that read many agents', async () => {
    const text = "share(all.map(a => a.note + '!' == '!'))";
    const day = `day: { when: "${text} >= 0", then: "cases = ${text}", stop: "${text} > 2" }`;
    const more = `, interventions: { i: { at: 1, to: all, then: "me.note = me.state + '!'" } }, expect: { e: { that: "${text} >= 0" } }`;
    const found = await notes(town(`      ${day}`, { more }));
    for (const subject of [
      /^The `when` of/,
      /^The `then` of the phase `day`/,
      /^The `stop` of/,
      /^The `then` of the intervention `i`/,
      /^The expectation `e`/,
    ])
      assert.ok(
        found.some(([, message]) => subject.test(message)),
        `${String(subject)}: ${JSON.stringify(found)}`,
      );
  });
});
