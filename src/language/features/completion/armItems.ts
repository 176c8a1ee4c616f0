/** Completion of the paths that experiments and calibrations set, in the scenario, its world or the file, with their current values. */
import type { Json } from '../../../core/util/json.js';
import type { CompletionItem } from '../../api.js';
import { find, type Program } from '../../program/program.js';
import { type FileSection, FILE_SECTIONS, NULL_KEY, PERTURB_KEY, settingDepth, settingHome } from '../../names/experiments.js';
import type { Definition } from '../../incremental/file.js';
import { lineage } from '../../names/worlds.js';
import { textOf, toData, type TreeNode, valueAt } from '../../syntax/node.js';
import { ITEM } from '../position/flowContext.js';
import { plain } from '../annotations/hover.js';
import { insertable, type CompletionSite } from './completionItem.js';
import { t } from '../../../core/util/l10n.js';

/** The path in the scenario, its world or the file for a path in an experiment. For a factor or a parameter, that is the path of each value of its list. */
export function scenarioPath(program: Program, path: readonly string[]): readonly string[] {
  const depth = settingDepth(path);
  const scenario = depth === null ? null : scenarioOf(program, path);
  if (depth === null || scenario === null) return path;
  const [key, ...rest] = path.slice(depth);
  const isFactor = path[2] === 'grid' || path[2] === 'sample' || path[2] === 'parameters';
  if (key === undefined || (isFactor && rest[0] !== ITEM)) return path;
  const keys = key.split('.');
  const inner = isFactor ? rest.slice(1) : rest;
  switch (settingHome(keys)) {
    case 'file':
      return [...keys, ...inner];
    case 'world':
      return ['worlds', worldOf(program, scenario), ...keys.slice(1), ...inner];
    case 'run':
      return isFactor ? path : [...path.slice(0, depth), ...keys, ...inner];
    case 'scenario':
      return ['scenarios', scenario, ...keys, ...inner];
  }
}

/** The world that a scenario uses. */
function worldOf(program: Program, scenario: string): string {
  const worlds = scenarioLineOf(program, scenario).map(({ entry }) => valueAt(entry.value, 'world'));
  return worlds.map((node) => textOf(node) ?? textOf(valueAt(node, 'use'))).find((id) => id !== null) ?? 'feed';
}

/** The scenario of the experiment or calibration that a path lies in. */
export function scenarioOf(program: Program, [section, id]: readonly string[]): string | null {
  const own = program.main.definitions.find(({ path }) => path === `${section}.${id}`);
  return textOf(valueAt(own?.entry.value, 'scenario'));
}

/** A scenario, followed by the scenarios that it extends. */
export function scenarioLineOf(program: Program, id: string | null): readonly Definition[] {
  const out: Definition[] = [];
  for (let next = id; next !== null; ) {
    const found = find(program.index, ['scenario'], next)[0];
    if (!found || out.includes(found)) break;
    out.push(found);
    next = textOf(valueAt(found.entry.value, 'extends'));
  }
  return out;
}

/** Entries that an arm cannot set. */
const APART: ReadonlySet<string> = new Set(['title', 'extends', 'replace', 'extra', 'notice', 'expect', 'measures', 'surveys']);
const DEEPEST = 3;
const MOST = 60;

/** Keys of the file's entries that completion offers. Others can be written too. */
const OFFERED: { readonly [section in FileSection]: ReadonlySet<string> | null } = {
  ties: new Set(['strength', 'change']),
  populations: new Set(['size']),
  models: new Set(['temperature', 'top_p']),
  personas: null,
};

/** Every path with a value in the scenario, in the feed of its world, and in the networks, populations and models of the file. */
export function armItems({ program, cursor, written, make }: CompletionSite): readonly CompletionItem[] {
  const values = new Map<string, TreeNode>();
  const isFactor = written[2] === 'grid' || written[2] === 'sample';
  const isPrior = written[0] === 'calibrate';
  const gather = (node: TreeNode, path: string, depth: number): void => {
    if (values.size > MOST) return;
    if (node.kind !== 'map' || depth === DEEPEST) {
      if (node.kind !== 'map' && !values.has(path)) values.set(path, node);
      return;
    }
    for (const entry of node.entries)
      if (entry.colon && !(depth === 0 && APART.has(entry.key)))
        gather(entry.value, path === '' ? entry.key : `${path}.${entry.key}`, depth + 1);
  };
  const scenario = scenarioOf(program, written);
  for (const one of scenarioLineOf(program, scenario)) gather(one.entry.value, '', 0);
  for (const { entry } of lineage(program, worldOf(program, scenario ?? ''))) {
    const feed = valueAt(entry.value, 'feed');
    if (feed) gather(feed, 'world.feed', 1);
  }
  for (const [section, keys] of Object.entries(OFFERED))
    for (const [id, [first]] of program.index.get(FILE_SECTIONS[section as FileSection]) ?? [])
      for (const key of keys ?? []) {
        const node = valueAt(first?.entry.value, key);
        if (node && first?.path === `${section}.${id}`) gather(node, `${section}.${id}.${key}`, 1);
      }
  const kinds = Object.entries({ [NULL_KEY]: t('a null run'), [PERTURB_KEY]: t('changes that should not matter') }).flatMap(
    ([key, detail]) =>
      cursor.siblings.has(key) || isFactor || isPrior
        ? []
        : [make(key, 'key', cursor.colon ? key : `${key}: $0`, { detail, sort: '2', again: true })],
  );
  const items = [...values]
    .filter(([path]) => !cursor.siblings.has(path))
    .map(([path, node], i) => {
      const now = plain(toData(node)).trim();
      const short = now.length > 40 ? `${now.slice(0, 39)}…` : now;
      const simple = node.kind === 'scalar' && node.style !== 'literal' && node.style !== 'folded';
      const one = simple ? `\${1:${insertable(now, cursor.flow || isFactor)}}` : '$0';
      const value = isPrior ? priorAround(toData(node)) : isFactor ? `[${one}]` : one;
      const insert = cursor.colon ? path : `${path}: ${value}`;
      return make(path, 'key', insert, { detail: t('now {0}', short), sort: `1${String(i).padStart(3, '0')}`, again: !simple });
    });
  return [...items, ...kinds];
}

/** A prior to fill in: from 0 to twice the current number, or a choice of the current value and another. */
function priorAround(now: Json): string {
  if (typeof now !== 'number') return `[\${1:${insertable(plain(now).trim(), true)}}, \${2:…}]`;
  const high = now === 0 ? 1 : 2 * Math.abs(now);
  const [low, end] = Number.isInteger(now) ? ['0', `${high}`] : ['0.0', Number.isInteger(high) ? `${high}.0` : `${high}`];
  return `\${1:${low}..${end}}`;
}

/** Whether the cursor is at the keys of an arm, a factor or parameters. */
export const inArm = ({ written, cursor }: CompletionSite): boolean => settingDepth(written) === written.length && cursor.mode === 'key';
