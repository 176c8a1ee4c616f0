/** The feed worlds of the library: which messages reach whom in which rank, and what following, muting and reporting do. */
import { variableAt } from '../../../src/core/events/agents.js';
import assert from 'node:assert/strict';
import { hotScore, interestScore } from '../../../src/analysis/outcomes/ranking.js';
import type { Json } from '../../../src/core/util/json.js';
import { indexOf } from '../../../src/core/events/roster.js';
import type { Message } from '../../../src/core/events/state.js';
import type { Timeline } from '../../../src/core/events/timeline.js';
import { deliver } from '../../../src/engine/observation/feed.js';
import type { FeedSpec } from '../../../src/engine/model/worldSpec.js';
import type { ScenarioModel } from '../../../src/engine/model/model.js';
import type { Question } from '../../../src/engine/index.js';
import { eventsOf, modelOf, playWith } from '../../support/worlds.js';

const near = (actual: number, expected: number): void => assert.ok(Math.abs(actual - expected) < 1e-6, `${actual}, not ${expected}`);

const PEOPLE = `society: 1
imports: [library/feed]
personas:
  ada: { name: Ada, interests: [chess] }
  ben: { name: Ben, interests: [jazz] }
  cem: { name: Cem, interests: [gardening] }
  dan: { name: Dan, interests: [football] }
worlds:
  site: { extends: social_media, feed: { rank: hot } }
`;

const society = (world: string, rounds: number, more = ''): Promise<ScenarioModel> =>
  modelOf(`${PEOPLE}${more}scenarios: { s: { world: ${world}, rounds: ${rounds}, clock: { round: 1 day, start: 2026-03-02 } } }\n`);

/** What an agent does in a round, given the messages in sight by their text. */
type Script = { readonly [turn: string]: (find: (text: string) => string, question: Question) => Json };

const said = (text: string) => (): Json => ({ action: 'post', text });
const pass = (): Json => ({ action: 'nothing' });

/** Acts as the script says of `<agent> <round>`; round 1 is a post of one's own name, all else passes. */
const played = (model: ScenarioModel, script: Script): Promise<Timeline> =>
  playWith(model, (question) => {
    const { round, seen } = question.situation;
    const act = script[`${question.agent} ${round}`] ?? (round === 1 ? said(`by ${question.agent}`) : pass);
    const find = (text: string): string => {
      const found = seen.find((message) => message.text.includes(text));
      assert.ok(found, `${question.agent} sees in round ${round}: ${seen.map((message) => message.text).join(' | ')}`);
      return found.id;
    };
    return act(find, question);
  });

const feed = (changes: Partial<FeedSpec>): FeedSpec => ({
  ...{ rank: 'chronological', size: 12, of: 'public', following: null, hide: null, note: null },
  ...changes,
});

/** Texts that would reach an agent now, in the order of its feed. */
function texts(model: ScenarioModel, { head: state }: Timeline, agent: string, changes: Partial<FeedSpec>): readonly string[] {
  const phase = { ...model.phases.round.find(({ id }) => id === 'talk')!, feed: feed(changes) };
  return deliver(model, state, indexOf(state.roster, agent), phase).messages.map(({ text }: Message) => text);
}

describe('the scores of feeds', () => {
  it('hot: sign(s)·log10(max(|s|, 1)) + (t − 1134028003)/45000, to 7 places (OASIS, arXiv 2411.11581)', () => {
    const epoch = 1_134_028_003;
    assert.equal(hotScore(0, 0, epoch), 0);
    assert.equal(hotScore(1, 0, epoch), 0);
    assert.equal(hotScore(10, 0, epoch), 1);
    assert.equal(hotScore(0, 100, epoch), -2);
    assert.equal(hotScore(12, 2, epoch + 45_000), 2);
    assert.equal(hotScore(3, 0, epoch), 0.4771213);
    assert.equal(hotScore(0, 0, Date.UTC(2026, 2, 2) / 1000), 14186.2577111);
  });
  it('interest: ln((271.8 − age)/100) kept in 0..1, times max(1, log1000(fans + 1)), times S', () => {
    near(interestScore(0, 0, 1), 0.9998963);
    near(interestScore(100, 0, 1), 0.541161);
    assert.equal(interestScore(172, 0, 1), 0);
    assert.equal(interestScore(1000, 0, 1), 0);
    near(interestScore(0, 998, 1), 0.9998963);
    near(interestScore(0, 999_999, 0.25), 0.4999482);
    // log1000(1001), by hand 1.0001446.
    near(interestScore(0, 1000, 1) / interestScore(0, 0, 1), 1.0001446);
    near(interestScore(0, 999_999_999, 0.25) / interestScore(0, 0, 0.25), 3);
  });
});

describe('a feed', () => {
  it('has the newest messages, up to its size, and the number that it left out', async () => {
    const model = await society('feed', 2);
    const timeline = await played(model, { 'ada 2': said('later by ada'), 'ben 2': said('later by ben') });
    assert.equal(eventsOf(timeline, 'message.cut').length, 0);
    assert.deepEqual(texts(model, timeline, 'cem', { size: 1 }).length, 1);
    const fresh = texts(model, timeline, 'cem', { size: 12 });
    assert.deepEqual([...fresh].sort(), ['later by ada', 'later by ben']);
    assert.equal(texts(model, timeline, 'cem', { size: 1 })[0], fresh[1]);
    assert.deepEqual(texts(model, timeline, 'ada', { size: 12 }), ['later by ben']);
    assert.deepEqual(texts(model, timeline, 'cem', { size: 0 }), []);
  });

  it('counts the messages that its size leaves out', async () => {
    const model = await modelOf(`${PEOPLE}  small: { extends: feed, feed: { size: 2 } }
scenarios: { s: { world: small, rounds: 2 } }`);
    const timeline = await played(model, {});
    assert.deepEqual(
      eventsOf(timeline, 'message.cut').map(({ agent, count, reason }) => [agent, count, reason]),
      eventsOf(timeline, 'turn.started')
        .slice(4)
        .map(({ agent }) => [agent, 1, 'feed']),
    );
  });

  /** In round 2 three posts get 2, 1 and 0 votes up, and the last of them one down. */
  const voted: Script = {
    'ada 2': (find) => ({
      action: 'nothing',
      votes: [
        { message: find('by ben'), vote: 'up' },
        { message: find('by cem'), vote: 'up' },
      ],
    }),
    'ben 2': (find) => ({ action: 'nothing', votes: [{ message: find('by dan'), vote: 'down' }] }),
    'cem 2': (find) => ({ action: 'nothing', votes: [{ message: find('by ben'), vote: 'up' }] }),
    'dan 2': said('new by dan'),
  };

  it('by the hot score weighs votes against hours: 2 up are log10(2)·45000 s = 3.8 h', async () => {
    const model = await society('board', 2);
    const timeline = await played(model, voted);
    assert.deepEqual(texts(model, timeline, 'ada', { rank: 'hot', size: 1 }), ['new by dan']);
    assert.deepEqual([...texts(model, timeline, 'ada', { rank: 'hot', size: 2 })].sort(), ['by ben', 'new by dan']);
    assert.equal(texts(model, timeline, 'ben', { rank: 'hot', size: 4 }).length, 4);
    const hours = await modelOf(`${PEOPLE}scenarios: { s: { world: board, rounds: 2, clock: { round: 1 hour, start: 2026-03-02 } } }`);
    const quick = await played(hours, voted);
    assert.deepEqual(texts(hours, quick, 'ada', { rank: 'hot', size: 1 }), ['by ben']);
  });

  it('by likes starts with the most votes up, the newer first of equals', async () => {
    const model = await society('board', 2);
    const timeline = await played(model, voted);
    assert.deepEqual(texts(model, timeline, 'dan', { rank: 'liked', size: 1 }), ['by ben']);
    assert.deepEqual([...texts(model, timeline, 'dan', { rank: 'liked', size: 2 })].sort(), ['by ben', 'by cem']);
  });

  it('by interest compares words with interests and the last post', async () => {
    const model = await society('social_media', 2);
    const timeline = await played(model, {
      'ada 1': said('openings'),
      'ben 1': said('a game of chess'),
      'cem 1': said('chess openings'),
      'dan 1': said('goals'),
    });
    // Ada cares for {chess, openings}: S is 1/√(3·2) = 0.41 with "game of chess" and 2/√(2·2) = 1 with "chess openings".
    const order = (size: number): readonly string[] => texts(model, timeline, 'ada', { rank: 'interest', size });
    assert.deepEqual(order(1), ['chess openings']);
    assert.deepEqual([...order(2)].sort(), ['a game of chess', 'chess openings']);
    assert.equal(order(3).length, 3);
  });

  it('at random is the same for the same seed, round and reader, and differs for another seed', async () => {
    const model = await society('feed', 1);
    const timeline = await played(model, {});
    const drawn = (seed: number): string => texts({ ...model, seed }, timeline, 'ada', { rank: 'random', size: 2 }).join();
    assert.equal(drawn(1), drawn(1));
    assert.ok(new Set(Array.from({ length: 12 }, (_, seed) => drawn(seed))).size === 3, 'each of the three pairs of four is drawn');
  });
});

describe('following, muting, reporting', () => {
  const act = (action: string, to: string) => (): Json => ({ action, to });

  it('ties the follower to the followed, once, and not permanently', async () => {
    const model = await society('site', 4);
    const timeline = await played(model, {
      'ada 2': act('follow', 'ben'),
      'ada 3': (_find, { situation }) => {
        const option = situation.options.find(({ action }) => action === 'follow');
        assert.deepEqual([...(option?.agents ?? [])].sort(), ['cem', 'dan']);
        assert.deepEqual(situation.options.find(({ action }) => action === 'unfollow')?.agents, ['ben']);
        assert.deepEqual(situation.known.find(({ id }) => id === 'ben')?.links, ['follows']);
        assert.equal(situation.known.find(({ id }) => id === 'ben')?.tie, 0);
        return { action: 'unfollow', to: 'ben' };
      },
    });
    assert.deepEqual(
      eventsOf(timeline, 'tie.changed').map(({ network, from, to, before, after }) => [network, from, to, before, after]),
      [
        ['follows', 'ada', 'ben', 0, 1],
        ['follows', 'ada', 'ben', 1, 0],
      ],
    );
  });

  it('reserves a share of the places for followed agents; places that either part leaves free go to the other', async () => {
    const model = await society('site', 2);
    const timeline = await played(model, { 'ada 2': act('follow', 'ben') });
    const at = (share: number, size: number): readonly string[] =>
      [...texts(model, timeline, 'ada', { rank: 'liked', size, following: { network: 'follows', share, rank: null } })].sort();
    assert.deepEqual(at(1, 1), ['by ben']);
    assert.ok(!at(0, 2).includes('by ben'));
    assert.equal(at(0.5, 2).filter((text) => text === 'by ben').length, 1);
    assert.deepEqual(at(0, 3), ['by ben', 'by cem', 'by dan']);
    assert.deepEqual(at(1, 3), ['by ben', 'by cem', 'by dan']);
    assert.deepEqual([...texts(model, timeline, 'ada', { rank: 'liked', of: { network: 'follows' } })], ['by ben']);
  });

  it('receives nothing from muted agents, neither posts nor direct messages, and counts them', async () => {
    const model = await society('site', 5);
    const timeline = await played(model, {
      'ada 2': act('mute', 'ben'),
      'ben 3': said('again by ben'),
      'cem 3': said('again by cem'),
      'ben 4': () => ({ action: 'direct_message', to: 'ada', text: 'a word for ada' }),
      'ada 5': (_find, { situation }) => {
        assert.ok(!situation.seen.some(({ author }) => author === 'ben'));
        assert.deepEqual(situation.options.find(({ action }) => action === 'unmute')?.agents, ['ben']);
        return { action: 'unmute', to: 'ben' };
      },
    });
    const seen = eventsOf(timeline, 'message.delivered').filter(({ agent, seq }) => agent === 'ada' && seq > 0);
    const ids = new Set(
      eventsOf(timeline, 'message.sent')
        .filter(({ author, text }) => author === 'ben' && text !== 'by ben')
        .map(({ id }) => id),
    );
    assert.equal(ids.size, 2);
    assert.ok(!seen.some(({ messages }) => messages.some((id) => ids.has(id))));
    assert.deepEqual(
      eventsOf(timeline, 'message.cut')
        .filter(({ reason }) => reason === 'muted')
        .map(({ agent, count }) => [agent, count]),
      [
        ['ada', 1],
        ['ada', 1],
      ],
    );
    assert.ok(!eventsOf(timeline, 'memory.written').some(({ agent, text }) => agent === 'ada' && text === 'a word for ada'));
  });

  it('counts the reports of a message once for each reporter, for measures and rules, and marks messages with many reports', async () => {
    const model = await society('site', 4);
    const report: Script[string] = (find) => ({ action: 'report', on: find('by dan'), value: 'report' });
    const notes: (string | undefined)[] = [];
    const timeline = await played(model, {
      'dan 4': (_find, { situation }) => {
        assert.deepEqual(situation.own, {}, 'nobody is told how often they were reported');
        return { action: 'nothing' };
      },
      'ada 2': report,
      'ada 3': report,
      'ben 3': report,
      'cem 4': (_find, { situation }) => {
        notes.push(situation.seen.find(({ text }) => text === 'by dan')?.note);
        return { action: 'nothing' };
      },
    });
    assert.deepEqual(
      eventsOf(timeline, 'reaction.given').map(({ agent, kind }) => [agent, kind]),
      [
        ['ada', 'report'],
        ['ben', 'report'],
      ],
    );
    assert.equal(variableAt(timeline.head, indexOf(timeline.head.roster, 'dan'), 'reported'), 2);
    const measured = eventsOf(timeline, 'measure.taken').filter(({ measure }) => measure === 'reports');
    assert.deepEqual(
      measured.map(({ value }) => value),
      [0, 1, 2, 2],
    );
    assert.deepEqual(notes, ['Several people have reported this.']);
  });
});

describe('reposts', () => {
  it('keep the text, the author and the original message; a repost of a repost refers to the original', async () => {
    const model = await society('site', 4);
    const timeline = await played(model, {
      'ben 2': (find) => ({ action: 'repost', on: find('by ada') }),
      'cem 3': (find) => ({ action: 'repost', on: find('Ada wrote') }),
      'dan 3': (find) => ({ action: 'quote', on: find('by cem'), text: 'Well said.' }),
      'ada 4': (_find, { situation }) => {
        assert.deepEqual(
          situation.seen.filter(({ answersMe }) => answersMe),
          [],
        );
        assert.ok(situation.seen.some(({ quotes, author }) => quotes !== undefined && author === 'cem'));
        return { action: 'nothing' };
      },
    });
    const sent = eventsOf(timeline, 'message.sent');
    const id = (text: string): string => sent.find((one) => one.text === text)!.id;
    assert.deepEqual(
      sent
        .slice(4)
        .map(({ author, text, quotes, replyTo }) => [author, text, quotes, replyTo])
        .sort(),
      [
        ['ben', 'Ada wrote “by ada”', id('by ada'), null],
        ['cem', 'Ada wrote “by ada”', id('by ada'), null],
        ['dan', 'Well said. (Cem wrote “by cem”)', id('by cem'), null],
      ],
    );
  });

  it('with a comment need text', async () => {
    const model = await society('site', 2);
    const timeline = await played(model, { 'ben 2': (find) => ({ action: 'quote', on: find('by ada'), text: '' }) });
    assert.deepEqual(
      eventsOf(timeline, 'act.rejected').map(({ agent, reason }) => [agent, reason]),
      [['ben', 'empty_text']],
    );
  });
});

describe('the plain feed', () => {
  it('offers the same acts as before: post, comment, direct message, nothing, and votes with them', async () => {
    const model = await society('feed', 2);
    const offered = new Map<number, readonly string[]>();
    await playWith(model, ({ situation }) => {
      offered.set(
        situation.round,
        situation.options.map(({ action }) => action),
      );
      return situation.round === 1 ? { action: 'post', text: 'Hello.' } : { action: 'nothing' };
    });
    assert.deepEqual(
      [...offered],
      [
        [1, ['post']],
        [2, ['post', 'comment', 'direct_message', 'nothing']],
      ],
    );
    assert.deepEqual(model.networks, []);
  });
});

describe('networks of a world', () => {
  it('come after those of the file, which can define one of the same name, and are not closeness', async () => {
    const model = await society('social_media', 1, '').then(({ networks }) => networks.map(({ name, felt }) => [name, felt]));
    assert.deepEqual(model, [
      ['follows', false],
      ['mutes', false],
    ]);
    const own = await modelOf(`${PEOPLE}ties: { friendship: {}, follows: { graph: complete, strength: 1 } }
scenarios: { s: { world: social_media, rounds: 1 } }`);
    assert.deepEqual(
      own.networks.map(({ name, felt, given }) => [name, felt, given.from.length]),
      [
        ['friendship', true, 0],
        ['follows', false, 12],
        ['mutes', false, 0],
      ],
    );
  });

  it('that feeds use must exist', async () => {
    const text = `${PEOPLE}  lost: { extends: feed, feed: { of: nowhere } }
scenarios: { s: { world: lost, rounds: 1 } }`;
    await assert.rejects(modelOf(text), /uses the network `nowhere`/);
  });
});
