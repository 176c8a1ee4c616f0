/**
 * Expectations from before any run: expectations of a file, each with a hash of its content and the date.
 * They are in their own file, `NAME.frozen.json` next to the society, so that it goes into version control, whose history is the evidence.
 * A later freeze adds to the file; nothing in it is ever replaced.
 */
import type { Wording } from '../../core/util/l10n.js';
import { canonical } from '../../core/util/json.js';
import type { Resolved } from '../../language/api.js';
import type { Society } from '../../language/generated/society.js';
import { sha256 } from '../../node/ports.js';
import type { SourceRef } from '../../trace/index.js';
import type { Tested } from '../expectations/expectations.js';
import { sourceName } from '../load/sourceName.js';
import type { Verdict } from '../expectations/verdicts.js';

/** The content of one expectation, with everything that its meaning depends on. */
interface Said {
  readonly that: string;
  /** For example `8 of 10 seeds`; null where it is about one run. */
  readonly in: string | null;
  /** Measures of the file that it uses, with their formulas. */
  readonly measures: { readonly [id: string]: string };
}

interface FrozenOne extends Said {
  /** The hash of all fields above. */
  readonly sha256: string;
}

interface FrozenScenario {
  /** Runs of the scenario that existed at the time of the freeze. */
  readonly runs: number;
  readonly expect: { readonly [id: string]: FrozenOne };
}

export interface Freeze {
  /** ISO 8601, from the host's clock. */
  readonly date: string;
  readonly sources: readonly SourceRef[];
  readonly scenarios: { readonly [id: string]: FrozenScenario };
}

export interface Frozen {
  readonly frozen: 1;
  /** Oldest first. */
  readonly freezes: readonly Freeze[];
}

/** The file that belongs to a society, by path or URI. */
export const frozenFile = (society: string): string => society.replace(/(\.society)?$/, '.frozen.json');

/** The content of such a file; throws a message where it is not valid. */
export function readFrozen(text: string | null): Frozen | null {
  if (text === null) return null;
  let value: Partial<Frozen> | null;
  try {
    value = JSON.parse(text) as Partial<Frozen> | null;
  } catch {
    value = null;
  }
  if (value?.frozen !== 1 || !Array.isArray(value.freezes) || !value.freezes.every(isFreeze))
    throw new Error(
      'The file of frozen expectations cannot be read, and is left as it is. Restore it from version control, or move it to another folder.',
    );
  return value as Frozen;
}

const isFreeze = (value: unknown): boolean => {
  const one = value as Partial<Freeze> | null;
  return typeof one?.date === 'string' && Array.isArray(one.sources) && typeof one.scenarios === 'object' && one.scenarios !== null;
};

export const frozenText = (frozen: Frozen): string => `${JSON.stringify(frozen, null, 2)}\n`;

/** All expectations of a scenario, in the form that is frozen. */
export function expectationsOf(society: Society, scenario: string): { readonly [id: string]: FrozenOne } {
  const expect = Object.entries(society.scenarios?.[scenario]?.expect ?? {});
  return Object.fromEntries(
    expect.flatMap(([id, { that, in: odds, off }]) => {
      if (that === undefined || off) return [];
      const said: Said = { that: String(that).trim(), in: odds ?? null, measures: measuresIn(society, scenario, String(that)) };
      return [[id, { ...said, sha256: sha256(canonical(said)) }]];
    }),
  );
}

/** Measures of the file that a formula names, and those that these name. */
export function measuresIn({ scenarios, worlds }: Society, scenario: string, formula: string): { readonly [id: string]: string } {
  const { measures = {}, world } = scenarios?.[scenario] ?? {};
  const all = { ...worlds?.[typeof world === 'string' ? world : (world?.use ?? '')]?.measures, ...measures };
  const found = new Map<string, string>();
  const look = (text: string): void => {
    for (const [id] of text.matchAll(/[a-z][a-z0-9_]*/g)) {
      if (found.has(id) || !Object.hasOwn(all, id)) continue;
      found.set(id, String(all[id]).trim());
      look(String(all[id]));
    }
  };
  look(formula);
  return Object.fromEntries([...found].sort(([a], [b]) => (a < b ? -1 : 1)));
}

interface FreezeRequest {
  readonly resolved: Pick<Resolved, 'uri' | 'society' | 'sources'>;
  /** All scenarios with expectations, where none is named. */
  readonly scenarios: readonly string[];
  readonly date: string;
  /** The number of kept runs of a scenario. */
  readonly runs: (scenario: string) => number;
}

/** Adds a freeze of the expectations that were not frozen in their current form; null where all were. */
export function freeze(before: Frozen | null, { resolved, scenarios, date, runs }: FreezeRequest): Frozen | null {
  const added = scenarios.flatMap((id) => {
    const all = Object.entries(expectationsOf(resolved.society, id));
    const fresh = all.filter(([name, { sha256: hash }]) => !freezesOf(before, id, name).some(({ one }) => one.sha256 === hash));
    return fresh.length > 0 ? [[id, { runs: runs(id), expect: Object.fromEntries(fresh) }] as const] : [];
  });
  if (added.length === 0) return null;
  const sources = resolved.sources.map(({ uri, text }) => ({ uri: sourceName(resolved.uri, uri), sha256: sha256(text) }));
  return { frozen: 1, freezes: [...(before?.freezes ?? []), { date, sources, scenarios: Object.fromEntries(added) }] };
}

interface OneFrozen {
  readonly date: string;
  readonly runs: number;
  readonly one: FrozenOne;
}

/** An expectation in all freezes that have it, oldest first. */
const freezesOf = (frozen: Frozen | null, scenario: string, id: string): readonly OneFrozen[] =>
  (frozen?.freezes ?? []).flatMap(({ date, scenarios }) => {
    const of = Object.hasOwn(scenarios, scenario) ? scenarios[scenario] : undefined;
    const one = of && Object.hasOwn(of.expect, id) ? of.expect[id] : undefined;
    return of && one ? [{ date, runs: of.runs, one }] : [];
  });

/** `before`: frozen in its current form before the first run. Everything else is post hoc: frozen after a run, changed since, or never. */
interface Standing {
  readonly kind: 'before' | 'after' | 'changed' | 'never';
  /** When it was first frozen; null where it never was. */
  readonly date: string | null;
}

/** Whether an expectation was frozen in time. `firstRun` is when the first known run began, where there is one. */
export function standingOf(
  frozen: Frozen | null,
  scenario: string,
  id: string,
  now: Pick<FrozenOne, 'sha256'> | undefined,
  firstRun: string | null = null,
): Standing {
  const [first] = freezesOf(frozen, scenario, id);
  if (!first) return { kind: 'never', date: null };
  const { date, runs, one } = first;
  if (one.sha256 !== now?.sha256) return { kind: 'changed', date };
  return { kind: runs > 0 || (firstRun !== null && firstRun < date) ? 'after' : 'before', date };
}

/** For example `as frozen on 2026-11-21, …`, or why it is post hoc. `t`: `english` for a document, or for the data of a report. */
export function standingWords({ kind, date }: Standing, t: Wording): string {
  const day = date?.slice(0, 10) ?? '';
  switch (kind) {
    case 'before':
      return t('as frozen on {0}, before the first run that was kept', day);
    case 'after':
      return t('post hoc: frozen on {0}, when there were runs', day);
    case 'changed':
      return t('post hoc: changed since it was first frozen on {0}', day);
    case 'never':
      return t('post hoc: not frozen');
  }
}

/** The same for an expectation that was tested. */
export const testedStanding = (
  frozen: Frozen,
  { model, resolved }: Pick<Tested, 'model' | 'resolved'>,
  { expectation }: Pick<Verdict, 'expectation'>,
  t: Wording,
): string =>
  standingWords(standingOf(frozen, model.scenario, expectation.id, expectationsOf(resolved.society, model.scenario)[expectation.id]), t);

/** Expectations of a scenario that were frozen and that the file no longer has. */
export function droppedFrom(frozen: Frozen | null, society: Society, scenario: string): readonly string[] {
  const now = expectationsOf(society, scenario);
  const ever = (frozen?.freezes ?? []).flatMap(({ scenarios }) =>
    Object.hasOwn(scenarios, scenario) ? Object.keys(scenarios[scenario]!.expect) : [],
  );
  return [...new Set(ever)].filter((id) => !Object.hasOwn(now, id));
}

/** Files of a scenario that were different, or did not exist, when it was first frozen. */
export function changedSince(frozen: Frozen | null, scenario: string, sources: readonly SourceRef[]): readonly string[] {
  const first = frozen?.freezes.find(({ scenarios }) => Object.hasOwn(scenarios, scenario));
  if (!first) return [];
  const then = new Map(first.sources.map(({ uri, sha256: hash }) => [uri, hash]));
  return sources.filter(({ uri, sha256: hash }) => then.get(uri) !== hash).map(({ uri }) => uri);
}
