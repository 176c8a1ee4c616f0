/** How many questions are out at once: never more than allowed, fewer when the server pushes back, all of them in the end. */
import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { rng } from '../../../../src/core/random/rng.js';
import { limit, Limiter, layered, retry, wait } from '../../../../src/minds/layers/index.js';
import { fakeTiming, settle } from '../../../support/timing.js';
import { CancellationSource, failed, faultOf, good, mindOf, neverCancelled, question, rateLimited } from './support.js';

describe('the queue of an endpoint', () => {
  it('sends no more calls than the file allows, in the order of their arrival', async () => {
    const timing = fakeTiming();
    const limiter = new Limiter({ most: 3, timing });
    let out = 0;
    let most = 0;
    const order: number[] = [];
    const mind = mindOf(async (n) => {
      order.push(n);
      most = Math.max(most, ++out);
      await wait(timing, 100, neverCancelled);
      out--;
      return good;
    });
    const all = Array.from({ length: 10 }, () => limit(limiter)(mind).ask(question(), neverCancelled));
    await timing.advance(1000);
    await Promise.all(all);
    assert.equal(most, 3);
    assert.deepEqual(
      order,
      Array.from({ length: 10 }, (_, i) => i + 1),
    );
    assert.deepEqual(limiter.state, { window: 3, out: 0, waiting: 0 });
  });

  it('halves once for all calls that were refused together, and grows by one for a round of answers', async () => {
    const timing = fakeTiming();
    const limiter = new Limiter({ most: 16, timing });
    const passes = await Promise.all(Array.from({ length: 16 }, () => limiter.enter(neverCancelled)));
    for (const pass of passes) pass.done({ kind: 'pushed', afterMs: null });
    assert.equal(limiter.state.window, 8);
    for (let round = 0; round < 2; round++) {
      const entered = Promise.all(Array.from({ length: 8 }, () => limiter.enter(neverCancelled)));
      await timing.advance(60_000);
      for (const pass of await entered) pass.done({ kind: 'well' });
    }
    assert.ok(limiter.state.window >= 9 && limiter.state.window <= 10, `${limiter.state.window}`);
  });

  it('sends nothing while the server asks to wait', async () => {
    const timing = fakeTiming();
    const limiter = new Limiter({ most: 4, timing });
    (await limiter.enter(neverCancelled)).done({ kind: 'pushed', afterMs: 20_000 });
    let entered = 0;
    for (let i = 0; i < 3; i++) void limiter.enter(neverCancelled).then(() => entered++);
    await timing.advance(19_999);
    assert.equal(entered, 0);
    await timing.advance(2);
    assert.equal(entered, 2);
  });

  it('frees the place of a call that is cancelled while it waits', async () => {
    const timing = fakeTiming();
    const limiter = new Limiter({ most: 1, timing });
    const first = await limiter.enter(neverCancelled);
    const source = new CancellationSource();
    const second = faultOf(limiter.enter(source.token));
    const third = limiter.enter(neverCancelled);
    source.cancel();
    assert.equal((await second).code, 'cancelled');
    first.done({ kind: 'well' });
    (await third).done({ kind: 'well' });
    (await third).done({ kind: 'well' });
    assert.deepEqual(limiter.state, { window: 1, out: 0, waiting: 0 });
    assert.equal((await faultOf(limiter.enter(source.token))).code, 'cancelled');
  });

  it('answers every call at a server that takes few at once or few a second, whatever the schedule', async () => {
    for (let seed = 0; seed < 25; seed++) {
      const random = rng(seed, 'server');
      const timing = fakeTiming(seed);
      const [places, perSecond] = [1 + Math.floor(random() * 6), 2 + Math.floor(random() * 20)];
      let out = 0;
      let sent: number[] = [];
      const mind = mindOf(async () => {
        sent = sent.filter((at) => at > timing.now() - 1000);
        if (out >= places || sent.length >= perSecond) throw rateLimited(random() < 0.3 ? '1' : null);
        sent.push(timing.now());
        out++;
        await wait(timing, 20 + random() * 300, neverCancelled);
        out--;
        if (random() < 0.02) throw failed();
        return good;
      });
      const limiter = new Limiter({ most: 32, timing });
      const careful = layered(mind, [retry({ timing }), limit(limiter)]);
      let answered = 0;
      for (let i = 0; i < 100; i++) void Promise.resolve(careful.ask(question(), neverCancelled)).then(() => answered++);
      await timing.advance(600_000);
      assert.equal(answered, 100, `seed ${seed}: ${places} places, ${perSecond} a second, ${mind.asked.length} calls`);
      assert.ok(mind.asked.length < 400, `seed ${seed}: ${mind.asked.length} calls`);
      assert.ok(limiter.state.out === 0 && limiter.state.waiting === 0);
      await settle();
    }
  });
});
