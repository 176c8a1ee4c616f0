/** Texts that readers see and that are not marked for translation: literals with words outside of `t` and `marked`. */
import { strict as assert } from 'node:assert';
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, it } from 'mocha';
import ts from 'typescript';

const root = process.cwd();
const { extractTexts, textOf } = (await import(pathToFileURL(join(root, 'scripts/lib/translations.mjs')).href)) as Scripts;

interface Scripts {
  readonly textOf: (node: ts.Node) => string | null;
  readonly extractTexts: () => ReadonlyMap<string, readonly string[]>;
}

/** Folders whose texts readers see, with the literals there that are no texts for readers: words of a protocol or of the console. */
const FOLDERS: { readonly [folder: string]: readonly string[] } = {
  'src/debug': [
    ...['function breakpoint', 'data breakpoint', 'what if', 'Identifier'],
    ...['ask ada "why did you leave?"', 'fork ada.trust = 0.2', 'what if ada.trust = 0.2'],
  ],
  'src/runs/cost': ['what if'],
  'src/cli/help': [
    ...['--after-budget builtin', '--ahead auto|on|off', 'experiment merge DIR… [--out DIR]'],
    ...['export RUN… --to parquet|tidy [options]', 'export FILE EXPERIMENT --to parquet|tidy [options]'],
  ],
  'src/runs/forks': ['what if'],
  'src/runs/summary': [],
  'src/runs/views': [],
  'src/cli/authoring': [
    ...['NAME,AGE,JOB\nAda Okafor,41,Baker\nBen Achterberg,52,Bus driver\nChiara Lunardi,67,Retired nurse\nDeniz Er,29,Teacher\n'],
    // Comments of lines for a file, and the noun of a count.
    ...[', context of up to {0} tokens', ', a very small model', '    kind: openai', 'planned run'],
  ],
  'src/cli/queue': [],
  'src/cli/runs': [],
  // Names of columns of other tools, and names of people.
  'src/exchange/import': ['edge direction', 'input persona', 'synthesized text', 'Fragment', 'beside persona'],
  'src/runs/frozen': [],
  'src/runs/networks': [],
  // Parts of a table, which are data.
  'src/runs/people': ['{0} to below {1}', '{0} or more'],
  'src/runs/load': [],
};

/** Files whose texts are not shown: docs are written from them. */
const DOCUMENTED = ['src/debug/run/errors.ts'];

const MARKS = /^(t|marked|translated|count|plural)$/;

/** A part of a fault that stays English, because a run records it with its number. */
const PARTS: readonly string[] = ['all its {0} answers were'];

/** Two words, or a word with a capital letter. */
const isText = (text: string): boolean => /\p{L}{2,}[,;:.]? \p{Ll}{2,}/u.test(text) || /^\p{Lu}\p{Ll}+$/u.test(text);

/** The literals of a source that look like texts and are not marked, with the line. */
function unmarkedIn(source: string): readonly string[] {
  const file = ts.createSourceFile('source.ts', source, ts.ScriptTarget.ES2022, true);
  const found: string[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isImportDeclaration(node) || ts.isExportDeclaration(node) || ts.isLiteralTypeNode(node)) return;
    if (ts.isCallExpression(node) && MARKS.test(node.expression.getText(file))) {
      for (const argument of node.arguments.slice(1)) visit(argument);
      return;
    }
    const text = textOf(node);
    if (text !== null && isText(text)) found.push(text);
    // The parts of a sum are no texts of their own.
    if (text === null || !ts.isBinaryExpression(node)) ts.forEachChild(node, visit);
  };
  visit(file);
  return found;
}

/** The texts in the arguments of faults. */
function messagesIn(source: string): readonly string[] {
  const file = ts.createSourceFile('source.ts', source, ts.ScriptTarget.ES2022, true);
  const found: string[] = [];
  const message = (node: ts.Node): void => {
    const text = textOf(node);
    if (text !== null && /\p{L}{2,} \p{L}{2,}/u.test(text)) found.push(text);
    if (text === null || !ts.isBinaryExpression(node)) ts.forEachChild(node, message);
  };
  const visit = (node: ts.Node): void => {
    if (ts.isNewExpression(node) && /^(Expr|Mind)Fault$/.test(node.expression.getText(file)))
      for (const argument of node.arguments ?? []) message(argument);
    else ts.forEachChild(node, visit);
  };
  visit(file);
  return found;
}

const sourcesOf = (folder: string): readonly string[] =>
  readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.ts'))
    .map((entry) => relative(root, join(entry.parentPath, entry.name)).replaceAll('\\', '/'))
    .filter((path) => !DOCUMENTED.includes(path));

describe('texts that are not marked for translation', () => {
  for (const [folder, others] of Object.entries(FOLDERS))
    it(`${folder} has none`, () => {
      // Sentences that are recorded or reported in English are in the bundles without a mark.
      const known = extractTexts();
      const found = sourcesOf(folder).flatMap((path) =>
        unmarkedIn(readFileSync(join(root, path), 'utf8')).flatMap((text) => (known.has(text) ? [] : [{ path, text }])),
      );
      assert.deepEqual(
        found.filter(({ text }) => !others.includes(text)),
        [],
        'give it to `t`, or mark it with `marked`',
      );
      assert.deepEqual(
        others.filter((text) => !found.some((one) => one.text === text)),
        [],
        'they no longer exist',
      );
    });

  it('messages of faults are sentences, so that they are found in the record', () => {
    const known = extractTexts();
    const found = ['src/engine', 'src/minds', 'src/expr'].flatMap(sourcesOf).flatMap((path) =>
      messagesIn(readFileSync(join(root, path), 'utf8'))
        .filter((text) => !known.has(text) && !PARTS.includes(text))
        .map((text) => ({ path, text })),
    );
    assert.deepEqual(found, []);
  });

  it('are found in literals, templates and arguments', () => {
    const source = "say('Not marked at all.'); t('Marked {0}', n, 'but not this'); note(`Round ${n} was lost`); name('id');";
    assert.deepEqual(unmarkedIn(source), ['Not marked at all.', 'but not this', 'Round {0} was lost']);
  });
});
