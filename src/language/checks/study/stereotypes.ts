/**
 * Fields that nearly determine each other, among written people and in what populations declare. At most 200 people are compared, and
 * at most as many members are drawn from the rules of a population that need no other file, so that it costs little while typing.
 */
import { type Association, associations, type FieldValue, STEREOTYPE } from '../../../core/associations.js';
import { beta, normal } from '../../../core/random/distributions.js';
import { pick, type Rng, rng, weighted } from '../../../core/random/rng.js';
import { recent } from '../../../core/util/memo.js';
import { find, type Program } from '../../program/program.js';
import { membersOf } from '../../names/worlds.js';
import { type Entry, entryOf, textOf, type TreeNode, valueAt } from '../../syntax/node.js';
import { entriesIn, textsIn } from '../common/checkHelpers.js';
import { DRAWN, RANGE } from '../expressions/numbers.js';

interface Stereotypes {
  /** The population; null for written people. */
  readonly people: string | null;
  /** The strongest first. */
  readonly pairs: readonly Association[];
}

type Fields = { readonly [field: string]: FieldValue };

/** In fewer people, fields agree by chance too easily. */
const LEAST_PEOPLE = 20;
const MOST_PEOPLE = 200;

/** Keys that do not describe a person. */
const NOT_DESCRIBING: ReadonlySet<string> = new Set(['name', 'model', 'extra', 'extends', 'activity']);

/** Of the written people among these ids, and of each population among them. */
export function stereotypesOf(program: Program, ids: readonly string[]): readonly Stereotypes[] {
  const written = ids.flatMap((id) => find(program.index, ['persona'], id)[0]?.entry.value ?? []);
  const populations = ids.filter((id) => membersOf(program, id) >= LEAST_PEOPLE);
  return [
    ...pairsOf(null, written.length < LEAST_PEOPLE ? [] : evenly(written).map((node) => describedBy(program, node))),
    ...populations.flatMap((id) => {
      const entry = find(program.index, ['population'], id)[0]?.entry;
      return entry ? pairsOf(id, declared(entry, Math.min(membersOf(program, id), MOST_PEOPLE))) : [];
    }),
  ];
}

/** Of people as JSON. An edit elsewhere does not compare them again. */
const strongIn = recent(20, (people: string) =>
  associations(JSON.parse(people) as readonly Fields[]).filter(({ v, n }) => v >= STEREOTYPE && n >= LEAST_PEOPLE),
);

function pairsOf(people: string | null, all: readonly Fields[]): readonly Stereotypes[] {
  const pairs = strongIn(JSON.stringify(all));
  return pairs.length === 0 ? [] : [{ people, pairs }];
}

/** All of a list, or 200 of them at even distances. */
const evenly = <T>(list: readonly T[]): readonly T[] =>
  list.length <= MOST_PEOPLE ? list : Array.from({ length: MOST_PEOPLE }, (_, i) => list[Math.floor((i * list.length) / MOST_PEOPLE)]!);

/** Single values of a person and of what it extends, by their paths. */
function describedBy(program: Program, node: TreeNode, depth = 0): Fields {
  const bases = depth > MOST_BASES ? [] : textsIn(valueAt(node, 'extends'));
  const inherited = bases.flatMap(({ text }) => find(program.index, ['fragment', 'persona'], text)[0]?.entry.value ?? []);
  return Object.assign({}, ...inherited.map((base) => describedBy(program, base, depth + 1)), Object.fromEntries(singlesIn(node, '')));
}

/** The longest chain of bases. */
const MOST_BASES = 8;

const singlesIn = (node: TreeNode, path: string): readonly (readonly [string, FieldValue])[] =>
  entriesIn(node).flatMap(({ key, value }) => {
    if (path === '' && NOT_DESCRIBING.has(key)) return [];
    if (value.kind === 'scalar') return [[`${path}${key}`, value.value] as const];
    return value.kind === 'map' ? singlesIn(value, `${path}${key}.`) : [];
  });

// Members of a population, as it declares them. The same text gives the same members.

function declared({ key, value }: Entry, size: number): readonly Fields[] {
  const rules = entriesIn(value, 'sample').filter(({ key: field }) => !NOT_DESCRIBING.has(field));
  const random = rng(1, 'declared', key);
  return Array.from({ length: size }, () => member(rules, random));
}

/** A field is drawn after the field that it is given by, in as many passes as chains are long. */
function member(rules: readonly Entry[], random: Rng): Fields {
  const fields: { [field: string]: FieldValue } = {};
  let left = rules;
  for (let pass = 0; pass <= MOST_BASES && left.length > 0; pass++) {
    const [ready, waiting] = [[] as Entry[], [] as Entry[]];
    for (const rule of left) {
      const by = textOf(valueAt(rule.value, 'given'));
      (by === null || Object.hasOwn(fields, by) ? ready : waiting).push(rule);
    }
    for (const { key, value } of ready) fields[key] = drawn(value, fields, random);
    left = waiting;
  }
  return fields;
}

/** Null for a rule with several values, a derived one, and one that cannot be read. */
function drawn(rule: TreeNode, fields: Fields, random: Rng): FieldValue {
  if (rule.kind === 'list') return rule.items.length === 0 ? null : drawn(pick(random, rule.items)!, fields, random);
  if (rule.kind === 'scalar') return typeof rule.value === 'string' ? ofText(rule.value.trim(), random) : rule.value;
  const by = textOf(valueAt(rule, 'given'));
  if (by !== null) {
    const branch = branchFor(rule, fields[by] ?? null);
    return branch ? drawn(branch, fields, random) : null;
  }
  const weights = entriesIn(entryOf(rule, 'quota')?.value ?? rule).flatMap(({ key, value }) =>
    value.kind === 'scalar' && typeof value.value === 'number' && value.value >= 0 ? [{ key, weight: value.value }] : [],
  );
  if (!weights.some(({ weight }) => weight > 0)) return null;
  return (
    weights[
      weighted(
        random,
        weights.map(({ weight }) => weight),
      )
    ]?.key ?? null
  );
}

function branchFor(rule: TreeNode, value: FieldValue): TreeNode | undefined {
  const found = entriesIn(rule).find(({ key }) => {
    const [, low, high] = RANGE.exec(key) ?? [];
    if (key === 'given' || key === 'else') return false;
    return low === undefined ? key === String(value) : typeof value === 'number' && value >= Number(low) && value <= Number(high);
  });
  return found?.value ?? valueAt(rule, 'else');
}

function ofText(text: string, random: Rng): FieldValue {
  const range = RANGE.exec(text);
  if (range) return between(Number(range[1]), Number(range[2]), random, !text.replace('..', '').includes('.'));
  const [, name, first, second, low = '-Infinity', high = 'Infinity'] = DRAWN.exec(text) ?? [];
  if (name === undefined) return /^=|\(|^\d+ of \[/.test(text) ? null : text;
  const [a, b] = [Number(first), Number(second)];
  const value = name === 'normal' ? a + b * normal(random) : name === 'uniform' ? between(a, b, random, false) : beta(random, a, b);
  return Math.min(Number(high), Math.max(Number(low), value));
}

const between = (low: number, high: number, random: Rng, whole: boolean): number =>
  whole ? low + Math.floor(random() * (high - low + 1)) : low + random() * (high - low);
