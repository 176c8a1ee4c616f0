/** The layer that tries again: which faults, how often, how long it waits, and that a cancellation ends the wait. */
import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { rng } from '../../../../src/core/random/rng.js';
import { retry, retryAfterMs } from '../../../../src/minds/layers/index.js';
import { fakeTiming } from '../../../support/timing.js';
import { CancellationSource, failed, faultOf, good, mindOf, neverCancelled, question, rateLimited } from './support.js';

const HOUR = 3_600_000;

describe('the layer that tries again', () => {
  it('asks again after temporary faults, with waits that double and have jitter', async () => {
    const timing = fakeTiming();
    const mind = mindOf((n) => {
      if (n < 4) throw failed();
      return good;
    });
    const answer = Promise.resolve(retry({ timing })(mind).ask(question(), neverCancelled));
    await timing.advance(HOUR);
    assert.equal((await answer).text, good.text);
    assert.equal(mind.asked.length, 4);
    for (const [i, ms] of timing.waits.entries()) assert.ok(ms >= 250 * 2 ** i && ms <= 500 * 2 ** i, `${ms}`);
    assert.equal(timing.pending, 0);
  });

  it('does not ask again where that cannot help', async () => {
    for (const fault of [
      failed('unauthorized', false),
      failed('refused', false),
      failed('budget-reached', true),
      failed('cancelled', true),
    ]) {
      const mind = mindOf(() => {
        throw fault;
      });
      assert.equal(await faultOf(retry({ timing: fakeTiming() })(mind).ask(question(), neverCancelled)), fault);
      assert.equal(mind.asked.length, 1);
    }
  });

  it('gives up after a few tries and says how many', async () => {
    for (const [fault, tries] of [
      [failed(), 4],
      [rateLimited(), 16],
      [failed('timeout'), 2],
    ] as const) {
      const timing = fakeTiming();
      const mind = mindOf(() => {
        throw fault;
      });
      const last = faultOf(retry({ timing })(mind).ask(question(), neverCancelled));
      await timing.advance(HOUR);
      assert.equal((await last).code, fault.code);
      assert.match((await last).message, new RegExp(`asked ${tries} times`));
      assert.equal(mind.asked.length, tries);
      assert.ok(timing.waits.every((ms) => ms <= 30_000));
    }
  });

  it('never calls before the time that the server gives, and not at all where that is too long', async () => {
    const timing = fakeTiming();
    const times: number[] = [];
    const mind = mindOf((n) => {
      times.push(timing.now());
      if (n === 1) throw rateLimited('17');
      return good;
    });
    const answer = retry({ timing })(mind).ask(question(), neverCancelled);
    await timing.advance(HOUR);
    await answer;
    assert.ok(times[1]! >= 17_000);
    const patient = mindOf(() => {
      throw rateLimited('86400');
    });
    const fault = await faultOf(retry({ timing })(patient).ask(question(), neverCancelled));
    assert.match(fault.message, /24 hours/);
    assert.equal(patient.asked.length, 1);
  });

  it('stops waiting at once when the question is cancelled', async () => {
    const timing = fakeTiming();
    const source = new CancellationSource();
    const mind = mindOf(() => {
      throw rateLimited('60');
    });
    const fault = faultOf(retry({ timing })(mind).ask(question(), source.token));
    await timing.advance(10);
    assert.equal(timing.pending, 1);
    source.cancel();
    assert.equal((await fault).code, 'cancelled');
    assert.equal(timing.pending, 0);
    assert.equal(mind.asked.length, 1);
  });

  it('ends with an answer or a fault, whatever the schedule', async () => {
    for (let seed = 0; seed < 60; seed++) {
      const random = rng(seed, 'schedule');
      const timing = fakeTiming(seed);
      const mind = mindOf(() => {
        const chance = random();
        if (chance < 0.2) throw rateLimited(chance < 0.1 ? String(Math.floor(random() * 200)) : null);
        if (chance < 0.4) throw failed();
        if (chance < 0.5) throw failed('unauthorized', false);
        return good;
      });
      const ended = Promise.resolve(retry({ timing })(mind).ask(question(), neverCancelled)).then(
        () => 'answer',
        () => 'fault',
      );
      await timing.advance(HOUR);
      assert.match(await ended, /answer|fault/);
      assert.equal(timing.pending, 0);
      assert.ok(mind.asked.length <= 16 + 4);
    }
  });
});

describe('Retry-After', () => {
  it('is seconds or a date; anything else is ignored', () => {
    const now = Date.UTC(2026, 0, 1);
    const ms = (text: string | null): number | null => retryAfterMs(rateLimited(text), now);
    assert.equal(ms('7'), 7000);
    assert.equal(ms(' 0.5 '), 500);
    assert.equal(ms('Thu, 01 Jan 2026 00:00:30 GMT'), 30_000);
    assert.equal(ms('Wed, 31 Dec 2025 23:00:00 GMT'), 0);
    for (const text of [null, '', '-3', 'soon', 'NaN', '1e9', 'Xyz, nothing']) assert.equal(ms(text), null, String(text));
    assert.equal(retryAfterMs({ retryAfter: 7 }, now), null);
  });
});

describe('a server that asks to wait', () => {
  it('delays a call for at most five minutes in all, and each wait is reported with its length', async () => {
    for (const after of [null, '-5', '20']) {
      const timing = fakeTiming();
      const told: number[] = [];
      const mind = mindOf(() => {
        throw rateLimited(after);
      });
      const waiting = ({ ms }: { readonly ms: number }): void => void told.push(ms);
      const fault = faultOf(retry({ timing, waiting })(mind).ask(question(), neverCancelled));
      await timing.advance(2 * HOUR);
      assert.equal((await fault).code, 'rate-limited');
      const sum = timing.waits.reduce((all, ms) => all + ms, 0);
      assert.ok(sum <= 300_000, `${sum} ms`);
      assert.deepEqual(
        told,
        timing.waits.filter((ms) => ms >= 2_000),
      );
    }
  });

  it('is reported with a readable duration', async () => {
    for (const [after, words] of [
      ['1e400', /It failed|Asked too often/],
      ['99999999999999999999999999', /asks to wait for more than a day/],
      ['7300', /asks to wait for 3 hours/],
      ['600', /asks to wait for 10 minutes/],
    ] as const) {
      const mind = mindOf(() => {
        throw rateLimited(after);
      });
      const timing = fakeTiming();
      const fault = faultOf(retry({ timing })(mind).ask(question(), neverCancelled));
      await timing.advance(HOUR);
      assert.match((await fault).message, words);
    }
  });
});
