/** One repair, and others that answer in the place of a mind that cannot. */
import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { judge } from '../../../../src/engine/observation/answer.js';
import { fallback, repair, wrongWith } from '../../../../src/minds/layers/index.js';
import { failed, faultOf, good, mindOf, neverCancelled, question, rateLimited } from './support.js';

const bad = { text: 'I would rather not say.', usage: { input: 50, output: 9 } };

describe('one repair', () => {
  it('shows the same mind what was wrong, and the answer says that it took two calls', async () => {
    const mind = mindOf((n) => (n === 1 ? bad : good));
    const answer = await repair(mind).ask(question(), neverCancelled);
    assert.deepEqual(answer, { ...good, usage: { input: 150, output: 29 }, repaired: 'asked_again_unparsable' });
    const told = mind.asked[1]!.parts().at(-1)!;
    assert.ok(told.role === 'user' && told.kept && told.text.includes(bad.text) && told.text.includes('JSON Schema'));
    assert.equal(mind.asked[1]!.parts().length, question().parts().length + 1);
    const verdict = judge(question(), answer);
    assert.deepEqual([verdict.status, verdict.reason], ['repaired', 'asked_again_unparsable']);
  });

  it('asks once where the answer can be used, also with prose around it', async () => {
    for (const text of [good.text!, `Sure! \`\`\`json\n${good.text!}\n\`\`\``]) {
      const mind = mindOf(() => ({ text }));
      assert.deepEqual(await repair(mind).ask(question(), neverCancelled), { text });
      assert.equal(mind.asked.length, 1);
    }
  });

  it('asks twice at most, and keeps the reason of an answer that stays wrong', async () => {
    const mind = mindOf(() => ({ text: '' }));
    const answer = await repair(mind).ask(question(), neverCancelled);
    assert.equal(mind.asked.length, 2);
    assert.equal(wrongWith(question(), answer), 'empty');
    assert.equal(answer.repaired, undefined);
  });

  it('returns the first answer where the second call fails, but lets the run stop or pause', async () => {
    for (const [code, kept] of [
      ['server-error', true],
      ['budget-reached', false],
      ['cancelled', false],
    ] as const) {
      const mind = mindOf((n) => {
        if (n === 2) throw failed(code);
        return bad;
      });
      const asked = repair(mind).ask(question(), neverCancelled);
      if (kept) assert.deepEqual(await asked, bad);
      else assert.equal((await faultOf(asked)).code, code);
    }
  });
});

describe('fallbacks', () => {
  it('answer in their order, and the answer names the fallback and the reason', async () => {
    const [first, second, third] = [
      mindOf(() => {
        throw rateLimited();
      }),
      mindOf(() => bad, 'second'),
      mindOf(() => good, 'third'),
    ];
    const answer = await fallback([second, third])(first).ask(question(), neverCancelled);
    assert.deepEqual(answer.by, { mind: 'third', model: 'model-third', reason: 'rate-limited' });
    assert.deepEqual(answer.usage, { input: 150, output: 29 });
    assert.deepEqual([first.asked.length, second.asked.length, third.asked.length], [1, 1, 1]);
  });

  it('are not asked while the mind answers itself, or when the run stops or pauses', async () => {
    const other = mindOf(() => good, 'other');
    assert.deepEqual(await fallback([other])(mindOf(() => good)).ask(question(), neverCancelled), good);
    for (const code of ['budget-reached', 'cancelled']) {
      const mind = mindOf(() => {
        throw failed(code);
      });
      assert.equal((await faultOf(fallback([other])(mind).ask(question(), neverCancelled))).code, code);
    }
    assert.equal(other.asked.length, 0);
  });

  it('answer also where an answer cannot be used; where none can, the first reason stays', async () => {
    const wrong = mindOf(() => bad);
    const other = mindOf(() => good, 'other');
    const answer = await fallback([other])(wrong).ask(question(), neverCancelled);
    assert.equal(answer.by?.reason, 'unparsable');
    const none = mindOf(() => {
      throw failed('timeout');
    }, 'none');
    assert.equal((await fallback([none])(wrong).ask(question(), neverCancelled)).text, bad.text);
    const refused = mindOf(() => {
      throw failed('refused', false);
    });
    const fault = await faultOf(fallback([none])(refused).ask(question(), neverCancelled));
    assert.equal(fault.code, 'refused');
    assert.match(fault.message, /Nor did 'none' answer/);
  });

  it('can have fallbacks themselves: the answer names the one that gave it', async () => {
    const down = (id: string) =>
      mindOf(() => {
        throw failed('endpoint-down', false);
      }, id);
    const chain = fallback([fallback([mindOf(() => good, 'c')])(down('b'))])(down('a'));
    assert.deepEqual((await chain.ask(question(), neverCancelled)).by, { mind: 'c', model: 'model-c', reason: 'endpoint-down' });
  });
});
