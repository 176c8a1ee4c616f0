/** Texts in other languages: the bundles, and what the language service, the pages and the command line show of them. */
import { strict as assert } from 'node:assert';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { createContext, runInContext } from 'node:vm';
import { build } from 'esbuild';
import { afterEach, before, describe, it } from 'mocha';
import { allHelp, COMMAND_NAMES, helpOf } from '../../../src/cli/help/help.js';
import { columnsOf } from '../../../src/core/util/columns.js';
import { marked, setTranslations, t } from '../../../src/core/util/l10n.js';
import { translated } from '../../../src/core/util/recordedText.js';
import { compileExpression } from '../../../src/expr/index.js';
import { createLanguageService, libraryUri } from '../../../src/language/index.js';
import { CARD_PHRASES } from '../../../src/runs/claims/cardPhrases.js';
import { translatedCard } from '../../../src/runs/claims/translatedCard.js';
import type { ShownCard } from '../../../src/protocol/claimCard.js';
import { readCatalogue } from '../../support/diagnostics.js';
import { memory } from './filesSupport.js';

const root = process.cwd();
const MAIN = 'file:///study/main.society';

interface Bundle {
  readonly [english: string]: string;
}
interface Scripts {
  readonly LANGUAGES: readonly string[];
  readonly bundlePath: (language?: string) => string;
  readonly manifestPath: (language?: string) => string;
  readonly readBundle: (path: string) => Bundle;
  readonly extractTexts: () => ReadonlyMap<string, readonly string[]>;
  readonly placesOf: (text: string) => readonly string[];
  readonly pseudoBundle: () => Bundle;
}

/** Code, places, addresses and names that have no translation. */
const withoutCode = (text: string): string => text.replace(/```[\s\S]*?```|`[^`]*`|\$\([^)]*\)|⟦[^⟦⟧]*(⟦[^⟦⟧]*⟧[^⟦⟧]*)*⟧/g, ' ');

/** The message of what a function throws. */
function assertThrown(work: () => unknown): string {
  try {
    work();
  } catch (error) {
    return (error as Error).message;
  }
  return assert.fail('nothing is thrown');
}

/** Words of English outside the marks of the pseudo-locale. */
const left = (text: string): readonly string[] => withoutCode(withoutCode(text)).match(/\b[A-Za-z]{3,} [a-z]{3,}\b/g) ?? [];

describe('texts in other languages', () => {
  let scripts: Scripts;
  let texts: ReadonlyMap<string, readonly string[]>;
  let pseudo: Bundle;

  before(async () => {
    scripts = (await import(pathToFileURL(join(root, 'scripts/lib/translations.mjs')).href)) as Scripts;
    texts = scripts.extractTexts();
    pseudo = scripts.pseudoBundle();
  });
  afterEach(() => setTranslations(undefined));

  it('the list of English texts is fresh', () => {
    assert.deepEqual(Object.keys(scripts.readBundle(scripts.bundlePath())), [...texts.keys()], 'run: node scripts/l10n.mjs');
  });

  it('no language lacks a text, or has one that no longer exists, or other places', () => {
    const manifest = scripts.readBundle(scripts.manifestPath());
    for (const language of scripts.LANGUAGES) {
      const bundle = scripts.readBundle(scripts.bundlePath(language));
      const named = scripts.readBundle(scripts.manifestPath(language));
      const missing = [
        ...[...texts.keys()].filter((text) => !Object.hasOwn(bundle, text)),
        ...Object.keys(manifest).filter((key) => !Object.hasOwn(named, key)),
      ];
      assert.deepEqual(missing, [], `${language}: node scripts/l10n.mjs --missing ${language}`);
      assert.deepEqual(
        [...Object.keys(bundle).filter((text) => !texts.has(text)), ...Object.keys(named).filter((key) => !Object.hasOwn(manifest, key))],
        [],
        `${language}: node scripts/l10n.mjs removes them`,
      );
      for (const [text, translated] of Object.entries(bundle)) {
        assert.deepEqual(scripts.placesOf(translated), scripts.placesOf(text), `${language}: ${text}`);
        assert.deepEqual([translated.length > 0, /^\s*/.exec(translated)?.[0]], [true, /^\s*/.exec(text)?.[0]], `${language}: ${text}`);
      }
      for (const [key, text] of Object.entries(named)) {
        const commands = (text = ''): readonly string[] => text.match(/\]\(command:[^)]*\)|`[^`]*`/g) ?? [];
        assert.deepEqual(commands(text), commands(manifest[key]), `${language}: ${key}`);
      }
    }
  });

  it('arguments of several words are translated, arguments of one word and unknown texts are not', () => {
    const [two, one] = [marked('no agent'), 'agent'];
    setTranslations({ 'Ask {0} about {1}': 'Frage {1}: {0}', 'no agent': 'niemand', agent: 'Agent' });
    assert.equal(t('Ask {0} about {1}', two, one), 'Frage agent: niemand');
    assert.equal(t('Tell {0}', '{0}'), 'Tell {0}');
    assert.equal(t('constructor'), 'constructor');
  });

  it('texts that a run records are translated by the words around their arguments', () => {
    assert.equal(translated('`trust` would be 2, outside 0..1.'), '`trust` would be 2, outside 0..1.');
    setTranslations({
      '`{0}` would be {1}, outside {2}..{3}.': '`{0}` wäre {1}, außerhalb von {2}..{3}.',
      '{0} of {1}': '{0} von {1}',
      'Nobody has answered `{0}` yet. {1}': 'Niemand hat `{0}` beantwortet. {1}',
      'Ask it earlier.': 'Fragen Sie früher.',
    });
    assert.equal(translated('`trust` would be 2, outside 0..1.'), '`trust` wäre 2, außerhalb von 0..1.');
    assert.equal(translated('Nobody has answered `mood` yet. Ask it earlier.'), 'Niemand hat `mood` beantwortet. Fragen Sie früher.');
    assert.equal(translated('one of us'), 'one of us', 'too few words');
    assert.equal(translated('`$&` would be {3}, outside a..b.'), '`$&` wäre {3}, außerhalb von a..b.');
  });

  it('each text that is recorded or reported in English is found again with its arguments', () => {
    // Short texts could be anything, and the second is found with another text for its advice.
    const others = ['There are {0}.', 'Unknown command {0}.', 'It offers {0}{1}.'];
    const ofRuns = [...texts].filter(
      ([text, files]) =>
        /\{0\}.*\.$/s.test(text) &&
        !others.includes(text) &&
        files.some((file) =>
          /^src\/(cli\/queue|engine|exchange\/import|minds|runs\/(control|forks|frozen|live|load|networks|people|setup|summary))\//.test(
            file,
          ),
        ),
    );
    assert.ok(ofRuns.length > 80, String(ofRuns.length));
    setTranslations(pseudo);
    const values = ['`a`', 'b2', '3', 'd', 'e', 'f', 'g', 'h', 'i', 'j'];
    const lost = ofRuns.filter(([text]) => {
      const made = text.replace(/\{(\d)\}/g, (_place, n: string) => values[Number(n)]!);
      return translated(made) !== t(text, ...values);
    });
    assert.deepEqual(
      lost.map(([text]) => text),
      [],
    );
  });

  it('claim cards are data in English, and are translated where they are shown, phrase by phrase', () => {
    const cardOf = (sentence: string, line: string): ShownCard => ({
      ...{ id: 'meet.talk', under: 'meet', says: 'said > 1', minds: 'a script' },
      verdict: { kind: 'holds', sentence, unexamined: [], isAlsoRandom: false },
      rows: [{ row: 'null', question: 'Could it be luck?', state: 'filled', lines: [line], todo: null }],
    });
    const card = cardOf(
      'It holds as written, and under exchanged names. The margin is not clearly smaller with random acts (smaller by 0.2 [-1, 1]).',
      'isolated agents: mean margin 2 [1, 3], holds in 6 of 6 seeds; supported; as written larger by 0.3 [0, 1], p = 0.750 (corrected 1.000)',
    );
    assert.equal(translatedCard(card), card);
    setTranslations(scripts.readBundle(scripts.bundlePath('de')));
    const { verdict, rows } = translatedCard(card);
    assert.equal(
      verdict.sentence,
      'Sie hält wie geschrieben stand und auch unter: vertauschte Namen. Der Abstand ist nicht eindeutig kleiner mit: zufällige Handlungen (kleiner um 0.2 [-1, 1]).',
    );
    assert.deepEqual(rows[0]?.lines, [
      'isolierte Agenten: mittlerer Abstand 2 [1, 3], gilt in 6 von 6 Seeds; gestützt; wie geschrieben größer um 0.3 [0, 1], p = 0.750 (korrigiert 1.000)',
    ]);
    assert.equal(rows[0]?.question, 'Kann es Zufall sein?');
    const lineOf = (line: string): string | undefined => translatedCard(cardOf('', line)).rows[0]?.lines[0];
    assert.match(lineOf('2,000 runs are best spent on 1,000 seeds under 2 wordings: standard error 1, now 2.') ?? '', /2\s000 .* 1\s000 /);
    setTranslations(pseudo);
    const lost = CARD_PHRASES.filter((phrase) => !lineOf(phrase.replace(/\{\d\}/g, '5'))?.includes('⟦'));
    assert.deepEqual(lost, []);
    // A phrase that another phrase with places would match too is translated as a whole.
    const cut = CARD_PHRASES.filter((phrase) => !phrase.includes('{') && lineOf(`p = 1 (${phrase})`) !== `p = 1 (${pseudo[phrase]})`);
    assert.deepEqual(cut, []);
  });

  it('a fault of a run is English in its record', () => {
    setTranslations(pseudo);
    const compiled = compileExpression('1 / 0');
    assert.ok(compiled.ok);
    const fault = assertThrown(() => compiled.run({ lookup: () => undefined }));
    assert.equal(fault, 'This divides by zero.');
    assert.match(translated(fault), /^⟦/);
  });

  it('every diagnostic and every fix of the catalogue is translated', async () => {
    setTranslations(pseudo);
    const library = ['prompts', 'phrases', 'feed'].map((name) => [libraryUri(name), readFileSync(`library/${name}.society`, 'utf8')]);
    const codes = readCatalogue().language.flatMap((chapter) => chapter.codes);
    const english = new Set<string>();
    const written = new Set<string>();
    let shown = 0;
    for (const { bad, files } of codes) {
      if (!bad) continue;
      const others = Object.entries(files).map(([path, text]) => [path.replace('./', ''), text]);
      const world = memory({ ...Object.fromEntries(library), ...Object.fromEntries(others), 'main.society': bad.text }).files;
      for (const { code, message, fixes = [] } of await createLanguageService(world).diagnostics(MAIN)) {
        shown++;
        for (const { title, edits } of fixes) if (edits.some(({ text }) => text.includes('⟦'))) written.add(`${code}: ${title}`);
        // The text of a YAML error without words of its own is that of the parser.
        if (code === 'yaml') continue;
        const wrong = [message, ...fixes.map(({ title }) => title)].filter((text) => !text.includes('⟦') || left(text).length > 0);
        for (const text of wrong) english.add(`${code}: ${text}`);
      }
    }
    assert.ok(shown > 140, String(shown));
    assert.deepEqual([...english], []);
    assert.deepEqual([...written], [], 'a fix writes translated words into a file');
  });

  it('keys are explained in the language of the reader, and stay English themselves', async () => {
    setTranslations(pseudo);
    const text = 'society: 1\npersonas: { ada: { name: Ada, age: 40 } }\n';
    const { files } = memory({ 'main.society': text });
    const service = createLanguageService(files);
    const hover = await service.hover(MAIN, 'society: 1\npersonas: { ada: { name: Ada, a'.length);
    assert.match(hover?.markdown ?? '', /^\*\*age\*\*: ⟦/);
    assert.deepEqual(left(hover?.markdown ?? ''), []);
    const items = await service.completion(MAIN, text.length);
    assert.ok(items.some(({ label }) => label === 'scenarios'));
  });

  it('all texts of the panel are translated', async () => {
    const { outputFiles } = await build({
      entryPoints: [join(root, 'webview/ui/strings.ts')],
      bundle: true,
      write: false,
      format: 'iife',
      globalName: 'page',
    });
    const context = createContext({ societyTranslations: pseudo });
    runInContext(`${outputFiles[0]!.text}; globalThis.words = page.words;`, context);
    const english: string[] = [];
    const visit = (value: unknown, path: string): void => {
      if (typeof value === 'string' && /[a-z]{2}/i.test(value) && !value.startsWith('⟦') && value !== 'GEXF')
        english.push(`${path}: ${value}`);
      else if (typeof value === 'object' && value !== null) for (const [key, one] of Object.entries(value)) visit(one, `${path}.${key}`);
    };
    visit((context as { words?: unknown }).words, 'words');
    assert.deepEqual(english, []);
  });

  it('the help of the command line is translated, and commands and options stay', () => {
    const options = (help: string): readonly string[] => help.match(/^ {2}(--\S+|society .*?(?= {2}))/gm) ?? [];
    const helps = (): readonly string[] => [allHelp(), ...COMMAND_NAMES.map(helpOf)];
    const english = helps();
    setTranslations(pseudo);
    for (const [i, help] of helps().entries()) {
      assert.deepEqual(
        options(help),
        options(english[i]!).filter((one) => !/^ {2}(RUN|STUDY)$/.test(one)),
      );
      const outside = help.replace(/⟦[^⟦⟧]*(⟦[^⟦⟧]*⟧[^⟦⟧]*)*⟧/g, '').split('\n');
      // What is left are forms of usage, and options, commands and arguments with their words.
      const left = outside.filter((line) => /[a-z]{2}/i.test(line) && !/^ *society |^ {2}(--\S|[A-Z]{2,}|merge DIR|[a-z-]+ *$)/.test(line));
      assert.deepEqual(left, [], COMMAND_NAMES[i - 1]);
      const undescribed = help
        .split('\n')
        .filter((line) => /^ {2}(--\S|[A-Z]{2,} |merge DIR)/.test(line) && !/ {2}⟦|^ {2}\S.{25,}$/.test(line));
      assert.deepEqual(undescribed, [], COMMAND_NAMES[i - 1]);
    }
  });

  it('the help is as wide as a terminal in each language', () => {
    for (const language of scripts.LANGUAGES) {
      setTranslations(scripts.readBundle(scripts.bundlePath(language)));
      const wide = COMMAND_NAMES.flatMap((name) => helpOf(name).split('\n').slice(1)).filter((line) => columnsOf(line) > 130);
      assert.deepEqual(
        wide.filter((line) => /^ {2}/.test(line)),
        [],
        language,
      );
    }
  });
});
