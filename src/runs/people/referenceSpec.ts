/** What a table of people is compared by: `people` entries under `compare_with` of a scenario, with their defaults filled in. */
import { canonical, type Json } from '../../core/util/json.js';
import { sha256 } from '../../node/ports.js';
import type { ComparedAnswer, ComparedGroup, Reference, Scenario } from '../../language/generated/society.js';

/** A property of agents and of people: the expression for an agent, and the column. */
export interface Property {
  readonly id: string;
  /** An expression in which `me` is the agent. */
  readonly of: string;
  readonly column: string;
  /** Words by cell, if the file gives them. Other cells are missing. */
  readonly words: ReadonlyMap<string, string> | null;
  readonly missing: ReadonlySet<string>;
  readonly order: readonly string[] | null;
  readonly cuts: readonly number[] | null;
  readonly isHeldOut: boolean;
  /** The node of the entry, and whether its column is written there. */
  readonly at: string;
  readonly hasColumn: boolean;
}

interface Windows {
  readonly column: string;
  /** In the order of the file. Rounds count from 1. */
  readonly times: readonly { readonly time: string; readonly from: number; readonly to: number }[];
}

/** An entry of `compare_with` that names a table of people. */
export interface PeopleSpec {
  readonly id: string;
  readonly at: string;
  readonly path: string;
  readonly source: string | null;
  readonly answers: readonly Property[];
  readonly groups: readonly Property[];
  readonly by: Property | null;
  /** Cells that count, by column. */
  readonly only: ReadonlyMap<string, ReadonlySet<string>>;
  readonly weight: string | null;
  /** The column with the number of people of a row. */
  readonly count: string | null;
  readonly rake: readonly string[];
  readonly margins: ReadonlyMap<string, ReadonlyMap<string, number>>;
  readonly windows: Windows | null;
}

/** What is wrong with a table of people, or with what the file says of it, at the node that causes it. */
export interface ReferenceProblem {
  readonly severity: 'error';
  readonly at: string;
  readonly code: 'data-column' | 'data-answers';
  readonly message: string;
}

/** A cell or a value as text: numbers in one form, so that 1 and 1.0 are the same cell. */
export const cellText = (value: string | number | boolean): string =>
  typeof value === 'string' && /^-?(0|[1-9]\d{0,14})(\.\d+)?$/.test(value) ? String(Number(value)) : String(value);

/** The tables of people of a scenario. `at`: the node of the scenario. */
export function peopleSpecs({ compare_with = {} }: Pick<Scenario, 'compare_with'>, at: string): readonly PeopleSpec[] {
  return Object.entries(compare_with).flatMap(([id, reference]) =>
    reference.people === undefined ? [] : [specOf(id, reference.people, reference, `${at}.compare_with.${id}`)],
  );
}

function specOf(id: string, path: string, reference: Reference, at: string): PeopleSpec {
  const { answers = {}, groups = {}, by, only = {}, weight, rake = [], margins = {}, windows, source, count } = reference;
  return {
    ...{ id, at, path, source: source?.trim() ?? null, weight: weight ?? null, count: count ?? null, rake },
    answers: Object.entries(answers).map(([key, answer]) => propertyOf(key, answer, `${at}.answers.${key}`)),
    groups: Object.entries(groups).map(([key, group]) => propertyOf(key, group, `${at}.groups.${key}`)),
    by: by ? propertyOf('by', by, `${at}.by`) : null,
    only: new Map(Object.entries(only).map(([column, cells]) => [column, new Set([cells].flat().map(cellText))])),
    margins: new Map(Object.entries(margins).map(([group, shares]) => [group, new Map(Object.entries(shares))])),
    windows: windows
      ? {
          column: windows.column,
          times: Object.entries(windows.rounds).map(([time, rounds]) => ({ time: cellText(time), ...spanOf(rounds) })),
        }
      : null,
  };
}

function spanOf(rounds: number | string): { readonly from: number; readonly to: number } {
  const [from = 1, to = from] = String(rounds).split('..').map(Number);
  return { from, to };
}

type Written = ComparedAnswer & Pick<ComparedGroup, 'cuts'>;

function propertyOf(id: string, { of, column, words, missing = [], order, cuts, held_out }: Written, at: string): Property {
  return {
    ...{ id, at, of: of === undefined ? `me.${id}` : String(of), column: column ?? id, hasColumn: column !== undefined },
    words: words ? new Map(Object.entries(words).map(([cell, word]) => [cellText(cell), cellText(word)])) : null,
    missing: new Set(missing.map(cellText)),
    ...{ order: order ?? null, cuts: cuts ?? null, isHeldOut: held_out === true },
  };
}

/** All expressions for agents, by the key under which their values are recorded. */
export function valuesWanted({ id, answers, groups, by }: PeopleSpec): readonly (readonly [key: string, of: string])[] {
  return [
    ...answers.map((one) => [`${id}.answers.${one.id}`, one.of] as const),
    ...groups.map((one) => [`${id}.groups.${one.id}`, one.of] as const),
    ...(by ? [[`${id}.by`, by.of] as const] : []),
  ];
}

/**
 * A name for what is recorded of agents, so that a run that recorded something else is measured again. It does not change with the table,
 * its columns or its weights.
 */
export function recordName(specs: readonly PeopleSpec[]): string {
  const made = specs.map((spec) => [valuesWanted(spec), spec.windows?.times ?? null]);
  return `compared.${sha256(canonical(made as unknown as Json)).slice(0, 12)}`;
}
