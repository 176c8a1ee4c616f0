/** A model per purpose: which model answers which question, and whose question it is. */
import assert from 'node:assert/strict';
import { eventsOf, modelOf, playWith } from '../../support/worlds.js';

const file = (scenario: string): string => `society: 1
models:
  small: { kind: scripted, answers: [] }
  large: { kind: scripted, answers: [] }
personas: { ada: { name: Ada, model: large }, ben: { name: Ben } }
worlds:
  w:
    actions: { nothing: { kind: nothing, does: Pass. } }
    phases: { talk: { who: all, actions: [nothing] } }
scenarios:
  s:
    cast: all
    world: w
    rounds: 1
    model: random
    surveys: { mood: { at: [end], ask: { good: { scale: 1..7, text: Are you well? } } } }
${scenario}`;

describe('a model for a purpose', () => {
  const askedOf = async (scenario: string, mind?: string): Promise<readonly string[]> => {
    const model = await modelOf(file(scenario), mind === undefined ? {} : { mind });
    const timeline = await playWith(model, ({ situation }) => (situation.ask ? { good: 3 } : { action: 'nothing' }));
    assert.deepEqual(new Set(eventsOf(timeline, 'question.asked').map((event) => event.mind)), new Set(model.minds.map(({ id }) => id)));
    return eventsOf(timeline, 'question.asked').map((event) => `${event.agent} ${event.purpose}: ${event.mind}`);
  };

  it('is that of the agent, its role or the scenario by default', async () => {
    assert.deepEqual(await askedOf(''), ['ada act: large', 'ben act: random', 'ada survey: large', 'ben survey: random']);
  });

  it('answers for all where the scenario names one, and only for its purpose', async () => {
    assert.deepEqual(await askedOf('    model_for: { survey: small, reflect: builtin }\n'), [
      'ada act: large',
      'ben act: random',
      'ada survey: small',
      'ben survey: small',
    ]);
  });

  it('is overridden by one mind for all agents', async () => {
    assert.ok((await askedOf('    model_for: { survey: small }\n', 'builtin')).every((line) => line.endsWith(': builtin')));
  });
});
