/** Vectors of a real embedding model, through our own client. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'mocha';
import { startRealModel } from '../../scripts/testing.mjs';
import { unpacked } from '../../src/core/events/textVectors.js';
import { neverCancelled } from '../../src/core/util/lifecycle.js';
import type { Mind } from '../../src/engine/model/mind.js';
import type { Question } from '../../src/engine/model/question.js';
import { openaiMind } from '../../src/minds/openai/index.js';

const TEXTS = ['The dog sleeps in the garden.', 'A puppy naps on the lawn.', 'The tax form is due on Friday.'];

const ask = async (mind: Mind, texts: readonly string[]): Promise<readonly Int8Array[]> => {
  const { value } = await mind.ask({ agent: null, purpose: 'embedding', texts } as unknown as Question, neverCancelled);
  return (value as { readonly vectors: readonly string[] }).vectors.map((text) => unpacked(text)!.values as Int8Array);
};

function cosine(a: Int8Array, b: Int8Array): number {
  const dot = (x: Int8Array, y: Int8Array): number => x.reduce((sum, value, i) => sum + value * y[i]!, 0);
  return dot(a, b) / Math.sqrt(dot(a, a) * dot(b, b));
}

describe('the vectors of minilm', function () {
  this.timeout(5 * 60_000);
  let server: Awaited<ReturnType<typeof startRealModel>> | undefined;
  let mind: Mind;

  before(async () => {
    server = await startRealModel('minilm', { context: 512 });
    const options = { id: 'near', model: 'minilm', key: null, schema: 'auto', timeoutMs: 60_000 } as const;
    mind = openaiMind({ ...options, baseUrl: `${server.url}/v1` });
  });
  after(() => server?.stop());

  it('are nearer for texts that mean the same than for others without a word in common', async () => {
    const [dog, puppy, tax] = await ask(mind, TEXTS);
    assert.equal(dog!.length, 384);
    assert.ok(cosine(dog!, puppy!) > 0.4, `${cosine(dog!, puppy!)}`);
    assert.ok(cosine(dog!, tax!) < 0.2, `${cosine(dog!, tax!)}`);
  });

  it('are those of the reference: sentences of the model card of all-MiniLM-L6-v2, computed from its weights in double precision', async () => {
    const [food, bread, baby] = await ask(mind, [
      'A man is eating food.',
      'A man is eating a piece of bread.',
      'The girl is carrying a baby.',
    ]);
    assert.ok(Math.abs(cosine(food!, bread!) - 0.75533) < 1e-3, `${cosine(food!, bread!)}`);
    assert.ok(Math.abs(cosine(food!, baby!) + 0.10496) < 1e-3, `${cosine(food!, baby!)}`);
  });
});
