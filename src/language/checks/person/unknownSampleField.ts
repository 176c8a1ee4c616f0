/**
 * Fields that members are given. What is no field of a person is a study variable, so that a misspelt field would become
 * one without a word. Of one entry.
 */
import { nearest } from '../../../expr/index.js';
import { type Problem, errorAt, replaceFix, warningAt } from '../../text/problem.js';
import { rootSchema } from '../../schema/schema.js';
import { type Entry, valueAt } from '../../syntax/node.js';
import type { Subject } from '../common/subject.js';
import { entriesIn } from '../common/checkHelpers.js';

const propertiesOf = (name: string): readonly string[] => Object.keys(rootSchema.$defs?.[name]?.properties ?? {});

/** Fields of a person that can be drawn, and fields with parts of their own. */
const FIELDS = propertiesOf('persona').filter((field) => !['vars', 'extends', 'replace', 'private', 'extra', 'reads'].includes(field));
const PARTS: { readonly [field: string]: readonly string[] } = { personality: propertiesOf('personality'), drives: propertiesOf('drives') };

/** What a population's members are given: drawn, or from the columns of a table. */
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
    const message = `This makes a variable with the name \`${key}\`. Write \`${part}\`: what is no field of a person is a variable.`;
    return [warningAt('unknown-field', message, keyAt, [replaceFix(`Change to ${part}`, keyAt, part)])];
  }
  if (parts && part !== undefined) return parts.includes(part) ? [] : [unknownPart(field, part, parts, keyAt)];
  const near = FIELDS.includes(field) ? null : nearest(field, FIELDS);
  if (!near) return [];
  const message = `A person has no field \`${key}\`, so this makes a variable. Did you mean \`${near}\`? If not, declare it under \`vars\`.`;
  return [warningAt('unknown-field', message, keyAt, [replaceFix(`Change to ${near}`, keyAt, near)])];
}

function unknownPart(field: string, part: string, parts: readonly string[], at: Entry['keyAt']): Problem {
  const near = nearest(part, parts);
  const help = near ? `Did you mean \`${near}\`?` : `It has ${parts.join(', ')}.`;
  const fixes = near ? [replaceFix(`Change to ${near}`, at, `${field}.${near}`)] : [];
  return errorAt('unknown-field', `\`${field}\` has no part \`${part}\`. ${help}`, at, fixes);
}
