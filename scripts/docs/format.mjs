/**
 * docs/format.md: the text is that of scripts/docs/format.md, where `[keys: persona]` stands for a table of the keys of
 * that part of the schema, `[contents]` for the table of contents and `[sources]` for the list of sources.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../lib/paths.mjs';
import { cell, MARK } from './bundle.mjs';

/** @typedef {{ [key: string]: any }} Schema */

const SOURCES = [
  ['arXiv 2510.19299', 'Learning to Make Friends: Coaching LLM Agents toward Emergent Social Ties', '2510.19299'],
  ['Park et al. 2023', 'Generative Agents: Interactive Simulacra of Human Behavior', '2304.03442'],
  ['arXiv 2404.16698', 'Cooperate or Collapse: Emergence of Sustainable Cooperation in a Society of LLM Agents (GovSim)', '2404.16698'],
  ['arXiv 2412.10270', 'Cultural Evolution of Cooperation among LLM Agents', '2412.10270'],
  ['arXiv 2411.11581', 'OASIS: Open Agent Social Interaction Simulations', '2411.11581'],
  ['arXiv 2310.11667', 'SOTOPIA: Interactive Evaluation for Social Intelligence in Language Agents', '2310.11667'],
  ['Cohen 1960', 'A Coefficient of Agreement for Nominal Scales. Educational and Psychological Measurement 20', null],
  ['Watts and Strogatz 1998', 'Collective dynamics of ‘small-world’ networks. Nature 393', null],
];

/** @returns {Schema} */
export const readSchema = () => JSON.parse(readFileSync(join(root, 'schemas/society.schema.json'), 'utf8'));

/** @param {Schema} schema */
export function formatPage(schema) {
  const template = readFileSync(join(root, 'scripts/docs/format.md'), 'utf8');
  const writer = { schema, links: linksOf(template) };
  const used = new Set([...template.matchAll(/^\[keys: (.*)\]$/gm)].map(([, path]) => path ?? ''));
  for (const path of partsOf(schema)) if (!used.has(path)) throw new Error(`scripts/docs/format.md has no [keys: ${path}]`);
  const body = template
    .replace(/^\[keys: (.*)\]$/gm, (_, path) => table(writer, path))
    .replace('[contents]', contents(template))
    .replace('[sources]', sources(schema));
  return `${MARK}${body}`;
}

/** Every part with keys of its own, by its path: `persona`, `memory.recency`, and nothing for the file itself. @param {Schema} schema */
function partsOf(schema) {
  /** @type {string[]} */
  const parts = [''];
  /** @type {(node: Schema, path: string) => void} */
  const visit = (node, path) => {
    for (const [key, sub] of Object.entries(node.properties ?? {})) {
      if (sub.$ref || !objectOf(sub)?.properties) continue;
      parts.push(`${path}.${key}`);
      visit(objectOf(sub) ?? sub, `${path}.${key}`);
    }
  };
  for (const [name, node] of Object.entries(schema.$defs)) {
    const object = objectOf(node);
    if (!object?.properties) continue;
    parts.push(name);
    visit(object, name);
  }
  return parts;
}

/** The map among the alternatives of a schema. @param {Schema} node @returns {Schema | undefined} */
const objectOf = (node) =>
  node.properties ? node : [...(node.anyOf ?? []), ...(node.items ? [node.items] : [])].find((/** @type {Schema} */ one) => one.properties);

/** @param {string} heading */
const slug = (heading) =>
  heading
    .toLowerCase()
    .replace(/[^\p{L}\p{N} _-]/gu, '')
    .replaceAll(' ', '-');

/** Heading above the keys of each part. @param {string} template */
function linksOf(template) {
  /** @type {Map<string, string>} */
  const links = new Map();
  let heading = '';
  for (const line of template.split('\n')) {
    const found = /^#+ (.*)$/.exec(line);
    if (found) heading = found[1] ?? '';
    const keys = /^\[keys: (.*)\]$/.exec(line);
    if (keys) links.set(keys[1] ?? '', heading);
  }
  return links;
}

/** @param {string} template */
function contents(template) {
  /** @type {string[]} */
  const out = [];
  let fence = false;
  for (const line of template.split('\n')) {
    if (line.startsWith('```')) fence = !fence;
    const found = fence ? null : /^(##|###) (.*)$/.exec(line);
    if (!found) continue;
    const link = `[${found[2]}](#${slug(found[2] ?? '')})`;
    if (found[1] === '##') out.push(`- ${link}`);
    else out.push(`${out.pop()} · ${link}`);
  }
  return out.map((line) => line.replace(' · ', ': ')).join('\n');
}

/** @typedef {{ schema: Schema, links: Map<string, string> }} Writer */

/** A schema with what it refers to; keys next to a reference win. @param {Writer} writer @param {Schema} node @returns {Schema} */
function follow(writer, node) {
  if (!node.$ref) return node;
  const { $ref, ...beside } = node;
  return { ...follow(writer, writer.schema.$defs[$ref.slice('#/$defs/'.length)]), ...beside };
}

/** @param {Writer} writer @param {string} path */
function table(writer, path) {
  const [name = '', ...within] = path.split('.');
  let node = name === '' ? writer.schema : writer.schema.$defs[name];
  for (const key of within) node = objectOf(node)?.properties[key];
  const object = objectOf(node);
  if (!object) throw new Error(`the schema has no keys for ${path}`);
  const keys = Object.entries(object.properties).filter(([key, sub]) => !isPlacing(key, sub));
  const rows = keys.map(([key, sub]) => row(writer, key, sub, (object.required ?? object.else?.required)?.includes(key) ?? false, path));
  if (keys.length < Object.keys(object.properties).length) rows.push(PLACING);
  const about = aboutOf(node, path === '');
  return [...(about ? [about, ''] : []), '| key | takes | | example |', '|---|---|---|---|', ...rows].join('\n');
}

/** The place of an entry among inherited ones: the same four keys in every map that is merged. */
const PLACING =
  '| `first` `before` `after` `off` | `true`, or the id of an entry | The place of an entry among inherited ones, or `off` to remove it. See [Merging](format-merging.md). | `after: talk` |';

/** @param {string} key @param {Schema} sub */
const isPlacing = (key, sub) => ['first', 'before', 'after', 'off'].includes(key) && /^#\/\$defs\/place[A-Z]/.test(sub.$ref ?? '');

/** The description of a part. @param {Schema} node @param {boolean} file */
function aboutOf(node, file) {
  return file ? node.description : [node.description, ...notes(node)].filter(Boolean).join(' ');
}

/** @param {Schema} node */
const notes = (node) => [...(node['x-ours'] ? ['*Ours.*'] : []), ...(node['x-source'] ? [`*Source: ${node['x-source']}.*`] : [])];

/** @param {Writer} writer @param {string} key @param {Schema} written @param {boolean} needed @param {string} path of the part */
function row(writer, key, written, needed, path) {
  const node = follow(writer, written);
  const own = written.$ref && !written.description && linkOf(writer, written) ? [] : notes(node);
  const description = node.description ?? '';
  const value = node.default === undefined ? [] : [`Default: \`${inline(node.default)}\`.`];
  const words = [...(needed ? ['**Needed.**'] : []), description, ...value, ...own].join(' ');
  const example = exampleOf(node);
  return `| \`${key}\` | ${cell(takes(writer, written, `${path}.${key}`))} | ${cell(words)} | ${example === undefined ? '' : `\`${cell(`${key}: ${inline(example)}`)}\``} |`;
}

/** @param {Schema} node */
function exampleOf(node) {
  if (node.examples) return node.examples[0];
  if (node.const !== undefined) return node.const;
  if (node.enum) return node.enum.find((/** @type {unknown} */ value) => value !== node.default) ?? node.enum[0];
  return node.type === 'boolean' ? node.default !== true : undefined;
}

/** @param {Writer} writer @param {Schema} written @param {string} [path] @returns {string | null} */
function linkOf({ links }, written, path = '') {
  if (written.$ref === '#/$defs/model') return '[a model](#models)';
  const part = written.$ref?.slice('#/$defs/'.length) ?? path;
  const heading = part === '' ? undefined : links.get(part);
  return heading === undefined ? null : `[${heading.replaceAll('`', '').toLowerCase()}](#${slug(heading)})`;
}

/** The values of a key, in words. @param {Writer} writer @param {Schema} written @param {string} [path] @returns {string} */
function takes(writer, written, path = '') {
  const node = follow(writer, written);
  const link = linkOf(writer, written, path);
  if (written.$ref === '#/$defs/selector') return '[who](#who-selectors)';
  if (written.$ref === '#/$defs/schedule') return '[when](#when-schedules)';
  if (link) return node.anyOf ? `${node['x-expects'] ?? ''}: ${link}` : link;
  if (node.enum) return node.enum.map((/** @type {unknown} */ value) => `\`${value}\``).join(' · ');
  if (node.const !== undefined) return `\`${node.const}\``;
  if (node['x-expr'] === 'expression') return '[expression](expressions.md)';
  if (node['x-expects'] && (node.anyOf || node.pattern)) return node['x-expects'];
  return kindOf(writer, node);
}

/** @param {Writer} writer @param {Schema} node @returns {string} */
function kindOf(writer, node) {
  switch (node.type) {
    case 'integer':
      return `whole number${bounds(node)}`;
    case 'number':
      return `number${bounds(node)}`;
    case 'boolean':
      return '`true` or `false`';
    case 'array':
      return `list${of(takes(writer, node.items ?? {}))}`;
    case 'object':
      return mapOf(writer, node);
    default:
      return textKind(node);
  }
}

/** @param {string} what */
const of = (what) => (what === '' ? '' : `: ${what}`);

/** Short forms in words. @type {Readonly<Record<string, string>>} */
const FORMS = {
  graph: '[a network](#short-forms)',
  answer: '`yes_no`, labels or a scale',
};

/** @param {Schema} node */
function textKind(node) {
  if (node['x-refers'])
    return `id of a ${node['x-refers'].join(' or ')}`.replace(/a (action|arm)/, 'an $1').replace('a prompts', 'a set of prompts');
  if (node['x-expr'] === 'template') return 'prose with `$(…)`';
  if (node['x-expr'] === 'statements') return '[statements](expressions.md#statements)';
  if (node['x-form'] === 'path') return 'path';
  const form = FORMS[node['x-form'] ?? ''];
  if (form) return form;
  if (node['x-form'] === 'pick') return '`top N by …`, `bottom N by …` or `random N`';
  return node['x-text'] ? 'prose' : node.type === 'string' ? 'text' : (node['x-expects'] ?? '');
}

/** @param {Writer} writer @param {Schema} node */
function mapOf(writer, node) {
  const item = node.additionalProperties;
  if (!item || item.$ref === '#/$defs/literal') return 'values by name';
  return `by id: ${takes(writer, item)}`;
}

/** @param {Schema} node */
function bounds({ minimum, maximum, exclusiveMinimum }) {
  const far = maximum !== undefined && maximum > 1e6;
  if (exclusiveMinimum !== undefined)
    return maximum === undefined ? ` above ${exclusiveMinimum}` : ` above ${exclusiveMinimum}, to ${maximum}`;
  if (minimum !== undefined && maximum !== undefined && !far) return ` from ${minimum} to ${maximum}`;
  return minimum === undefined ? '' : ` from ${minimum}`;
}

/** Items of a list that are shown. */
const MOST = 6;

/** A value on one line, as it is written after its key. @param {any} value @param {boolean} [flow] @returns {string} */
export function inline(value, flow = false) {
  if (Array.isArray(value))
    return `[${value
      .slice(0, MOST)
      .map((one) => inline(one, true))
      .join(', ')}${value.length > MOST ? ', …' : ''}]`;
  if (value === null || typeof value !== 'object') return scalar(value, flow);
  const entries = Object.entries(value).map(([key, one]) => `${key}: ${inline(one, true)}`);
  return entries.length === 0 ? '{}' : `{ ${entries.join(', ')} }`;
}

/** @param {unknown} value @param {boolean} flow */
function scalar(value, flow) {
  if (typeof value !== 'string') return String(value);
  const risky = /^[[\]{}&*!|>'"%@`#,?-]|: |:$| #|^$|^\s|\s$|^-?\d+(\.\d+)?$/.test(value) || (flow && /[,[\]{}]/.test(value));
  return risky ? `'${value.replaceAll("'", "''")}'` : value;
}

/** Every source that the schema names must be in the list. @param {Schema} schema */
function sources(schema) {
  const text = JSON.stringify(schema);
  for (const [source] of text.matchAll(/arXiv \d{4}\.\d{5}/g))
    if (!SOURCES.some(([name]) => name === source)) throw new Error(`scripts/docs/format.mjs does not know the source ${source}`);
  return SOURCES.filter(([name]) => text.includes(name ?? ''))
    .map(([name, title, paper]) => `- **${name}**: ${title}.${paper ? ` [arxiv.org/abs/${paper}](https://arxiv.org/abs/${paper})` : ''}`)
    .join('\n');
}
