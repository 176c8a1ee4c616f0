/** A person can play every example: whatever is asked, the form leads to an answer that is taken as it is. */
import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { neverCancelled } from '../../../src/core/util/lifecycle.js';
import { below, rng, sample } from '../../../src/core/random/rng.js';
import { Timeline } from '../../../src/core/events/timeline.js';
import { advance, type Mind } from '../../../src/engine/index.js';
import { createLanguageService } from '../../../src/language/index.js';
import { humanMind, oneAtATime, type PersonPort, personForm } from '../../../src/minds/index.js';
import { fileUri, nodeTextFiles } from '../../../src/node/ports.js';
import { loadModel } from '../../../src/runs/index.js';
import { eventsOf } from '../../support/worlds.js';
import { ask } from '../../support/societies.js';

/** A person who picks and writes at random, and tries again until the answer is valid. */
function chancePerson(seed: number): PersonPort {
  const random = rng(seed, 'person');
  const tries = ['', 'Some words.', '1', '2', '5', '0', '50'];
  return {
    pick: (_step, choices, most, optional) => {
      const least = optional ? 0 : 1;
      const n = least + below(random, Math.max(1, Math.min(most, choices.length) - least + 1));
      return Promise.resolve(sample(random, choices, n).map(({ value }) => value));
    },
    write: (_step, wrong) => Promise.resolve(sample(random, tries, tries.length).find((text) => wrong(text) === null)),
  };
}

describe('a person', () => {
  const folder = join(process.cwd(), 'examples');
  const files = nodeTextFiles(join(process.cwd(), 'library'), [folder]);
  const language = createLanguageService(files);
  const examples = readdirSync(folder).filter((name) => /\w\.society$/.test(name));

  for (const name of examples) {
    it(`can play ${name}`, async function () {
      this.timeout(20_000);
      const loaded = await loadModel(language, fileUri(join(folder, name)), { rounds: 2 });
      assert.ok(loaded.ok, loaded.problems.map(({ message }) => message).join('\n'));
      const person = {
        askPerson: personForm(chancePerson(7)),
        line: oneAtATime(),
        timeoutMs: null,
        after: () => ({ dispose: () => undefined }),
      };
      const minds = new Map(
        [...loaded.model.minds.map(({ id }) => id), 'builtin'].map((id): [string, Mind] => [id, humanMind({ id, ...person })]),
      );
      const timeline = new Timeline();
      const outcome = await advance(loaded.model, timeline, {
        ...{ ask, minds, token: neverCancelled, breathe: () => undefined, concurrency: 4 },
      });
      assert.deepEqual(outcome, { kind: 'ended' });
      const answers = eventsOf(timeline, 'answer.received');
      const asked = new Map(eventsOf(timeline, 'question.asked').map(({ seq, purpose }) => [seq, purpose]));
      const odd = answers.filter(({ status }) => status !== 'accepted').map(({ cause, reason }) => `${asked.get(cause ?? -1)}: ${reason}`);
      assert.deepEqual([...new Set(odd)], []);
    });
  }
});
