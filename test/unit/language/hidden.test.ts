/** Surveys that take the name of something else: the message is the same for each source of the variable. */
import { strict as assert } from 'node:assert';
import { diagnose } from './support.js';

const study = (person: string, survey: string): string => `society: 1
imports: [library/feed]
personas:
  ada: { name: Ada, ${person} }
  ben: { name: Ben }
scenarios:
  meet:
    world: feed
    surveys:
      ${survey}: { at: end, ask: { today: { scale: 1..5, text: How are you? } } }
`;

const hidden = async (text: string): Promise<readonly string[]> =>
  (await diagnose(text)).filter(({ code }) => code === 'name-hidden').map(({ message }) => message.replace(/:.*/, ''));

describe('surveys that hide a name', () => {
  it('are reported where people bring the variable', async () => {
    assert.deepEqual(await hidden(study('vars: { mood: 0.4 }', 'mood')), ['`mood` is also a variable']);
  });

  it('are reported where it is a part of every person', async () => {
    assert.deepEqual(await hidden(study('age: 40', 'interests')), ['`interests` is also a part of the person']);
  });

  it('are not reported under another name', async () => {
    assert.deepEqual(await hidden(study('vars: { mood: 0.4 }', 'feeling')), []);
  });
});
