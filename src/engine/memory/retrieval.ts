/**
 * Recall of memories. In a stream, score = w_rec·recency + w_imp·importance + w_rel·relevance, and each term is min–max normalised
 * over the candidates (Park et al. 2023, arXiv 2304.03442, §4.1). Recency decreases exponentially since the memory was last
 * recalled. Relevance is the lexical cosine with the texts of the cue (ours: it needs no embeddings), or the cosine of a model's
 * vectors if the file names one. The candidates are limited (ours): one half are the latest, the other half are the most important
 * of the older ones.
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
  /** Texts that memories are compared with. */
  readonly texts: readonly string[];
  /** Ids of the agents concerned, for a trace. */
  readonly about: readonly AgentId[];
  readonly round: number;
  /** Hours in a round. */
  readonly hours: number;
  /** Relevance of texts to each of others, as a list of its own. If absent, by words in common. */
  readonly relevance?: ((texts: readonly string[], others: readonly string[]) => number[]) | undefined;
}

/** The best memories, best first. Of equal ones the later comes first. */
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

/** Most records for a reflection (Park et al. 2023). */
const LOOK_BACK = 100;

/**
 * The records for a reflection. The most important of the last 100 records, one for each question, are the focal points, and the
 * best memories are recalled for each. In the paper a model finds the focal points; here a rule does (ours).
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

/** Positions of the records that a reflection considers. */
export const recordsOf = (agent: Remembering): readonly number[] => latest(agent, LOOK_BACK);

const everyOne = (): boolean => true;

const aboutOne =
  ({ memories }: Remembering, { about }: Cue) =>
  (index: number): boolean =>
    memories.backing[index]!.about.some((id) => about.includes(id));

/** Positions of the latest memories that are not forgotten, oldest first. */
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

/** The memories of the latest rounds, as many as fit. The long memory gets up to half of the places, by score. */
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

/**
 * Positions of at most `index` memories that are not forgotten, oldest first: the latest, and the most important of the older ones.
 */
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

/** The best `most` of `indices` with their scores, best first. Of equal ones the later comes first. */
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

/** Positions of the `most` highest scores, highest first, of equal ones the later. Uses insertion, because `most` is small. */
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

/** 2^(−age / half-life). Age is in rounds, in hours, or the rank by the time of the last recall, from 1. */
function fading(spec: MemorySpec, agent: Remembering, indices: readonly number[], cue: Cue): number[] {
  const ages = agesOf(spec, agent, indices, cue);
  // Memories of one round follow each other.
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
    // A passage that was read does not become newer when it is recalled, so that relevance decides which passages are recalled
    // (ours).
    times.push(spec.since === 'written' || kind === 'read' ? round : Math.max(round, itemAt(agent.touched, i) ?? round));
  }
  if (spec.unit === 'rank') return ranks(times);
  const scale = spec.unit === 'hour' ? cue.hours : 1;
  for (let i = 0; i < times.length; i++) times[i] = (cue.round - times[i]!) * scale;
  return times;
}

const powerOfTwo = recent(1_024, (x: number) => pow(2, x));

/** 1 for the latest. Of equal ones the later has the lower rank. */
function ranks(times: readonly number[]): number[] {
  const order = times.map((_, i) => i).sort((a, b) => times[b]! - times[a]! || b - a);
  const out: number[] = [];
  order.forEach((i, rank) => {
    out[i] = rank + 1;
  });
  return out;
}

/**
 * Scales values in place to 0..1, by their minimum and maximum. If all are equal they become 0, because they do not distinguish
 * memories.
 */
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
