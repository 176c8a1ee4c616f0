/** Why a graph made no tie, in words. `shared` ties agents with values in common, and they may have none. */
import type { Json } from '../../core/util/json.js';
import type { GraphMembers } from './graph.js';

/** Takes `shared(field, k, p)` apart. */
const SHARED = /^\s*shared\(\s*([a-z][a-z0-9_.]*)\s*(?:,\s*([0-9]+)\s*)?(?:,\s*([0-9.]+)\s*)?\)\s*$/;

/** Above this number of pairs, common values are not counted. */
const MOST_PAIRS = 2_000_000;

/** Null if the graph may be empty: the form says so, chance decided so, or there are fewer than two members. */
export function whyEmpty(graph: string | readonly string[], { ids, field }: GraphMembers): string | null {
  const [, path, k = '1', p = '1'] = typeof graph === 'string' ? (SHARED.exec(graph) ?? []) : [];
  if (path === undefined || Number(p) === 0 || ids.length < 2) return null;
  const sets = ids.map((_, i) => valuesOf(field(i, path)));
  if (sets.every((set) => set.size === 0))
    return `No agent has a field \`${path}\`, so this network begins without a tie. Name a field that agents have, such as \`interests\`.`;
  const most = mostShared(sets);
  if (most === null || most >= Number(k)) return null;
  const shared =
    most === 0 ? `No two people have any value of \`${path}\` in common` : `No two people have more than ${most} of \`${path}\` in common`;
  return `${shared}, so this network begins without a tie: \`shared(${path}, ${k}, ${p})\` ties those with at least ${k}. ${most === 0 ? 'Give them values in common.' : `Write \`shared(${path}, ${most}, ${p})\`, or give them more.`}`;
}

const valuesOf = (value: Json): ReadonlySet<string> =>
  new Set((Array.isArray(value) ? (value as readonly Json[]) : value === null || value === '' ? [] : [value]).map(String));

/** The largest number of common values of two members; null if there are too many pairs to count. */
function mostShared(sets: readonly ReadonlySet<string>[]): number | null {
  if ((sets.length * (sets.length - 1)) / 2 > MOST_PAIRS) return null;
  let most = 0;
  for (const [i, a] of sets.entries())
    for (let j = 0; j < i; j++) {
      let both = 0;
      for (const one of sets[j]!) if (a.has(one)) both++;
      most = Math.max(most, both);
    }
  return most;
}
