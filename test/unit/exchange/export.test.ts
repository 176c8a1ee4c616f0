/** People who are exported and imported again are who they were; what is written has the fields that each tool reads. */
import assert from 'node:assert/strict';
import { csvParse } from 'd3';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import type { Persona, Society } from '../../../src/language/generated/society.js';
import { exportIds, exportPeople, havePrivate, withoutPrivate } from '../../../src/exchange/index.js';
import { fileOf, imported, realFiles, fileAt, societyOf } from './support.js';

const ADA: Persona = {
  name: 'Ada Okafor',
  age: 41,
  gender: 'woman',
  occupation: 'Baker',
  traits: ['stubborn, in a way', 'warm'],
  personality: { openness: 'high', neuroticism: 'very low' },
  interests: ['sourdough; rye', 'jazz'],
  values: ['craft'],
  goals: ['find people to bake with'],
  voice: 'Short sentences. Dry humour.',
  bio: 'Runs a small bakery: "The Oven".',
  backstory: 'Learned to bake in Enugu.\n\nMoved here, and stayed.',
  secrets: { own: { text: 'She wants to give up her shop.', keep_from: 'all' } },
  drives: { social_interaction: 0.7, emotional_support: 0.3 },
  activity: 0.4,
  memories: [{ text: 'Ben returned her keys.', about: ['the_driver'], importance: 7 }],
  vars: { mbti: 'INTJ', country: 'NG', trust: 0.5, owns_shop: true },
  private: ['backstory'],
  extra: { note: 'Second draft', nested: { a: [1, 'b'] } },
};
const BEN: Persona = { name: 'Ben', personality: { openness: 0.3 }, memories: [{ text: "It's late" }, { text: 'and "dark"\nin here' }] };
const PEOPLE = [
  { id: 'ada', persona: ADA },
  { id: 'the_driver', persona: BEN },
];
const TIES: NonNullable<Society['ties']> = {
  follows: { graph: ['ada > the_driver'], felt: false },
  friendship: { graph: ['ada - the_driver 0.6'] },
};

/** As it is read again, without what an import says of where it comes from. */
function again(format: string, people: readonly { id: string; persona: Persona }[], ties?: Society['ties']) {
  const files = exportPeople(format, people, ties)!;
  const back = societyOf(
    imported(
      files.map(({ name, text }) => fileOf(name, text)),
      { names: 'keep' },
    ),
  );
  const personas = Object.entries(back.personas!).map(([id, { extra, ...persona }]) => {
    const { imported: _from, username: _name, user_id: _row, pk: _key, big_five: _words, ...own } = extra as Record<string, unknown>;
    const texts = JSON.parse(JSON.stringify(persona).replace(/\\n"/g, '"')) as object;
    return [id, Object.keys(own).length === 0 ? texts : { ...texts, extra: own }] as const;
  });
  return { personas: Object.fromEntries(personas), ties: back.ties };
}

describe('people in files of other tools', function () {
  this.timeout(60_000);
  for (const format of exportIds)
    it(`${format}: are the same after an import`, () => {
      assert.deepEqual(again(format, PEOPLE, TIES).personas, { ada: ADA, the_driver: BEN });
    });

  it('leave out private values of the file, on request', () => {
    const kept: Persona = { ...ADA, private: ['backstory', 'trust', 'interests'] };
    assert.equal(havePrivate([{ id: 'ada', persona: kept }]), true);
    assert.equal(havePrivate([{ id: 'the_driver', persona: BEN }]), false);
    for (const format of exportIds) {
      const files = exportPeople(format, [withoutPrivate({ id: 'ada', persona: kept })])!;
      const text = files.map((file) => file.text).join('\n');
      for (const words of ['Learned to bake', 'give up her shop', 'sourdough', 'trust', 'private']) assert.ok(!text.includes(words), words);
      for (const words of ['Ada', 'INTJ', 'The Oven']) assert.ok(text.includes(words), words);
    }
    const { private: _, secrets: _own, backstory: _story, interests: _interests, vars: _vars, ...rest } = kept;
    const { trust: _trust, ...vars } = kept.vars!;
    assert.deepEqual(withoutPrivate({ id: 'ada', persona: kept }).persona, { ...rest, vars });
  });

  it('holds for arbitrary personas', () => {
    const word = fc.stringMatching(/^[A-Za-zé][A-Za-z é,;:#'"-]{0,12}[a-z]$/);
    const persona = fc.record(
      {
        name: fc.constantFrom('Ada Okafor', 'Ben', 'José Pérez y Ruiz'),
        age: fc.integer({ min: 0, max: 130 }),
        bio: word,
        backstory: fc.array(word, { minLength: 1, maxLength: 3 }).map((parts) => parts.join('\n\n')),
        interests: fc.array(word, { minLength: 1, maxLength: 3 }),
        activity: fc.constantFrom(0, 0.5, 1),
        vars: fc.dictionary(fc.stringMatching(/^[a-z]{3,6}$/), fc.oneof(word, fc.boolean(), fc.integer()), { minKeys: 1, maxKeys: 3 }),
      },
      { requiredKeys: ['name'] },
    );
    fc.assert(
      fc.property(fc.constantFrom(...exportIds), persona, (format, one) => {
        assert.deepEqual(again(format, [{ id: 'somebody', persona: one }]).personas, { somebody: JSON.parse(JSON.stringify(one)) });
      }),
      { numRuns: 40 },
    );
  });

  it('have follow lists of OASIS by row, kinds of relations of Sotopia from 0 to 5', () => {
    const [csv] = exportPeople('oasis-csv', PEOPLE, TIES)!;
    const rows = csvParse(csv!.text);
    assert.deepEqual(rows.columns.slice(0, 8), [
      '',
      'user_id',
      'name',
      'username',
      'following_agentid_list',
      'previous_tweets',
      'user_char',
      'description',
    ]);
    assert.equal(rows[0]!.following_agentid_list, '[1]');
    assert.deepEqual(again('oasis-csv', PEOPLE, TIES).ties, { follows: { graph: ['ada > the_driver'], felt: false } });
    assert.deepEqual(again('oasis', PEOPLE, TIES).ties, { follows: { graph: ['ada > the_driver'], felt: false } });
    assert.deepEqual(again('sotopia', PEOPLE, TIES).ties, { relationship: { graph: ['ada - the_driver 0.6'] } });
  });

  it('have the fields that OASIS needs, empty where a value is missing', () => {
    const [, ben] = JSON.parse(exportPeople('oasis', PEOPLE)![0]!.text) as Record<string, unknown>[];
    for (const key of ['realname', 'username', 'bio', 'persona', 'age', 'gender', 'mbti', 'country'])
      assert.ok(Object.hasOwn(ben!, key), key);
  });

  it('keep the backstory of published agents of TinyTroupe', function () {
    const agents = realFiles().filter((path) => /\.agent\.json$/.test(path));
    if (agents.length === 0) return void this.skip();
    const first = societyOf(imported(agents.map(fileAt)));
    const people = Object.entries(first.personas!).map(([id, persona]) => ({ id, persona: persona as Persona }));
    const second = again('tinytroupe', people).personas as { [id: string]: Persona };
    for (const { id, persona } of people) assert.equal(second[id]!.backstory!.trim(), persona.backstory!.trim());
  });
});
