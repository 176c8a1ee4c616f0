/** Reflection, plans, advice and interviews, based on the people and topics that are most frequent in recalled memories. */
import type { Json } from '../../../core/util/json.js';
import type { Rng } from '../../../core/random/rng.js';
import type { Asked, CoachFact, RecalledText } from '../../../engine/model/situationTypes.js';
import { type Inner, namedIn, overlap } from '../perceive/attitude.js';
import { REFLECT } from '../phrases/constants.js';
import { firstName, relevance } from '../perceive/profile.js';
import { read } from '../perceive/readMessage.js';
import { type Sayer, say, type Values } from '../speak/speech.js';

interface Group {
  readonly kind: 'person' | 'topic';
  readonly values: Values;
  readonly evidence: string[];
}

/** Memories by their people (the teller, or people they name) and by topic; the largest groups first, people before topics. */
function groups({ book, situation }: Inner): readonly Group[] {
  const found = new Map<string, Group>();
  const add = (key: string, kind: Group['kind'], values: Values, { id }: RecalledText): void => {
    const group = found.get(key) ?? { kind, values, evidence: [] };
    if (!group.evidence.includes(id)) group.evidence.push(id);
    found.set(key, group);
  };
  for (const memory of situation.memories) {
    const person = situation.known.find(({ id }) => id === memory.by) ?? namedIn(book, situation, memory.text);
    if (person) add(`person ${person.id}`, 'person', { name: firstName(person.name) }, memory);
    for (const { topic } of read(book, memory.text).topics.slice(0, 1)) {
      const name = book.topics[topic]?.name;
      if (name !== undefined) add(`topic ${topic}`, 'topic', { interest: name }, memory);
    }
  }
  return [...found.values()].sort((a, b) => b.evidence.length - a.evidence.length);
}

/** Questions, and insights that cite the memories they group; `questions` and `insights` are the requested numbers. */
export function reflection(inner: Inner, { questions, insights }: Extract<Asked, { kind: 'reflect' }>, sayer: Sayer, random: Rng): Json {
  const found = groups(inner);
  const text = (prefix: string, { kind, values }: Group): string => say(sayer, random, `${prefix}_${kind}`, values);
  return {
    questions: found.slice(0, questions).map((group) => text('wonder', group)),
    insights: found.slice(0, Math.min(REFLECT.most, questions * insights)).map((group) => ({
      text: text('insight', group),
      evidence: group.evidence,
      importance: Math.min(REFLECT.top, REFLECT.base + group.evidence.length),
    })),
  };
}

/** A plan: an agent to talk to, and a subject. */
export function planned({ situation }: Inner, sayer: Sayer, random: Rng): string {
  const close = situation.known.find(({ tie }) => tie > 0);
  if (situation.advice !== null && situation.advice !== '') return say(sayer, random, ['plan_advice', 'plan'], { told: situation.advice });
  return close ? say(sayer, random, ['plan_person', 'plan'], { name: firstName(close.name) }) : say(sayer, random, 'plan', {});
}

/** The lowest reward over all agents that the coach sees; the first of equal rewards. */
function weakest(facts: readonly CoachFact[]): string | null {
  const sums = new Map<string, { sum: number; n: number }>();
  for (const { rewards } of facts)
    for (const [id, value] of Object.entries(rewards)) {
      const before = sums.get(id) ?? { sum: 0, n: 0 };
      sums.set(id, { sum: before.sum + value, n: before.n + 1 });
    }
  let found: string | null = null;
  let least = Infinity;
  for (const [id, { sum, n }] of sums) if (sum / n < least) [found, least] = [id, sum / n];
  return found;
}

/** Advice for the lowest reward, from the moment `coach_…` with its name. */
export function advice({ facts }: Extract<Asked, { kind: 'coach' }>, sayer: Sayer, random: Rng): string {
  const reward = weakest(facts);
  const name = facts.length === 1 ? { name: firstName(facts[0]!.name) } : {};
  if (reward === null) return say(sayer, random, 'coach', { ...name, told: '' });
  return say(sayer, random, [`coach_${reward}`, 'coach'], { ...name, told: reward.replaceAll('_', ' ') });
}

/** A recalled memory about the question, otherwise the agent's own last words, otherwise a line about an interest. */
export function interviewed(inner: Inner, text: string, sayer: Sayer, random: Rng): string {
  const { situation, book, profile } = inner;
  const near = situation.memories.reduce<{ readonly text: string; readonly at: number } | null>((best, memory) => {
    const at = overlap(book, text, memory.text);
    return at > 0.2 && at > (best?.at ?? 0) ? { text: memory.text, at } : best;
  }, null);
  if (near) return say(sayer, random, 'interview_memory', { told: near.text }) || near.text;
  const person = namedIn(book, situation, text);
  if (person) return say(sayer, random, person.tie > 0 ? 'interview_friend' : 'interview_stranger', { name: firstName(person.name) });
  const { interest } = relevance(book, profile, read(book, text));
  if (interest) return say(sayer, random, 'open_answer', { interest: interest.text });
  const last = situation.mine.at(-1)?.text;
  if (last !== undefined && book.words(text).length > 0 && random() < 0.5)
    return say(sayer, random, 'interview_last', { told: last }) || last;
  return say(sayer, random, 'open_answer', {});
}
