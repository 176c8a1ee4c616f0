/** Names that a rule gives to values with `let`: what they mean in the lines below, over records and over columns. */
import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { variableAt } from '../../../src/core/events/agents.js';
import type { Timeline } from '../../../src/core/events/timeline.js';
import { CROWD } from '../../../src/engine/model/crowdSize.js';
import { compileStatements, touch } from '../../../src/expr/index.js';
import { modelOf, playWith } from '../../support/worlds.js';

const silent = (): never => assert.fail('Nobody is asked.');

const file = (lines: readonly string[], order: string, size: number): string => `society: 1
personas: { ada: { vars: { n: 1 } }, bo: { vars: { n: 2 } } }
populations: { folk: { size: ${size}, name: 'P {n}' } }
ties: { friends: { among: all, graph: [ada > bo 0.8, bo > ada 0.4] } }
worlds:
  w:
    vars: { total: 0 }
    agent_vars: { n: { start: 0 }, best: agent?, word: { start: none } }
    phases: { p: { who: [ada, bo], order: ${order}, then: ${JSON.stringify(lines.join('\n'))} } }
scenarios:
  s: { cast: [ada, bo, folk], world: w, rounds: 1 }
`;

const played = async (lines: readonly string[], order = 'sequential', size = 1, byRecord = false): Promise<Timeline> =>
  playWith(await modelOf(file(lines, order, size), { byRecord }), silent);

const valuesOf = ({ head, events }: Timeline, name: string): readonly unknown[] => [
  ...[0, 1].map((index) => variableAt(head, index, name)),
  ...events.flatMap((event) => (event.type === 'fault' ? [event.text] : [])),
];

describe('a name that a rule gives with let', () => {
  for (const size of [1, CROWD])
    for (const byRecord of [false, true]) {
      const all = async (lines: readonly string[], name: string, order?: string): Promise<readonly unknown[]> =>
        valuesOf(await played(lines, order, size, byRecord), name);
      describe(`with ${size} more agents, ${byRecord ? 'over records' : 'over columns where there are many'}`, () => {
        it('keeps its value while variables change', async () => {
          const lines = ['let before = me.n', 'let double = before * 2', 'me.n = 10', 'me.n += before + double'];
          assert.deepEqual(await all(lines, 'n'), [13, 16]);
          assert.deepEqual(await all(lines, 'n', 'simultaneous'), [13, 16]);
        });

        it('of an agent gives what the lines above have set of it', async () => {
          assert.deepEqual(await all(['let other = pick(tied(me))', 'other.n += 5', 'me.n = other.n'], 'n'), [12, 12]);
        });

        it('can be yes or no, a word, an agent or nothing', async () => {
          const lines = [
            'let isFirst = me.n == 1',
            "let word = isFirst ? 'first' : 'later'",
            'let nobody = isFirst ? null : pick(tied(me))',
            'me.word = word',
            'me.best = nobody',
          ];
          assert.deepEqual(await all(lines, 'word', 'simultaneous'), ['first', 'later']);
          assert.deepEqual(await all(lines, 'best', 'simultaneous'), [null, 'ada']);
        });

        it('is drawn once, and its fault undoes the rule', async () => {
          const lines = ['let x = chance(0.5)', 'me.n = x == x ? 3 : 4', 'let y = 1 / (me.n - 3)', 'me.n = 9'];
          assert.deepEqual((await all(lines, 'n')).slice(0, 2), [1, 2]);
          assert.match(String((await all(lines, 'n')).at(-1)), /divides by zero/);
        });
      });
    }

  it('can be a list, and a list of agents shows what lines have set', async () => {
    const lines = ['let near = tied(me)', 'near[0].n = 7', 'unbond(me, near)', 'me.n = sum(near.n) + near.length'];
    assert.deepEqual(valuesOf(await played(lines), 'n'), [7, 8]);
  });

  it('is private if its value was computed from something private', () => {
    const compiled = compileStatements(
      "let secret = hidden\nlet open = 1\nremember(me, secret)\nremember(me, open)\nremember(me, secret + 'x')",
    );
    assert.ok(compiled.ok);
    const marks: (readonly boolean[])[] = [];
    const lookup = (name: string): string => {
      if (name === 'hidden') touch();
      return name;
    };
    compiled.run({ lookup }, { assign: () => undefined, call: (_name, _args, isPrivate) => marks.push(isPrivate) });
    assert.deepEqual(marks, [
      [false, true],
      [false, false],
      [false, true],
    ]);
  });
});
