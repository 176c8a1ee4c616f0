/** Hover: the meaning of a key, an id or a name in an expression, and the beginning of a file of prose. Words of a file are only words in its Markdown. */
import {
  describeType,
  functionsOf,
  type FunctionType,
  hostFunctions,
  measureFunctions,
  measureText,
  inspectAt,
  type Inspection,
  type Named,
  namedIn,
  namesAfter,
  pureFunctions,
  signatureOf,
} from '../../../expr/index.js';
import { literal } from '../../../core/formats/markdown.js';
import type { Hover } from '../../api.js';
import type { FileModel } from '../../incremental/file.js';
import { namesAt } from '../../names/names.js';
import { find, type Program } from '../../program/program.js';
import { branches, follow, requiredKeys, type Schema } from '../../schema/schema.js';
import { expected } from '../../schema/words.js';
import { rangeAt } from '../../text/lines.js';
import { valueAt } from '../../syntax/node.js';
import { treeAt, wordAt } from '../position/expressionAt.js';
import { locateAt } from '../position/locate.js';
import { type FormDoc, formMarkdown } from './valueHover.js';
import { documentSize, passagesIn, normal, proseTarget } from '../../names/textFiles.js';
import type { Host } from '../../program/imports.js';
import { t } from '../../../core/util/l10n.js';

/** `graphs`: the descriptions of the graph generators. */
export function hoverAt(program: Program, offset: number, graphs: readonly FormDoc[] = []): Hover | null {
  const file = program.main;
  const inExpression = expressionHover(program, file, offset);
  if (inExpression) return inExpression;
  const reference = file.references.find((r) => r.at[0] <= offset && offset <= r.at[1]);
  if (reference) {
    const definition = find(program.index, reference.kinds, reference.id)[0];
    const markdown = definition ? describe(definition.id, definition.kind, definition.entry.value) : null;
    if (markdown) return { markdown, range: rangeAt(file.tree.lines, reference.at) };
  }
  const found = locateAt(file.tree.root, offset);
  if (!found) return null;
  const own = found.onKey && file.definitions.find(({ entry }) => entry === found.entry);
  if (own && NAMED_THINGS.has(own.kind)) {
    const range = rangeAt(file.tree.lines, own.entry.keyAt);
    return { markdown: describe(own.id, own.kind, own.entry.value), range };
  }
  if (!found.onKey && found.node.kind === 'scalar' && typeof found.node.value === 'string') {
    const markdown = formMarkdown(found.schema, found.node.value, graphs);
    return markdown === null ? null : { markdown, range: rangeAt(file.tree.lines, found.node.at) };
  }
  if (found.onKey && found.entry)
    return {
      markdown: keyMarkdown(found.entry.key, found.schema, required(found.owner, found.entry.key)),
      range: rangeAt(file.tree.lines, found.entry.keyAt),
    };
  return null;
}

/** Kinds whose ids are described on hover. For other kinds, the description of the key says more. */
const NAMED_THINGS: ReadonlySet<string> = new Set([
  'persona',
  'fragment',
  'population',
  'model',
  'scenario',
  'experiment',
  'calibration',
  'action',
  'reward',
  'code',
]);

const required = (owner: Schema | null, key: string): boolean => owner !== null && requiredKeys(owner).includes(key);

export function keyMarkdown(key: string, schema: Schema, needed = false): string {
  const self = follow(schema);
  const parts = [`**${plainWord(key)}**${needed ? t(' (required)') : ''}: ${expected(self)}`];
  if (self.description) parts.push(t(self.description));
  const values = branches(self).flatMap((branch) => branch.enum ?? (branch.const === undefined ? [] : [branch.const]));
  if (values.length > 1) parts.push(values.map((value) => `\`${String(value)}\``).join(' · '));
  if (self.default !== undefined) parts.push(t('Default: `{0}`', JSON.stringify(self.default).replace(/^"|"$/g, '')));
  const [example] = self.examples ?? [];
  if (example !== undefined) parts.push(t('Example: `{0}: {1}`', key, plain(example)));
  if (self['x-source']) parts.push(t('Source: {0}', self['x-source']));
  if (self['x-ours']) parts.push(t('*Ours: not from a paper.*'));
  return parts.join('\n\n');
}

/** A value as it is written on one line. */
export function plain(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(plain).join(', ')}]`;
  if (value !== null && typeof value === 'object')
    return `{ ${Object.entries(value)
      .map(([key, item]) => `${key}: ${plain(item)}`)
      .join(', ')} }`;
  return String(value);
}

function describe(id: string, kind: string, node: Parameters<typeof valueAt>[0]): string {
  const line = ['name', 'title', 'occupation', 'age', 'does', 'bio'].flatMap((key) => {
    const value = valueAt(node, key);
    return value?.kind === 'scalar' && value.value !== null ? [String(value.value).trim()] : [];
  });
  return [`**${plainWord(id)}** (${kind})`, literal(line.join(' · '))].filter((part) => part !== '').join('\n\n');
}

/** A sub-expression with its type; a name with its declaration; a function with its signature. */
function expressionHover(program: Program, file: FileModel, offset: number): Hover | null {
  const found = treeAt(file, offset);
  const names = found && namesAfter(found.above, namesAt(program, file, found.use));
  const inspected = found && names ? inspectAt(found.tree, names, found.offset, found.statement, found.local) : null;
  if (!found || !inspected) return wordHover(program, file, offset);
  const at = [found.toFile(inspected.start), found.toFile(inspected.end - 1) + 1] as const;
  return { markdown: inspectedMarkdown(inspected, file), range: rangeAt(file.tree.lines, at) };
}

function inspectedMarkdown({ name, named, fn, type }: Inspection, file: FileModel): string {
  if (fn && name !== null) return signature(name, fn);
  const said = plainWord(describeType(type));
  const lines = [name === null ? `*${said}*` : `**${plainWord(name)}**: ${said}`];
  if (named?.doc) lines.push(docOf(named));
  if (named?.declared) {
    const { path, source } = named.declared;
    lines.push(t('Declared in {0}{1}.', code(path), source === file.uri ? '' : `, ${literal(source.slice(source.lastIndexOf('/') + 1))}`));
  }
  return lines.join('\n\n');
}

/** Hover for the word alone, in an expression that is not complete. */
function wordHover(program: Program, file: FileModel, offset: number): Hover | null {
  const word = wordAt(file, offset);
  if (!word || word.after) return null;
  const names = namesAt(program, file, word.use);
  const fn = word.call ? functionsOf(names).get(word.text) : undefined;
  const named = namedIn(names, word.text);
  if (!fn && !named) return null;
  const markdown = fn
    ? signature(word.text, fn)
    : `**${plainWord(word.text)}**: ${named ? plainWord(describeType(named.type)) : ''}${named?.doc ? `\n\n${docOf(named)}` : ''}`;
  return { markdown, range: rangeAt(file.tree.lines, word.at) };
}

/** The description of a name: descriptions of the extension are Markdown, texts from a file are escaped. */
export const docOf = ({ doc = '', declared }: Named): string => (declared ? literal(doc) : t(doc));

/** A text as Markdown. Plain words need no escape. */
const plainWord = (text: string): string => (/^\w+( \w+)*$/.test(text) ? text : literal(text));

/** A text from a file, as code. */
const code = (text: string): string => `\`${text.replace(/[`\s]+/g, ' ')}\``;

export function signature(name: string, fn: FunctionType): string {
  const example =
    fn.example === undefined ? '' : `\n\n\`${fn.example[0]}\`${fn.example[1] === undefined ? '' : t(' is `{0}`', fn.example[1])}`;
  const measure = measureFunctions.get(name);
  const reads = hostFunctions.has(name) && !pureFunctions.has(name) ? t('\n\n*Reads the run.*') : '';
  return `**${signatureOf(name, fn)}**: ${describeType(fn.result)}\n\n${measure ? measureText(measure) : t(fn.doc)}${example}${reads}`;
}

const SHOWN_LINES = 12;

/** The start of the file whose path is at an offset, and the size of a document. The file's text is escaped in the Markdown. */
export async function proseHover(program: Program, offset: number, host: Host): Promise<Hover | null> {
  const file = program.main;
  const use = file.prose.find(({ node }) => node.at[0] <= offset && offset <= node.at[1]);
  const target = use && proseTarget(program, file, use);
  const source = target?.ok ? await host.read(target.uri, program.root) : null;
  if (!use || source === null) return null;
  const lines = normal(source).trimEnd().split('\n');
  const shown = lines.slice(0, SHOWN_LINES).map((line) => line.replace(/[\\`*_{}[\]()#+\-.!|<>~$&]/g, '\\$&'));
  const rest = lines.length > SHOWN_LINES ? ['…'] : [];
  const size = use.document ? `${documentSize(passagesIn(target?.ok ? target.uri : '', source))}\n\n` : '';
  return { markdown: size + [...shown, ...rest].join('  \n'), range: rangeAt(file.tree.lines, use.node.at) };
}
