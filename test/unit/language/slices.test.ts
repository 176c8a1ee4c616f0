/** Long files: worked on in slices, given up for a newer text, and edited in a few pieces. */
import { strict as assert } from 'node:assert';
import { createLanguageService, libraryUri } from '../../../src/language/index.js';
import { advance, beginDraft } from '../../../src/language/incremental/draftFile.js';
import { analyse, type FileModel, finish } from '../../../src/language/incremental/file.js';
import { createModels } from '../../../src/language/incremental/fileModels.js';
import { applyEdits, FEED, MAIN } from './support.js';

/** Above the length up to which a text with a mistake is parsed whole. */
const PEOPLE = 900;
const id = (n: number): string => `p${n}`;
const person = (n: number): string =>
  `  ${id(n)}:\n    name: Person ${n}\n    bio: Lives at number ${n} and is up before everybody else in the street.\n    memories:\n      - { text: Met a neighbour., about: [${id((n + 1) % PEOPLE)}] }\n`;
const TEXT = `society: 1\npersonas:\n${Array.from({ length: PEOPLE }, (_, n) => person(n)).join('')}scenarios:\n  meet:\n    cast: all\n`;

const turn = (): Promise<void> => new Promise((done) => setTimeout(done, 0));
const read = (uri: string): Promise<string | null> => Promise.resolve(uri === libraryUri('feed') ? FEED : null);

describe('a long file', () => {
  it('yields to the host repeatedly while it is opened', async () => {
    let [asked, given] = [0, 0];
    const pause = (): Promise<void> | undefined => {
      if (++asked % 100 > 0) return undefined;
      given++;
      return turn();
    };
    const service = createLanguageService({ read }, { pause });
    service.set(MAIN, TEXT);
    assert.deepEqual(await service.diagnostics(MAIN), []);
    assert.ok(given >= PEOPLE / 100, String(given));
  });

  it('stops for a newer text, which reuses its results', async () => {
    let left = 300;
    let go = (): void => undefined;
    const models = createModels(() => (left-- === 0 ? new Promise((done) => (go = done)) : undefined));
    const older = models.of(MAIN, TEXT);
    const newer = models.of(MAIN, TEXT.replace('Person 500', 'Somebody'));
    const asked = 299 - left;
    go();
    assert.equal(await older, await newer);
    assert.match((await newer).tree.text, /Somebody/);
    assert.ok(asked > 0 && left > -PEOPLE, `the first ${asked} were not worked on again`);
  });

  it('answers for the newest text, also when an older one was requested first', async () => {
    let asked = 0;
    const service = createLanguageService({ read }, { pause: () => (++asked % 50 > 0 ? undefined : turn()) });
    service.set(MAIN, TEXT.slice(0, 30_000).replace('about: [p1]', 'about: [nobody_there]'));
    const first = service.diagnostics(MAIN);
    await turn();
    service.set(MAIN, TEXT);
    assert.deepEqual(await service.diagnostics(MAIN), []);
    assert.deepEqual(await first, []);
  });
});

describe('an edit in a long file', () => {
  const whole = (text: string): FileModel => analyse(MAIN, text);
  const edited = (text: string): { readonly model: FileModel; readonly anew: number } => {
    const before = beginDraft(MAIN, TEXT, null);
    while (advance(before));
    finish(before);
    const draft = beginDraft(MAIN, text, before);
    let anew = 0;
    while (advance(draft)) anew++;
    return { model: finish(draft), anew };
  };
  const said = ({ problems }: FileModel): string[] => problems.map(({ code, at }) => `${code} ${at.join('-')}`);

  for (const [name, from, to, code] of [
    ['a letter', 'Person 450', 'Persona 450', null],
    ['a key half typed', '    name: Person 450\n', '    na\n    name: Person 450\n', 'half-typed'],
    ['an id half typed', '  p450:\n', '  zo\n  p450:\n', 'half-typed'],
    ['an id half typed at the end', 'scenarios:\n', '  zo\nscenarios:\n', 'half-typed'],
    ['a section half typed among the entries', '  p450:\n', 'scen\n  p450:\n', 'half-typed'],
    ['a section half typed at the end', '    cast: all\n', '    cast: all\nexper', 'half-typed'],
    ['a quote that is never closed', '    name: Person 450\n', '    name: "Person 450\n', 'unclosed-quote'],
    ['a bracket at the start of a line', '  p450:\n', '[\n  p450:\n', 'half-typed'],
    ['a tab', '    name: Person 450\n', '\t\tname: Person 450\n', 'tab'],
    [
      'a conflict',
      '    name: Person 450\n',
      `<<<<<<< ours\n    name: Person 450\n=======\n    name: Pat\n>>>>>>> theirs\n`,
      'merge-conflict',
    ],
    ['one space', '  p450:\n', ' x\n  p450:\n', 'half-typed'],
  ] as const)
    it(`analyses a few pieces again, and says where the mistake is: ${name}`, () => {
      const at = TEXT.lastIndexOf(from);
      const text = TEXT.slice(0, at) + to + TEXT.slice(at + from.length);
      const { model, anew } = edited(text);
      assert.ok(anew <= 3, `${anew} pieces`);
      assert.deepEqual(said(model), said(whole(text)));
      const [first, ...more] = model.problems;
      assert.equal(first?.code ?? null, code);
      assert.deepEqual(more, []);
      if (first) assert.ok(first.at[0] >= at && first.at[0] <= at + to.length, `${first.at[0]} is not near ${at}`);
    });
});

const LINKED = `society: 1
imports: [library/feed]
personas:
  ada: { name: Ada, extends: [calm], vars: { mood: 3 } }
  ben: { name: Ben, memories: [{ text: Met one of them., about: [crowd_4] }] }
fragments:
  calm: { traits: [calm] }
  busy: { extends: [calm] }
populations:
  crowd: { size: 5 }
worlds:
  shop:
    actions:
      buy: { does: Buy one., effect: "me.sold = 1" }
    agent_vars: { sold: 0 }
    phases:
      trade: { who: all, actions: [buy] }
scenarios:
  day:
    world: shop
    cast: [ada, ben, crowd]
    measures: { mood: mean(all.mood), sold: mean(all.sold) }
`;

describe('a merge conflict', () => {
  const conflict = (text: string): string =>
    text
      .replace('  ben: {', '<<<<<<< HEAD\n  ben: {')
      .replace('fragments:', '||||||| base\n  bob: { name: Bob }\n=======\n  cy: { nam: Cy }\n>>>>>>> theirs\nfragments:');

  it('is one problem, and its fixes keep the upper, the lower or both versions', async () => {
    const service = createLanguageService({ read });
    service.set(MAIN, conflict(LINKED));
    const [found, ...more] = await service.diagnostics(MAIN);
    assert.deepEqual([found?.code, found?.range.start.line, more], ['merge-conflict', 4, []]);
    const [upper, lower, both] = (found?.fixes ?? []).map(({ edits }) => applyEdits(conflict(LINKED), edits));
    assert.equal(upper, LINKED);
    const ben = /^ {2}ben.*\n/m;
    assert.equal(lower, LINKED.replace(ben, '  cy: { nam: Cy }\n'));
    assert.equal(both, LINKED.replace(ben, '$&  cy: { nam: Cy }\n'));
  });

  it('is read again line by line while it is resolved', () => {
    let draft = beginDraft(MAIN, conflict(LINKED), null);
    while (advance(draft));
    for (const line of ['<<<<<<< HEAD\n', '||||||| base\n  bob: { name: Bob }\n', '=======\n', '>>>>>>> theirs\n']) {
      const text = draft.text.replace(line, '');
      draft = beginDraft(MAIN, text, draft);
      while (advance(draft));
      const said = finish(draft).problems.map(({ code, at }) => [code, ...at]);
      assert.deepEqual(
        said,
        analyse(MAIN, text).problems.map(({ code, at }) => [code, ...at]),
        line,
      );
    }
  });
});

describe('an edit of a definition', () => {
  for (const [name, from, to, code] of [
    ['a smaller population has fewer members', 'size: 5', 'size: 3', 'unknown-id'],
    ['a base leads back', 'calm: { traits: [calm] }', 'calm: { traits: [calm], extends: [busy] }', 'extends-cycle'],
    ['an id is gone', '  calm: {', '  calmer: {', 'unknown-id'],
    ['a variable is gone', 'vars: { mood: 3 }', 'vars: { mode: 3 }', 'expression-unknown-field'],
    ['the world is another', 'world: shop', 'world: feed', 'expression-unknown-field'],
    ['an action is gone', '      buy: {', '      bye: {', 'unknown-id'],
    ['a person is there twice', '  ben: {', '  ada: {', 'duplicate-key'],
  ] as const)
    it(`is noticed in dependent places, and so is its undo: ${name}`, async () => {
      const service = createLanguageService({ read });
      const codes = async (text: string): Promise<string[]> => {
        service.set(MAIN, text);
        return (await service.diagnostics(MAIN)).filter(({ severity }) => severity === 'error').map((found) => found.code);
      };
      assert.ok(LINKED.includes(from), from);
      assert.deepEqual(await codes(LINKED), []);
      assert.ok((await codes(LINKED.replace(from, to))).includes(code), code);
      assert.deepEqual(await codes(LINKED), []);
    });
});
