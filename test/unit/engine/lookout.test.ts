/** When the engine looks for questions to ask early: after answers, for a part of the time, and not where it does not help. */
import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import type { Looked, Tally } from '../../../src/engine/drive/speculation.js';
import { Lookout } from '../../../src/engine/drive/speculationPacing.js';

interface Watched {
  readonly lookout: Lookout;
  readonly tally: Tally;
  /** When it looked. */
  readonly looks: number[];
  readonly failures: unknown[];
  /** Lets time pass to when it wanted to look. */
  pass(): void;
}

/** A lookout whose looks take 4 ms each and find what is told. */
function watched(look: (isTime: () => boolean) => Looked | null): Watched {
  let now = 0;
  let due: { readonly at: number; readonly act: () => void } | null = null;
  const tally = { asked: 0, used: 0, wasted: 0 };
  const [looks, failures]: [number[], unknown[]] = [[], []];
  const port = {
    ...{ minds: new Set<string>(), tally, now: () => now, failed: (error: unknown) => failures.push(error) },
    later: (milliseconds: number, act: () => void) => (due = { at: now + milliseconds, act }),
  };
  const lookout = new Lookout(port, (isTime) => {
    looks.push(now);
    now += 4;
    return look(isTime);
  });
  const pass = (): void => {
    const next = due;
    due = null;
    if (!next) return;
    now = Math.max(now, next.at);
    next.act();
  };
  return { lookout, tally, looks, failures, pass };
}

const found: Looked = { asked: 1, isThrough: true };
const nothing: Looked = { asked: 0, isThrough: true };

describe('the lookout', () => {
  const stirred = (one: Watched, times: number): number => {
    const before = one.looks.length;
    for (let i = 0; i < times; i++) {
      one.lookout.stir();
      one.pass();
    }
    return one.looks.length - before;
  };

  it('looks at the beginning, and after each answer for at most half of the time while it finds something', () => {
    const one = watched(() => found);
    one.lookout.begin();
    one.lookout.begin();
    one.pass();
    assert.equal(stirred(one, 5), 5);
    assert.deepEqual(one.looks, [4, 12, 20, 28, 36, 44]);
  });

  it('waits for answers that follow at once, and looks at all of them together, but does not wait forever', () => {
    const one = watched(() => found);
    one.lookout.begin();
    one.pass();
    const answers = (more: number): number => {
      const before = one.looks.length;
      one.lookout.stir();
      for (let i = 1; one.looks.length === before; i++) {
        if (i < more) one.lookout.stir();
        one.pass();
      }
      return one.looks.at(-1)! - one.looks.at(-2)!;
    };
    assert.deepEqual([answers(1), answers(2), answers(3), answers(100)], [8, 12, 16, 24]);
  });

  it('looks less and less often where it finds nothing', () => {
    const one = watched(() => nothing);
    assert.ok(stirred(one, 1000) < 40);
    const late = one.looks.slice(-2);
    assert.ok(late[1]! - late[0]! >= 20 * 4);
  });

  it('ends where few answers are useful, and not before that is known', () => {
    const one = watched(() => found);
    Object.assign(one.tally, { asked: 20, used: 1, wasted: 19 });
    assert.equal(stirred(one, 3), 3);
    Object.assign(one.tally, { asked: 30, used: 5, wasted: 25 });
    assert.equal(stirred(one, 3), 0);
    Object.assign(one.tally, { asked: 30, used: 6, wasted: 24 });
    assert.equal(stirred(one, 3), 3);
  });

  it('continues by itself after a look that was cut short', () => {
    let left = 3;
    const one = watched(() => ({ asked: 0, isThrough: --left === 0 }));
    one.lookout.stir();
    for (let i = 0; i < 10; i++) one.pass();
    assert.equal(one.looks.length, 3);
  });

  it('gives up where a prediction fails, and says why', () => {
    const one = watched(() => {
      throw new Error('unimaginable');
    });
    assert.equal(stirred(one, 5), 1);
    assert.deepEqual(one.failures.map(String), ['Error: unimaginable']);
  });
});
