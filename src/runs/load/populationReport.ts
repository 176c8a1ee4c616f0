/** The result of drawing a population, before any question is asked: its diversity, its most similar pairs, and whether quotas were met. */
import { type Association, associations, type FieldValue } from '../../core/associations.js';
import { type Described, type Diversity, diversity } from '../../analysis/talk/diversity.js';
import type { NodeId } from '../../core/util/ids.js';
import type { Json, JsonObject } from '../../core/util/json.js';
import { rng } from '../../core/random/rng.js';
import { quotaCounts } from '../../engine/population/apportion.js';
import type { Member } from '../../engine/population/population.js';

interface QuotaMet {
  readonly field: string;
  /** Node of the rule, and the branch that it counts within. */
  readonly at: NodeId;
  readonly branch: string | null;
  /** By value: the exact share of the weights, not rounded, and the actual number. */
  readonly values: readonly { readonly value: string; readonly wanted: number; readonly got: number }[];
  /** Every value is within 1 of its exact share, and as the largest remainder method gives it. */
  readonly met: boolean;
}

export interface PopulationReport extends Diversity {
  readonly quotas: readonly QuotaMet[];
  /** Of each pair of fields with few values or numbers, the largest first. */
  readonly associations: readonly Association[];
}

/** The report of a population. Agents are compared by the words of all their fields except the name; of more than 500, a sample. */
export function populationReport(id: string, members: readonly Member[], seed: number): PopulationReport {
  const described = members.map(({ id: member, fields }): Described => {
    const { name: _, ...rest } = fields;
    return { id: member, fields: rest, text: Object.values(rest).map(wordsOf).join('. ') };
  });
  const people = members.map(({ fields: { name: _, ...rest } }) => Object.fromEntries(Object.entries(rest).filter(isSingle)));
  return {
    ...diversity(described, rng(seed, 'population', id, 'report')),
    quotas: quotasOf(members),
    associations: associations(people),
  };
}

const isSingle = (entry: [string, Json]): entry is [string, FieldValue] => entry[1] === null || typeof entry[1] !== 'object';

/** Numbers are left out of the comparison of words: 0.4123 and 0.4124 are different words. */
function wordsOf(value: Json): string {
  if (typeof value === 'string') return value;
  return Array.isArray(value) ? value.map(wordsOf).join('. ') : '';
}

function quotasOf(members: readonly Member[]): readonly QuotaMet[] {
  const groups = new Map<string, { field: string; at: NodeId; rule: string; branch: string | null; values: string[] }>();
  for (const { fields, origins } of members) {
    for (const [field, { kind, at, rule, branch = null }] of Object.entries(origins)) {
      if (kind !== 'quota') continue;
      const key = `${at}\n${branch}`;
      const group = groups.get(key) ?? { field, at, rule, branch, values: [] };
      group.values.push(String(fields[field]));
      groups.set(key, group);
    }
  }
  return [...groups.values()].map(({ field, at, rule, branch, values }) => {
    const weights = (JSON.parse(rule) as { readonly quota: JsonObject }).quota;
    const keys = Object.keys(weights);
    const numbers = keys.map((key) => Number(weights[key]));
    const total = numbers.reduce((sum, w) => sum + w, 0);
    const counts = quotaCounts(numbers, values.length);
    const got = keys.map((key) => values.filter((value) => value === key).length);
    return {
      field,
      at,
      branch,
      values: keys.map((value, i) => ({ value, wanted: (numbers[i]! * values.length) / total, got: got[i]! })),
      met: got.every((count, i) => count === counts[i]),
    };
  });
}
