/**
 * Checks that only prompt templates have: unknown fields of the parts of a situation, placeholders in the syntax of other
 * programs, which a model would read unchanged, and sets that replace a set of the library without all of its sections.
 */
import { checkTemplate, type ExprProblem, type Named, nearest, type NameTypes, splitTemplate, type Type } from '../../../expr/index.js';
import { personaFields } from '../../names/agents.js';
import type { Definition, ExpressionUse, FileModel } from '../../incremental/file.js';
import { always, inPieces, type PieceCheck } from '../../program/inPieces.js';
import { namesAt, promptNames } from '../../names/names.js';
import { find, type Program } from '../../program/program.js';
import { isLibrary } from '../../program/uri.js';
import { errorAt, type Problem, replaceFix } from '../../text/problem.js';
import { scalarMap } from '../../syntax/scalarMap.js';
import { textOf, type TreeNode, valueAt } from '../../syntax/node.js';
import { definitionsOf } from '../common/checkHelpers.js';
import { t } from '../../../core/util/l10n.js';

const SECTIONS = ['frame', 'setting', 'options', 'answer', 'you', 'situation', 'messages', 'memories', 'turn'] as const;

/** Fields of a template's names, as the engine fills them; `params` and the levels of traits depend on the file. */
const FIELDS: Readonly<Record<string, readonly string[]>> = {
  me: [...personaFields().map(([key]) => key), 'levels'],
  seen: [
    'id',
    'kind',
    'action',
    'author',
    'name',
    'round',
    'text',
    'direct',
    'replyTo',
    'answersMe',
    'mentionsMe',
    'up',
    'down',
    'quotes',
    'note',
  ],
  mine: ['id', 'round', 'text', 'direct'],
  memories: ['id', 'round', 'text'],
  known: ['id', 'name', 'tie', 'links'],
  options: ['action', 'does', 'kind', 'messages', 'agents', 'values', 'args', 'chosen', 'passes', 'wordless'],
  riders: ['action', 'most', 'messages', 'values'],
  kept: ['text', 'everybody', 'from', 'shared'],
  confided: ['text', 'id', 'name', 'everybody', 'from'],
};

/** The name of one item of each list in messages. */
const ONE: Readonly<Record<string, string>> = {
  me: 'agent',
  seen: 'message',
  mine: 'own message',
  memories: 'memory',
  known: 'acquaintance',
  options: 'option',
  riders: 'reaction',
  kept: 'secret',
  confided: 'secret',
};

let names: NameTypes | null = null;

/** The names in templates, with exactly the fields that the engine provides. */
export function templateNames(): NameTypes {
  if (names) return names;
  const open = promptNames();
  const closed = [...open.names].map(([name, known]): [string, Named] => [name, { ...known, type: strict(name, known.type) }]);
  names = { ...open, names: new Map(closed) };
  return names;
}

function strict(name: string, type: Type): Type {
  const fields = FIELDS[name];
  if (!fields) return type;
  const known = type.kind === 'list' ? type.of : type;
  const typed = known.kind === 'record' ? known.fields : new Map<string, Named>();
  const record: Type = {
    kind: 'record',
    name: ONE[name] ?? name,
    fields: new Map(fields.map((field) => [field, typed.get(field) ?? { type: { kind: 'unknown' } }])),
    open: false,
  };
  return type.kind === 'list' ? { kind: 'list', of: record } : record;
}

/** Whether an expression is a template: it is below `prompts:` of the file, a world, a scenario or a person. */
export const isTemplate = ({ kind, path }: Pick<ExpressionUse, 'kind' | 'path'>): boolean =>
  kind === 'template' && /^(prompts\.|(worlds|scenarios|personas|fragments)\.[^.]+\.prompts\.)/.test(path);

export function checkTemplates(program: Program, file: FileModel): Problem[] {
  const found = templatesIn(program, file).flatMap((use) => checkUse(program, file, use));
  return [...found, ...replacedSets(program, file)];
}

/** The templates of a file that contain an expression or a placeholder. */
export const templatesIn = (program: Program, file: FileModel): readonly ExpressionUse[] =>
  inPieces(program, file, TEMPLATES)?.flatMap(([, uses]) => uses) ?? file.expressions.filter(hasExpression);

const hasExpression = (use: ExpressionUse): boolean => isTemplate(use) && /[{$]/.test(String(use.node.value));

const TEMPLATES: PieceCheck<ExpressionUse> = {
  name: 'templates',
  token: always,
  find: (_program, _file, { expressions }) => expressions.filter(hasExpression),
};

function checkUse(program: Program, file: FileModel, use: ExpressionUse): Problem[] {
  const source = String(use.node.value);
  const found = [...fields(program, file, use, source), ...foreign(source)];
  if (found.length === 0) return [];
  const place = scalarMap(use.node, file.tree.text);
  return found.map(({ code, message, start, end, suggestion }) => {
    const at = [place(start), place(end - 1) + 1] as const;
    return errorAt(code, message, at, suggestion === undefined ? [] : [replaceFix(t('Change to {0}', suggestion), at, suggestion)]);
  });
}

interface Found extends Omit<ExprProblem, 'code'> {
  readonly code: string;
}

/** Problems that only the exact fields show. The general check reports the others. */
function fields(program: Program, file: FileModel, use: ExpressionUse, source: string): Found[] {
  if (!source.includes('$(')) return [];
  if (use.path.split('.').at(-2) === 'notes') return [];
  const exact = checkTemplate(source, templateNames()).filter(({ code }) => code === 'unknown-field');
  if (exact.length === 0) return [];
  const general = new Set(checkTemplate(source, namesAt(program, file, use)).map(({ code, start }) => `${code} ${start}`));
  return exact
    .filter(({ code, start }) => !general.has(`${code} ${start}`))
    .map((problem) => ({ ...problem, code: `expression-${problem.code}` }));
}

/** `{{me.name}}`, `${me.name}`, `{me.name}`, `$me.name`: the model would read them unchanged. */
const FOREIGN = /\{\{\s*([A-Za-z_][\w.]*)\s*\}\}|\$\{\s*([A-Za-z_][\w.]*)\s*\}|\{([A-Za-z_][\w.]*)\}|\$([A-Za-z_]\w*(?:\.\w+)*)/g;

function foreign(source: string): Found[] {
  if (!/[{$]/.test(source)) return [];
  const { parts } = splitTemplate(source);
  return parts.flatMap(({ start, text, tree }) =>
    tree ? [] : [...text.matchAll(FOREIGN)].flatMap((match) => placeholder(match, start) ?? []),
  );
}

function placeholder(match: RegExpExecArray, from: number): Found | null {
  const [whole, twice, dollar, once, bare] = match;
  const path = twice ?? dollar ?? once ?? bare ?? '';
  const [root = ''] = path.split('.');
  const known = templateNames().names.has(root);
  if (!known && twice === undefined && dollar === undefined) return null;
  const start = from + match.index;
  const base = { code: 'template-placeholder', start, end: start + whole.length };
  if (known) return { ...base, message: t('`{0}` is not filled in. Write `$({1})`.', whole, path), suggestion: `$(${path})` };
  const near = nearest(root, templateNames().names.keys());
  const help = near ? t(' Did you mean `$({0})`?', near) : t(' Names are: {0}.', [...templateNames().names.keys()].join(', '));
  return {
    ...base,
    message: t('`{0}` is not filled in, and the name `{1}` is unknown.{2}', whole, root, help),
    ...(near ? { suggestion: `$(${near})` } : {}),
  };
}

/** Finds sets that replace a set of the library with the same id but lack some of its sections. */
function replacedSets(program: Program, file: FileModel): Problem[] {
  if (isLibrary(file.uri)) return [];
  return definitionsOf(program, file, 'prompts').flatMap((definition) => {
    const shipped = find(program.index, ['prompts'], definition.id).find((other) => isLibrary(other.file.uri));
    const missing = shipped ? SECTIONS.filter((section) => hasSection(shipped, section) && !said(program, definition, section)) : [];
    return missing.length === 0 ? [] : [replaced(definition, missing)];
  });
}

const hasSection = ({ entry }: Definition, section: string): boolean => valueAt(entry.value, section) !== undefined;

/** Whether a set has a section, of its own or from a set that it extends. */
function said(program: Program, definition: Definition, section: string): boolean {
  let node: TreeNode | undefined = definition.entry.value;
  for (let i = 0; i < 8 && node; i++) {
    if (valueAt(node, section)) return true;
    const base = textOf(valueAt(node, 'extends'));
    node = base === null || base === definition.id ? undefined : find(program.index, ['prompts'], base)[0]?.entry.value;
  }
  return false;
}

function replaced({ id, entry }: Definition, missing: readonly string[]): Problem {
  const list = missing.map((section) => `\`${section}\``).join(', ');
  const message = t(
    "This replaces the library's `{0}` but has no {1}, so these prompts would be empty. " +
      'Give it another id and choose it with `prompts:` in a scenario.',
    id,
    list,
  );
  return { code: 'prompts-replaced', severity: 'warning', message, at: entry.keyAt };
}
