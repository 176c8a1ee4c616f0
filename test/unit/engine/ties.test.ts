import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { halfLifeFactor } from '../../../src/core/util/math.js';
import { networkOf } from '../../../src/core/events/state.js';
import { strengthOf } from '../../../src/core/events/ties.js';
import { grown } from '../../../src/engine/phaseKinds/ties.js';
import type { TieChange } from '../../../src/language/generated/society.js';
import { compiled, mindOf, play, society } from '../../support/societies.js';

const rule = { threshold: 0.2, growth: 0.25 };

describe('the tie equation', () => {
  it('(a) leaves a tie unchanged when evidence is at or below the threshold', () => {
    for (const e of [0, 0.1, 0.2]) assert.equal(grown(0.4, e, rule), 0.4);
  });

  it('grows by the worked values: capped by Δmax, then by the distance to 1', () => {
    assert.equal(grown(0, 0.5, rule), 0.25);
    assert.equal(grown(0, 0.3, rule), 0.09999999999999998);
    assert.ok(Math.abs(grown(0.8, 0.7, rule) - 0.9) < 1e-15);
  });

  it('(b) never exceeds 1', () => {
    let strength = 0;
    for (let i = 0; i < 1000; i++) strength = grown(strength, 1, { threshold: 0, growth: 1 });
    assert.ok(strength <= 1);
    let slow = 0;
    for (let i = 0; i < 1000; i++) {
      slow = grown(slow, 0.9, rule);
      assert.ok(slow <= 1);
    }
    assert.ok(slow > 0.99);
  });

  it('(c) halves a tie in h passive rounds, to 1e-12', () => {
    for (const h of [1, 3, 5, 17]) {
      let strength = 0.8;
      for (let i = 0; i < h; i++) strength *= halfLifeFactor(h);
      assert.ok(Math.abs(strength - 0.4) < 1e-12, `${h}`);
    }
  });

  it('(d) never reaches 0 by decay', () => {
    let strength = 1;
    for (let i = 0; i < 1000; i++) strength *= halfLifeFactor(5);
    assert.ok(strength > 0);
  });

  it('(e) is per directed pair: an agent that never answers receives ties and has none', async () => {
    const model = compiled(society(['ada', 'ben']), { rounds: 3 });
    const mind = mindOf(({ situation }) => {
      const comment = situation.options.find((o) => o.action === 'comment');
      if (situation.self.id === 'ada' && comment)
        return { action: 'comment', text: 'I like bening too?', on: comment.messages!.at(-1)!, to: null };
      return { action: situation.round === 1 ? 'post' : 'nothing', text: 'Hello.', on: null, to: null };
    });
    const { timeline } = await play(model, mind);
    const network = networkOf(timeline.head, 'friendship')!;
    assert.ok(strengthOf(network, 0, 1) > 0);
    assert.equal(strengthOf(network, 1, 0), 0);
  });

  it('in a run: an active pair does not fade, a passive one fades by 1 − δ, evidence is worked by hand', async () => {
    const model = compiled(society(['ada', 'ben']), { rounds: 4 });
    const mind = mindOf(({ situation }) => {
      const dm = situation.options.find((o) => o.action === 'direct_message');
      if (situation.self.id === 'ada' && situation.round === 2 && dm)
        return { action: 'direct_message', text: 'Do you like bening?', on: null, to: 'ben' };
      return { action: situation.round === 1 ? 'post' : 'nothing', text: 'Hello.', on: null, to: null };
    });
    const { timeline } = await play(model, mind);
    const changes = timeline.events.filter((e) => e.type === 'tie.changed');
    assert.equal(changes.length, 1);
    const [change] = changes;
    // relevance 0.5 at weight 0.4, asks 1 at 0.1, speaks to 1 at 0.2, answers 0 at 0.3
    assert.ok(change?.type === 'tie.changed' && Math.abs(change.evidence! - 0.5) < 1e-12);
    assert.ok(Math.abs(change.after - 0.25) < 1e-12);
    const network = networkOf(timeline.head, 'friendship')!;
    assert.ok(Math.abs(strengthOf(network, 0, 1) - 0.25 * halfLifeFactor(5) ** 2) < 1e-12);
  });

  describe('a vote', () => {
    const evidence = async (value: 'up' | 'down', change: Omit<TieChange, 'rule'> = {}) => {
      const ties = { friendship: { among: 'all', change: { rule: 'evidence', ...change } } } as const;
      const model = compiled(society(['ada', 'ben'], { ties }), { rounds: 3 });
      const mind = mindOf(({ situation }) => {
        const post = { action: situation.round === 1 ? 'post' : 'nothing', text: 'Hello.', on: null, to: null };
        const vote = situation.riders.find(({ action }) => action === 'vote');
        if (situation.self.id !== 'ada' || situation.round !== 2 || !vote) return post;
        return { ...post, votes: [{ message: vote.messages.at(-1)!, vote: value }] };
      });
      const { timeline } = await play(model, mind);
      assert.equal(timeline.events.filter(({ type }) => type === 'reaction.given').length, 1);
      return timeline.events.flatMap((e) => (e.type === 'tie.changed' ? [e.evidence] : []));
    };

    it('counts as an answer where it is up, and not where it is down', async () => {
      const [up] = await evidence('up');
      assert.ok(Math.abs(up! - 0.3) < 1e-12);
      assert.deepEqual(await evidence('down'), [0]);
    });

    it('has the weight of an answer', async () => {
      const [up] = await evidence('up', { weights: { answers: 1 } });
      assert.ok(Math.abs(up! - 1 / 1.7) < 1e-12);
    });

    it('has the evidence of the file', async () => {
      const votes = { up: 0.9, down: 0.1 };
      assert.deepEqual(await evidence('up', { votes }), [0.9]);
      assert.deepEqual(await evidence('down', { votes }), [0.1]);
    });

    it('has no evidence where votes are off', async () => {
      for (const value of ['up', 'down'] as const) assert.deepEqual(await evidence(value, { votes: 'off' }), []);
      assert.deepEqual(await evidence('down', { votes: { down: 'off' } }), []);
      assert.equal((await evidence('up', { votes: { down: 'off' } })).length, 1);
    });
  });
});
