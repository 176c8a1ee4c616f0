/**
 * Plain English: finds words that the project does not use, in documents, in texts that users see and in comments.
 *
 *   node scripts/prose.mjs              all texts
 *   node scripts/prose.mjs PATH…        those below the paths
 *   node scripts/prose.mjs --counts     how many there are in each folder
 *
 * Prints `file:line: word: what to write`. Exits with 1 when it finds something.
 */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { extname, join, relative } from 'node:path';
import ts from 'typescript';
import { isMain, runMain } from './lib/main.mjs';
import { readOptions } from './lib/options.mjs';
import { root } from './lib/paths.mjs';
import { say } from './lib/report.mjs';

/** @typedef {{ readonly path: string, readonly line: number, readonly found: string, readonly advice: string }} Finding */

/** What is not written, and what is written instead. @type {readonly (readonly [RegExp, string])[]} */
export const BANNED = [
  [/\bbehind\b(?! (a|the|its) (proxy|scenes|firewall|flag)\b)/gi, '"after" for time and order, "below" or "in the background" for place'],
  [/\bbeside\b/gi, '"next to" for place, "in addition to", "compared with" or "with" otherwise'],
  [/\bstands\b(?! for\b)/gi, '"is", "appears", or the verb that says what happens'],
  [/\b(somebody|anybody)\b/gi, '"an agent", "a person", "a user", "someone", "anyone"'],
  [/\b(nobody is called|nobody called|is nobody)\b/gi, '"unknown agent \'x\'", "no agent"'],
  [/\bwhoever\b/gi, '"an agent that", "anyone who"'],
  [/\bwhom one\b/gi, '"that one"'],
  [/\banew\b/gi, '"again"'],
  [/\bfor ever\b/gi, '"forever"'],
  [/\bhangs? on\b/gi, '"depends on"'],
  [/\b(forthwith|henceforth|hitherto|thereof|therein|thereupon|whence|hence|thither|hither|ere)\b/gi, 'a current word'],
  [/\b(shall|ought to|lest|whilst|amongst|upon|unto|naught|nought|oft)\b/gi, 'a current word'],
  [/\bcomes? to stand\b/gi, '"stops", "is placed"'],
  [/\bbrings? (along|about)\b/gi, '"includes", "causes"'],
  [/\bcame of (it|this|that|them)\b/gi, '"the result"'],
  [/\bwhat became of\b/gi, '"the result of", "the state of"'],
  [/\bone looks\b/gi, '"the user looks", "the shown moment"'],
  [/\bfor who (is|has|was|wrote|asks)\b/gi, '"for an agent that", "for users who"'],
  [/\bfor want of\b/gi, '"without"'],
  [/\bby and by\b/gi, '"over time"'],
];

/** Keys of stored data, and phrases of the built-in mind that tests quote: these do not change. */
const STORED = new Set(["'beside persona'", "'Somebody told me'", "'Chiara Lunardi: Somebody told me'", "'Somebody is answering'"]);

/** Documents, and code whose comments and texts are read. Left out: texts of others, and texts that a run quotes. */
const DOCUMENTS = ['README.md', 'docs', 'examples', 'library', 'schemas', 'package.nls.json'];
const CODE = ['src', 'webview', 'scripts', 'test', 'esbuild.mjs'];
const SKIPPED = /(^|\/)(node_modules|generated|fixtures|histories|works)(\/|$)|docs\/(figures|media)\/|scripts\/prose\.mjs$/;

/** @param {string} path @returns {string[]} */
function filesBelow(path) {
  const full = join(root, path);
  if (SKIPPED.test(path)) return [];
  if (statSync(full).isFile()) return [path];
  return readdirSync(full).flatMap((name) => filesBelow(join(path, name)));
}

/** What a document quotes: code in a line, prompts in “…”, and ids with a dot. */
const QUOTED = /`[^`\n]*`|“[^”]*”|\b\w+\.\w+/g;

/** The parts of a source that people read: comments, and strings with a space in them. @param {string} text @returns {Generator<{ start: number, text: string }>} */
function* readable(text) {
  const scanner = ts.createScanner(ts.ScriptTarget.Latest, false, ts.LanguageVariant.Standard, text);
  /** Open braces in each template that is open. @type {number[]} */
  const templates = [];
  for (let kind = scanner.scan(); kind !== ts.SyntaxKind.EndOfFileToken; kind = scanner.scan()) {
    if (kind === ts.SyntaxKind.TemplateHead) templates.push(0);
    else if (kind === ts.SyntaxKind.OpenBraceToken && templates.length > 0) templates.push((templates.pop() ?? 0) + 1);
    else if (kind === ts.SyntaxKind.CloseBraceToken && templates.length > 0) {
      if (templates.at(-1) === 0) {
        kind = scanner.reScanTemplateToken(false);
        if (kind === ts.SyntaxKind.TemplateTail) templates.pop();
      } else templates.push((templates.pop() ?? 0) - 1);
    } else if (kind === ts.SyntaxKind.SlashToken || kind === ts.SyntaxKind.SlashEqualsToken) kind = scanner.reScanSlashToken();
    const isComment = kind === ts.SyntaxKind.SingleLineCommentTrivia || kind === ts.SyntaxKind.MultiLineCommentTrivia;
    const isText =
      kind === ts.SyntaxKind.StringLiteral ||
      kind === ts.SyntaxKind.NoSubstitutionTemplateLiteral ||
      kind === ts.SyntaxKind.TemplateHead ||
      kind === ts.SyntaxKind.TemplateMiddle ||
      kind === ts.SyntaxKind.TemplateTail;
    if (isComment || (isText && /\s/.test(scanner.getTokenText()) && !STORED.has(scanner.getTokenText())))
      yield { start: scanner.getTokenStart(), text: scanner.getTokenText() };
  }
}

/** @param {string} path @returns {Finding[]} */
export function findingsIn(path) {
  const text = readFileSync(join(root, path), 'utf8');
  const ending = extname(path);
  /** @type {Iterable<{ start: number, text: string }>} */
  const parts = /^\.(ts|mts|mjs)$/.test(ending)
    ? readable(text)
    : ending === '.society'
      ? [...text.matchAll(/^\s*#.*$/gm)].map((found) => ({ start: found.index, text: found[0] }))
      : ending === '.md'
        ? [{ start: 0, text: text.replace(QUOTED, (quoted) => quoted.replace(/\S/g, '·')) }]
        : ending === '.css'
          ? [...text.matchAll(/\/\*[\s\S]*?\*\//g)].map((found) => ({ start: found.index, text: found[0] }))
          : ending === '.json'
            ? [{ start: 0, text }]
            : [];
  /** @type {Finding[]} */
  const findings = [];
  for (const part of parts)
    for (const [pattern, advice] of BANNED)
      for (const found of part.text.matchAll(pattern)) {
        const line = text.slice(0, part.start + found.index).split('\n').length;
        findings.push({ path, line, found: found[0], advice });
      }
  return findings;
}

async function main() {
  const options = readOptions(import.meta.url, ['counts'], Number.POSITIVE_INFINITY);
  if (!options) return 0;
  const args = options.words;
  const wanted = args.length > 0 ? args.map((path) => relative(root, join(process.cwd(), path))) : [...DOCUMENTS, ...CODE];
  const findings = wanted.flatMap(filesBelow).flatMap(findingsIn);
  if (options.flags.has('counts')) {
    const counts = new Map();
    for (const { path } of findings) {
      const folder = path.split('/').slice(0, 2).join('/');
      counts.set(folder, (counts.get(folder) ?? 0) + 1);
    }
    for (const [folder, count] of [...counts].sort((a, b) => b[1] - a[1])) say(`${String(count).padStart(5)}  ${folder}`);
  } else for (const { path, line, found, advice } of findings) say(`${path}:${line}: ${found}: write ${advice}`);
  say(`${findings.length} words to replace`);
  return findings.length > 0 ? 1 : 0;
}

if (isMain(import.meta.url)) await runMain(main);
