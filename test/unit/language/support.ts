/** A service over texts in memory; `¦` in a text is the cursor, for `|` opens prose. */
import type { CompletionItem, Diagnostic, Fix, LanguageService } from '../../../src/language/index.js';
import { createLanguageService, libraryUri } from '../../../src/language/index.js';

export const FEED = `society: 1
worlds:
  feed:
    does: A forum.
    params: { topic: anything }
    feed: { rank: chronological, size: 8 }
    actions:
      post: { kind: message, does: Write something., to: public }
      comment: { kind: message, does: Answer., to: public, on: message, when: round > 1 }
      vote: { kind: reaction, on: message, values: [up, down] }
      rest: { kind: nothing, does: Do nothing. }
    phases:
      talk: { who: all, order: shuffled, actions: [post, comment, rest], riders: { vote: 3 } }
`;

export const HELLO = `society: 1
title: Hello
imports: [library/feed]

fragments:
  newcomer: { traits: [curious], activity: 0.8 }

personas:
  ada:
    name: Ada Okafor
    age: 41
    extends: [newcomer]
    personality: { openness: high, agreeableness: 0.4 }
    interests: [sourdough, jazz]
    voice: Short sentences.
    memories:
      - text: |
          Grace once returned her keys.
        about: [grace]
        importance: 7
  grace:
    name: Grace
    traits: [kind]
    extends: newcomer

ties:
  friendship:
    among: all
    change: { rule: evidence }

scenarios:
  meet:
    premise: A forum opens.
    cast: [ada, grace]
    world: { use: feed, with: { topic: our street } }
    rounds: 20
    measures:
      bond: tie(ada, grace)
    until: reciprocity > 0.5
    seed: 7
`;

export const MAIN = 'file:///study/main.society';

export function serviceOver(files: { readonly [uri: string]: string } = {}): LanguageService {
  const all: { readonly [uri: string]: string } = { [libraryUri('feed')]: FEED, ...files };
  return createLanguageService({ read: (uri) => Promise.resolve(Object.hasOwn(all, uri) ? (all[uri] ?? null) : null) });
}

export async function diagnose(text: string, files: { readonly [uri: string]: string } = {}): Promise<readonly Diagnostic[]> {
  const service = serviceOver(files);
  service.set(MAIN, text);
  return service.diagnostics(MAIN);
}

/** `line:character code` with the text of the range, for short expectations. */
export const brief = (text: string, list: readonly Diagnostic[]): string[] =>
  list.map((d) => `${d.range.start.line + 1} ${d.code} ${under(text, d)}`);

export function under(text: string, d: Pick<Diagnostic, 'range'>): string {
  const lines = text.split('\n');
  const { start, end } = d.range;
  return start.line === end.line
    ? (lines[start.line] ?? '').slice(start.character, end.character)
    : `${(lines[start.line] ?? '').slice(start.character)}…`;
}

/** HELLO with one piece exchanged. */
export function hello(from: string, to: string): string {
  if (!HELLO.includes(from)) throw new Error(`HELLO has no ${from}`);
  return HELLO.replace(from, to);
}

export async function completeAt(marked: string): Promise<readonly CompletionItem[]> {
  const offset = marked.indexOf('¦');
  const service = serviceOver();
  service.set(MAIN, marked.slice(0, offset) + marked.slice(offset + 1));
  return service.completion(MAIN, offset);
}

/** Applies the first fix of the first diagnostic that has one. */
export function applyFix(text: string, list: readonly Diagnostic[]): string {
  const fix = list.flatMap((d) => d.fixes ?? [])[0];
  if (!fix) throw new Error('there is no fix');
  return applyEdits(text, fix.edits);
}

/** The text after edits, whose places are those of the text. */
export function applyEdits(text: string, edits: Fix['edits']): string {
  const starts = [0];
  for (let i = 0; i < text.length; i++) if (text[i] === '\n') starts.push(i + 1);
  const offset = (p: { line: number; character: number }): number => (starts[p.line] ?? 0) + p.character;
  let out = text;
  for (const edit of [...edits].sort((a, b) => offset(b.range.start) - offset(a.range.start)))
    out = out.slice(0, offset(edit.range.start)) + edit.text + out.slice(offset(edit.range.end));
  return out;
}
