/** The count of work tells what is linear from what is quadratic. */
import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { growth } from '../../support/growth.js';

type Known = Readonly<Record<'linear' | 'quadratic', (size: number) => number>>;

const of = (kind: keyof Known): Promise<number> => growth<Known>('test/fixtures/growing.ts', 200, (module, size) => module[kind](size));

describe('counted work', () => {
  it('is four times as much for four times the input where it is linear, sixteen times where it is quadratic', async () => {
    const [linear, quadratic] = [await of('linear'), await of('quadratic')];
    assert.ok(linear > 3.5 && linear < 4.5, `${linear}`);
    assert.ok(quadratic > 15 && quadratic < 17, `${quadratic}`);
  });

  it('is the same each time', async () => {
    assert.equal(await of('quadratic'), await of('quadratic'));
  });
});
