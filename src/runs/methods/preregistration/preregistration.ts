/**
 * A preregistration: what a file claims, how it is tested, and what is played, written down before the runs, with a hash of the whole.
 * It is in its own file next to the society and is never overwritten.
 */
import { canonical, type Json } from '../../../core/util/json.js';
import type { SourceRef } from '../../../trace/index.js';
import { sha256 } from '../../../node/ports.js';

/** A claim with its test. */
export interface RegisteredClaim {
  /** Unique in the file, such as `town.spreads` or `fresh.round_20.rule`. */
  readonly id: string;
  readonly kind: 'expectation' | 'comparison';
  readonly says: string;
  /** The test and its rule, as text. */
  readonly test: string;
  /** The smallest effect that matters; null if the file gives none. */
  readonly matters: number | null;
  /** The reason in the file; empty if there is none. */
  readonly because: string;
}

/** Scenarios that are played for the same claims. */
export interface RegisteredDesign {
  /** Id of the scenario or the experiment. */
  readonly id: string;
  readonly kind: 'scenario' | 'experiment';
  readonly scenario: string;
  readonly arms: readonly { readonly id: string; readonly sets: string }[];
  readonly seeds: readonly number[];
  /** The most rounds. */
  readonly rounds: number;
  /** Measures of the file that claims use, with their formulas. */
  readonly measures: { readonly [id: string]: string };
}

export interface RegisteredModel {
  readonly id: string;
  readonly kind: string;
  /** Its name at the endpoint, or the version of a mind of this program. */
  readonly model: string;
  /** Settings of the file, such as `temperature 0.7`. */
  readonly settings: string;
}

export interface RegisteredPrompt {
  readonly scenario: string;
  readonly section: string;
  readonly sha256: string;
}

/** What only the author knows. Null where nothing was written. */
export interface AuthorWords {
  /** The question of the study. */
  readonly question: string | null;
  /** When no more runs are played. */
  readonly stopping: string | null;
  readonly exclusions: readonly string[];
  readonly other: string | null;
  /** The number of looks at the runs while they are played. */
  readonly looks: number;
}

/** Runs of the study that existed at the time. */
export interface EarlierRuns {
  /** Names of run folders. */
  readonly folders: readonly string[];
  /** Beginnings of the keys of runs that experiments and claims keep without a folder. */
  readonly keys: readonly string[];
  /** Why the study is registered nevertheless; null if there were no runs. */
  readonly because: string | null;
}

/** What is compared later with the file: all of this is read from it. */
export interface RegisteredFile {
  /** Name of the file. */
  readonly file: string;
  readonly title: string;
  /** The scenario, experiment or claim; null for the whole file. */
  readonly study: string | null;
  readonly claims: readonly RegisteredClaim[];
  readonly designs: readonly RegisteredDesign[];
  readonly models: readonly RegisteredModel[];
  readonly prompts: readonly RegisteredPrompt[];
  readonly sources: readonly SourceRef[];
  readonly software: { readonly engine: string; readonly flags: readonly number[] };
}

export interface Preregistration extends RegisteredFile {
  readonly preregistration: 1;
  /** ISO 8601, from the host's clock. */
  readonly date: string;
  readonly author: AuthorWords;
  readonly runs: EarlierRuns;
  /** The hash of everything else. */
  readonly sha256: string;
}

/** The hash of a preregistration: SHA-256 of its JSON without `sha256`, keys in order. */
export function registrationHash(registration: Omit<Preregistration, 'sha256'>): string {
  const { sha256: _, ...rest } = registration as Preregistration;
  return sha256(canonical(rest as unknown as Json));
}

export const sealed = (registration: Omit<Preregistration, 'sha256'>): Preregistration => ({
  ...registration,
  sha256: registrationHash(registration),
});

export const registrationJson = (registration: Preregistration): string => `${JSON.stringify(registration, null, 2)}\n`;

/** The content of such a file; throws a message where it is not valid. A changed content is read, and is a deviation. */
export function readRegistration(text: string): Preregistration {
  let value: Partial<Preregistration> | null;
  try {
    value = JSON.parse(text) as Partial<Preregistration> | null;
  } catch {
    value = null;
  }
  const lists = [value?.claims, value?.designs, value?.models, value?.prompts, value?.sources, value?.runs?.folders, value?.runs?.keys];
  if (value?.preregistration !== 1 || typeof value.date !== 'string' || typeof value.sha256 !== 'string' || !lists.every(Array.isArray))
    throw new Error('The preregistration cannot be read. Restore it from version control, or name another file.');
  return value as Preregistration;
}

/** The file of a preregistration without its ending: `NAME.preregistration`, or `NAME.STUDY.preregistration`. */
export const registrationBase = (society: string, study: string | null): string =>
  `${society.replace(/\.society$/, '')}${study === null ? '' : `.${study.replace(/[^\w.-]+/g, '-')}`}.preregistration`;

/** How many characters of a key are kept. */
const KEY = 16;

export const shortKey = (key: string): string => key.slice(0, KEY);
