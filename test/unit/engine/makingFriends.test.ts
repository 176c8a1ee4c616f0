/** Making friends as a whole, on the built-in mind: rewards, what is told of them, the coach, the null runs, the pre-survey. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'mocha';
import { parse } from 'yaml';
import { distinctness } from '../../../src/analysis/index.js';
import { neverCancelled } from '../../../src/core/util/lifecycle.js';
import type { EventOf, EventType, SimEvent } from '../../../src/core/events/events.js';
import type { Json } from '../../../src/core/util/json.js';
import type { Timeline } from '../../../src/core/events/timeline.js';
import type { CompileOptions, MindAnswer, NullRun, Question } from '../../../src/engine/index.js';
import { builtinMind } from '../../../src/minds/builtin/index.js';
import { eventsOf, modelOf, playWith } from '../../support/worlds.js';
import { book } from '../minds/builtinSupport.js';

const FILE = readFileSync('examples/making_friends.society', 'utf8');
const POLICIES = ['social_interaction', 'information_seeking', 'self_presentation', 'coordination', 'emotional_support'] as const;
const LEVELS = ['very low', 'low', 'medium', 'high', 'very high'];
const library = parse(readFileSync('library/rewards.society', 'utf8')) as { rewards: { [kind: string]: { does: string } } };

const mind = builtinMind(book);
const builtin = (question: Question): Json => (mind.ask(question, neverCancelled) as MindAnswer).value ?? null;

async function played(scenario: string, options: CompileOptions = {}, heard: (question: Question) => void = () => undefined, text = FILE) {
  const model = await modelOf(text, { scenario, rounds: 6, seed: 1, ...options });
  return playWith(model, (question) => {
    heard(question);
    return builtin(question);
  });
}

/** Events of one type by the round in which they came, from 1. */
function byRound<T extends EventType>({ events }: Timeline, type: T): EventOf<T>[][] {
  const rounds: EventOf<T>[][] = [];
  for (const event of events) {
    if (event.type === 'round.started') rounds.push([]);
    if (event.type === type) rounds.at(-1)?.push(event as EventOf<T>);
  }
  return rounds;
}

const prompt = (question: Question): string =>
  question
    .parts()
    .map(({ text }) => text)
    .join('\n');

describe('making friends', function () {
  this.timeout(60_000);

  for (const seed of [1, 2])
    it(`gives each agent five rewards of 0 to 1 in every round, and reports their means (seed ${seed})`, async () => {
      const timeline = await played('coached', { seed });
      const given = byRound(timeline, 'reward.given');
      const taken = byRound(timeline, 'measure.taken');
      assert.equal(given.length, 6);
      for (const [i, round] of given.entries())
        for (const policy of POLICIES) {
          const values = round.filter(({ reward }) => reward === policy).map(({ value }) => value);
          assert.equal(values.length, 20);
          for (const value of values) assert.ok(value >= 0 && value <= 1);
          const mean = values.reduce((sum, value) => sum + value, 0) / 20;
          const measured = taken[i]!.find(({ measure }) => measure === `reward_${policy}`)?.value ?? Number.NaN;
          assert.ok(Math.abs(measured - mean) < 1e-12, `${policy}, round ${i + 1}: ${measured}, ${mean}`);
        }
      assert.ok(POLICIES.every((policy) => given.flat().some(({ reward, value }) => reward === policy && value > 0)));
    });

  it('begins with strangers: no memory of an agent is about another, and no text of an agent names another', async () => {
    const agents = [...(await modelOf(FILE, { scenario: 'coached' })).agents];
    assert.equal(agents.length, 20);
    for (const { self, memories } of agents) {
      const others = agents.filter((one) => one.self.id !== self.id).map((one) => one.self.name.split(' ')[0] ?? '');
      assert.deepEqual(
        memories.flatMap(({ about }) => about),
        [],
        self.id,
      );
      for (const { text } of memories) assert.ok(!others.some((name) => text.includes(name)), `${self.id}: ${text}`);
    }
  });

  it('reports to an agent its rewards in words in the next round, and only those that its drives name', async () => {
    const prompts = new Map<number, string>();
    const timeline = await played('make_friends', {}, (question) => {
      if (question.agent === 'ada' && question.purpose === 'act') prompts.set(question.situation.round, prompt(question));
    });
    const got = (policy: string, before: number): string =>
      byRound(timeline, 'reward.given')
        .slice(0, before - 1)
        .flat()
        .filter(({ agent, reward }) => agent === 'ada' && reward === policy)
        .slice(-3)
        .map(({ value }) => LEVELS[Math.min(4, Math.floor(value * 5))])
        .join(', ');
    assert.doesNotMatch(prompts.get(1)!, /How your last rounds went/);
    for (let round = 2; round <= 6; round++) {
      for (const policy of ['social_interaction', 'self_presentation', 'information_seeking'])
        assert.ok(prompts.get(round)!.includes(`${library.rewards[policy]!.does}: ${got(policy, round)}`), `${policy}, round ${round}`);
      assert.ok(!prompts.get(round)!.includes(library.rewards.coordination!.does));
    }
  });

  it('coaches only the agents it is for, from the next round on, through any channel', async () => {
    const text = FILE.replace('sees: [rewards, ties]', 'sees: [rewards, ties]\n      to: [ada, nora]');
    assert.notEqual(text, FILE);
    const heard = new Set<string>();
    const advised = new Set<string>();
    const timeline = await played(
      'coached',
      {},
      (question) => {
        if (question.situation.advice !== null) heard.add(`${question.agent} ${question.situation.round > 1}`);
        if (/Advice from a coach/.test(prompt(question))) advised.add(String(question.agent));
      },
      text,
    );
    const words = eventsOf(timeline, 'coach.advised');
    assert.deepEqual([...new Set(words.map(({ agent }) => agent))].sort(), ['ada', 'nora']);
    assert.deepEqual([...heard].sort(), ['ada true', 'nora true']);
    assert.deepEqual([...advised].sort(), ['ada', 'nora']);
    const said = [...eventsOf(timeline, 'message.sent'), ...eventsOf(timeline, 'memory.written')].map((event) => event.text);
    for (const { text: advice } of words) assert.ok(!said.includes(advice));
  });

  it('has the same events in the uncoached null run and with `coach: off`', async () => {
    const off = FILE.replace(/ {4}coach:\n( {6}.*\n)+/, '    coach: off\n');
    assert.notEqual(off, FILE);
    const events = async (run: Promise<Timeline>): Promise<readonly SimEvent[]> =>
      (await run).events.filter(({ type }) => type !== 'run.started');
    const uncoached = await events(played('coached', { nulls: ['uncoached'] }));
    assert.deepEqual(uncoached, await events(played('coached', {}, undefined, off)));
    assert.notDeepEqual(uncoached, await events(played('coached')));
  });

  it('gives no reward to isolated agents, and reports none to memoryless ones', async () => {
    const alone = await played('coached', { nulls: ['isolated'] });
    assert.ok(eventsOf(alone, 'reward.given').every(({ value }) => value === 0));
    await played('coached', { nulls: ['memoryless'] }, ({ situation }) => assert.deepEqual(situation.rewards, []));
  });

  it('leaves out each part of `memoryless` separately: recalled memories, and past rewards', async () => {
    const had = async (nulls: readonly NullRun[]) => {
      const found = { memories: 0, mine: 0, rewards: 0 };
      await played('coached', { nulls }, ({ purpose, situation }) => {
        if (purpose !== 'act') return;
        found.memories += situation.memories.length;
        found.mine += situation.mine.length;
        found.rewards += situation.rewards.length;
      });
      return [found.memories > 0, found.mine > 0, found.rewards > 0];
    };
    assert.deepEqual(await had([]), [true, true, true]);
    assert.deepEqual(await had(['forgetful']), [false, true, true]);
    assert.deepEqual(await had(['unrewarded']), [true, true, false]);
    assert.deepEqual(await had(['memoryless']), [false, false, false]);
    assert.deepEqual(await had(['forgetful', 'unrewarded']), [false, true, false]);
  });

  it('asks recipients in the scenario where agents evaluate each other, and keeps their ratings private', async () => {
    const timeline = await played('evaluated', { rounds: 4 });
    assert.ok(eventsOf(timeline, 'question.asked').some(({ purpose }) => purpose === 'rate'));
    const ratings = eventsOf(timeline, 'memory.written').filter(({ kind }) => kind === 'rating');
    assert.ok(ratings.length > 0);
    assert.deepEqual([...new Set(eventsOf(timeline, 'tie.changed').map(({ network }) => network))], ['regard']);
  });
});

interface Asked {
  readonly [question: string]: { readonly one_of?: readonly string[] };
}

describe('the pre-survey', function () {
  this.timeout(60_000);

  it('asks each agent before round 1 and in private, and its distinctness is reported', async () => {
    const timeline = await played('make_friends', { rounds: 2 });
    const answered = eventsOf(timeline, 'survey.answered');
    assert.equal(new Set(answered.map(({ agent }) => agent)).size, 20);
    const start = timeline.events.findIndex(({ type }) => type === 'round.started');
    assert.ok(answered.every((event) => timeline.events.indexOf(event) < start));
    assert.equal(eventsOf(timeline, 'memory.written').filter(({ kind }) => kind === 'survey').length, 0);
    const { ask } = (parse(FILE) as { scenarios: { make_friends: { surveys: { before: { ask: Asked } } } } }).scenarios.make_friends.surveys
      .before;
    const options = new Map(Object.entries(ask).flatMap(([id, { one_of }]) => (one_of ? [[id, new Set(one_of)] as const] : [])));
    assert.ok(options.size > 0);
    const found = distinctness(
      answered.map(({ answers }) => answers as { readonly [question: string]: string | number | boolean }),
      options,
    );
    const series = timeline.head.measures.find(({ measure }) => measure === 'distinct')!.values;
    assert.deepEqual(series, [found!.mean, found!.mean]);
    assert.ok(found!.mean > 0.2 && found!.least > 0);
  });

  it('finds that people who answer alike are not distinct', async () => {
    const model = await modelOf(FILE, { scenario: 'make_friends', rounds: 1 });
    const alike = {
      strangers: 4,
      asking: 4,
      known: 4,
      plans: 4,
      listening: 4,
      evening: 'with one friend',
      outdoors: true,
      hope: 'To talk.',
    };
    const timeline = await playWith(model, ({ purpose }) => (purpose === 'survey' ? alike : { action: 'post', text: 'Hello.' }));
    assert.deepEqual(timeline.head.measures.find(({ measure }) => measure === 'distinct')!.values, [0]);
  });
});
