/** The shortest value that a JSON Schema allows, for models of tests without a text of their own. */

export type Schema = { readonly [key: string]: unknown };

/** The schema where a prompt has it as text: after the prompt, or in the description of what is wrong with an answer. */
export function schemaIn(text: string): Schema | null {
  const at = text.lastIndexOf('JSON Schema: ');
  return at < 0 ? null : (JSON.parse(text.slice(at + 'JSON Schema: '.length)) as Schema);
}

/** The first form of several, the first enum value, null where allowed, empty list, minimum, and one plain sentence for free text. */
export function leastValue(schema: Schema): unknown {
  if (Array.isArray(schema['anyOf'])) return leastValue(schema['anyOf'][0] as Schema);
  if (Array.isArray(schema['enum'])) return schema['enum'][0] as unknown;
  if (Array.isArray(schema['type'])) return null;
  switch (schema['type']) {
    case 'object':
      return Object.fromEntries(
        Object.entries(schema['properties'] as { [key: string]: Schema }).map(([name, property]) => [name, leastValue(property)]),
      );
    case 'array':
      return [];
    case 'integer':
    case 'number':
      return schema['minimum'] ?? 0;
    default:
      return 'A plain answer.';
  }
}
