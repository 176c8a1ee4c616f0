/**
 * Texts for translation. The key of a text is its English words. They are found in calls of `t` and `marked`, in the schema of the
 * format, in the descriptions of functions and measures, and in the titles of the gallery.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import ts from 'typescript';
import { root } from './paths.mjs';

/** The languages of the bundles, by the names that VS Code has for them. */
export const LANGUAGES = /** @type {const} */ (['de', 'es', 'zh-cn', 'ja']);

/** @typedef {{ readonly [english: string]: string }} Bundle */

/** @param {string} [language] without a language, the texts in English */
export const bundlePath = (language) => join(root, 'l10n', language === undefined ? 'bundle.l10n.json' : `bundle.l10n.${language}.json`);

/** Names, titles and descriptions of the manifest. @param {string} [language] */
export const manifestPath = (language) => join(root, language === undefined ? 'package.nls.json' : `package.nls.${language}.json`);

/**
 * @param {string} path
 * @returns {Bundle}
 */
export const readBundle = (path) => JSON.parse(readFileSync(path, 'utf8'));

const MARKS = /^(t|marked|vscode\.l10n\.t)$/;

/** Calls with a number and its words: `count(n, '{0} call', '{0} calls')`, or `plural(n, 'call')`. */
const COUNTS = /^(count|plural)$/;

/** Folders with counts for readers. Elsewhere a function of this name makes English texts. */
const COUNTING = /^(src\/(cli|protocol|runs\/(forks|views))|webview)\//;

/** Folders whose sentences are recorded or reported in English, and translated where a reader sees them (`src/core/util/recordedText.ts`). */
const RECORDING =
  /^src\/(analysis\/calibration|cli\/queue|engine|exchange\/import|minds|expr|runs\/(calibration|control|forks|frozen|live|load|networks|people|setup|summary))\//;

/** Files there with sentences for language models, and with descriptions of measures, which methods texts quote. */
const OTHER_SENTENCES = /^src\/(minds\/(layers\/serverWatch|openai\/probe)|expr\/functions\/measure\w+)\.ts$/;

/** Keys of the schema whose values readers see. */
const SCHEMA_TEXTS = ['description', 'x-expects'];

/**
 * The English texts of the sources, each with the files that have it, sorted by file.
 * @returns {ReadonlyMap<string, readonly string[]>}
 */
export function extractTexts() {
  /** @type {Map<string, string[]>} */
  const found = new Map();
  const add = (/** @type {string} */ text, /** @type {string} */ path) => {
    const files = found.get(text) ?? [];
    if (!files.includes(path)) found.set(text, [...files, path]);
  };
  for (const path of sourceFiles()) {
    const source = readFileSync(join(root, path), 'utf8');
    const counts = COUNTING.test(path);
    const described = path.includes('/measureWords') ? ['title', 'doc'] : path.startsWith('src/expr/functions/') ? ['doc'] : [];
    const isDescribed = described.length > 0;
    const recorded = RECORDING.test(path) && !OTHER_SENTENCES.test(path);
    if (!isDescribed && !recorded && !/\b(t|marked|count|plural)\(/.test(source)) continue;
    for (const text of textsIn(isDescribed ? inlined(source) : source, { described, counts, recorded })) add(text, path);
  }
  for (const [title, path] of galleryTitles()) add(title, path);
  const schema = 'schemas/society.schema.json';
  for (const text of schemaTexts(JSON.parse(readFileSync(join(root, schema), 'utf8')))) add(text, schema);
  return found;
}

/** Titles of the gallery, which lists show, with the pages that have them. @returns {readonly (readonly [title: string, path: string])[]} */
function galleryTitles() {
  const pages = readdirSync(join(root, 'examples/gallery'))
    .sort()
    .map((id) => `examples/gallery/${id}/README.md`);
  return pages
    .filter((path) => existsSync(join(root, path)))
    .flatMap((path) => {
      const title = /^title: (.+)$/m.exec(readFileSync(join(root, path), 'utf8'))?.[1];
      return title === undefined ? [] : [[title, path]];
    });
}

/** A source whose templates have the sentences of its constants, which several descriptions end with. @param {string} source */
const inlined = (source) =>
  [...source.matchAll(/^const (\w+) =\s*'([^'\\]*)';$/gm)].reduce(
    (text, [, name, value]) => text.replaceAll(`\${${name}}`, String(value).replaceAll('`', '\\`')),
    source,
  );

/** @returns {readonly string[]} paths within the repository, sorted */
function sourceFiles() {
  return ['src', 'webview']
    .flatMap((folder) => readdirSync(join(root, folder), { recursive: true, withFileTypes: true }))
    .filter((entry) => entry.isFile() && entry.name.endsWith('.ts') && !entry.parentPath.endsWith('generated'))
    .map((entry) => relative(root, join(entry.parentPath, entry.name)).replaceAll('\\', '/'))
    .sort();
}

/**
 * The texts that one source marks for translation, with `described` also the values of these keys, with `counts` also words
 * after numbers, and with `recorded` also its sentences.
 * @param {string} source
 * @param {{ readonly described?: readonly string[], readonly counts?: boolean, readonly recorded?: boolean }} [also]
 * @returns {readonly string[]}
 */
export function textsIn(source, { described = [], counts = false, recorded = false } = {}) {
  const file = ts.createSourceFile('source.ts', source, ts.ScriptTarget.ES2022, true);
  /** @type {string[]} */
  const texts = [];
  /** @param {ts.Node} node */
  const visit = (node) => {
    if (ts.isCallExpression(node)) {
      const called = node.expression.getText(file);
      const [first, one, many] = node.arguments;
      if (MARKS.test(called)) texts.push(...literals(first));
      else if (counts && COUNTS.test(called)) texts.push(...(many ? [one, many].flatMap(literals) : nounsOf(one)));
    }
    if (ts.isPropertyAssignment(node) && described.includes(node.name.getText(file))) texts.push(...literals(node.initializer));
    const sentence = recorded ? textOf(node) : null;
    if (sentence !== null && isSentence(sentence)) texts.push(sentence);
    // The parts of a sum are no texts of their own.
    if (sentence === null || !ts.isBinaryExpression(node)) ts.forEachChild(node, visit);
  };
  visit(file);
  return texts;
}

/** The text of a literal or of a sum of literals, with places for the values of templates; null for another node. @param {ts.Node} node @returns {string | null} */
export function textOf(node) {
  if (ts.isStringLiteralLike(node)) return node.text;
  if (ts.isBinaryExpression(node) && node.operatorToken.kind === ts.SyntaxKind.PlusToken) {
    const [left, right] = [textOf(node.left), textOf(node.right)];
    const before = left === null ? 0 : placesOf(left).length;
    return left === null || right === null ? null : left + right.replace(/\{(\d+)\}/g, (_place, n) => `{${Number(n) + before}}`);
  }
  if (!ts.isTemplateExpression(node)) return null;
  return node.templateSpans.reduce((text, { literal }, i) => `${text}{${i}}${literal.text}`, node.head.text);
}

/**
 * Whether a text is a sentence: it has two words in sequence, begins with a capital letter, code, a value or the name of a function, and
 * ends with a stop or a value.
 * @param {string} text
 */
const isSentence = (text) =>
  (/^[\p{Lu}`{]/u.test(text) || /^\p{Ll}+ (needs|takes) .*\.$/u.test(text)) &&
  /\p{L}{2,}[,;:]? \p{L}+/u.test(text) &&
  (/[.:]$/.test(text) || (/[)}]$/.test(text) && text.includes('{0}') && text.replace(/\{\d+\}/g, '').length > 20));

/**
 * The texts that an argument can be: a literal, a sum of literals, or one of two.
 * @param {ts.Expression | undefined} node
 * @returns {readonly string[]}
 */
function literals(node) {
  if (!node) return [];
  if (ts.isStringLiteralLike(node)) return [node.text];
  if (ts.isParenthesizedExpression(node)) return literals(node.expression);
  if (ts.isConditionalExpression(node)) return [...literals(node.whenTrue), ...literals(node.whenFalse)];
  if (ts.isBinaryExpression(node) && node.operatorToken.kind === ts.SyntaxKind.PlusToken) {
    const [left, right] = [literals(node.left), literals(node.right)];
    return left.length === 1 && right.length === 1 ? [`${left[0]}${right[0]}`] : [];
  }
  return [];
}

/** @param {ts.Expression | undefined} node */
const nounsOf = (node) => literals(node).flatMap((noun) => [`{0} ${noun}`, `{0} ${noun}s`]);

/**
 * @param {unknown} node
 * @returns {readonly string[]}
 */
function schemaTexts(node) {
  if (typeof node !== 'object' || node === null) return [];
  return Object.entries(node).flatMap(([key, value]) =>
    typeof value === 'string' ? (SCHEMA_TEXTS.includes(key) ? [value] : []) : schemaTexts(value),
  );
}

/** The places `{0}`, `{1}`, … of a text, sorted. @param {string} text */
export const placesOf = (text) => [...new Set(text.match(/\{\d+\}/g) ?? [])].sort();

/** A text as a pseudo-locale shows it: marked at both ends, with accents, a third longer. Places and code stay. @param {string} text */
export function pseudo(text) {
  const letters = /** @type {Bundle} */ ({
    a: 'á',
    e: 'é',
    i: 'í',
    o: 'ó',
    u: 'ú',
    n: 'ñ',
    s: 'š',
    A: 'Å',
    E: 'É',
    I: 'Í',
    O: 'Ö',
    S: 'Š',
  });
  const accented = text
    .split(/(`[^`]*`|\{\d+\}|\]\([^)]*\)|<[^>]*>|&\w+;|\$\([\w-]+\))/)
    .map((part, i) => (i % 2 === 1 ? part : part.replace(/[a-zA-Z]/g, (letter) => letters[letter] ?? letter)))
    .join('');
  const [before, after] = [/^\s*/.exec(text)?.[0] ?? '', /\s*$/.exec(text)?.[0] ?? ''];
  return `${before}⟦${accented.trim()}${'~'.repeat(Math.ceil(text.length / 3))}⟧${after}`;
}

/** A bundle of the pseudo-locale. @returns {Bundle} */
export const pseudoBundle = () => Object.fromEntries([...extractTexts().keys()].map((text) => [text, text === 'en' ? text : pseudo(text)]));
