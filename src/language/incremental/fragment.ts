/**
 * A piece of a file, parsed and walked separately. Its offsets are relative to its start, so it stays valid when the text
 * around it changes. Analysing a piece is the unit of work: a file of ten thousand persons has ten thousand pieces.
 */
import { errorAt, type Problem } from '../text/problem.js';
import { indentOf, linesOf, lineText, type Offsets } from '../text/lines.js';
import { MISALIGNED } from '../syntax/orphans.js';
import { halfTyped } from '../syntax/syntax.js';
import { follow, keySchema, rootSchema, type Schema } from '../schema/schema.js';
import { walkEntry } from '../schema/walk.js';
import type { Entry } from '../syntax/node.js';
import { MOST_PARTS, parseRepaired, partsOf, type Repaired, REPAIRED_UP_TO } from '../syntax/parse.js';
import type { Origin } from '../syntax/nodeAt.js';
import type { Definition } from './shape.js';
import { type Gathered, gathering, type Named, nothing, type Reference, withTexts } from './gatherNames.js';

export interface Piece extends Gathered {
  /** The place of its offset 0 in the file. Set when the file is assembled. */
  readonly origin: Origin;
  /** Length of the parsed text before the text of the piece. */
  readonly before: number;
  readonly section: string | null;
  readonly entries: readonly Entry[];
  /** The ids of its entries; `named` holds the ids of nested entries. */
  readonly heads: readonly Named[];
  /** Offsets, relative to its start, of the map of its entries, and of the whole piece. */
  readonly mapAt: Offsets;
  readonly wholeAt: Offsets;
  /** Syntax problems with offsets in the piece; `problems` holds the problems of the walk. */
  readonly syntax: readonly Problem[];
  readonly faulty: boolean;
  readonly anchored: boolean;
  readonly aliased: boolean;
  /** Whether the parse differs from what the split assumed. */
  readonly odd: boolean;
  readonly parts: number;
  /** All its definitions, its own entries first, as definitions of the file that has it now. */
  definitions: readonly Definition[] | null;
  /** References to unknown ids, and the token of the ids that were searched. */
  lost: { readonly token: object; readonly references: readonly Reference[] } | null;
  /** Results of checks, by the name of the check. */
  readonly memo: Map<string, { readonly token: object; readonly problems: readonly Problem[] }>;
}

const sections = new Map<string, Schema | null>();

/** Schema of a section whose entries have the same kind and can be checked separately. */
function sectionSchema(key: string): Schema | null {
  let schema = sections.get(key);
  if (schema !== undefined) return schema;
  const sub = keySchema(rootSchema, key);
  const self = sub ? follow(sub) : null;
  const plain = self?.type === 'object' && !self.properties && !self.anyOf && !self.oneOf && !self.required && !self['x-keys-refer'];
  schema = self && plain && typeof self.additionalProperties === 'object' ? self : null;
  sections.set(key, schema);
  return schema;
}

export const isSection = (key: string): boolean => sectionSchema(key) !== null;

/**
 * `text`: from the start of a line; in the first piece of a section, from the position after the section's colon. The text before
 * it makes YAML read it as if it were in its file. It also makes a copy, so that the piece does not keep the whole file in memory.
 */
export function analysePiece(text: string, section: string | null, first: boolean): Piece {
  const prefix = section === null ? '\n' : first ? '_:' : '_:\n';
  const source = prefix + text;
  const origin: Origin = { at: 0 };
  const parts = partsOf(source);
  const { converted, problems: syntax, faulty } = parsed(parts > MOST_PARTS ? '' : source, section !== null, origin);
  const { root, anchored, aliased } = converted;
  const holder = root?.kind === 'map' && !root.flow ? root : null;
  const [only] = holder?.entries ?? [];
  const isAlone = holder?.entries.length === 1 || faulty;
  const map = section === null ? holder : isAlone && only?.key === '_' && only.value.kind === 'map' ? only.value : null;
  const found = nothing();
  const entries = map?.entries ?? [];
  walkEntries(entries, section, found, source);
  const kept = found.problems.length > 0 ? withTexts(found.problems, linesOf(source)) : [];
  return {
    ...{ ...found, problems: kept, origin, before: prefix.length, section, entries, heads: headsOf(entries, section) },
    ...{ mapAt: map?.at ?? [0, 0], wholeAt: root?.at ?? [0, 0], syntax, faulty, anchored, aliased },
    ...{ odd: !map || map.flow || (section === null && !isAlone), parts, definitions: null, lost: null, memo: new Map() },
  };
}

function parsed(source: string, inSection: boolean, origin: Origin): Repaired {
  const repair = source.length <= REPAIRED_UP_TO;
  const first = parseRepaired(source, repair, origin);
  const stray = inSection && first.faulty ? withoutStray(source) : null;
  if (!stray) return first;
  const second = parseRepaired(stray.text, repair, origin);
  return { ...second, problems: [...stray.problems, ...second.problems], faulty: true };
}

function headsOf(entries: readonly Entry[], section: string | null): readonly Named[] {
  const kind = section === null ? undefined : sectionSchema(section)?.['x-defines'];
  if (!kind) return [];
  return entries.flatMap((entry) => (entry.colon ? [{ kind, id: entry.key, path: `${section}.${entry.key}`, entry }] : []));
}

function walkEntries(entries: readonly Entry[], section: string | null, found: Gathered, source: string): void {
  const schema = section === null ? rootSchema : sectionSchema(section);
  const visitor = gathering(found, source);
  for (const entry of entries) {
    const sub = entry.colon && schema ? keySchema(schema, entry.key) : undefined;
    if (sub && schema) walkEntry(entry, schema, sub, visitor, section ?? '');
  }
}

// Stray lines of a piece: incomplete lines that are indented less than its entries and would change the meaning of the rest.

interface WithoutStray {
  readonly text: string;
  readonly problems: readonly Problem[];
}

/** The text with blanks for stray lines; null if there are none. `text` starts with the line of its section. */
function withoutStray(text: string): WithoutStray | null {
  const lines = linesOf(text);
  const problems: Problem[] = [];
  let [found, column] = [text, -1];
  for (let line = 1; line < lines.starts.length; line++) {
    const content = lineText(lines, line);
    const word = content.trim();
    if (word === '' || word.startsWith('#')) continue;
    const indent = indentOf(content);
    if (column < 0) column = indent;
    if (indent >= column) continue;
    const at = (lines.starts[line] as number) + indent;
    found = found.slice(0, at) + ' '.repeat(word.length) + found.slice(at + word.length);
    problems.push(/:(\s|$)/.test(word) ? misplaced(at, word) : halfTyped(text, [at, at + word.length]));
  }
  return problems.length > 0 ? { text: found, problems } : null;
}

const misplaced = (at: number, word: string): Problem => errorAt('indent', MISALIGNED, [at, at + word.length]);
