/** Secrets of a part that are private: what questions leave out of texts that others wrote, by the flags of a run. */
import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { asker } from '../../../src/engine/plan/buildQuestion.js';
import { withoutPrivate } from '../../../src/engine/index.js';
import { sha256 } from '../../support/societies.js';
import { modelOf, playWith } from '../../support/worlds.js';

const SECRET = 'The roof leaks over the oven.';

const SOCIETY = `society: 1
models: { far: { kind: openai, base_url: "https://api.example.com/v1", name: big } }
personas:
  ada: { name: Ada, private: [secrets] }
  ben: { name: Ben }
worlds:
  w:
    roles: { seller: {}, buyer: {} }
    actions: { say: { kind: message, to: public, does: Talk. } }
    phases: { talk: { actions: [say] } }
scenarios:
  s:
    world: w
    rounds: 1
    model: far
    premise: ${SECRET} So they say.
    cast:
      seller: { play: ada, secrets: { roof: { text: ${SECRET} } } }
      buyer: { play: ben }
`;

describe('a private secret of a part', () => {
  /** Texts that the mind far away is given, and their hashes. */
  async function asked(flags?: readonly number[]): Promise<readonly string[]> {
    const model = await modelOf(SOCIETY, flags ? { flags } : {});
    const texts: string[] = [];
    await playWith(
      model,
      (question) => {
        texts.push(
          question
            .parts()
            .map(({ text }) => text)
            .join('\n'),
        );
        return { action: 'say', text: 'Hello.' };
      },
      asker(sha256, () => true),
    );
    assert.equal(texts.length, 2);
    return texts;
  }

  it('is left out of questions to remote models', async () => {
    for (const text of await asked()) assert.ok(!text.includes(SECRET) && text.includes('[withheld]'), text);
  });

  it('is in questions as before in runs without the flag `secrets_told`, whose hashes include that text', async () => {
    for (const text of await asked([1, 2, 3, 4])) assert.ok(text.includes(`${SECRET} So they say.`) && !text.includes('[withheld]'), text);
  });

  it('is left out of files for others in all runs', async () => {
    for (const flags of [[1, 2, 3, 4], undefined]) {
      const model = await modelOf(SOCIETY, flags ? { flags } : {});
      assert.equal(withoutPrivate(model, `I heard: ${SECRET}`), 'I heard: [withheld]');
    }
  });
});
