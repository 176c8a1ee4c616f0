/** Fixes of hints about studies: a place for a reason, and edits that take away what could produce the result in place of the agents. */
import { t } from '../../../core/util/l10n.js';
import type { Definition } from '../../incremental/file.js';
import { idsOf, type Program } from '../../program/program.js';
import { follow, rootSchema } from '../../schema/schema.js';
import { addEntry, addKey, written } from '../../syntax/insertions.js';
import { type Entry, entryOf, type ScalarNode, textOf } from '../../syntax/node.js';
import type { Tree } from '../../syntax/parse.js';
import type { Offsets } from '../../text/lines.js';
import { type OffsetFix, replaceFix } from '../../text/problem.js';
import { partOf } from '../common/checkHelpers.js';

/** A hint, as `because` of a scenario names it. */
export type HintName = 'profile' | 'association' | 'interaction' | 'memory' | 'control' | 'awareness' | 'comparison';

const insertion = (title: string, made: { readonly at: number; readonly text: string } | null): readonly OffsetFix[] =>
  made ? [{ title, edits: [{ at: [made.at, made.at], text: made.text }] }] : [];

/** A reason under `because` of the scenario, to be written in place of what it should say. */
export function reasonFix(tree: Tree, { id, entry }: Definition, name: HintName): readonly OffsetFix[] {
  const asked = follow(rootSchema.$defs?.scenario?.properties?.because ?? {}).properties?.[name]?.description ?? name;
  return insertion(t('Give a reason in `{0}`', id), addKey(tree, entry.value, 'because', name, written(`TODO: ${asked}`, true)));
}

/** An action of the file that others see from then on. */
export function seenFix(tree: Tree, { key, value }: Entry): readonly OffsetFix[] {
  const title = t('Let others see `{0}`', key);
  const [own, kind] = [entryOf(value, 'seen_by'), textOf(entryOf(value, 'kind')?.value) ?? 'act'];
  if (kind !== 'act') return [];
  return own ? [replaceFix(title, own.value.at, 'all', false)] : insertion(title, addKey(tree, value, null, 'seen_by', 'all'));
}

/** Memories by the kind that scenarios have that name none. */
export function memoryFix({ entry }: Definition): readonly OffsetFix[] {
  const memory = entryOf(entry.value, 'memory')?.value;
  const kind = entryOf(memory, 'kind')?.value ?? memory;
  const usual = follow(rootSchema.$defs?.memory?.properties?.kind ?? {}).default;
  return kind?.kind === 'scalar' && typeof usual === 'string' ? [replaceFix(t('Give agents a memory'), kind.at, usual)] : [];
}

/** An experiment that plays the scenario also with random acts, and compares the measures that the claim names. */
export function nullRunFix(program: Program, tree: Tree, { id }: Definition, measures: readonly string[]): readonly OffsetFix[] {
  const name = `${id}_by_chance`;
  if (idsOf(program.index, ['experiment']).includes(name)) return [];
  const rows = [
    `${name}:`,
    `  scenario: ${id}`,
    '  arms: { as_written: {}, random: { null: random } }',
    '  seeds: 1..20',
    ...(measures.length === 0 ? [] : ['  compare:']),
    ...measures.map((measure) => `    ${measure}: { measure: ${measure}, test: permutation, paired: true }`),
  ];
  return insertion(t('Add an experiment with random acts'), addEntry(tree, 'experiments', rows));
}

// Sentences.

/** Sentences of a text, with their offsets. A full stop inside a word or an expression ends none. */
export const sentencesOf = (text: string): readonly (readonly [string, number])[] =>
  [...text.matchAll(/[^\n]+?(?:[.!?]+(?=\s|$)|[。！？]|(?=\n|$))/g)].map((match) => [match[0].trimEnd(), match.index] as const);

/** Removes a sentence, if the text goes on without it and no expression is cut. */
export function sentenceFix(node: ScalarNode, source: string, [from, to]: Offsets): readonly OffsetFix[] {
  const text = String(node.value);
  const [removed, rest] = [text.slice(from, to), `${text.slice(0, from).trimEnd()} ${text.slice(to).trimStart()}`.trim()];
  const isWhole = removed.split('(').length === removed.split(')').length;
  if (rest === '' || !isWhole || (node.style === 'plain' && written(rest, true) !== rest)) return [];
  let [start, end] = partOf(node, source, [from, to]);
  if (from === 0 || text[from - 1] === '\n') while (end < node.at[1] && source[end] === ' ') end++;
  if (node.style === 'literal' || node.style === 'folded') [start, end] = wholeLine(source, start, end);
  return [{ title: t('Remove the sentence'), edits: [{ at: [start, end], text: '' }] }];
}

/** The line itself, if nothing else is on it. */
function wholeLine(source: string, start: number, end: number): Offsets {
  const [before, after] = [source.lastIndexOf('\n', start - 1) + 1, source.indexOf('\n', end)];
  const isAlone = after >= 0 && source.slice(before, start).trim() === '' && source.slice(end, after).trim() === '';
  return isAlone ? [before, after + 1] : [start, end];
}
