/** What the built-in mind does on social media in addition to talk: utilities worked by hand, and how often each act comes about. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { neverCancelled } from '../../../src/core/util/lifecycle.js';
import type { Json } from '../../../src/core/util/json.js';
import type { Timeline } from '../../../src/core/events/timeline.js';
import { judge } from '../../../src/engine/observation/answer.js';
import type { MindAnswer } from '../../../src/engine/model/mind.js';
import type { Option, Situation } from '../../../src/engine/model/situationTypes.js';
import { type Candidate, candidates } from '../../../src/minds/builtin/decide/candidates.js';
import { builtinMind, randomMind } from '../../../src/minds/builtin/index.js';
import { heeded } from '../../../src/minds/builtin/perceive/learning.js';
import { sceneOf } from '../../../src/minds/builtin/answers/mind.js';
import { profiler } from '../../../src/minds/builtin/perceive/profile.js';
import { reader } from '../../../src/minds/builtin/perceive/readMessage.js';
import { eventsOf, modelOf, playWith } from '../../support/worlds.js';
import { book, question, seen, self, situation } from './builtinSupport.js';

const minds = { builtin: builtinMind(book), random: randomMind(book) };

const toward = (action: string): Option => ({ action, does: '', kind: 'act', agents: ['ben'], chosen: true });
const about = (action: string, more: Partial<Option> = {}): Option => ({
  ...{ action, does: '', kind: 'message', messages: ['m1'], passes: true },
  ...more,
});

/** The only candidate of an option. Ben has said something of no interest, unless it says otherwise. */
function candidate(option: Option, more: Partial<Situation> = {}): Candidate | undefined {
  const there = { ...situation({ seen: [seen('m1')], ...more }), options: [option] };
  return candidates(sceneOf(book, question(there), profiler(book)(there.self, 1), heeded(book, there.advice ?? ''), reader(book)))[0];
}

const known = (tie: number): Partial<Situation> => ({ known: [{ id: 'ben', name: 'Ben Achterberg', tie }] });
const sigma = (x: number): number => 1 / (1 + Math.exp(-x));
const near = (found: Candidate | undefined, expected: number): void =>
  assert.ok(found && Math.abs(found.utility - expected) < 1e-9, `${found?.utility}, not ${expected}`);

describe('the built-in mind on social media', () => {
  it('follows by relevance, obligation, tie and drive for information', () => {
    near(candidate(toward('follow')), -1.6 + 0.4 * 0.4);
    near(candidate(toward('follow'), known(0.5)), -1.6 + 0.5 + 0.4 * 0.4);
    near(candidate(toward('follow'), { seen: [seen('m1', { answersMe: true })] }), -1.6 + 0.8 * 0.7 + 0.4 * 0.4);
    assert.equal(candidate(toward('follow'), { seen: [] }), undefined, 'of a stranger out of sight there is nothing to go by');
    near(candidate(toward('follow'), { seen: [], ...known(0.5) }), -1.6 + 0.5 + 0.4 * 0.4);
    const liked = candidate(toward('follow'), { seen: [seen('m1', { text: 'Jazz all night long.' })] });
    assert.ok(liked!.utility > -1.6 + 0.4 * 0.4 + 0.5);
  });

  it('unfollows and mutes agents in sight that it does not like, less often with a tie', () => {
    near(candidate(toward('unfollow'), known(0.4)), -2.2 - 1.5 * 0.4);
    near(candidate(toward('mute')), -2.6 + 5 * sigma(-5 + 3 * 0.5 + 1));
    near(candidate(toward('mute'), known(0.4)), -2.6 + 5 * sigma(-5 + 3 * 0.5 + 1 - 2.4 * 0.4) - 1.5 * 0.4);
    const rough = self({ personality: { agreeableness: 0 } });
    near(candidate(toward('mute'), { self: rough }), -2.6 + 5 * sigma(-5 + 3 + 1));
    assert.equal(candidate(toward('mute'), { seen: [] }), undefined);
    near(candidate(toward('unmute'), { seen: [] }), -3 + 1.2 * 0.5);
  });

  it('reports what it would vote down, and rarely', () => {
    const report: Option = { action: 'report', does: '', kind: 'reaction', messages: ['m1'], values: ['report'] };
    near(candidate(report), -3 + 5 * sigma(-5 + 3 * 0.5 + 1));
  });

  it('passes on relevant messages, and not those to itself or those it has passed on', () => {
    near(candidate(about('repost', { wordless: true })), -1.1 + 0.5 * 0.4);
    near(candidate(about('quote')), -1.4 + 0.4 * 0.5 + 0.5 * 0.4);
    assert.equal(candidate(about('repost', { wordless: true }), { seen: [seen('m1', { mentionsMe: true })] }), undefined);
    const mine = [{ id: 'm0', round: 1, text: 'Ben wrote “The last tram was late.”', direct: false }];
    assert.equal(candidate(about('repost', { wordless: true }), { mine }), undefined);
  });
});

const file = (world: string): string => `society: 1
imports: [library/feed]
populations:
  people:
    size: 24
    name: Person {n}
    sample:
      interests: 2 of [chess, jazz, gardening, football, films, bread]
      personality.agreeableness: beta(2, 2)
      activity: 0.6..0.9
ties: { friendship: { change: { rule: evidence } } }
scenarios: { s: { world: ${world}, rounds: 12 } }
`;

/** Plays with a mind; every answer has to be accepted as it is, and every act carried out. */
async function play(world: string, mind: keyof typeof minds, seed = 1): Promise<Timeline> {
  const timeline = await playWith(await modelOf(file(world), { seed }), (asked): Json => {
    const answer = minds[mind].ask(asked, neverCancelled) as MindAnswer;
    assert.equal(judge(asked, answer).status, 'accepted', JSON.stringify({ answer, schema: asked.answer }));
    return answer.value!;
  });
  assert.deepEqual(eventsOf(timeline, 'fault'), []);
  assert.deepEqual(eventsOf(timeline, 'act.rejected'), []);
  return timeline;
}

const countOf = (timeline: Timeline, action: string): number =>
  eventsOf(timeline, 'act.chosen').filter((act) => act.action === action).length;

describe('societies on social media', function () {
  this.timeout(60_000);
  const WORLDS = ['social_media', 'microblog', 'board'];
  const known = new Map<string, Promise<readonly Timeline[]>>();

  /** Three runs of a world, played once for all tests. */
  function runsOf(world: string): Promise<readonly Timeline[]> {
    const runs = known.get(world) ?? Promise.all([1, 2, 3].map((seed) => play(world, 'builtin', seed)));
    known.set(world, runs);
    return runs;
  }

  const totalOf = (runs: readonly Timeline[], actions: readonly string[]): number =>
    runs.reduce((sum, run) => sum + actions.reduce((n, one) => n + countOf(run, one), 0), 0);

  for (const world of WORLDS)
    it(`${world}: many talk, some follow and pass on, few mute, hardly any report`, async () => {
      const runs = await runsOf(world);
      const total = (...actions: string[]): number => totalOf(runs, actions);
      const all = 3 * 24 * 12;
      const [talk, follows, passed] = [total('post', 'comment', 'direct_message'), total('follow'), total('repost', 'quote')];
      assert.ok(talk > all / 4, `talk ${talk}`);
      assert.ok(follows > all / 50 && follows < all / 5, `follow ${follows}`);
      assert.ok(passed > all / 50 && passed < all / 3, `pass on ${passed}`);
      assert.ok(total('mute') < all / 30, `mute ${total('mute')}`);
      assert.ok(total('report') < all / 100, `report ${total('report')}`);
    });

  it('do so as often as docs/builtin-mind.md states', async () => {
    const runs = (await Promise.all(WORLDS.map(runsOf))).flat();
    const said =
      /([\d.]+) % of the turns passed something on and ([\d.]+) % followed an agent, ([\d.]+) % muted and ([\d.]+) % reported/.exec(
        readFileSync('docs/builtin-mind.md', 'utf8'),
      );
    const turns = 3 * 3 * 24 * 12;
    const counted = [['repost', 'quote'], ['follow'], ['mute'], ['report']].map((actions, i) =>
      ((100 * totalOf(runs, actions)) / turns).toFixed(i < 2 ? 0 : 1),
    );
    assert.deepEqual(counted, said?.slice(1));
  });

  it('also run with the random mind', async () => {
    const timeline = await play('microblog', 'random');
    for (const action of ['repost', 'quote', 'follow', 'unfollow', 'mute', 'unmute', 'report'])
      assert.ok(countOf(timeline, action) > 0, action);
  });
});
