/** Where the ties of a run come from, as the tables of docs/systems/making-friends.md count it: a run worked by hand. */
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, it } from 'mocha';

type Shares = Readonly<Record<string, number | null>>;

const round = { type: 'round.started' };
const said = (id: string, author: string, more: object = {}): object => ({
  ...{ type: 'message.sent', kind: 'said', id, author, audience: 'public', to: [], replyTo: null, mentions: [] },
  ...more,
});
const vote = (agent: string, message: string, kind: 'up' | 'down'): object => ({ type: 'reaction.given', agent, message, kind });
const tie = (from: string, to: string, before: number, after: number): object => ({
  ...{ type: 'tie.changed', from, to, before, after, evidence: 0.3 },
});

const shares = async (events: readonly object[]): Promise<Shares> => {
  const { href } = pathToFileURL(join(process.cwd(), 'scripts', 'figures', 'contacts.mjs'));
  const { contactShares } = (await import(href)) as { contactShares: (events: readonly object[]) => Shares };
  return contactShares(events);
};

describe('the origin of ties', () => {
  it('distinguishes growth by votes and by direct messages from growth by messages', async () => {
    const found = await shares([
      ...[round, said('a:1', 'ada'), said('b:1', 'ben')],
      ...[
        round,
        vote('ada', 'b:1', 'up'),
        said('b:2', 'ben', { audience: 'direct', to: ['ada'] }),
        tie('ada', 'ben', 0, 0.1),
        tie('ben', 'ada', 0, 0.2),
      ],
      ...[
        round,
        said('a:2', 'ada', { replyTo: 'b:1' }),
        vote('ben', 'a:1', 'down'),
        tie('ada', 'ben', 0.1, 0.2),
        tie('ben', 'ada', 0.2, 0.2),
      ],
    ]);
    assert.deepEqual(
      [found['growth_by_up_votes'], found['growth_by_direct_messages']].map((value) => value?.toFixed(9)),
      ['0.250000000', '0.500000000'],
    );
    // One of two votes; one of four updates; one of two updates of ties that exist.
    assert.deepEqual([found['votes_down'], found['updates_by_down_votes'], found['held_by_down_votes']], [0.5, 0.25, 0.5]);
  });

  it('counts the answers to an act within three rounds, and whether a down vote alone counts', async () => {
    const found = await shares([
      ...[round, said('a:1', 'ada'), said('b:1', 'ben'), said('c:1', 'cleo')],
      // Ben is answered by a down vote on his words, Cleo by nobody, and Ada's vote by a direct message in the next round.
      ...[round, said('b:2', 'ben', { replyTo: 'c:1' }), vote('cleo', 'b:2', 'down'), vote('ada', 'b:1', 'up')],
      ...[round, said('b:3', 'ben', { audience: 'direct', to: ['ada'] })],
      ...[round, said('c:2', 'cleo', { mentions: ['cleo'] }), said('a:2', 'ada', { mentions: ['cleo'] })],
    ]);
    // Acts whose window is whole: ben → cleo, cleo → ben, ada → ben.
    assert.equal(found['answered'], 2 / 3);
    assert.equal(found['answered_by_down_votes'], 0.5);
  });

  it('has no share of nothing', async () => {
    assert.deepEqual([...new Set(Object.values(await shares([round, said('a:1', 'ada')])))], [null]);
  });
});
