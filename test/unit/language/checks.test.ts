/** Every further check finds its mistake where it is, says nothing of the mended text, and its fix mends it. */
import { strict as assert } from 'node:assert';
import { CASES } from './checksCases.js';
import { applyFix, diagnose, under } from './support.js';

const file = (text: string): string => `society: 1\n${text}`;

describe('further checks', () => {
  for (const { code, severity, bad, good, at, mends } of CASES) {
    it(`${code}: is found at ${JSON.stringify(at)}, and not in the good text`, async () => {
      const text = file(bad);
      const found = await diagnose(text);
      const own = found.filter((d) => d.code === code);
      assert.ok(own.length > 0, JSON.stringify(found));
      assert.deepEqual([...new Set(found.map((d) => d.code))], [code]);
      assert.equal(under(text, own[0] as (typeof own)[0]), at);
      assert.equal(own[0]?.severity, severity);
      assert.deepEqual(await diagnose(file(good)), []);
    });
    if (mends)
      it(`${code}: is repaired by the first fix`, async () => {
        const fixed = applyFix(file(bad), await diagnose(file(bad)));
        assert.deepEqual(await diagnose(fixed), [], fixed);
      });
  }

  it('has each code once in the table', () => {
    const codes = CASES.map(({ code }) => code);
    assert.equal(new Set(codes).size, codes.length);
  });
});
