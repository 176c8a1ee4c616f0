/** The members of a crowd, which are made when they are read, are the same as members that are all made at once. */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import { valueIn } from '../../../src/core/columns/valueText.js';
import type { Json } from '../../../src/core/util/json.js';
import { agentSpecsOf, crowdAt, firstValues, variableNames } from '../../../src/engine/model/agentSpecs.js';
import { CROWD } from '../../../src/engine/model/crowdSize.js';
import type { AgentSpec, PromptSpec } from '../../../src/engine/model/agentSpec.js';
import { agentSpec, type Castable, castOf, crowdSpecs, fieldOf, isCrowd } from '../../../src/engine/population/agents.js';
import { castIndex } from '../../../src/engine/population/castIndex.js';
import { isTaken, numberedName, takeNumbered, takenNames } from '../../../src/engine/population/memberNames.js';
import { memberValues } from '../../../src/engine/population/memberValues.js';
import type { Persona, Population, Society } from '../../../src/language/generated/society.js';
import { compiled, society } from '../../support/societies.js';

type Rules = NonNullable<Population['sample']>;

interface Drawn {
  readonly people: readonly Castable[];
  readonly told: readonly string[];
}

/** The cast, with its crowds as lists of members, and what is reported. */
function drawn(file: Society, seed: number, apart: boolean): Drawn & { readonly crowds: number } {
  const told: string[] = [];
  const cast = castOf(file, {}, seed, { apart: () => apart, report: (...problem) => told.push(problem.slice(0, 3).join(' ')) });
  const people = cast.flatMap((one) => (isCrowd(one) ? Array.from({ length: one.count }, (_, i) => one.member(i)) : [one]));
  return { people, told: [...new Set(told)].sort(), crowds: cast.filter(isCrowd).length };
}

const plain = ({ people, told }: Drawn) => ({ people: people.map(({ another, ...one }) => one), told });

const isCircular = ({ told }: Drawn): boolean => told.some((text) => text.includes('depends on itself'));

const file = (sample: Rules, more: Population = {}, base: Persona = {}): Society => ({
  society: 1,
  personas: { ada: { name: 'Ada' } },
  fragments: { base },
  populations: { folk: { size: CROWD + 7, sample, extends: ['base'], ...more } },
});

const rule = fc.constantFrom<Rules[string]>(
  ...['0..1', '18..90', 'normal(46, 14) in 18..90', '1 of [a, b, c]', '2 of [a, b, c]', 'a text'],
  ...[3, true, '=number', '=number % 3 == 0 ? null : number', '=size - number', "=age > 40 ? 'old' : age", '$(name) is $(age)', '=unknown'],
  ...([{ woman: 51, man: 49 }, ['x', 'y', 'z'], { given: 'gender', woman: '1..3', else: 'none' }, { given: 'gender', man: 1 }] as const),
  ...([{ given: 'gender', woman: { given: 'age', '18..40': 'young', else: 'old' }, else: '=trust' }, 'uniform(3, 2)'] as const),
);

/** The templates of the prompts, which no test here reads. */
const PROMPT = {} as PromptSpec;

describe('members of a crowd', () => {
  it('are the same, and are reported in the same way, as members that are made at once', () => {
    const fields = ['age', 'gender', 'bio', 'personality.openness', 'trust', 'party', 'x'] as const;
    const rules = fc.oneof(
      fc.dictionary(fc.constantFrom(...fields), rule, { maxKeys: 5 }),
      fc.dictionary(fc.constantFrom('trust', 'party', 'x'), rule, { maxKeys: 3 }),
    );
    const bases = fc.constantFrom<Persona>({}, { age: 30, vars: { trust: 0.5, own: 'x' }, private: ['trust'] }, { traits: ['calm'] });
    fc.assert(
      fc.property(rules, bases, fc.nat(100), (sample, base, seed) => {
        const source = file(sample as Rules, {}, base);
        const [lazy, eager] = [drawn(source, seed, false), drawn(source, seed, true)];
        assert.deepEqual([lazy.crowds, eager.crowds], [1, 0]);
        assert.equal(isCircular(lazy), isCircular(eager));
        // An error of the file, with which no run begins.
        if (isCircular(eager)) return;
        assert.deepEqual(plain(lazy), plain(eager));
        const cast = castOf(source, {}, seed);
        const plainSpec = ({ another, ...spec }: AgentSpec) => spec;
        const specs = crowdSpecs(cast.find(isCrowd)!, 'builtin', PROMPT, {});
        for (const i of [0, 1, 999])
          assert.deepEqual(plainSpec(specs(i)), plainSpec(agentSpec(eager.people[1 + i]!, 'builtin', PROMPT, {})));
        const index = castIndex(cast);
        const crowd = cast.find(isCrowd)!;
        for (const i of [0, 1, 500, CROWD + 6]) {
          const member = eager.people[1 + i]!;
          assert.equal(index.idOf(1 + i), member.id);
          for (const path of [...fields, 'own', 'name']) assert.deepEqual(index.field(1 + i, path), fieldOf(member, path), path);
          const vars = [...crowd.vars].map(([name, values]) => [name, valueIn(values, i)] as const);
          assert.deepEqual(Object.fromEntries(vars.filter(([, value]) => value !== null)), member.vars);
        }
      }),
      { numRuns: 15 },
    );
  }).timeout(60_000);

  it('are made where a field depends on itself', () => {
    const inner = { given: 'age', '18..40': 'young', else: 'old' };
    const sample = { trust: { woman: 51, man: 49 }, gender: { given: 'gender', woman: inner, else: '=trust' } } as unknown as Rules;
    const [lazy, eager] = [drawn(file(sample), 0, false), drawn(file(sample), 0, true)];
    assert.deepEqual(plain(lazy), plain(eager));
    assert.ok(lazy.told.some((text) => text.includes('depends on itself')));
  });

  it('that share a rule, or are few, or have more than data, are agents of their own', () => {
    const apart = (sample: Rules, more: Population = {}, base: Persona = {}): boolean =>
      drawn(file(sample, more, base), 1, false).crowds === 0;
    assert.equal(apart({ age: '18..90' }), false);
    assert.ok(apart({ age: '18..90' }, { size: CROWD - 1 }));
    assert.ok(apart({ gender: { quota: { woman: 51, man: 49 } } }));
    assert.ok(apart({ x: { given: 'age', '18..40': { quota: { a: 1 } }, else: 1 }, age: '18..90' }));
    assert.ok(apart({ name: ['Ada', 'Ben'] }));
    assert.ok(apart({}, { names: ['Ada', 'Ben'] }));
    assert.ok(apart({}, {}, { memories: [{ text: 'I came by train.' }] }));
    assert.ok(apart({}, {}, { secrets: { debt: { text: 'I owe money.' } } }));
    assert.ok(apart({ model: '1 of [a, b]' }));
  });

  it('have names that no other agent has', () => {
    const two = (one: string, other: string): number => {
      const source = file({}, { name: one });
      const populations = { ...source.populations, more: { size: CROWD, name: other } };
      const { people, crowds } = drawn({ ...source, populations }, 1, false);
      assert.equal(new Set(people.map(({ persona }) => persona.name)).size, people.length);
      return crowds;
    };
    assert.equal(two('Folk {n}', 'Others {n}'), 2);
    assert.equal(two('Folk {n}', 'Folk {n}'), 1);
    assert.equal(two('Folk {n}', 'Folk 1{n}'), 1);
    assert.equal(two('{n} a', '{n} b'), 2);
    const ada = file({}, { name: 'Ada' });
    assert.equal(drawn(ada, 1, false).crowds, 1, '`Ada` is not a name of the pattern `Ada {n}`');
    assert.equal(drawn({ ...ada, personas: { x: { name: 'Ada 7' } } }, 1, false).crowds, 0);
  });

  it('belong to one crowd only if none is named on its own', () => {
    const [cast, none] = [['folk'], {}];
    const crowds = (scenario: object): number =>
      compiled({ ...society([]), ...file({}), scenarios: { main: { ...society([]).scenarios!['main'], cast, ...scenario } } }).agents.crowds
        .length;
    assert.equal(crowds(none), 1);
    assert.equal(crowds({ cast: 'all' }), 1);
    assert.equal(crowds({ cast: ['ada'], interventions: { come: { at: 2, join: 'folk' } } }), 1);
    assert.equal(crowds({ interventions: { come: { at: 2, join: 'folk_0007' } } }), 0);
    assert.equal(crowds({ reads: ['A passage.'] }), 0);
  });
});

describe('the agents of a model', () => {
  const model = compiled({
    ...society(['ada', 'ben']),
    populations: { folk: { size: CROWD, sample: { trust: '0..1', party: '1 of [left, right]', share: '=number / size' } } },
  });
  const { agents } = model;

  it('are found by index, by id and by origin', () => {
    assert.equal(agents.length, CROWD + 2);
    const all = [...agents];
    assert.equal(all.length, agents.length);
    for (const [i, { self }] of all.entries()) {
      assert.equal(agents.at(i)!.self.id, self.id);
      assert.equal(agents.idAt(i), self.id);
      assert.equal(agents.indexOf(self.id), i);
    }
    assert.deepEqual([agents.firstOf('folk'), agents.firstOf('ben'), agents.firstOf('zoe')], [2, 1, -1]);
    assert.deepEqual(['folk', 'folk_1', 'folk_0000', 'folk_1001', 'folk_00001', 'zoe'].map(agents.indexOf), [-1, -1, -1, -1, -1, -1]);
    assert.equal(agents.at(agents.length), undefined);
    assert.throws(() => agents.idAt(agents.length), RangeError);
    assert.deepEqual([crowdAt(agents, 1), crowdAt(agents, 2)?.from, crowdAt(agents, CROWD + 1)?.from], [undefined, 'folk', 'folk']);
  });

  it('have variables as columns with the values of the members', () => {
    assert.deepEqual([...variableNames(agents)], ['trust', 'party', 'share']);
    const [crowd] = agents.crowds;
    for (const [name, values] of crowd!.vars)
      for (let i = 0; i < crowd!.count; i++) assert.equal(valueIn(values, i), agents.at(crowd!.first + i)!.vars[name]);
    assert.deepEqual([...new Set(firstValues(agents, 'party'))].sort(), ['left', 'right']);
    assert.equal([...firstValues(agents, 'share')].length, CROWD);
    const specs = agentSpecsOf([...agents]);
    assert.deepEqual([...firstValues(specs, 'share')], [...firstValues(agents, 'share')]);
  });
});

describe('values of members', () => {
  it('are the values that were given', () => {
    const value = fc.oneof(
      fc.constantFrom<Json>(null, 'a', 'b', 'c', true, false),
      fc.integer(),
      fc.constant<Json>([1]),
      fc.string({ maxLength: 2 }),
    );
    const kinds = new Set<string>();
    fc.assert(
      fc.property(fc.oneof(fc.array(value), fc.array(fc.integer()), fc.array(fc.constantFrom<Json>('a', null))), (list) => {
        const values = memberValues(list.length, (i) => list[i]!);
        kinds.add(values.kind);
        assert.deepEqual(
          list.map((_, i) => valueIn(values, i)),
          list,
        );
      }),
    );
    const many = Array.from({ length: 700 }, (_, i) => `w${i % 300}`);
    const values = memberValues(many.length, (i) => many[i]!);
    assert.deepEqual(
      many.map((_, i) => valueIn(values, i)),
      many,
    );
    assert.deepEqual([...kinds].sort(), ['list', 'numbers', 'one', 'words']);
  });
});

describe('names by a pattern', () => {
  it('are taken exactly if the pattern gives them', () => {
    const pattern = fc.constantFrom('A {n}', '{n}', 'A{n}1', 'A{n} of {n}', 'A1{n}', '{n}{n}');
    fc.assert(
      fc.property(pattern, pattern, fc.integer({ min: 1, max: 120 }), fc.integer({ min: 1, max: 120 }), (one, other, a, b) => {
        const all = (form: string, count: number) => Array.from({ length: count }, (_, i) => numberedName(form, i + 1));
        const taken = takenNames();
        assert.ok(takeNumbered(taken, one, a));
        const names = new Set(all(one, a));
        for (const name of all(other, b)) assert.equal(isTaken(taken, name), names.has(name), name);
        assert.equal(
          takeNumbered(taken, other, b),
          all(other, b).every((name) => !names.has(name)),
        );
      }),
    );
  });
});
