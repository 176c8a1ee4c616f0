/** Messages and fixes of the schema check. Together with `foreignKeys.ts`, the only place of such sentences. */
import { branches, follow, type JsonType, rootSchema, type Schema, typesOf } from './schema.js';
import { nearest } from '../../expr/index.js';
import { errorAt, type OffsetFix, type Problem, replaceFix } from '../text/problem.js';
import { type Offsets, quoted } from '../text/lines.js';
import type { Entry, MapNode, ScalarNode, TreeNode } from '../syntax/node.js';
import { meantIn } from './foreignKeys.js';
import { mended } from './forms.js';
import { marked, t } from '../../core/util/l10n.js';

const TYPE_WORDS: Readonly<Record<JsonType, string>> = {
  null: marked('nothing'),
  boolean: marked('true or false'),
  number: marked('a number'),
  integer: marked('a whole number'),
  string: marked('text'),
  array: marked('a list'),
  object: marked('keys with values'),
};

const code = (word: string): string => `\`${word.length > 60 ? `${word.slice(0, 57)}…` : word}\``;

/** The words of a list: `a, b or c`. */
export function or(words: readonly string[]): string {
  return words.length < 2 ? words.join('') : t('{0} or {1}', words.slice(0, -1).join(', '), words[words.length - 1] ?? '');
}

export function expected(schema: Schema): string {
  if (schema['x-expects']) return t(schema['x-expects']);
  if (schema.enum) return or(schema.enum.map((value) => code(String(value))));
  if (schema.const !== undefined) return code(String(schema.const));
  const types = [...new Set(branches(schema).flatMap((branch) => (branch.type ? [branch.type] : typesOf(branch))))];
  return or(types.map((type) => t(TYPE_WORDS[type])));
}

function firstLine(node: TreeNode, entry: Entry | null): Offsets {
  if (node.kind === 'scalar' && node.at[1] > node.at[0]) return node.at;
  return entry ? entry.keyAt : [node.at[0], Math.min(node.at[1], node.at[0] + 1)];
}

const isEmpty = (node: TreeNode): boolean => node.kind === 'scalar' && node.value === null;

export function wrongType(node: TreeNode, schema: Schema, entry: Entry | null): Problem {
  const wants = expected(schema);
  const at = firstLine(node, entry);
  if (isEmpty(node)) return errorAt('missing-value', t('{0} is empty. It must be {1}.', entry ? `\`${entry.key}\`` : t('This'), wants), at);
  const object = branches(schema).find((branch) => typesOf(branch).includes('object'));
  if (node.kind === 'scalar' && typeof node.value === 'string' && object && node.style === 'plain')
    return withoutItsKey(node, object, entry) ?? halfTypedKey(node, wants);
  const pair = pairWithoutBraces(node);
  if (pair !== null && branches(schema).some((b) => typesOf(b).includes('string')))
    return errorAt('colon', t('A value with `: ` in it needs quotes.'), node.at, [
      replaceFix(t('Put it in quotes'), node.at, quoted(pair)),
    ]);
  const fixes: OffsetFix[] = [];
  if (
    node.kind === 'scalar' &&
    typeof node.value !== 'string' &&
    node.value !== null &&
    branches(schema).some((b) => typesOf(b).includes('string'))
  )
    fixes.push(replaceFix(t('Put it in quotes'), node.at, `'${String(node.value)}'`));
  if (node.kind === 'scalar' && node.style === 'plain' && branches(schema).every((b) => typesOf(b).includes('array'))) {
    const items = itemsWithoutSpace(String(node.value));
    if (items !== null)
      return errorAt('half-typed', t('The `-` of a list item needs a space after it.'), at, [
        replaceFix(t('Make it a list'), node.at, `[${items.join(', ')}]`),
      ]);
    fixes.push(replaceFix(t('Make it a list'), node.at, `[${String(node.value)}]`));
  }
  const meant = meantBy(node, branches(schema).flatMap(typesOf));
  if (meant !== null) fixes.push(replaceFix(t('Write {0}', meant), node.at, meant));
  return errorAt('wrong-type', t('{0} must be {1}, {2}.', entry ? `\`${entry.key}\`` : t('This'), wants, has(node)), at, fixes);
}

/** The items of `-jazz` and `-chess` on lines of their own, which YAML reads as one text; null for any other text. */
function itemsWithoutSpace(text: string): readonly string[] | null {
  return /^-\p{L}/u.test(text) ? text.slice(1).split(/\s-(?=\S)/) : null;
}

/** `[Dry: short, calm]`: YAML reads the first item as a key with a value. */
function pairWithoutBraces(node: TreeNode): string | null {
  const [only] = node.kind === 'map' && node.flow ? node.entries : [];
  if (!only || only.keyAt[0] !== node.at[0] || only.value.kind !== 'scalar' || only.value.style !== 'plain') return null;
  return `${only.key}: ${only.value.value ?? ''}`.trimEnd();
}

/** The value that was meant by `yes` for true or false, or by `012` or `1_000` for a number. YAML reads these as text. */
function meantBy(node: TreeNode, types: readonly JsonType[]): string | null {
  const text = node.kind === 'scalar' && typeof node.value === 'string' ? node.value.trim().replace(/,$/, '') : '';
  if (types.includes('boolean') && /^(yes|no|on|off)$/i.test(text)) return /^(yes|on)$/i.test(text) ? 'true' : 'false';
  if (!types.includes('integer') || !/^[+-]?(0x[0-9a-f]+|[0-9][0-9_]*(\.[0-9]*)?(e\+?[0-9]{1,2})?|\.[0-9]+)$/i.test(text)) return null;
  const number = Number(text.replace(/_/g, ''));
  const fits = types.includes('number') ? Number.isFinite(number) : Number.isSafeInteger(number);
  return !fits || String(number).includes('e') ? null : String(number);
}

/** Finds `seller: ada` for `seller: { play: ada }`, or `memory: none`: the required key, or `kind`, is missing. */
export function withoutItsKey(node: TreeNode, schema: Schema, entry: Entry | null): Problem | null {
  const { required = schema.else?.required ?? [], properties = {} } = schema;
  const value = node.kind === 'scalar' ? String(node.value).trim() : '';
  const key = properties['kind']?.enum?.includes(value) ? 'kind' : required.length === 1 ? required[0] : undefined;
  const beside = entry !== null && node.at[0] - entry.keyAt[1] <= 2;
  if (key === undefined || !beside || value === '' || value.includes('\n')) return null;
  const meant = `{ ${key}: ${/[[\]{},:#'"&*!|%@`]|^>/.test(value) ? quoted(value) : value} }`;
  const message = t('{0} must be keys with values. Did you mean {1}?', code(entry.key), code(meant));
  return errorAt('wrong-type', message, node.at, [replaceFix(t('Write {0}', meant), node.at, meant)]);
}

function halfTypedKey(node: ScalarNode, wants: string): Problem {
  const text = String(node.value);
  const fix: OffsetFix = { title: t('Add a colon'), edits: [{ at: [node.at[1], node.at[1]], text: ':' }] };
  return errorAt(
    'wrong-type',
    /^[a-z][a-z0-9_]*$/.test(text)
      ? t('{0} needs a `:` after it, or is wrong here: {1}.', code(text), wants)
      : t('This must be {0}, not text.', wants),
    node.at,
    [fix],
  );
}

function has(node: TreeNode): string {
  if (node.kind === 'map') return t('not keys with values');
  if (node.kind === 'list') return t('not a list');
  if (typeof node.value === 'number') return Number.isInteger(node.value) ? t('not a whole number') : t('not a number with decimals');
  return typeof node.value === 'boolean' ? t('not true or false') : t('not text');
}

export function misspelt(node: TreeNode, choices: readonly Schema[]): Problem | null {
  const words = choices.flatMap((choice) => (choice.enum ?? (choice.const === undefined ? [] : [choice.const])).map(String));
  if (node.kind !== 'scalar' || typeof node.value !== 'string' || !nearest(node.value, words)) return null;
  return notOneOf(node, null, words);
}

export function notOneOf(node: TreeNode, entry: Entry | null, words: readonly string[]): Problem {
  if (isEmpty(node))
    return errorAt(
      'missing-value',
      t('{0} is empty. It must be {1}.', entry ? `\`${entry.key}\`` : t('This'), or(words.map(code))),
      firstLine(node, entry),
    );
  const text = node.kind === 'scalar' ? String(node.value) : '';
  const near = nearest(text, words);
  const message =
    near && words.length > 1
      ? t('{0} is not possible here. Did you mean {1}?', code(text), code(near))
      : t('{0}It must be {1}.', text ? t('{0} is not possible here. ', code(text)) : '', or(words.map(code)));
  return errorAt('wrong-value', message, firstLine(node, entry), near ? [replaceFix(t('Change to {0}', near), node.at, near)] : []);
}

export function outOfRange(node: ScalarNode, schema: Schema): Problem {
  const { minimum, maximum, exclusiveMinimum } = schema;
  const bounds =
    minimum !== undefined && maximum !== undefined
      ? t('between {0} and {1}', minimum, maximum)
      : minimum !== undefined
        ? t('at least {0}', minimum)
        : exclusiveMinimum !== undefined && maximum === undefined
          ? t('above {0}', exclusiveMinimum)
          : exclusiveMinimum !== undefined
            ? t('above {0} and at most {1}', exclusiveMinimum, maximum)
            : t('at most {0}', maximum);
  return errorAt('out-of-range', t('{0} is out of range: it must be {1}.', String(node.value), bounds), node.at);
}

export function badForm(node: ScalarNode, schema: Schema): Problem {
  if (schema['x-form'] === 'key')
    return errorAt('literal-key', t("A file must not contain a key. Write $(secret('name')) or $(env('NAME'))."), node.at, [
      replaceFix(t("Use $(secret('key'))"), node.at, "$(secret('key'))"),
    ]);
  return errorAt('wrong-form', t('{0} is not {1}.', code(String(node.value)), expected(schema)), node.at, mending(node, schema['x-form']));
}

/** A fix that writes the short form that was probably meant. */
function mending(node: ScalarNode, form: string | undefined): readonly OffsetFix[] {
  const meant = mended(form, String(node.value));
  const quote = node.style === 'single' || node.style === 'double' ? "'" : '';
  return meant === null || node.style === 'literal' || node.style === 'folded'
    ? []
    : [replaceFix(t('Write {0}', meant), node.at, `${quote}${meant}${quote}`)];
}

export function badShortForm(node: ScalarNode, form: string | undefined, wanted: string): Problem {
  const near = mended(form, String(node.value));
  const help = near === null ? '' : t(' Did you mean {0}?', code(near));
  return errorAt(
    'wrong-form',
    t('{0} is not a short form.{1} It must be {2}.', code(String(node.value)), help, wanted),
    node.at,
    mending(node, form),
  );
}

/** Finds a word that is nearly a word of the format, such as `hihg`, although any text is allowed. */
export function nearWord(node: TreeNode, choices: readonly Schema[]): Problem | null {
  const value = node.kind === 'scalar' && typeof node.value === 'string' ? node.value : null;
  const words = choices.flatMap((choice) => choice.enum ?? []).map(String);
  if (value === null || words.length === 0 || words.includes(value) || /\s/.test(value) || choices.some((choice) => choice['x-refers']))
    return null;
  const near = nearest(value, words);
  return near
    ? {
        ...errorAt('near-word', t('Did you mean `{0}`? {1} is read as plain text.', near, code(value)), node.at, [
          replaceFix(t('Change to {0}', near), node.at, near),
        ]),
        severity: 'warning',
      }
    : null;
}

/** `taken`: keys that the map already has. */
export function unknownKey(entry: Entry, schema: Schema, taken: ReadonlySet<string>): Problem {
  if (entry.key === '<<') return errorAt('unknown-key', t('`<<` is not part of this format. Use `extends`.'), entry.keyAt);
  const free = Object.keys(schema.properties ?? {}).filter((key) => !taken.has(key));
  const plural = entry.value.kind === 'map' && free.find((key) => key === `${entry.key}s`);
  const home = schema === rootSchema && !plural ? homeOf(entry.key) : null;
  if (home) return errorAt('unknown-key', t('{0} belongs in {1}.', code(entry.key), home.what), entry.keyAt);
  const place = schema.title ? t(' in {0}', article(schema.title)) : t(' here');
  const meant = meantIn(schema.title, entry.key);
  if (meant && 'words' in meant)
    return errorAt('unknown-key', t('There is no {0}{1}. {2}', code(entry.key), place, t(meant.words, meant.example ?? '')), entry.keyAt);
  const near = plural || (meant && free.includes(meant.key) ? meant.key : nearest(entry.key, free));
  return errorAt(
    'unknown-key',
    near ? t('There is no `{0}`{1}. Did you mean `{2}`?', entry.key, place, near) : nothingNear(entry.key, place, free),
    entry.keyAt,
    near ? [replaceFix(t('Change to {0}', near), entry.keyAt, near)] : [],
  );
}

/** The most keys that a message lists. */
const MOST_KEYS = 10;

function nothingNear(key: string, place: string, free: readonly string[]): string {
  if (free.length === 0 || free.length > MOST_KEYS) return t('There is no {0}{1}.', code(key), place);
  return t('There is no {0}{1}. What can stand here: {2}.', code(key), place, free.map(code).join(', '));
}

function article(title: string): string {
  const words = title.replace(/([a-z])([A-Z])/g, '$1 $2').toLowerCase();
  return /^[aeio]/.test(words) ? t('an {0}', words) : t('a {0}', words);
}

/** `age: 41` right below `personas:`. */
export const idMissing = ({ key, keyAt }: Entry, kind: string): Problem =>
  errorAt('misplaced', t('`{0}` belongs in {1}, whose id is missing above.', key, article(kind)), keyAt);

/** A population below `personas:`. */
export const elsewhere = ({ key, keyAt }: Entry, own: string, section: string, kind: string): Problem =>
  errorAt('misplaced', t('`{0}` is {1}, not {2}. Is `{3}:` missing above?', key, article(kind), article(own), section), keyAt);

export function badKey(entry: Entry, names: Schema): Problem {
  const better = entry.key
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '_')
    .replace(/^_+|_+$/g, '')
    .replace(/^[0-9]/, 'n$&');
  const fixes =
    better && names.pattern && new RegExp(names.pattern).test(better) ? [replaceFix(t('Change to {0}', better), entry.keyAt, better)] : [];
  return errorAt(
    'bad-id',
    t('{0} is not {1}.', code(entry.key), names['x-expects'] ? t(names['x-expects']) : t('possible as a key here')),
    entry.keyAt,
    fixes,
  );
}

export function missingKey(node: MapNode, keys: readonly string[], entry: Entry | null, words: readonly string[]): Problem {
  const at: Offsets = entry ? entry.keyAt : [node.at[0], node.entries[0]?.keyAt[1] ?? Math.min(node.at[1], node.at[0] + 1)];
  const message = t(
    keys.length > 1 ? '{0} are missing{1}{2}.' : '{0} is missing{1}{2}.',
    keys.map(code).join(t(' and ')),
    entry ? t(' in `{0}`', entry.key) : '',
    words.length > 0 ? `: ${or(words.map(code))}` : '',
  );
  return { ...errorAt('missing-key', message, at), missing: keys };
}

export function emptyItem(node: ScalarNode): Problem {
  return errorAt('empty-item', t('This item is empty.'), node.at);
}

/** `{ graph: small_world(6, 0.1) }` has the key `0.1)`. */
export function commaInFlow(node: MapNode, entry: Entry): Problem {
  const index = node.entries.indexOf(entry);
  const before = [...node.entries]
    .slice(0, index)
    .reverse()
    .find((other) => other.colon);
  if (before?.value.kind !== 'scalar') return errorAt('flow-comma', t('{0} needs a `:` and a value.', code(entry.key)), entry.keyAt);
  const message = t('The comma cuts `{0}` in two: {1} is read as a key. Put the value in quotes.', before.key, code(entry.key));
  return errorAt('flow-comma', message, [before.value.at[0], entry.keyAt[1]]);
}

// Where a section belongs that is at the top level by mistake: `surveys` in a scenario.

interface Home {
  readonly section: string;
  /** `a scenario`. */
  readonly what: string;
}

const HOMES = [
  ['scenarios', 'scenario', marked('a scenario')],
  ['worlds', 'world', marked('a world')],
  ['experiments', 'experiment', marked('an experiment')],
] as const;

export function homeOf(key: string): Home | null {
  if (Object.hasOwn(rootSchema.properties ?? {}, key)) return null;
  const found = HOMES.find(([, title]) => Object.hasOwn(follow({ $ref: `#/$defs/${title}` }).properties ?? {}, key));
  return found ? { section: found[0], what: found[2] } : null;
}
