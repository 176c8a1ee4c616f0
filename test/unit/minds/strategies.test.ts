/** Strategies of the built-in mind in the worlds of the library, against what can be worked by hand. */
import { agentsOf } from '../../support/agents.js';
import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { neverCancelled } from '../../../src/core/util/lifecycle.js';
import type { Json } from '../../../src/core/util/json.js';
import type { Timeline } from '../../../src/core/events/timeline.js';
import type { MindAnswer } from '../../../src/engine/model/mind.js';
import type { Question } from '../../../src/engine/model/question.js';
import { judge } from '../../../src/engine/observation/answer.js';
import { builtinMind, randomMind } from '../../../src/minds/builtin/index.js';
import { eventsOf, modelOf, playWith } from '../../support/worlds.js';
import { book } from './builtinSupport.js';

const minds = { builtin: builtinMind(book), random: randomMind(book) };

const people = (vars: { readonly [id: string]: string }): string =>
  `personas:\n${Object.entries(vars)
    .map(([id, more]) => `  ${id}: { name: ${id[0]!.toUpperCase()}${id.slice(1)}${more === '' ? '' : `, ${more}`} }`)
    .join('\n')}`;

/** Ids with a variable `strategy` each. */
const playing = (strategies: { readonly [id: string]: string | number }): string =>
  people(Object.fromEntries(Object.entries(strategies).map(([id, s]) => [id, `vars: { strategy: ${s} }`])));

const file = (world: string, rounds: number, who: string, more = '', use = world, seed = 4): string => `society: 1
imports: [library/${world}]
${who}
ties: { friendship: { among: all } }
scenarios: { s: { cast: all, world: ${use}, rounds: ${rounds}, seed: ${seed}${more} } }
`;

/** Plays with a mind; every answer has to be accepted as it is. */
async function play(text: string, mind: keyof typeof minds = 'builtin'): Promise<Timeline> {
  return playWith(await modelOf(text), (question: Question): Json => {
    const answer = minds[mind].ask(question, neverCancelled) as MindAnswer;
    assert.equal(judge(question, answer).status, 'accepted', JSON.stringify({ answer, schema: question.answer }));
    return answer.value!;
  });
}

const last = (timeline: Timeline, measure: string): number | null | undefined =>
  timeline.head.measures.find((one) => one.measure === measure)?.values.at(-1);

const points = (timeline: Timeline): readonly Json[] => agentsOf(timeline.head).map(({ vars }) => vars.points!);

const five = (strategy: string | number): string =>
  playing({ john: strategy, kate: strategy, jack: strategy, emma: strategy, luke: strategy });

describe('strategies in a commons', function () {
  this.timeout(30_000);

  // GovSim, 12 months, capacity 100: worked by hand as in test/unit/engine/library.test.ts.
  for (const [strategy, rounds, gain, over] of [
    ['sustainable', 12, 120, 0],
    [15, 2, 25, 1],
    ['split_fair', 1, 20, 1],
    ['greedy', 1, 20, 1],
  ] as const)
    it(`give ${rounds} months, gain ${gain}, over-usage ${over} where all play ${strategy}`, async () => {
      const timeline = await play(file('commons', 12, five(strategy), '', 'silent_commons'));
      assert.equal(timeline.head.round, rounds);
      assert.equal(last(timeline, 'gain'), gain);
      assert.equal(last(timeline, 'over_usage'), over);
      assert.equal(last(timeline, 'equality'), 1);
    });

  it('are optional: without one the agreeable keep the lake longer than the others', async () => {
    const months = async (a: number): Promise<number> => {
      const who = people(
        Object.fromEntries('john kate jack emma luke'.split(' ').map((id) => [id, `personality: { agreeableness: ${a} }`])),
      );
      let sum = 0;
      for (let seed = 1; seed <= 6; seed++) sum += (await play(file('commons', 12, who, '', 'silent_commons', seed))).head.round;
      return sum / 6;
    };
    assert.ok((await months(1)) > (await months(0)) + 1);
  });

  it('include talk about the limit where the world has one', async () => {
    const timeline = await play(file('commons', 3, five('sustainable')));
    const said = eventsOf(timeline, 'message.sent').filter(({ kind }) => kind === 'said');
    assert.ok(said.length > 5);
    assert.ok(
      said.some(({ text }) => /\b10\b/.test(text)),
      said.map(({ text }) => text).join('\n'),
    );
  });
});

describe('strategies in the donor game', () => {
  const resources = (timeline: Timeline): readonly number[] =>
    agentsOf(timeline.head)
      .map(({ vars }) => vars.resources as number)
      .sort((x, y) => x - y);

  it('give all, nothing or half: one round of four, 10 units each, doubled', async () => {
    const game = async (s: string): Promise<readonly number[]> =>
      resources(await play(file('donor', 1, playing({ a1: s, b1: s, c1: s, d1: s }))));
    assert.deepEqual(await game('generous'), [0, 0, 30, 30]);
    assert.deepEqual(await game('greedy'), [10, 10, 10, 10]);
    assert.deepEqual(await game('split_fair'), [5, 5, 20, 20]);
    assert.deepEqual(await game('tit_for_tat'), [5, 5, 20, 20]);
  });

  it('include tit for tat, which gives what the other is known to have given last', async () => {
    const timeline = await play(file('donor', 12, playing({ a1: 0.25, b1: 0.25, c1: 0.25, d1: 'tit_for_tat' })));
    const parts = eventsOf(timeline, 'act.chosen')
      .filter(({ agent }) => agent === 'd1')
      .map(({ args }) => args.part);
    assert.ok(parts.length > 2 && parts.every((part) => part === 0.5 || part === 0.25), String(parts));
    assert.equal(parts.at(-1), 0.25);
  });
});

describe('strategies in two by two games', () => {
  const game = async (ann: string, bob: string, rounds = 10, world = 'matrix_game'): Promise<readonly Json[]> =>
    points(await play(file('matrix_game', rounds, playing({ ann, bob }), '', world)));

  // Prisoner's dilemma of arXiv 2305.16867: JJ 8/8, JF 0/10, FF 5/5; J is the first word.
  it('include always J and always F', async () => {
    assert.deepEqual(await game('always_cooperate', 'always_cooperate'), [80, 80]);
    assert.deepEqual(await game('always_defect', 'always_defect'), [50, 50]);
    assert.deepEqual(await game('J', 'F'), [0, 100]);
  });

  it('lose once to always F with tit for tat and grim, then get 5 each: 45 and 55', async () => {
    assert.deepEqual(await game('tit_for_tat', 'always_defect'), [45, 55]);
    assert.deepEqual(await game('grim', 'always_defect'), [45, 55]);
    assert.deepEqual(await game('tit_for_tat', 'grim'), [80, 80]);
  });

  it('distinguish tit for tat from grim by an agent who alternates J F J F', async () => {
    // Bob: J F J F J F J F J F. Tit for tat: J J F J F J F J F J → rounds 1 JJ 8/8, 2 JF 0/10, then FJ and JF in turn.
    // Ann: 8 + 0 + 4·(10 + 0) = 48. Bob: 8 + 10 + 4·(0 + 10) = 58.
    assert.deepEqual(await game('tit_for_tat', 'alternate'), [48, 58]);
    // Grim: J J, then F for good. Ann: 8 + 0 + 4·(10 + 5) = 68. Bob: 8 + 10 + 4·(0 + 5) = 38.
    assert.deepEqual(await game('grim', 'alternate'), [68, 38]);
  });

  it('alternate in the battle of the sexes: 8.5 a round on average together', async () => {
    const [a, b] = (await game('alternate', 'alternate', 10, 'battle_of_the_sexes')) as number[];
    assert.equal(a! + b!, 170);
  });

  it('forgive some of the time as generous: between tit for tat and always J', async () => {
    const [ann] = (await game('generous', 'always_defect', 60)) as number[];
    assert.ok(ann! > 59 * 5 * 0.45 && ann! < 59 * 5 * 0.9, String(ann));
  });
});

describe('strategies in a bargain', () => {
  const haggle = async (seller: string, buyer: string): Promise<Timeline> =>
    play(`society: 1
imports: [library/haggle]
personas: { sam: { name: Sam }, bea: { name: Bea } }
scenarios:
  s: { cast: { seller: { play: sam, vars: { ${seller} } }, buyer: { play: bea, vars: { ${buyer} } } }, world: haggle, rounds: 1, seed: 4 }
`);
  const offers = (timeline: Timeline): readonly Json[] => eventsOf(timeline, 'act.chosen').map(({ action, args }) => args.amount ?? action);

  it('go in equal steps from opening to limit and accept an offer as good as their own next one', async () => {
    // Six turns each. Seller 12000 − 1200 k, buyer 4000 + 1000 k: 12000, 4000, 10800, 5000, 9600, 6000, 8400, 7000; then the
    // seller would say 7200, above the 7000 on the table; the buyer next 8000, and 7200 is below it: a deal at 7200.
    const timeline = await haggle('strategy: linear', 'strategy: linear');
    assert.deepEqual(offers(timeline), [12000, 4000, 10800, 5000, 9600, 6000, 8400, 7000, 7200, 'accept']);
    assert.equal(last(timeline, 'paid'), 7200);
  });

  it('never agree beyond their limit, and leave at the end', async () => {
    const timeline = await haggle('strategy: linear, limit: 9500', 'strategy: linear, limit: 9000');
    assert.equal(last(timeline, 'deal'), 0);
    assert.equal(offers(timeline).at(-1), 'walk');
  });

  it('accept anything within the limit as always cooperate', async () => {
    const timeline = await haggle('strategy: linear', 'strategy: always_cooperate');
    assert.ok((last(timeline, 'paid') ?? 0) > 7200);
  });

  it('send a text with every price', async () => {
    const timeline = await haggle('strategy: linear', 'strategy: linear');
    const said = eventsOf(timeline, 'message.sent')
      .filter(({ kind }) => kind === 'said')
      .map(({ text }) => text);
    assert.equal(said.length, 9);
    assert.equal(new Set(said).size, 9, said.join('\n'));
    for (const [i, text] of said.entries()) assert.ok(text.includes(String(offers(timeline)[i])), text);
  });
});

describe('positions and ties', () => {
  it('include a stated opinion where the strategy is honest, with words for it', async () => {
    const who = people({
      ann: 'vars: { opinion: 0.9, strategy: honest }',
      bob: 'vars: { opinion: 0.1, strategy: honest }',
      cleo: 'vars: { opinion: 0.5, strategy: honest }',
    });
    const timeline = await play(file('debate', 1, who));
    const stated = agentsOf(timeline.head).map(({ vars }) => vars.stated);
    assert.deepEqual(stated, [0.9, 0.1, 0.5]);
  });

  it('include ties to the agent with most ties by popularity, until there are enough', async () => {
    const who = playing({ ann: 'bob', bob: 'ann', cleo: 'popular', dan: 'popular', eva: 'popular', fay: 'popular' });
    const timeline = await play(file('network_formation', 1, who));
    const chosen = new Map(eventsOf(timeline, 'act.chosen').map(({ agent, args }) => [agent, args.who]));
    assert.equal(chosen.get('ann'), 'bob');
    assert.equal(chosen.size, 6);
  });

  it('are chosen by known values of each agent: popular, friends in common, alike', async () => {
    const { pickUtility } = await import('../../../src/minds/builtin/decide/strategies.js');
    const one = { agent: 'x', tie: 0, degree: 3, common: 1, shared: 1 };
    // 0.5 ln 4 + 0.8 ln 2 + 0.9 ln 2 = 0.6931 + 0.5545 + 0.6238.
    assert.ok(Math.abs(pickUtility(one, null) - 1.87147) < 1e-4);
    assert.ok(Math.abs(pickUtility({ ...one, tie: 0.2 }, null) - (1.87147 - 4)) < 1e-4);
    assert.ok(pickUtility({ ...one, degree: 9 }, 'popular') > pickUtility(one, 'popular'));
    assert.equal(pickUtility({ ...one, degree: 9 }, 'similar'), pickUtility(one, 'similar'));
  });
});

describe('every world of the library', () => {
  for (const mind of ['builtin', 'random'] as const)
    for (const [world, rounds, use] of [
      ['commons', 3, 'commons'],
      ['donor', 3, 'donor'],
      ['matrix_game', 3, 'matrix_game'],
      ['debate', 3, 'debate'],
      ['room', 3, 'room'],
      ['room', 3, 'moderated_room'],
      ['chat', 3, 'chat'],
      ['network_formation', 3, 'network_formation'],
      ['feed', 3, 'feed'],
    ] as const)
      it(`${use} runs with the ${mind} mind, each answer valid by its schema`, async () => {
        const ids = use === 'matrix_game' ? { ann: '', bob: '' } : { ann: '', bob: '', cleo: '', dan: '' };
        const timeline = await play(file(world, rounds, people(ids), '', use), mind);
        assert.ok(eventsOf(timeline, 'turn.ended').length > 0);
        const rejected = eventsOf(timeline, 'act.rejected');
        assert.deepEqual(rejected, []);
        assert.deepEqual(eventsOf(timeline, 'fault'), []);
      });
});
