/** The ties of a run as lists that are kept with it, next to the answers of its agents. */
import type { Label } from '../../analysis/network/mixing.js';
import { canonical, type Json } from '../../core/util/json.js';
import { sha256 } from '../../node/ports.js';
import { type RunMoment, type RunTies, tiesOfRun } from './networkOfRun.js';
import type { NetworkSpec } from './networkSpec.js';

type Values = { readonly [key: string]: readonly (number | string | null)[] };

/** Lists by key, and why there are none, by key. */
interface TieRecord {
  readonly values: Values;
  readonly faults: { readonly [key: string]: string };
}

/** Never throws because of a file: a network that the run does not have has a fault. */
export function tieRecord(run: RunMoment, specs: readonly NetworkSpec[]): TieRecord {
  const values: { [key: string]: Values[string] } = {};
  const faults: { [key: string]: string } = {};
  for (const { id, settings } of specs) {
    let found: RunTies;
    try {
      found = tiesOfRun(run, settings);
    } catch (error) {
      faults[`${id}.ties`] = (error as Error).message;
      continue;
    }
    const { ids, names, ties, edge, pairs, groups, by } = found;
    Object.assign(values, { [`${id}.ids`]: ids, [`${id}.names`]: names, [`${id}.ties`]: [ties, edge], [`${id}.pairs`]: pairs });
    for (const [group, labels] of Object.entries(groups)) values[`${id}.groups.${group}`] = labels.map(plain);
    if (by) values[`${id}.by`] = by.map(plain);
  }
  return { values, faults };
}

/** True and false as words, which is how tables have them. */
const plain = (label: Label): number | string | null => (typeof label === 'boolean' ? String(label) : label);

/** The ties that were kept of a network; null where there are none. */
export function tiesKept({ id, settings }: NetworkSpec, values: Values): RunTies | null {
  const [ids, names, named, pairs] = ['ids', 'names', 'ties', 'pairs'].map((key) => values[`${id}.${key}`]);
  if (!ids || !names || !named || !pairs) return null;
  return {
    ...{ ids: ids.map(String), names: names.map(String), ties: String(named[0]), edge: Number(named[1]), pairs: pairs.map(Number) },
    groups: Object.fromEntries(settings.groups.map((group) => [group.id, values[`${id}.groups.${group.id}`] ?? []] as const)),
    by: values[`${id}.by`] ?? null,
  };
}

/** A name for what is kept of the networks of a scenario, so that a run that kept something else is measured again. */
export function tieRecordName(specs: readonly NetworkSpec[]): string {
  const made = specs.map(({ id, settings: { ties, groups, by } }) => [
    id,
    ties,
    groups.map((one) => [one.id, one.of, one.cuts]),
    by?.of ?? null,
  ]);
  return `ties.${sha256(canonical(made as unknown as Json)).slice(0, 12)}`;
}
