/**
 * Finds secrets in public text: the words of a secret's sentence, in the same order, in a text that others read. Only
 * words with a meaning of their own are compared, so that "is about to sell the bakery" is found in "wants to sell her
 * bakery". A person's own texts are compared per entry, the texts of others and of scenarios per program.
 */
import type { FileModel } from '../../incremental/file.js';
import { idsOf, type Program } from '../../program/program.js';
import { type Problem, warningAt } from '../../text/problem.js';
import { lineAt } from '../../text/lines.js';
import { textOf, type TreeNode, valueAt } from '../../syntax/node.js';
import { entriesIn, partOf, type Said, type Subject, textsIn } from '../common/checkHelpers.js';
import { t } from '../../../core/util/l10n.js';

/** Words with little meaning of their own. */
const PLAIN = new Set([
  'shall',
  ...(
    'a an the and or but if so as at by for from in into of off on onto out over to up with within without about after before than then ' +
    'that this these those there here it its is are was were be been being am has have had having do does did done doing will would can ' +
    'could should may might must not no nor never ever she he they them his her hers him their theirs i me my mine we us our you your ' +
    'who whom whose which what when where why how all any some each every few more most other such only own same too very just also still ' +
    'again once now yet soon want wants wanted like likes get gets got go goes going make makes made take takes tell told say says know knows'
  ).split(' '),
]);

/** The same stem for `sell`, `sells` and `selling`. It is not linguistically exact, but both texts use it. */
function stem(word: string): string {
  const bare = word.replace(/['’]s$/, '');
  if (bare.length > 5 && bare.endsWith('ing')) return bare.slice(0, -3);
  if (bare.length > 4 && bare.endsWith('ies')) return `${bare.slice(0, -3)}y`;
  return bare.length > 3 && bare.endsWith('s') && !bare.endsWith('ss') ? bare.slice(0, -1) : bare;
}

interface Word {
  readonly stem: string;
  readonly start: number;
  readonly end: number;
}

function wordsOf(text: string): readonly Word[] {
  const words: Word[] = [];
  for (const found of text.matchAll(/[\p{L}\p{N}][\p{L}\p{N}'’-]*/gu)) {
    const word = found[0].toLowerCase();
    if (!PLAIN.has(word)) words.push({ stem: stem(word), start: found.index, end: found.index + found[0].length });
  }
  return words;
}

interface Secret {
  readonly id: string;
  readonly of: string;
  /** Ids of those who may know it. */
  readonly known: ReadonlySet<string>;
  readonly at: number;
  readonly sentences: readonly (readonly string[])[];
}

function secretsOf(person: TreeNode, id: string): readonly Secret[] {
  return entriesIn(person, 'secrets').flatMap((entry) => {
    const text = textOf(valueAt(entry.value, 'text'));
    if (text === null) return [];
    const sentences = text.split(/[.!?;\n]+/).map((sentence) => wordsOf(sentence).map((word) => word.stem));
    const known = new Set(textsIn(valueAt(entry.value, 'known_to')).map((said) => said.text));
    return [{ id: entry.key, of: id, known, at: entry.keyAt[0], sentences: sentences.filter((words) => words.length >= 2) }];
  });
}

/** Where a text reveals a sentence: all words of a short sentence, or more than half of the words of a longer one, in order. */
function givenAway(sentence: readonly string[], text: readonly Word[]): readonly [number, number] | null {
  const needed = Math.min(sentence.length, Math.max(3, Math.ceil(sentence.length * 0.6)));
  for (let at = 0; at + needed <= text.length; at++)
    for (let from = 0; from + needed <= sentence.length; from++) {
      let n = 0;
      while (n < needed && text[at + n]?.stem === sentence[from + n]) n++;
      const [first, last] = [text[at], text[at + needed - 1]];
      if (n === needed && first && last) return [first.start, last.end];
    }
  return null;
}

function leaksIn(
  secrets: readonly Secret[],
  said: Said,
  file: { readonly text: string; readonly line: (at: number) => string },
): Problem[] {
  if (secrets.length === 0 || said.text.length < 5) return [];
  const words = wordsOf(said.text);
  for (const secret of secrets)
    for (const sentence of secret.sentences) {
      const found = givenAway(sentence, words);
      if (!found) continue;
      const message = t(
        'This reveals the secret `{0}` of {1}{2}. Rephrase it, or leave it out.',
        secret.id,
        secret.of,
        file.line(secret.at),
      );
      return [warningAt('secret-leak', message, partOf(said.node, file.text, found))];
    }
  return [];
}

/** The texts of a person that others see. */
const publicTexts = (person: TreeNode): readonly Said[] =>
  ['bio', 'traits', 'interests', 'voice', 'occupation'].flatMap((key) => textsIn(valueAt(person, key)));

export function checkOwnLeaks({ section, entry, text }: Subject): Problem[] {
  if (section !== 'personas' && section !== 'fragments') return [];
  const secrets = secretsOf(entry.value, entry.key);
  if (secrets.length === 0) return [];
  return publicTexts(entry.value).flatMap((said) => leaksIn(secrets, said, { text, line: () => '' }));
}

/** More persons than this are not compared, because comparing every pair takes too long. */
const MOST_COMPARED = 300;

const kept = new WeakMap<TreeNode, { readonly id: string; readonly secrets: readonly Secret[] }>();

export function checkLeaks(program: Program, file: FileModel): Problem[] {
  const people = program.index.get('persona');
  if (!people || people.size > MOST_COMPARED) return [];
  const secrets: Secret[] = [];
  for (const id of idsOf(program.index, ['persona'])) {
    const [definition] = people.get(id) ?? [];
    if (!definition || definition.file !== file) continue;
    const node = definition.entry.value;
    if (!valueAt(node, 'secrets')) continue;
    const known = kept.get(node);
    const own = known?.id === id ? known.secrets : secretsOf(node, id);
    kept.set(node, { id, secrets: own });
    secrets.push(
      ...own.map((secret) => ({ ...secret, at: entriesIn(node, 'secrets').find(({ key }) => key === secret.id)?.keyAt[0] ?? 0 })),
    );
  }
  if (secrets.length === 0) return [];
  const { text, lines } = file.tree;
  const where = { text, line: (at: number) => t(' (line {0})', lineAt(lines, at) + 1) };
  return file.definitions.flatMap(({ kind, id, entry }) => {
    if (kind === 'scenario') return textsIn(valueAt(entry.value, 'premise')).flatMap((said) => leaksIn(secrets, said, where));
    if (kind !== 'persona') return [];
    const others = secrets.filter((secret) => secret.of !== id && !secret.known.has(id) && !secret.known.has('all'));
    const texts = others.length === 0 ? [] : [...publicTexts(entry.value), ...textsIn(valueAt(entry.value, 'goals'))];
    return texts.flatMap((said) => leaksIn(others, said, where));
  });
}
