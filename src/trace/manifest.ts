/** The description of a run folder. It holds no key, and nothing that events depend on. */
import type { MindLabel } from '../core/events/events.js';
import type { Json } from '../core/util/json.js';

/** Raised when the layout of the folder changes. Older folders are migrated when they are opened. */
export const FORMAT = 1;

export type ManifestState = 'running' | 'ended' | 'stopped' | 'paused' | 'failed';

export interface SourceRef {
  /** Relative to the folder of the entry file, with `../`, or `library/…`. */
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
  /** The one mind that the user chose instead of those of the file, or null. */
  readonly mind: string | null;
  readonly wording: string | null;
  /** The kinds of null run that this run is. */
  readonly nulls: readonly string[];
  /** Changes of every question that should not matter. Runs without any have none. */
  readonly perturbed?: readonly string[];
  /** What an experiment sets in the scenario, by path. */
  readonly set?: { readonly [path: string]: Json };
  readonly minds: readonly MindLabel[];
  /** Minds of this program that had another version when the run continued after event `after`, oldest first. */
  readonly continued?: readonly { readonly after: number; readonly minds: readonly MindLabel[] }[];
  /** Ids of minds whose questions were asked, and hashed, as prose. */
  readonly prose: readonly string[];
  /** Ids of minds that were asked without private fields. */
  readonly withheld: readonly string[];
  /** True if a language model was used, even if only for embeddings. */
  readonly languageModel: boolean;
  readonly synthetic: true;
  readonly notice: string | null;
  /** What the person who packed the run says about it, such as the model and the server. Only packed runs have one. */
  readonly label?: string;
  /** Id of the run that this one is a fork of, and the last event that they share. Both are null in a run that is not a fork. */
  readonly parent: string | null;
  readonly fork: number | null;
  /** Texts that the events up to `until` were made from, oldest first. Only a fork with another file has them. */
  readonly earlier?: readonly EarlierTexts[];
  /** The fork changes something: the event after `fork` says what. */
  readonly changed?: true;
  readonly sources: readonly SourceRef[];
  /** ISO 8601, from the clock of the host. */
  readonly created: string;
  readonly state: ManifestState;
  readonly problem: string | null;
  /** The cost of language models so far, in runs of older versions. Newer runs write calls one by one. */
  readonly spent?: {
    readonly calls: number;
    readonly input: number;
    readonly output: number;
    readonly money: number;
    readonly unsure: number;
  };
  /** Number of answers that are included in `spent`. The answers of a run that was killed afterwards are not. */
  readonly spentUntil?: number;
}

/** Values of fields that older manifests do not have. */
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

/** The test of each field, if it is present. Fields that older versions do not write are added after reading. */
const TESTS: { readonly [K in keyof Omit<Manifest, 'format' | 'synthetic' | 'id'>]-?: Test } = {
  ...{ title: isText, scenario: isText, seed: isNumber, rounds: isNumber, engine: isText, flags: listOf(isNumber) },
  ...{ mind: orNull(isText), wording: orNull(isText), nulls: listOf(isText), perturbed: listOf(isText), set: isObject, minds: isLabels },
  continued: listOf(objectWith({ after: isNumber, minds: isLabels })),
  ...{
    prose: listOf(isText),
    withheld: listOf(isText),
    languageModel: (value) => typeof value === 'boolean',
    notice: orNull(isText),
    label: isText,
  },
  ...{ parent: orNull(isText), fork: orNull(isNumber), earlier: listOf(objectWith({ until: isNumber, sources: isSources })) },
  ...{ changed: (value) => value === true, sources: isSources, created: isText },
  state: (value) => ['running', 'ended', 'stopped', 'paused', 'failed'].includes(value as string),
  ...{ problem: orNull(isText), spent: isObject, spentUntil: isNumber },
};

/** The first field that has a wrong type; null if there is none. */
function wrongField(value: Partial<Manifest>): string | null {
  const wrong = Object.entries(TESTS).find(([key, test]) => {
    const own = value[key as keyof Manifest];
    return own !== undefined && !test(own);
  });
  return wrong?.[0] ?? null;
}

/** Why a text is not a manifest that can be read, in words for the user; null if it is one. */
export function manifestFault(text: string): string | null {
  if (parseManifest(text)) return null;
  let field: string | null = null;
  try {
    field = wrongField((JSON.parse(text) ?? {}) as Partial<Manifest>);
  } catch {
    // The text is not JSON.
  }
  return `manifest.json is damaged${field === null ? '' : `: \`${field}\` has a wrong type`}. Restore it from a copy, or run the file again.`;
}

/** The manifest in a text, or null if the text is not a manifest of this format. */
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
