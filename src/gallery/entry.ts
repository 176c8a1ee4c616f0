/**
 * Reads an entry of the gallery from its README: front matter between two lines of dashes, then a page with fixed sections. The
 * editor, the scripts and the tests use the same reader. It reports all faults at once, in words.
 */
import type { Json, JsonObject } from '../core/util/json.js';
import { sectionOf } from '../core/formats/markdown.js';
import { lineAt } from '../language/text/lines.js';
import { toData } from '../language/syntax/node.js';
import { parseTree } from '../language/syntax/parse.js';
import { type FrontMatter, readFront } from './frontMatter.js';

export interface GalleryEntry extends FrontMatter {
  readonly id: string;
  /** First paragraph below `## What is asked`, in one line. */
  readonly asked: string;
  /** The text after the front matter, without its heading. */
  readonly page: string;
}

type EntryRead = { readonly ok: true; readonly entry: GalleryEntry } | { readonly ok: false; readonly faults: readonly string[] };

/** Headings of each page, and further headings of a deep entry. */
const SECTIONS = [
  'What is asked',
  'Protocol',
  'Measures',
  'What the built-in mind shows',
  'What only a language model could show',
  'Run it',
] as const;
const DEEP_SECTIONS = ['Walk through', 'A question for the debugger'] as const;

const FRONT = /^---\r?\n([\s\S]*?)\r?\n---(?:\r?\n|$)/;

/** Reads the README of the entry `id`. Returns the entry or all faults, and never throws. */
export function readEntry(id: string, readme: string): EntryRead {
  const [whole, yaml] = FRONT.exec(readme) ?? [];
  if (whole === undefined || yaml === undefined)
    return { ok: false, faults: ['There is no front matter: begin with a line of three dashes, the keys, and three dashes again.'] };
  const { root, problems, lines } = parseTree(`gallery:/${id}/README.md`, yaml);
  // The front matter begins in the second line of the file.
  const broken = problems.map(({ at, message }) => `Line ${lineAt(lines, at[0]) + 2}: ${message}`);
  if (broken.length > 0 || !root) return { ok: false, faults: broken.length > 0 ? broken : ['The front matter is empty.'] };
  const faults: string[] = [];
  const front = readFront(id, dataOf(toData(root)), faults);
  const page = readme.slice(whole.length).replaceAll('\r\n', '\n');
  for (const heading of front.deep ? [...SECTIONS, ...DEEP_SECTIONS] : SECTIONS)
    if (contentOf(page, heading) === '') faults.push(`The section \`## ${heading}\` is missing or empty.`);
  if (front.level === 'result' && front.oracles.every(({ carriedBy }) => carriedBy === 'null'))
    faults.push('`level: result` needs an oracle that its null does not show: name an expectation, or write `level: protocol`.');
  if (faults.length > 0) return { ok: false, faults };
  const asked = firstParagraph(contentOf(page, 'What is asked'));
  return { ok: true, entry: { ...front, id, asked, page: page.replace(/^\s*# .*\n/, '').trim() } };
}

const dataOf = (data: Json): JsonObject => (typeof data === 'object' && data !== null && !Array.isArray(data) ? (data as JsonObject) : {});

/** The text below a heading; empty if there is none, or no such heading. */
const contentOf = (page: string, heading: string): string => (sectionOf(page, heading) ?? '').split('\n').slice(1).join('\n').trim();

const firstParagraph = (text: string): string => (text.split(/\n\s*\n/)[0] ?? '').replace(/\s+/g, ' ').trim();
