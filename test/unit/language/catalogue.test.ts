/** Every diagnostic is in the catalogue, with an example that has it where it is marked, and one without any problem. */
import { strict as assert } from 'node:assert';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createLanguageService, type Diagnostic, type LanguageService, libraryUri } from '../../../src/language/index.js';
import { loadModel } from '../../../src/runs/index.js';
import { type Catalogued, type Marked, readCatalogue } from '../../support/diagnostics.js';
import { memory } from './filesSupport.js';

const MAIN = 'file:///study/main.society';
const catalogue = readCatalogue();
const codes = catalogue.language.flatMap((chapter) => chapter.codes);
const library = Object.fromEntries(
  ['prompts', 'phrases', 'feed'].map((name) => [libraryUri(name), readFileSync(`library/${name}.society`, 'utf8')]),
);

function serviceFor(text: string, files: Readonly<Record<string, string>>, listed = true): LanguageService {
  const others = Object.entries(files).map(([path, content]) => [path.replace('./', ''), content] as const);
  const { read, list, roots } = memory({ ...library, ...Object.fromEntries(others), 'main.society': text }).files;
  return createLanguageService({ read, ...(roots ? { roots } : {}), ...(listed && list ? { list } : {}) });
}

const problems = (text: string, { files }: Pick<Catalogued, 'files'>, listed = true): Promise<readonly Diagnostic[]> =>
  serviceFor(text, files, listed).diagnostics(MAIN);

function offsetsOf(text: string, { range: { start, end } }: Diagnostic): readonly [number, number] {
  const lines = text.split('\n');
  const before = (line: number): number => lines.slice(0, line).reduce((sum, one) => sum + one.length + 1, 0);
  return [before(start.line) + start.character, before(end.line) + end.character];
}

const spoken = (found: readonly Diagnostic[]): string[] => found.map(({ code, message }) => `${code}: ${message}`);

function assertMarked({ code, severity, bad }: Catalogued, { text, marks }: Marked, found: readonly Diagnostic[]): void {
  assert.ok(marks.length > 0, 'no place is marked');
  assert.deepEqual(
    found.map((d) => [d.code, d.severity, ...offsetsOf(text, d)]),
    marks.map((mark) => [code, severity, ...mark]),
    `${bad?.text}\n${found.map((d) => `${d.code} at ${JSON.stringify(text.slice(...offsetsOf(text, d)))}: ${d.message}`).join('\n')}`,
  );
}

const readsOf = (document: string): Promise<readonly Diagnostic[]> =>
  problems('society: 1\npersonas: { ada: { reads: [./page.txt] } }\n', { files: { './page.txt': document } });

/** Examples that nobody wants to read. */
const MADE: Readonly<Record<string, () => Promise<readonly Diagnostic[]>>> = {
  'too-deep': () => problems(`society: 1\nextra: { a: ${'['.repeat(3000)}${']'.repeat(3000)} }\n`, { files: {} }),
  'too-large': () => problems(`society: 1\nextra:\n  a: [${'0,'.repeat(900_000)}0]\n`, { files: {} }),
  'extends-deep': () => {
    const heirs = Array.from({ length: 202 }, (_, i) => `  a${i + 1}: { extends: a${i} }\n`).join('');
    return problems(`society: 1\npersonas:\n  a0: { name: Ada }\n${heirs}`, { files: {} });
  },
  'import-pattern': () => problems("society: 1\nimports: ['./people/*.society']\n", { files: {} }, false),
  'import-many': () => {
    const names = Array.from({ length: 12 }, (_, i) => `f${i}`);
    const all = names.map((name) => `{ from: ./${name}.society, as: ${name} }`).join(', ');
    const text = (own: string): string =>
      `society: 1\nimports: [${all.replace(/\{ from: \.\/(\w+)[^}]*\}(, )?/g, (use, name) => (name === own ? '' : use)).replace(/, $/, '')}]\n`;
    return problems(text(''), { files: Object.fromEntries(names.map((name) => [`./${name}.society`, text(name)])) });
  },
  'document-not-text': () => readsOf('%PDF-1.7\n\uFFFD\uFFFD\0\0'),
  'document-large': () => readsOf('One more paragraph.\n\n'.repeat(1000)),
  'expression-too-long': () =>
    problems(`society: 1\nscenarios:\n  meet:\n    measures:\n      long: ${'1 + '.repeat(6000)}1\n`, { files: {} }),
};

describe('catalogue of diagnostics', () => {
  for (const entry of codes) {
    const { code, bad, good } = entry;
    if (bad && bad.marks.length > 0)
      it(`${code}: is in the bad example where it is marked, alone`, async () => {
        assertMarked(entry, bad, (await problems(bad.text, entry)).slice(0, Math.max(1, bad.marks.length)));
        assert.deepEqual([...new Set((await problems(bad.text, entry)).map((d) => d.code))], [code]);
      });
    else if (bad)
      it(`${code}: is in the bad example, alone`, async () => {
        assert.deepEqual([...new Set((await problems(bad.text, entry)).map((d) => d.code))], [code]);
      });
    else
      it(`${code}: is reported where a test causes it`, async function () {
        this.timeout(30_000);
        const make = MADE[code];
        assert.ok(make && entry.made !== null, 'an example is missing');
        const [first] = await make();
        assert.deepEqual([first?.code, first?.severity], [code, entry.severity]);
      });
    if (good !== null)
      it(`${code}: the good example has no problem`, async () => assert.deepEqual(spoken(await problems(good, entry)), []));
    else it(`${code}: needs no good example`, () => assert.ok(code in MADE));
  }

  for (const entry of catalogue.run) {
    const { code, bad, good, files } = entry;
    if (!bad || good === null) continue;
    const load = async (text: string): Promise<readonly Diagnostic[]> => (await loadModel(serviceFor(text, files), MAIN)).problems;
    it(`${code}: is reported for the bad example by a run, and not by the language`, async () => {
      assert.deepEqual(spoken(await problems(bad.text, entry)), []);
      assertMarked(entry, bad, await load(bad.text));
    });
    it(`${code}: is not reported for the good example by a run`, async () => assert.deepEqual(spoken(await load(good)), []));
  }
});

function sources(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((item) => {
    if (item.isDirectory()) return item.name === 'generated' ? [] : sources(join(folder, item.name));
    return item.name.endsWith('.ts') ? [readFileSync(join(folder, item.name), 'utf8')] : [];
  });
}

const all = (text: string, pattern: RegExp): string[] => [...text.matchAll(pattern)].map((match) => match[1] ?? '');
/** Words of a union: `type X = | 'a' | 'b'`, or `code: 'a' | 'b'`. */
const words = (text: string, from: RegExp): string[] => all(from.exec(text)?.[0] ?? '', /'([a-z-]+)'/g);

/** Every code that the sources can give. */
function codesInSources(): Set<string> {
  const language = sources('src/language').join('\n');
  const unused = readFileSync('src/language/checks/ids/unusedDefinitions.ts', 'utf8');
  const hints = readFileSync('src/language/checks/study/studyFixes.ts', 'utf8');
  return new Set([
    ...all(language, /\b(?:errorAt|warningAt|infoAt)\(\s*'([a-z-]+)'/g),
    ...all(language, /\bcode: '([a-z]+(?:-[a-z]+)+)'/g),
    ...words(unused, /^type Kind = .*;$/m).map((kind) => `unused-${kind}`),
    ...words(hints, /^export type HintName = .*;$/m).map((name) => `study-${name}`),
    ...words(readFileSync('src/expr/values/value.ts', 'utf8'), /type ProblemCode =[^;]*;/).map((code) => `expression-${code}`),
  ]);
}

describe('completeness of the catalogue', () => {
  it('has every code of the sources, and no other', () => {
    const known = codes.map(({ code }) => code);
    assert.deepEqual([...known].sort(), [...codesInSources()].sort());
    assert.equal(new Set(known).size, known.length, 'a code occurs twice');
  });

  it('finds no code that is made in an unknown way', () => {
    const dynamic = sources('src/language').flatMap((text) => all(text, /\b(?:errorAt|warningAt|infoAt)\(\s*([^'\s][^,)]*)[,)]/g));
    const known = ['code', 'code: string', 'target.code', '`expression-${problem.code}`', '`unused-${kind}`', '`study-${name}`'];
    assert.deepEqual(
      dynamic.filter((argument) => !known.includes(argument)),
      [],
    );
  });

  it('has every code of a run', () => {
    const access = readFileSync('src/minds/trust/access.ts', 'utf8');
    const models = readFileSync('src/engine/model/faults.ts', 'utf8');
    const wanted = [
      ...words(access, /\| 'untrusted-workspace'[^;]*;/),
      ...words(models, /type ModelCode =[^;]*;/),
      ...words(readFileSync('src/runs/load/populationTables.ts', 'utf8'), /type DataCode =[^;]*;/),
      ...words(readFileSync('src/runs/people/referenceSpec.ts', 'utf8'), /readonly code: '[^;]*;/),
      ...words(readFileSync('src/runs/views/turnProblems.ts', 'utf8'), /type TurnCode =[^;]*;/),
      ...words(readFileSync('src/runs/load/promptLength.ts', 'utf8'), /readonly code: '[^;]*;/),
      ...all(readFileSync('src/runs/load/populations.ts', 'utf8'), /code: '([a-z-]+)'/g),
      ...all(readFileSync('src/runs/load/crowdRules.ts', 'utf8'), /code: '([a-z-]+)'/g),
      ...all(readFileSync('src/runs/people/marginals.ts', 'utf8'), /code: '([a-z-]+)'/g),
      ...all(readFileSync('src/runs/setup/minds.ts', 'utf8'), /(?:ok: false, code: |new Refused\()'([a-z-]+)'/g),
    ];
    assert.ok(wanted.length > 10, wanted.join(' '));
    assert.deepEqual(catalogue.run.map(({ code }) => code).sort(), [...new Set(wanted)].sort());
  });

  it('has every fault of an expression', () => {
    const wanted = words(readFileSync('src/expr/values/value.ts', 'utf8'), /type FaultCode =[^;]*;/);
    assert.deepEqual(catalogue.faults.map(([code]) => code).sort(), wanted.sort());
  });

  it('explains each code and why it matters', () => {
    for (const { code, means, why } of [...codes, ...catalogue.run])
      for (const text of [means, why]) assert.match(text, /^[A-Z`*].{11,}[.`)]$/s, `${code}: ${text}`);
  });
});
