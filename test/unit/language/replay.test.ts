/** Every shipped file while a user writes it: nothing throws, and the diagnostics meanwhile are fair (see `typing.ts`). */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createLanguageService, libraryUri } from '../../../src/language/index.js';
import { below, rng } from '../../../src/core/random/rng.js';
import { assertFair, type Moment, rewritten, sectionsTyped, telling, typed } from './typing.js';

const MAIN = 'file:///study/main.society';
const read = (path: string): string => readFileSync(join(process.cwd(), path), 'utf8');
const library = new Map(readdirSync('library').map((name) => [libraryUri(name.replace('.society', '')), read(`library/${name}`)]));

/** Every keystroke with `SOCIETY_FUZZ=10`, a part of them by default. */
const ALL = Number(process.env['SOCIETY_FUZZ'] ?? 1) >= 10;

async function replay(moments: Iterable<Moment>): Promise<void> {
  const service = createLanguageService({ read: (uri) => Promise.resolve(library.get(uri) ?? null) });
  for (const moment of moments) {
    service.set(MAIN, moment.text);
    assertFair(moment, await service.diagnostics(MAIN));
  }
}

const everywhere = (line: string): readonly number[] => Array.from({ length: line.length + 1 }, (_, i) => i);

function shuffled(count: number, seed: number): readonly number[] {
  const random = rng(seed, 'sections');
  const left = Array.from({ length: count }, (_, i) => i);
  return left.map(() => left.splice(below(random, left.length), 1)[0] ?? 0).concat(left);
}

/** All sections and forms of the format; without imports that are not there. */
const RICH = read('test/fixtures/format.society').replace(/, library\/rewards, .*(?=\])/, '');

const TEXTS: readonly (readonly [string, string])[] = [
  ...['examples', 'library'].flatMap((folder) =>
    readdirSync(join(process.cwd(), folder))
      .filter((name) => /\w\.society$/.test(name))
      .map((name) => [`${folder}/${name}`, read(`${folder}/${name}`)] as const),
  ),
  ['the fixture of all forms', RICH],
];

describe('while a file is written', () => {
  const stepOf = ({ length }: string): number => (ALL ? 1 : Math.max(1, Math.ceil(length / 60)));
  for (const [name, text] of TEXTS) {
    it(`${name} is typed from the first letter to the last`, async function () {
      this.timeout(ALL ? 3_600_000 : 60_000);
      await replay(typed(text, stepOf(text)));
    });
  }
  for (const [name, text] of TEXTS.filter(([, { length }]) => length < 30_000)) {
    it(`${name} has each of its lines written again`, async function () {
      this.timeout(ALL ? 3_600_000 : 60_000);
      const lines = text.split('\n').length;
      const few = rng(3, name);
      await replay(rewritten(text, ALL ? everywhere : (line) => (below(few, lines) < 3 ? telling(line) : [])));
    });
    it(`${name} gets its sections in any order`, async function () {
      this.timeout(ALL ? 3_600_000 : 60_000);
      for (let seed = 0; seed < (ALL ? 5 : 1); seed++)
        await replay(sectionsTyped(text, (n) => shuffled(n, seed), stepOf(text) * (ALL ? 1 : 2)));
    });
  }
});
