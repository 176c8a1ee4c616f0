/** Diagnostics of places, strategies and fields that the cases of the catalogue do not cover. */
import { strict as assert } from 'node:assert';
import { readFileSync } from 'node:fs';
import { describe, it } from 'mocha';
import { STRATEGIES } from '../../../src/core/mindLabels.js';
import { modelOf } from '../../support/worlds.js';
import { brief, diagnose } from './support.js';

const world = (phases: string, more = ''): string => `society: 1
personas: { ada: { name: Ada }, ben: { name: Ben } }
worlds:
  lake:
    vars: { stock: 100 }
    actions:
      harvest: { does: Take some., args: { amount: 0..stock }, seen_by: all, effect: stock -= amount }
    phases:
      harvest: { who: all, actions: [harvest] }
      regrow: { then: stock = 100 }
  guarded:
    extends: lake
    ${more}
    phases:
      ${phases}
scenarios:
  meet: { world: guarded, rounds: 3 }
`;

const messages = async (text: string): Promise<readonly string[]> => (await diagnose(text)).map(({ message }) => message);

const problems = async (text: string): Promise<readonly string[]> => brief(text, await diagnose(text));

describe('places among inherited entries', () => {
  it('can be named by a new entry, too', async () => {
    assert.deepEqual(await problems(world('one: { after: harvest, then: stock = 1 }\n      two: { before: one, then: stock = 2 }')), []);
  });

  it('are reported where the entry to remove is not inherited', async () => {
    assert.equal((await problems(world('regroww: { off: true }'))).length, 1);
    assert.deepEqual(await problems(world('regrow: { off: true }')), []);
  });

  it('can be removed by an entry with no other key; one that is not removed needs its required keys', async () => {
    const expecting = (entry: string): string =>
      `${world('one: { then: stock = 1 }')}  more:\n    extends: told\n    expect:\n      lasts: ${entry}\n  told:\n    extends: meet\n    expect:\n      lasts: { that: round == 3 }\n`;
    assert.deepEqual(await problems(expecting('{ off: true }')), []);
    const alone = expecting('{ off: true }').replace('extends: told', 'extends: meet');
    assert.match((await problems(alone)).join('\n'), /unknown-entry/);
    const off = expecting('{ off: false }').replace('extends: told', 'extends: meet');
    assert.match((await problems(off)).join('\n'), /missing-key/);
  });

  it('are reported where nothing is inherited', async () => {
    const found = await messages(
      world('one: { after: harvest, then: stock = 1 }').replace('extends: lake', 'vars: { stock: 1 }\n    actions: {}'),
    );
    assert.equal(found.filter((text) => text.includes('No entry is inherited here')).length, 1, found.join('\n'));
  });

  it('of an intervention are those of the scenarios that it extends', async () => {
    const scenario = (after: string): string =>
      `${world('one: { then: stock = 1 }')}  more:\n    extends: told\n    interventions:\n      late: { after: ${after}, at: 2, announce: Again. }\n  told:\n    extends: meet\n    interventions:\n      early: { at: 2, announce: Now. }\n`;
    assert.deepEqual(await problems(scenario('early')), []);
    assert.equal((await problems(scenario('erly'))).length, 1);
  });
});

describe('a strategy', () => {
  const told = (strategy: string): Promise<readonly string[]> =>
    problems(world('one: { then: stock = 1 }', `params: { strategy: ${strategy} }`));

  it('can be any strategy of the mind, an action, a person, or any other text', async () => {
    for (const strategy of [...STRATEGIES, 'harvest', 'ben', 'cooperate_when_it_rains', '7'])
      assert.deepEqual(await told(strategy), [], strategy);
  });

  it('that is similar to one is a mistake, in weights and in distributions as well', async () => {
    assert.equal((await told('tit_for_tatt')).length, 1);
    const drawn =
      'society: 1\npopulations:\n  p:\n    size: 4\n    sample:\n      strategy: { greedy: 1, allways_defect: 2 }\nscenarios: { s: { rounds: 2 } }\n';
    assert.equal((await problems(drawn)).length, 1);
    assert.deepEqual(await problems(drawn.replace('allways', 'always')), []);
  });

  it('that the mind follows is one of them', () => {
    const sources = ['decide/strategies', 'answers/chooseAct', 'phrases/argumentKinds']
      .map((name) => readFileSync(`src/minds/builtin/${name}.ts`, 'utf8'))
      .join();
    const named = [...sources.matchAll(/(?<!typeof )strategy [!=]== '([a-z_]+)'/g)].map(([, name]) => name!);
    assert.ok(named.length > 10);
    for (const name of named) assert.ok((STRATEGIES as readonly string[]).includes(name), name);
  });

  it('is one of those in the docs', () => {
    const page = readFileSync('docs/builtin-mind.md', 'utf8');
    const table = page.slice(page.indexOf('### Strategies'), page.indexOf('### Defaults'));
    const explained = table
      .split('\n')
      .flatMap((line) => [...(/^\| (`[^|]*)\|/.exec(line)?.[1] ?? '').matchAll(/`([a-z_]+)`/g)].map(([, name]) => name!));
    assert.deepEqual([...explained].sort(), [...STRATEGIES].sort());
  });
});

describe('the places of a strategy in the docs', () => {
  it('reach the agents and the world', async () => {
    const page = readFileSync('docs/builtin-mind.md', 'utf8');
    const [, file] = /```yaml\n(society: 1\n[\s\S]*?)```/.exec(page.slice(page.indexOf('### Strategies'))) ?? [];
    assert.ok(file);
    const strategies = async (scenario: string): Promise<readonly unknown[]> => {
      const { agents, params } = await modelOf(file, { scenario });
      return [...[...agents].map(({ vars }) => vars['strategy'] ?? null), params['strategy']];
    };
    const [ada, ben, ...others] = await strategies('mixed');
    assert.deepEqual(
      [ada, ben, others.slice(0, 3).sort(), others[3]],
      ['greedy', null, ['greedy', 'sustainable', 'sustainable'], 'split_fair'],
    );
    assert.deepEqual(await strategies('parts'), ['greedy', 'always_defect', 'sustainable']);
  });
});

describe('a field of members', () => {
  const drawn = (key: string, more = ''): Promise<readonly string[]> =>
    messages(
      `society: 1\npopulations:\n  p:\n    size: 4${more}\n    sample:\n      ${key}: uniform(0, 1)\nscenarios: { s: { rounds: 2 } }\n`,
    );

  it('that a person does not have is a variable, unless it is similar to a field', async () => {
    assert.deepEqual(await drawn('trust_in_press'), []);
    assert.equal((await drawn('activty')).length, 1);
    assert.deepEqual(await drawn('activty', '\n    vars: { activty: 0..1 }'), []);
  });

  it('has the parts of the field of a person', async () => {
    assert.deepEqual(await drawn('personality.openness'), []);
    assert.match((await drawn('personality.opennes')).join(), /Did you mean `openness`/);
    assert.match((await drawn('drives.food')).join(), /It has social_interaction/);
  });
});
