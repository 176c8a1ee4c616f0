/** What a run folder says of itself. Holds no key, and nothing that the events depend on. */
import type { MindLabel } from '../core/events/events.js';
import type { Json } from '../core/util/json.js';

/** Raised when the folder's layout changes; older ones are migrated on opening. */
export const FORMAT = 1;

export type ManifestState = 'running' | 'ended' | 'stopped' | 'paused' | 'failed';

export interface SourceRef {
  /** Relative to the entry file's folder, `../` included, or `library/…`. */
  readonly uri: string;
  readonly sha256: string;
}

interface EarlierTexts {
  readonly until: number;
  readonly sources: readonly SourceRef[];
}

export interface Manifest {
  readonly format: typeof FORMAT;
  readonly id: string;
  readonly title: string;
  readonly scenario: string;
  readonly seed: number;
  readonly rounds: number;
  readonly engine: string;
  readonly flags: readonly number[];
  /** The one mind that was asked for in place of the file's, or null. */
  readonly mind: string | null;
  readonly wording: string | null;
  /** Kinds of null run that it is. */
  readonly nulls: readonly string[];
  /** What an experiment set in the scenario, by path. */
  readonly set?: { readonly [path: string]: Json };
  readonly minds: readonly MindLabel[];
  /** Minds of this program whose version was another one when the run went on after event `after`, oldest first. */
  readonly continued?: readonly { readonly after: number; readonly minds: readonly MindLabel[] }[];
  /** Ids of those whose questions were asked, and hashed, as prose. */
  readonly prose: readonly string[];
  /** Ids of those that were asked without what is private. */
  readonly withheld: readonly string[];
  /** True where a language model was asked for anything, be it embeddings alone. */
  readonly languageModel: boolean;
  readonly synthetic: true;
  readonly notice: string | null;
  /** Id of the run that this one is a fork of, and the last event that they share. */
  readonly parent: string | null;
  readonly fork: number | null;
  /** Texts that events up to `until` were made from, oldest first, in a fork with another file. */
  readonly earlier?: readonly EarlierTexts[];
  /** In a fork, something was changed: the event behind `fork` says so. */
  readonly changed?: true;
  readonly sources: readonly SourceRef[];
  /** ISO 8601, from the host's clock. */
  readonly created: string;
  readonly state: ManifestState;
  readonly problem: string | null;
  /** What language models were paid so far, as older versions have it: now calls are written down one by one. */
  readonly spent?: {
    readonly calls: number;
    readonly input: number;
    readonly output: number;
    readonly money: number;
    readonly unsure: number;
  };
  /** How many of its answers are in `spent`: those of a run that was killed since came on top. */
  readonly spentUntil?: number;
}

/** What older manifests do not say. */
const BEFORE = { mind: null, wording: null, nulls: [], flags: [], withheld: [] } as const;
const proseOf = (minds: readonly MindLabel[]): readonly string[] =>
  minds.filter(({ kind }) => kind === 'openai' || kind === 'editor').map(({ id }) => id);

type Test = (value: unknown) => boolean;

const isText: Test = (value) => typeof value === 'string';
const isNumber: Test = (value) => typeof value === 'number';
const isObject: Test = (value) => typeof value === 'object' && value !== null && !Array.isArray(value);
const orNull =
  (test: Test): Test =>
  (value) =>
    value === null || test(value);
const listOf =
  (test: Test): Test =>
  (value) =>
    Array.isArray(value) && value.every(test);
const objectWith =
  (tests: { readonly [key: string]: Test }): Test =>
  (value) =>
    isObject(value) && Object.entries(tests).every(([key, test]) => test((value as { readonly [key: string]: unknown })[key]));

const isLabels = listOf(objectWith({ id: isText, kind: isText, model: isText }));
const isSources = listOf(objectWith({ uri: isText, sha256: isText }));

/** What each field is, where it is there: those that older versions do not write are added on reading. */
const TESTS: { readonly [K in keyof Omit<Manifest, 'format' | 'synthetic' | 'id'>]-?: Test } = {
  ...{ title: isText, scenario: isText, seed: isNumber, rounds: isNumber, engine: isText, flags: listOf(isNumber) },
  ...{ mind: orNull(isText), wording: orNull(isText), nulls: listOf(isText), set: isObject, minds: isLabels },
  continued: listOf(objectWith({ after: isNumber, minds: isLabels })),
  ...{ prose: listOf(isText), withheld: listOf(isText), languageModel: (value) => typeof value === 'boolean', notice: orNull(isText) },
  ...{ parent: orNull(isText), fork: orNull(isNumber), earlier: listOf(objectWith({ until: isNumber, sources: isSources })) },
  ...{ changed: (value) => value === true, sources: isSources, created: isText },
  state: (value) => ['running', 'ended', 'stopped', 'paused', 'failed'].includes(value as string),
  ...{ problem: orNull(isText), spent: isObject, spentUntil: isNumber },
};

/** The first field that is of another type than what was written; null where there is none. */
function wrongField(value: Partial<Manifest>): string | null {
  const wrong = Object.entries(TESTS).find(([key, test]) => {
    const own = value[key as keyof Manifest];
    return own !== undefined && !test(own);
  });
  return wrong?.[0] ?? null;
}

/** Why a text is no manifest that can be read, in words; null where it is one. */
export function manifestFault(text: string): string | null {
  if (parseManifest(text)) return null;
  let field: string | null = null;
  try {
    field = wrongField((JSON.parse(text) ?? {}) as Partial<Manifest>);
  } catch {
    // It is no JSON at all.
  }
  return `manifest.json is damaged${field === null ? '' : `: \`${field}\` is not what was written`}. Put back a copy of it, or run the file again.`;
}

/** The manifest in a text, or null when it is none of ours. */
export function parseManifest(text: string): Manifest | null {
  try {
    const value = JSON.parse(text) as Partial<Manifest> | null;
    return value?.format === FORMAT && typeof value.id === 'string' && value.synthetic === true && wrongField(value) === null
      ? ({ ...BEFORE, prose: proseOf(value.minds ?? []), ...value } as Manifest)
      : null;
  } catch {
    return null;
  }
}
