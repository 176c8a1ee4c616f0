/**
 * Walks tree and schema together: validates, and calls a visitor for each node with its schema, which gathers references,
 * expressions and texts. In a union, the walk follows the branch that the author meant, so that one mistake gives one
 * message.
 */
import type { Problem } from '../text/problem.js';
import { type Entry, join, type ListNode, type MapNode, type ScalarNode, type TreeNode, valueAt } from '../syntax/node.js';
import { branches, fitting, follow, keySchema, patternOf, requiredKeys, rootSchema, type Schema, typesOf } from './schema.js';
import * as say from './words.js';
import { wrongShortForm } from './forms.js';

export interface Visitor {
  /** Called for every node with its schema, before its parts. */
  node?(node: TreeNode, schema: Schema, path: string, entry: Entry | null): void;
  problem(problem: Problem): void;
  /** Returns true if the visitor already knows the content of an entry. */
  known?(entry: Entry, path: string): boolean;
}

export function walk(node: TreeNode, schema: Schema, visitor: Visitor, path = '', entry: Entry | null = null): void {
  const self = follow(schema);
  if (self.oneOf && self.discriminator && node.kind === 'map') walkTagged(node, self, visitor, path, entry);
  else walkUnion(node, self, visitor, path, entry);
}

function walkUnion(node: TreeNode, self: Schema, visitor: Visitor, path: string, entry: Entry | null): void {
  const choices = self.anyOf ? fitting(self, node) : [self];
  const [only] = choices;
  if (!only || (choices.length > 1 && !choices.some((choice) => accepts(node, choice)))) {
    const form = choices.find((choice) => node.kind === 'scalar' && wrongShortForm(choice['x-form'], String(node.value)));
    if (form) return walkChosen(node, form, visitor, path, entry);
    const wrong = say.wrongType(node, self, entry);
    visitor.problem(choices.length > 1 ? (say.misspelt(node, choices) ?? wrong) : wrong);
    return;
  }
  const named =
    self.anyOf &&
    !accepts(node, only) &&
    branches(self).find((branch) => branch.properties?.['kind']?.enum?.includes(node.kind === 'scalar' ? node.value : null));
  const alone = named ? say.withoutItsKey(node, named, entry) : null;
  if (alone) return visitor.problem(alone);
  const hint = choices.length > 1 ? say.nearWord(node, choices) : null;
  if (hint) visitor.problem(hint);
  const chosen = choices.length > 1 ? (choices.find((choice) => accepts(node, choice)) as Schema) : only;
  walkChosen(node, self.anyOf ? withWords(chosen, self) : chosen, visitor, path, entry);
}

/** A branch with the texts of its union, unless it has its own. */
function withWords(branch: Schema, union: Schema): Schema {
  const expects = union['x-expects'];
  return expects === undefined || branch['x-expects'] !== undefined || branch.properties ? branch : { ...branch, 'x-expects': expects };
}

/** Whether a node satisfies a schema at its own level. Its parts are not checked here; they get their own messages. */
function accepts(node: TreeNode, schema: Schema): boolean {
  if (node.kind !== 'scalar') return true;
  const collected: Problem[] = [];
  checkScalar(node, schema, { problem: (p) => collected.push(p) });
  return collected.length === 0;
}

function walkTagged(node: MapNode, schema: Schema, visitor: Visitor, path: string, entry: Entry | null): void {
  const tag = schema.discriminator?.propertyName ?? 'kind';
  const tagEntry = node.entries.find((item) => item.key === tag);
  const options = branches(schema);
  const words = options.map((option) => String(option.properties?.[tag]?.const));
  if (!tagEntry) {
    visitor.problem(say.missingKey(node, [tag], entry, words));
    return;
  }
  const value = tagEntry.value.kind === 'scalar' ? tagEntry.value.value : null;
  const chosen = options.find((option) => option.properties?.[tag]?.const === value);
  if (chosen) walkChosen(node, chosen, visitor, path, entry);
  else {
    visitor.node?.(node, schema, path, entry);
    visitor.problem(say.notOneOf(tagEntry.value, tagEntry, words));
  }
}

function walkChosen(node: TreeNode, schema: Schema, visitor: Visitor, path: string, entry: Entry | null): void {
  visitor.node?.(node, schema, path, entry);
  if (node.kind === 'scalar') checkScalar(node, schema, visitor, entry);
  else if (!typesOf(schema).includes(node.kind === 'map' ? 'object' : 'array')) visitor.problem(say.wrongType(node, schema, entry));
  else if (node.kind === 'map') walkMap(node, schema, visitor, path, entry);
  else walkList(node, schema, visitor, path);
}

/** Walks one entry of a map: `schema` is the schema of the map, `sub` the schema of the value, `path` the path of the map. */
export function walkEntry(item: Entry, schema: Schema, sub: Schema, visitor: Visitor, path: string): void {
  const listed = schema.properties && Object.hasOwn(schema.properties, item.key);
  const names = schema.propertyNames && !listed ? follow(schema.propertyNames) : null;
  if (names?.pattern && !patternOf(names.pattern).test(item.key)) visitor.problem(say.badKey(item, names));
  const stray = listed ? null : misplaced(item, schema, sub, path);
  if (stray) return visitor.problem(stray);
  walk(item.value, sub, visitor, join(path, item.key), item);
}

function walkMap(node: MapNode, schema: Schema, visitor: Visitor, path: string, entry: Entry | null): void {
  let taken: ReadonlySet<string> | null = null;
  for (const item of node.entries) {
    if (!item.colon) {
      if (node.flow) visitor.problem(say.commaInFlow(node, item));
      continue;
    }
    const sub = keySchema(schema, item.key);
    if (sub === undefined) {
      taken ??= new Set(node.entries.map((other) => other.key));
      visitor.problem(say.unknownKey(item, schema, taken));
    } else {
      if (!visitor.known?.(item, path)) walkEntry(item, schema, sub, visitor, path);
    }
  }
  // An entry that removes an inherited entry has no other keys.
  const off = schema.else && valueAt(node, 'off');
  const needed = off?.kind === 'scalar' && off.value === true ? [] : requiredKeys(schema);
  const missing = needed.filter((key) => !node.entries.some((item) => item.key === key));
  if (missing.length > 0) visitor.problem(say.missingKey(node, missing, entry, []));
}

function walkList(node: ListNode, schema: Schema, visitor: Visitor, path: string): void {
  const items = schema.items;
  node.items.forEach((item, i) => {
    if (
      item.kind === 'scalar' &&
      item.value === null &&
      item.at[0] === item.at[1] &&
      items &&
      !branches(items).some((b) => typesOf(b).includes('null'))
    ) {
      visitor.node?.(item, items, join(path, i), null);
      visitor.problem(say.emptyItem(item));
    } else if (items) walk(item, items, visitor, join(path, i), null);
  });
}

function checkScalar(node: ScalarNode, schema: Schema, visitor: Visitor, entry: Entry | null = null): void {
  const value = node.value;
  if (schema.const !== undefined) {
    if (value !== schema.const) visitor.problem(say.notOneOf(node, entry, [String(schema.const)]));
    return;
  }
  if (schema.enum) {
    if (!schema.enum.includes(value)) visitor.problem(say.notOneOf(node, entry, schema.enum.map(String)));
    return;
  }
  const types = typesOf(schema);
  const type =
    value === null
      ? 'null'
      : typeof value === 'number'
        ? Number.isInteger(value)
          ? 'integer'
          : 'number'
        : (typeof value as 'string' | 'boolean');
  if (!types.includes(type)) visitor.problem(say.wrongType(node, schema, entry));
  else if (typeof value === 'number') {
    if (
      (schema.minimum !== undefined && value < schema.minimum) ||
      (schema.maximum !== undefined && value > schema.maximum) ||
      (schema.exclusiveMinimum !== undefined && value <= schema.exclusiveMinimum)
    ) {
      visitor.problem(say.outOfRange(node, schema));
    }
  } else if (typeof value === 'string') {
    const wanted = wrongShortForm(schema['x-form'], value);
    if (schema.pattern && !patternOf(schema.pattern).test(value)) visitor.problem(say.badForm(node, schema));
    else if (wanted) visitor.problem(say.badShortForm(node, schema['x-form'], wanted));
  }
}

// Finds entries that are misplaced because the line above them is missing: keys of a persona right below `personas:`, or a
// population among the personas. Reports one problem for all of them instead of one for each key.

/** `schema`: the schema of the map of ids at `path`; `sub`: the schema of its entries. */
function misplaced(item: Entry, schema: Schema, sub: Schema, path: string): Problem | null {
  if (!schema.propertyNames) return null;
  const own = branches(sub).filter((branch) => branch.properties);
  const [first] = own;
  if (!first) return null;
  const kind = schema['x-defines'] ?? follow(own.length > 1 ? sub : first).title ?? 'entry';
  if (knows(own, item.key) && !couldBe(item, own, sub)) return say.idMissing(item, kind);
  const { value } = item;
  if (value.kind !== 'map' || value.entries.filter(({ key }) => !knows(own, key)).length < 2) return null;
  const home = homeOf(value.entries, path);
  return home ? say.elsewhere(item, kind, ...home) : null;
}

const knows = (schemas: readonly Schema[], key: string): boolean =>
  schemas.some(({ properties }) => properties && Object.hasOwn(properties, key));

/** Whether a value has the form of such an entry, or is a word that may become its first key. */
function couldBe({ keyAt, value }: Entry, own: readonly Schema[], sub: Schema): boolean {
  if (value.kind === 'map') return value.entries.length === 0 || value.entries.some(({ key }) => knows(own, key));
  if (value.kind === 'scalar' && (value.value === null || value.at[0] > keyAt[1] + 2)) return true;
  return fitting(sub, value).length > 0;
}

/** The sibling section of `path` whose entries can have all these keys, and the name of its entries. */
function homeOf(entries: readonly Entry[], path: string): readonly [string, string] | null {
  const keys = path.split('.');
  let parent: Schema | undefined = rootSchema;
  for (const key of keys.slice(0, -1)) parent = parent && keySchema(branches(parent).find((branch) => keySchema(branch, key)) ?? {}, key);
  for (const [section, schema] of Object.entries((parent && follow(parent).properties) ?? {})) {
    const sub = follow(schema).propertyNames && follow(schema).additionalProperties;
    if (!sub || section === keys[keys.length - 1]) continue;
    const fits = branches(sub).find((branch) => branch.properties && entries.every(({ key }) => knows([branch], key)));
    if (fits) return [section, follow(schema)['x-defines'] ?? fits.title ?? 'entry'];
  }
  return null;
}
