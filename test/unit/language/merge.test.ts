/** `extends`, rule by rule, each with what comes out worked by hand. The rules are in docs/format-merging.md. */
import { strict as assert } from 'node:assert';
import { resolveMain } from './filesSupport.js';

type Data = { readonly [key: string]: unknown };

/** An entry of a section once all is merged. Problems of what a bare piece leaves out do not matter here. */
async function merged(section: string, id: string, body: string): Promise<Data> {
  const { society } = await resolveMain({ 'main.society': `society: 1\n${section}:\n${body}` });
  const entries = (society as unknown as Record<string, Record<string, Data>>)[section];
  return entries?.[id] ?? {};
}

const person = (id: string, body: string): Promise<Data> => merged('personas', id, body);

/** Keys of the phases of a world `own` over a base with the phases a, b, c. */
async function phases(own: string): Promise<readonly string[]> {
  const base = '  base:\n    phases:\n      a: { do: act }\n      b: { do: plan }\n      c: { do: reflect }\n';
  const world = await merged('worlds', 'own', `${base}  own:\n    extends: base\n    phases:\n${own}`);
  return Object.keys(world.phases as Data);
}

describe('extends', () => {
  it('a scalar replaces an inherited one, and the rest stays', async () => {
    assert.deepEqual(await person('own', '  base: { name: Base, age: 40 }\n  own: { extends: base, age: 41 }\n'), {
      name: 'Base',
      age: 41,
    });
  });

  it('maps merge key by key, at every depth, inherited keys first', async () => {
    const own = await person(
      'own',
      '  base: { personality: { openness: high, extraversion: low }, extra: { a: { x: 1, y: 2 } } }\n' +
        '  own: { extends: base, personality: { agreeableness: 0.4, openness: low }, extra: { a: { y: 3 }, b: 1 } }\n',
    );
    assert.deepEqual(own.personality, { openness: 'low', extraversion: 'low', agreeableness: 0.4 });
    assert.deepEqual(Object.keys(own.personality as Data), ['openness', 'extraversion', 'agreeableness']);
    assert.deepEqual(own.extra, { a: { x: 1, y: 3 }, b: 1 });
  });

  it('a short form is merged as its long one', async () => {
    const scenarios = '  base: { world: lake, rounds: 9 }\n  own: { extends: base, world: { with: { growth: 3 } } }\n';
    assert.deepEqual(await merged('scenarios', 'own', scenarios), { world: { use: 'lake', with: { growth: 3 } }, rounds: 9 });
    const worlds =
      '  base: { agent_vars: { caught: 5, world: 1 }, phases: { talk: { order: moderated } } }\n' +
      '  own: { extends: base, agent_vars: { caught: { reset: round } }, phases: { talk: { order: { may_end: true } } } }\n';
    const own = await merged('worlds', 'own', worlds);
    assert.deepEqual(own.agent_vars, { caught: { start: 5, reset: 'round' }, world: 1 });
    assert.deepEqual(own.phases, { talk: { order: { kind: 'moderated', may_end: true } } });
    const names = '  base: { extra: { constructor: 1 } }\n  own: { extends: base, extra: { constructor: { of: 2 } } }\n';
    assert.deepEqual((await person('own', names)).extra, { constructor: { of: 2 } }, 'no key is short by accident');
  });

  it('the name of a short form or of a section is an ordinary key among parameters', async () => {
    const worlds =
      '  base: { params: { world: 1, order: 2, phases: { a: { x: 1 }, b: { x: 2 } } } }\n' +
      '  own: { extends: base, params: { world: { a: 1 }, order: { b: 2 }, phases: { b: { first: true } } } }\n';
    const { params } = await merged('worlds', 'own', worlds);
    assert.deepEqual(params, { world: { a: 1 }, order: { b: 2 }, phases: { a: { x: 1 }, b: { x: 2, first: true } } });
    assert.deepEqual(Object.keys((params as Data).phases as Data), ['a', 'b']);
  });

  it('required keys can be inherited, and only then be left out', async () => {
    const heir = (expect: string): string =>
      `society: 1\nworlds:\n  lake: { params: { growth: 2 } }\nscenarios:\n  base: { world: lake, expect: { tied: { that: messages > 0 } } }\n` +
      `  own: { extends: base, ${expect} }\n  last: { extends: own, expect: { tied: { because: They talk. } } }\n`;
    const codes = async (expect: string): Promise<readonly string[]> =>
      (await resolveMain({ 'main.society': heir(expect) })).problems.map(({ code, message }) => `${code} ${message}`);
    assert.deepEqual(await codes('world: { with: { growth: 3 } }, expect: { tied: { in: 3 of 3 seeds } }'), []);
    assert.deepEqual(await codes('expect: { tide: { in: 3 of 3 seeds } }'), ['missing-key `that` is missing in `tide`.']);
  });

  it('placing words are ordinary keys where nothing is placed', async () => {
    const own = await merged(
      'worlds',
      'own',
      '  base: { params: { after: lunch, first: 3 }, vars: { x: 1 } }\n  own: { extends: base, vars: { x: { off: true, before: noon } } }\n',
    );
    assert.deepEqual(own, { params: { after: 'lunch', first: 3 }, vars: { x: { off: true, before: 'noon' } } });
  });

  it('lists append, inherited items first', async () => {
    const own = await person('own', '  base: { traits: [kind, calm] }\n  own: { extends: base, traits: [bold] }\n');
    assert.deepEqual(own.traits, ['kind', 'calm', 'bold']);
  });

  it('a list that `replace` names replaces the inherited one', async () => {
    const own = await person(
      'own',
      '  base: { traits: [kind], interests: [jazz] }\n  own: { extends: base, replace: [traits], traits: [bold], interests: [chess] }\n',
    );
    assert.deepEqual(own, { traits: ['bold'], interests: ['jazz', 'chess'] });
  });

  it('`replace` names a list further in by its path, and holds for this entry only', async () => {
    const worlds =
      '  base: { phases: { talk: { actions: [post, rest] }, more: { actions: [post] } } }\n' +
      '  own: { extends: base, replace: [phases.talk.actions], phases: { talk: { actions: [vote] }, more: { actions: [vote] } } }\n' +
      '  next: { extends: own, phases: { talk: { actions: [rest] } } }\n';
    const own = await merged('worlds', 'own', worlds);
    assert.deepEqual(own.phases, { talk: { actions: ['vote'] }, more: { actions: ['post', 'vote'] } });
    const next = await merged('worlds', 'next', worlds);
    assert.deepEqual((next.phases as Data).talk, { actions: ['vote', 'rest'] });
  });

  it('a value of another kind replaces the whole value', async () => {
    const scenarios = '  base: { world: { use: feed, with: { topic: x } }, coach: off }\n';
    const own = await merged('scenarios', 'own', `${scenarios}  own: { extends: base, world: feed, coach: { kind: rule } }\n`);
    assert.deepEqual(own, { world: 'feed', coach: { kind: 'rule' } });
  });

  it('an inherited entry that is written again keeps its place; a new one is last', async () => {
    assert.deepEqual(await phases('      d: { do: act }\n      a: { turns: 2 }\n'), ['a', 'b', 'c', 'd']);
  });

  it('`off: true` removes an inherited entry', async () => {
    assert.deepEqual(await phases('      b: { off: true }\n'), ['a', 'c']);
  });

  it('`first: true` puts entries before all others, in the order in which they are written', async () => {
    assert.deepEqual(await phases('      y: { first: true }\n      x: { first: true }\n      c: { first: true }\n'), [
      'y',
      'x',
      'c',
      'a',
      'b',
    ]);
  });

  it('`before` and `after` put entries next to one, in the order in which they are written', async () => {
    assert.deepEqual(await phases('      y: { after: a }\n      x: { after: a }\n'), ['a', 'y', 'x', 'b', 'c']);
    assert.deepEqual(await phases('      y: { before: c }\n      x: { before: c }\n'), ['a', 'b', 'y', 'x', 'c']);
    assert.deepEqual(await phases('      a: { after: c }\n'), ['b', 'c', 'a']);
  });

  it('an entry can be placed next to one that is placed itself, wherever that is written', async () => {
    assert.deepEqual(await phases('      x: { after: y }\n      y: { first: true }\n'), ['y', 'x', 'a', 'b', 'c']);
    assert.deepEqual(await phases('      x: { before: y }\n      y: { before: x }\n').then((keys) => [...keys].sort()), [
      'a',
      'b',
      'c',
      'x',
      'y',
    ]);
  });

  it('an entry placed next to an unknown one is last', async () => {
    assert.deepEqual(await phases('      x: { after: nowhere }\n'), ['a', 'b', 'c', 'x']);
  });

  it('the placing words are removed afterwards, and those of an order stay', async () => {
    const world = await merged(
      'worlds',
      'own',
      '  base: { phases: { a: { do: act } } }\n  own: { extends: base, phases: { b: { first: true, order: { kind: moderated, first: random } } } }\n',
    );
    assert.deepEqual(world.phases, { b: { order: { kind: 'moderated', first: 'random' } }, a: { do: 'act' } });
  });

  it('with several bases the later overrides the earlier, and the entry overrides all', async () => {
    const people = '  one: { age: 1, traits: [a], gender: x }\n  two: { age: 2, traits: [b] }\n';
    assert.deepEqual(await person('own', `${people}  own: { extends: [one, two], traits: [c] }\n`), {
      age: 2,
      traits: ['a', 'b', 'c'],
      gender: 'x',
    });
  });

  it('a base that is reached twice counts once, where it is reached first', async () => {
    const people =
      '  root: { age: 1, gender: x, traits: [root] }\n' +
      '  left: { extends: root, age: 2, traits: [left] }\n' +
      '  right: { extends: root, occupation: y, traits: [right] }\n';
    assert.deepEqual(await person('own', `${people}  own: { extends: [left, right] }\n`), {
      age: 2,
      gender: 'x',
      occupation: 'y',
      traits: ['root', 'left', 'right'],
    });
  });

  it('fragments and personas can be bases of each other, whichever is written first', async () => {
    const text =
      'society: 1\nfragments:\n  keen: { extends: ada, traits: [keen] }\npersonas:\n  ben: { extends: keen, name: Ben }\n  ada: { name: Ada, traits: [calm] }\n';
    const { society } = await resolveMain({ 'main.society': text });
    assert.deepEqual(society.personas?.ben, { name: 'Ben', traits: ['calm', 'keen'] });
  });

  it('entries are merged where the text of prose is in a file', async () => {
    const text = 'society: 1\npersonas:\n  base: { bio: ./a.md }\n  own: { extends: base }\n  other: { extends: base, bio: Mine. }\n';
    const { society } = await resolveMain({ 'main.society': text, 'a.md': 'From a file.' });
    assert.deepEqual(society.personas, { base: { bio: 'From a file.' }, own: { bio: 'From a file.' }, other: { bio: 'Mine.' } });
  });
});
