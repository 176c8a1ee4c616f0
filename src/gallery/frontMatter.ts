/** Reads the keys of an entry's front matter from data. Each fault says what to write. */
import { marked } from '../core/util/l10n.js';
import type { Json, JsonObject } from '../core/util/json.js';

/** The areas of the gallery, in its order. */
export const AREAS = [
  ...[marked('ties'), marked('social media'), marked('games'), marked('opinion'), marked('culture'), marked('work'), marked('markets')],
  ...[marked('care'), marked('town')],
] as const;
export type Area = (typeof AREAS)[number];

/**
 * `result`: an oracle has a value of a theory, or of the source's own equations, that is worked out by hand, or it has the
 * direction of a published finding that its null does not show. `protocol`: protocol and measures run, and the entry claims nothing
 * about the source.
 */
export const LEVELS = ['result', 'protocol'] as const;
export type Level = (typeof LEVELS)[number];

/**
 * What causes the value of an oracle. `identity`: a value that is worked out by hand or from a theory. `wired`: a direction that is
 * written in a strategy, in the weights of the built-in mind, or in the world. `null`: the null, or the given network, shows it as
 * well. `interaction`: it results from the interaction of the parts, and no part contains it.
 */
export const CARRIERS = ['identity', 'wired', 'null', 'interaction'] as const;
export type Carrier = (typeof CARRIERS)[number];

/** The first seed of an entry that names no other. No bound was chosen with these seeds. */
export const FRESH_SEEDS = 101;

/** An expectation of the file, and the value that the source has for it. */
export interface Oracle {
  readonly scenario: string;
  readonly expectation: string;
  readonly says: string;
  /** An expression at the end of each run of the scenario; null if no value is printed. */
  readonly value: string | null;
  /** The source's own value or direction, or how it was worked out. */
  readonly theirs: string;
  readonly carriedBy: Carrier;
}

export interface FrontMatter {
  readonly title: string;
  readonly system: string;
  readonly source: string;
  readonly area: Area;
  readonly tags: readonly string[];
  readonly level: Level;
  readonly deep: boolean;
  /** Path of the society from the entry's folder. */
  readonly file: string;
  /** The scenario that is opened, run and shown as a picture. */
  readonly scenario: string;
  /** The first of the seeds for the figures in the gallery. */
  readonly seeds: number;
  readonly protocol: readonly string[];
  readonly leftOut: readonly string[];
  readonly measures: readonly string[];
  readonly oracles: readonly Oracle[];
}

const KEYS = 'title system source area tags level deep file scenario seeds protocol left_out measures oracles'.split(' ');
const ORACLE_KEYS = ['expect', 'says', 'value', 'theirs', 'carried_by'];
const PATH = /^(?:\.\.\/)*[\w.-]+(?:\/[\w.-]+)*\.society$/;
const EXPECT = /^([a-z]\w*)\.([a-z]\w*)$/;

/** The front matter that was read. If `faults` grew, some of its values are placeholders. */
export function readFront(id: string, data: JsonObject, faults: string[]): FrontMatter {
  unknownKeys(data, KEYS, '', faults);
  const text = (key: string): string => textIn(data, key, key, faults);
  const list = (key: string): readonly string[] => listIn(data, key, faults);
  const file = data.file === undefined ? `${id}.society` : text('file');
  if (!PATH.test(file)) faults.push(`\`file\` must be a path to a society such as ${id}.society, not \`${file}\`.`);
  const seeds = data.seeds === undefined ? FRESH_SEEDS : data.seeds;
  if (typeof seeds !== 'number' || !Number.isSafeInteger(seeds)) faults.push('`seeds` must be the first seed, a whole number.');
  if (data.deep !== undefined && typeof data.deep !== 'boolean') faults.push('`deep` must be true or false.');
  return {
    ...{ title: text('title'), system: text('system'), source: text('source'), scenario: text('scenario'), file },
    area: oneOf(data, 'area', 'area', AREAS, faults),
    level: oneOf(data, 'level', 'level', LEVELS, faults),
    deep: data.deep === true,
    seeds: Number(seeds),
    ...{ tags: list('tags'), protocol: list('protocol'), measures: list('measures') },
    leftOut: data.left_out === undefined ? [] : list('left_out'),
    oracles: data.oracles === undefined ? [] : oraclesIn(data.oracles, faults),
  };
}

function unknownKeys(data: JsonObject, known: readonly string[], at: string, faults: string[]): void {
  for (const key of Object.keys(data))
    if (!known.includes(key)) faults.push(`Unknown key \`${at}${key}\`. The keys are: ${known.join(', ')}.`);
}

/** Text, or a number that is written without quotes. */
function textIn(data: JsonObject, key: string, shown: string, faults: string[]): string {
  const value = data[key];
  if (typeof value === 'number') return String(value);
  if (typeof value === 'string' && value.trim() !== '') return value.trim();
  faults.push(value === undefined ? `\`${shown}\` is missing.` : `\`${shown}\` must be a text.`);
  return '';
}

function listIn(data: JsonObject, key: string, faults: string[]): readonly string[] {
  const value: Json | undefined = data[key];
  const items = Array.isArray(value) ? (value as readonly Json[]) : [];
  if (items.length > 0 && items.every((item) => typeof item === 'string')) return items;
  faults.push(
    value === undefined ? `\`${key}\` is missing.` : `\`${key}\` must be a list of texts. Put a text with a comma or a colon in quotes.`,
  );
  return [];
}

function oneOf<T extends string>(data: JsonObject, key: string, shown: string, all: readonly T[], faults: string[]): T {
  const found = all.find((one) => one === data[key]);
  if (found === undefined) faults.push(`\`${shown}\` must be one of: ${all.join(', ')}.`);
  return found ?? all[0]!;
}

function oraclesIn(value: Json, faults: string[]): readonly Oracle[] {
  const items = Array.isArray(value) ? (value as readonly Json[]) : [null];
  return items.flatMap((item, i) => {
    const at = `oracles.${i}.`;
    if (typeof item !== 'object' || item === null || Array.isArray(item)) {
      faults.push('`oracles` must be a list of { expect, says, value, theirs, carried_by }.');
      return [];
    }
    const data = item as JsonObject;
    unknownKeys(data, ORACLE_KEYS, at, faults);
    const text = (key: string): string => textIn(data, key, `${at}${key}`, faults);
    const [, scenario = '', expectation = ''] = EXPECT.exec(text('expect')) ?? [];
    if (scenario === '' && data.expect !== undefined)
      faults.push(`\`${at}expect\` must be a scenario and its expectation, as in \`talk.lasts\`.`);
    const value = data.value === undefined ? null : text('value');
    // YAML reads the word `null` as an absent value.
    const named = data.carried_by === null ? { carried_by: 'null' } : data;
    const carriedBy = oneOf(named, 'carried_by', `${at}carried_by`, CARRIERS, faults);
    return [{ scenario, expectation, says: text('says'), value, theirs: text('theirs'), carriedBy }];
  });
}
