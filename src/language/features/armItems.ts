/** What experiments set: by its path in the scenario, with what it is there. */
import type { CompletionItem } from '../api.js';
import { find, type Program } from '../model/program.js';
import { settingDepth } from '../model/experiments.js';
import type { Definition } from '../model/file.js';
import { textOf, toData, type TreeNode, valueAt } from '../tree/node.js';
import { ITEM } from './cursor.js';
import { plain } from './hover.js';
import { insertable, type Place } from './place.js';

/** The path in the scenario that a path in an experiment stands for. A factor holds a list of values, each of which could stand there. */
export function scenarioPath(program: Program, path: readonly string[]): readonly string[] {
  const depth = settingDepth(path);
  const scenario = depth === null ? null : scenarioOf(program, path[1] as string);
  if (depth === null || scenario === null) return path;
  const [key, ...rest] = path.slice(depth);
  const isFactor = path[2] === 'grid' || path[2] === 'sample';
  if (key === undefined || (isFactor && rest[0] !== ITEM)) return path;
  return ['scenarios', scenario, ...key.split('.'), ...(isFactor ? rest.slice(1) : rest)];
}

export function scenarioOf(program: Program, experiment: string): string | null {
  const own = program.main.definitions.find(({ kind, id }) => kind === 'experiment' && id === experiment);
  return textOf(valueAt(own?.entry.value, 'scenario'));
}

/** A scenario and those it extends, itself first. */
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

/** Of which entries an arm says nothing. */
const APART: ReadonlySet<string> = new Set(['title', 'extends', 'replace', 'extra', 'notice', 'expect', 'measures', 'surveys']);
const DEEPEST = 3;
const MOST = 60;

/** Every path of the scenario that has a value. */
export function armItems({ program, cursor, written, make }: Place): readonly CompletionItem[] {
  const values = new Map<string, TreeNode>();
  const isFactor = written[2] === 'grid' || written[2] === 'sample';
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
  for (const scenario of scenarioLineOf(program, scenarioOf(program, written[1] as string))) gather(scenario.entry.value, '', 0);
  return [...values]
    .filter(([path]) => !cursor.siblings.has(path))
    .map(([path, node], i) => {
      const now = plain(toData(node)).trim();
      const short = now.length > 40 ? `${now.slice(0, 39)}…` : now;
      const simple = node.kind === 'scalar' && node.style !== 'literal' && node.style !== 'folded';
      const one = simple ? `\${1:${insertable(now, cursor.flow || isFactor)}}` : '$0';
      const value = isFactor ? `[${one}]` : one;
      const insert = cursor.colon ? path : `${path}: ${value}`;
      return make(path, 'key', insert, { detail: `now ${short}`, sort: `1${String(i).padStart(3, '0')}`, again: !simple });
    });
}

/** The cursor is where an arm or a factor has its keys. */
export const inArm = ({ written, cursor }: Place): boolean => settingDepth(written) === written.length && cursor.mode === 'key';
