/** Checks of the fields that a population gives its members: unknown fields, and values outside what `vars` declare. Per entry. */
import { nearest } from '../../../expr/index.js';
import { errorAt, type Problem, replaceFix, warningAt } from '../../text/problem.js';
import { rootSchema } from '../../schema/schema.js';
import { type Entry, type TreeNode, valueAt } from '../../syntax/node.js';
import { entriesIn, numberOf, scalarsOf, type Subject, textsIn } from '../common/checkHelpers.js';
import type { Offsets } from '../../text/lines.js';
import { DRAWN, RANGE } from '../expressions/numbers.js';
import { t } from '../../../core/util/l10n.js';

// Checks the fields of one entry. A key that is not a field of a person is a study variable, so a misspelt field would
// become a variable without a message.

const propertiesOf = (name: string): readonly string[] => Object.keys(rootSchema.$defs?.[name]?.properties ?? {});

/** Fields of a person that can be drawn, and fields with parts of their own. */
const FIELDS = propertiesOf('persona').filter((field) => !['vars', 'extends', 'replace', 'private', 'extra', 'reads'].includes(field));
const PARTS: { readonly [field: string]: readonly string[] } = { personality: propertiesOf('personality'), drives: propertiesOf('drives') };

/** Checks the fields that a population gives its members: drawn, or from the columns of a table. */
export function checkSampled({ section, entry: { value } }: Subject): Problem[] {
  if (section !== 'populations') return [];
  const declared = new Set(entriesIn(value, 'vars').map(({ key }) => key));
  const given = [...entriesIn(value, 'sample'), ...entriesIn(valueAt(value, 'from'), 'map')];
  return given.flatMap((entry) => (declared.has(entry.key) ? [] : misspelt(entry)));
}

function misspelt({ key, keyAt }: Entry): Problem[] {
  const [field, part] = key.split('.') as [string, string | undefined];
  const parts = Object.hasOwn(PARTS, field) ? PARTS[field]! : null;
  if (field === 'vars' && part !== undefined) {
    const message = t(
      'This makes a variable with the name `{0}`. Write `{1}`: a key that is not a field of a person is a variable.',
      key,
      part,
    );
    return [warningAt('unknown-field', message, keyAt, [replaceFix(t('Change to {0}', part), keyAt, part)])];
  }
  if (parts && part !== undefined) return parts.includes(part) ? [] : [unknownPart(field, part, parts, keyAt)];
  const near = FIELDS.includes(field) ? null : nearest(field, FIELDS);
  if (!near) return [];
  const message = t(
    'A person has no field `{0}`, so this makes a variable. Did you mean `{1}`? If not, declare it under `vars`.',
    key,
    near,
  );
  return [warningAt('unknown-field', message, keyAt, [replaceFix(t('Change to {0}', near), keyAt, near)])];
}

function unknownPart(field: string, part: string, parts: readonly string[], at: Entry['keyAt']): Problem {
  const near = nearest(part, parts);
  const help = near ? t('Did you mean `{0}`?', near) : t('It has {0}.', parts.join(', '));
  const fixes = near ? [replaceFix(t('Change to {0}', near), at, `${field}.${near}`)] : [];
  return errorAt('unknown-field', t('`{0}` has no part `{1}`. {2}', field, part, help), at, fixes);
}

export function checkDeclared({ section, entry: { value } }: Subject): readonly Problem[] {
  if (section !== 'populations') return NONE;
  return entriesIn(value, 'sample').flatMap(({ key, value: given }) => {
    const declared = valueAt(valueAt(value, 'vars'), key);
    if (declared?.kind === 'list') {
      const words = scalarsOf(declared).map((one) => String(one.value));
      return strayWords(key, words, given);
    }
    const range = declared?.kind === 'scalar' && typeof declared.value === 'string' ? RANGE.exec(declared.value) : null;
    return range ? beyond(key, Number(range[1]), Number(range[2]), given) : NONE;
  });
}

const NONE: readonly Problem[] = [];

type Word = { readonly text: string; readonly at: Offsets };

/** The words that a member can get: the words of a list, of weights or of a quota, or a single word. */
function wordsOf(given: TreeNode): readonly Word[] {
  if (given.kind === 'list') return textsIn(given).map(({ text, node }) => ({ text, at: node.at }));
  if (given.kind === 'scalar')
    return typeof given.value === 'string' && /^[a-z]\w*$/i.test(given.value) ? [{ text: given.value, at: given.at }] : [];
  if (valueAt(given, 'given')) return [];
  const weights = valueAt(given, 'quota') ?? given;
  return entriesIn(weights).map(({ key, keyAt }) => ({ text: key, at: keyAt }));
}

function strayWords(name: string, words: readonly string[], given: TreeNode): Problem[] {
  return wordsOf(given).flatMap(({ text, at }) => {
    if (words.includes(text)) return [];
    const near = nearest(text, words);
    const help = near ? t('Did you mean `{0}`?', near) : t('It is declared as one of {0}.', words.join(', '));
    const message = t('`{0}` cannot be `{1}`. {2}', name, text, help);
    return [warningAt('outside-declared', message, at, near ? [replaceFix(t('Change to {0}', near), at, near)] : [])];
  });
}

function beyond(name: string, low: number, high: number, given: TreeNode): Problem[] {
  const bounds = boundsOf(given);
  if (!bounds || (bounds[0] >= low && bounds[1] <= high)) return [];
  const message = t(
    '`{0}` is declared as {1}..{2}, and would be {3}. Change the declaration or the value.',
    name,
    low,
    high,
    bounds[0] === bounds[1] ? bounds[0] : t('from {0} to {1}', bounds[0], bounds[1]),
  );
  return [warningAt('outside-declared', message, given.at)];
}

/** The least and the largest value that is certainly possible; null if that is unknown. */
function boundsOf(given: TreeNode): readonly [number, number] | null {
  const own = numberOf(given);
  if (own !== null) return [own, own];
  if (given.kind !== 'scalar' || typeof given.value !== 'string') return null;
  const range = RANGE.exec(given.value);
  if (range) return [Number(range[1]), Number(range[2])];
  const [, kind, first, second, low, high] = DRAWN.exec(given.value) ?? [];
  if (low !== undefined && high !== undefined) return [Number(low), Number(high)];
  if (kind === 'beta') return [0, 1];
  return kind === 'uniform' ? [Number(first), Number(second)] : null;
}
