/**
 * What comes to mind. In a stream, score = w_rec·recency + w_imp·importance + w_rel·relevance, each term min–max
 * normalised over the candidates (Park et al. 2023, arXiv 2304.03442, §4.1). Recency fades exponentially since the memory
 * last came to mind; relevance is the lexical cosine with what is at hand (ours: no embedding is needed offline), or that
 * of vectors of a model where the file names one.
 * The candidates are bounded (ours): half of them the latest, half the most important of the older ones.
 */
import { similarities } from '../../analysis/talk/lexical.js';
import { at as itemAt } from '../../core/util/chunkedList.js';
import type { Recalled } from '../../core/events/events.js';
import type { AgentId } from '../../core/util/ids.js';
import { pow } from '../../core/util/math.js';
import { recent } from '../../core/util/memo.js';
import type { AgentState } from '../../core/events/state.js';
import type { MemorySpec } from '../model/agentSpec.js';

type Remembering = Pick<AgentState, 'memories' | 'gone' | 'touched'>;

/** What memories are recalled for. */
export interface Cue {
  /** Texts to be relevant to. */
  readonly texts: readonly string[];
  /** Who is at hand, for a trace. */
  readonly about: readonly AgentId[];
  readonly round: number;
  /** Hours that a round lasts. */
  readonly hours: number;
  /** How relevant texts are to others, in a list of its own; by words in common where it is left out. */
  readonly relevance?: ((texts: readonly string[], others: readonly string[]) => number[]) | undefined;
}

/** The best memories, best first; of equal ones the later. */
export function recall(spec: MemorySpec, agent: Remembering, cue: Cue): readonly Recalled[] {
  if (spec.recall === 0 || agent.memories.length === agent.gone.size) return [];
  switch (spec.kind) {
    case 'none':
      return [];
    case 'window':
      return unscored(agent, latest(agent, spec.recall));
    case 'trace':
      return unscored(agent, cue.about.length === 0 ? latest(agent, spec.recall) : latest(agent, spec.recall, aboutOne(agent, cue)));
    case 'short_long':
      return shortAndLong(spec, agent, cue);
    case 'stream':
      return scored(spec, agent, candidates(spec, agent), cue, spec.recall);
  }
}

/** Records that a reflection looks back on, at most (Park et al. 2023). */
const LOOK_BACK = 100;

/**
 * What an agent reflects on: its last 100 records; the most important of them, one for each question, are the focal points,
 * and for each the best memories are recalled. In the paper a model finds the focal points; here a rule does (ours).
 */
export function recallToReflect(spec: MemorySpec, agent: Remembering, cue: Cue, focal: number): readonly Recalled[] {
  const { backing } = agent.memories;
  const records = recordsOf(agent);
  const points = [...records].sort((a, b) => backing[b]!.importance - backing[a]!.importance || b - a).slice(0, focal);
  const found = new Map<string, Recalled>();
  for (const point of points)
    for (const one of scored(spec, agent, records, { ...cue, texts: [backing[point]!.text] }, Math.max(1, spec.recall)))
      if (!found.has(one.memory)) found.set(one.memory, one);
  return [...found.values()];
}

/** Positions of the records that a reflection looks back on. */
export const recordsOf = (agent: Remembering): readonly number[] => latest(agent, LOOK_BACK);

const everyOne = (): boolean => true;

const aboutOne =
  ({ memories }: Remembering, { about }: Cue) =>
  (index: number): boolean =>
    memories.backing[index]!.about.some((id) => about.includes(id));

/** Positions of the last memories that are still there, oldest first. */
function latest({ memories, gone }: Remembering, most: number, is: (index: number) => boolean = everyOne): readonly number[] {
  if (gone.size === 0 && is === everyOne) return allFrom(Math.max(0, memories.length - most), memories.length);
  const found: number[] = [];
  for (let i = memories.length - 1; i >= 0 && found.length < most; i--) if (!gone.has(i) && is(i)) found.push(i);
  return found.reverse();
}

function allFrom(first: number, end: number): readonly number[] {
  const found: number[] = [];
  for (let i = first; i < end; i++) found.push(i);
  return found;
}

const unscored = ({ memories }: Remembering, indices: readonly number[]): readonly Recalled[] =>
  indices.map((i) => ({ memory: memories.backing[i]!.id, score: 0, recency: 0, importance: 0, relevance: 0 }));

/** The last rounds whole, as far as there is room beside the long memory, which has up to half of it by score. */
function shortAndLong(spec: MemorySpec, agent: Remembering, cue: Cue): readonly Recalled[] {
  const { backing } = agent.memories;
  const isShort = (i: number): boolean => backing[i]!.round > cue.round - spec.short;
  const older = candidates(spec, agent).filter((i) => !isShort(i));
  const room = spec.recall - Math.min(older.length, Math.floor(spec.recall / 2));
  const short = latest(agent, room, isShort);
  const long = scored(spec, agent, older, cue, spec.recall - short.length);
  return [...long, ...unscored(agent, short)];
}

/** Importance is from 1 to 10. */
const TOP = 10;

/** At most `index` memories that are still there, oldest first: the latest, and the most important of the older ones. */
export function candidates({ index }: Pick<MemorySpec, 'index'>, agent: Remembering): readonly number[] {
  const { memories, gone } = agent;
  const live = memories.length - gone.size;
  if (live <= index) return latest(agent, live);
  const late = latest(agent, Math.ceil(index / 2));
  const byWeight: number[][] = Array.from({ length: TOP + 1 }, () => []);
  for (let i = late[0]! - 1; i >= 0; i--) if (!gone.has(i)) byWeight[weight(memories.backing[i]!.importance)]!.push(i);
  const old = byWeight
    .reverse()
    .flat()
    .slice(0, index - late.length);
  return [...old.sort((a, b) => a - b), ...late];
}

const weight = (importance: number): number => Math.min(TOP, Math.max(0, Math.floor(importance)));

/** The best `most` of `indices` with their scores, best first; of equal ones the later. */
export function scored(
  spec: MemorySpec,
  agent: Remembering,
  indices: readonly number[],
  cue: Cue,
  most = indices.length,
): readonly Recalled[] {
  const { backing } = agent.memories;
  const { weights } = spec;
  const texts: string[] = [];
  const importance: number[] = [];
  for (const i of indices) {
    texts.push(backing[i]!.text);
    importance.push(backing[i]!.importance);
  }
  const relevance = normalised((cue.relevance ?? similarities)(texts, cue.texts));
  const recency = normalised(fading(spec, agent, indices, cue));
  normalised(importance);
  const scores: number[] = [];
  for (let i = 0; i < indices.length; i++)
    scores.push(weights.recency * recency[i]! + weights.importance * importance[i]! + weights.relevance * relevance[i]!);
  return best(scores, most).map((i) => ({
    memory: backing[indices[i]!]!.id,
    score: scores[i]!,
    recency: recency[i]!,
    importance: importance[i]!,
    relevance: relevance[i]!,
  }));
}

/** Positions of the `most` highest, highest first, of equal ones the later: by insertion, since few are wanted of many. */
function best(scores: readonly number[], most: number): readonly number[] {
  const found: number[] = [];
  for (let i = 0; i < scores.length; i++) {
    const score = scores[i]!;
    if (found.length === most && (most === 0 || score < scores[found[most - 1]!]!)) continue;
    let place = found.length;
    while (place > 0 && scores[found[place - 1]!]! <= score) place--;
    if (found.length === most) found.pop();
    found.push(i);
    for (let k = found.length - 1; k > place; k--) found[k] = found[k - 1]!;
    found[place] = i;
  }
  return found;
}

/** 2^(−age / half-life); the age in rounds, in hours, or as the place in the order of how lately it came to mind, from 1. */
function fading(spec: MemorySpec, agent: Remembering, indices: readonly number[], cue: Cue): number[] {
  const ages = agesOf(spec, agent, indices, cue);
  // Memories of a round stand beside each other.
  let [age, faded] = [Number.NaN, 0];
  for (let i = 0; i < ages.length; i++) {
    if (ages[i] !== age) {
      age = ages[i]!;
      faded = powerOfTwo(-age / spec.halfLife);
    }
    ages[i] = faded;
  }
  return ages;
}

function agesOf(spec: MemorySpec, agent: Remembering, indices: readonly number[], cue: Cue): number[] {
  const times: number[] = [];
  for (const i of indices) {
    const { round, kind } = agent.memories.backing[i]!;
    // What was read is looked up, not lived through: coming to mind makes it no newer, so that what is relevant of it comes (ours).
    times.push(spec.since === 'written' || kind === 'read' ? round : Math.max(round, itemAt(agent.touched, i) ?? round));
  }
  if (spec.unit === 'rank') return ranks(times);
  const scale = spec.unit === 'hour' ? cue.hours : 1;
  for (let i = 0; i < times.length; i++) times[i] = (cue.round - times[i]!) * scale;
  return times;
}

const powerOfTwo = recent(1_024, (x: number) => pow(2, x));

/** 1 for the latest; of equal ones the later has the lower rank. */
function ranks(times: readonly number[]): number[] {
  const order = times.map((_, i) => i).sort((a, b) => times[b]! - times[a]! || b - a);
  const out: number[] = [];
  order.forEach((i, rank) => {
    out[i] = rank + 1;
  });
  return out;
}

/** Values moved, where they stand, to 0..1 by their least and greatest; all 0 where they are equal, since then they tell nothing apart. */
function normalised(values: number[]): readonly number[] {
  let low = Infinity;
  let high = -Infinity;
  for (const value of values) {
    if (value < low) low = value;
    if (value > high) high = value;
  }
  for (let i = 0; i < values.length; i++) values[i] = high === low ? 0 : (values[i]! - low) / (high - low);
  return values;
}
