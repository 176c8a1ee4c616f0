/** From utilities to one act: a gate for activity, then a softmax draw. Votes are drawn separately. */
import { exp, logistic } from '../../../core/util/math.js';
import type { Rng } from '../../../core/random/rng.js';
import type { ActAnswer } from '../../../engine/model/question.js';
import type { Candidate, Heard, Scene } from './candidates.js';
import { TEMPERATURE, VOTE } from '../phrases/constants.js';

/** Index drawn with chance ∝ e^(utility / temperature). */
export function softmax(random: Rng, utilities: readonly number[], temperature: number): number {
  const top = utilities.reduce((a, b) => Math.max(a, b), -Infinity);
  const weights = utilities.map((u) => exp((u - top) / temperature));
  let left = random() * weights.reduce((sum, w) => sum + w, 0);
  for (let i = 0; i < weights.length; i++) {
    left -= weights[i] ?? 0;
    if (left < 0) return i;
  }
  return weights.length - 1;
}

/**
 * One of the candidates; null if there is none. If the agent may pass, it takes part with chance
 * a + (1 − a) · o, with its activity a and its strongest obligation o.
 */
export function choose(random: Rng, scene: Scene, all: readonly Candidate[]): Candidate | null {
  const nothing = all.find((candidate) => candidate.intent === 'nothing') ?? null;
  const acts = all.filter((candidate) => candidate.intent !== 'nothing');
  const draw = random();
  if (acts.length === 0) return nothing;
  const duty = scene.heard.reduce((most, heard) => Math.max(most, heard.obligation), 0);
  const activity = scene.profile.self.activity;
  if (nothing && draw >= activity + (1 - activity) * duty * 0.8) return nothing;
  return (
    acts[
      softmax(
        random,
        acts.map((candidate) => candidate.utility),
        TEMPERATURE,
      )
    ] ?? null
  );
}

/** The chance of an up vote, and of a down vote if there is no up vote. */
export function voteChances(scene: Scene, heard: Heard): { readonly up: number; readonly down: number } {
  const { agreeableness } = scene.profile;
  const up = logistic(
    VOTE.base +
      VOTE.relevance * heard.relevance +
      VOTE.agreeable * (agreeableness - 0.5) +
      VOTE.tie * heard.tie +
      VOTE.obligation * heard.obligation,
  );
  const down = logistic(
    VOTE.downBase + VOTE.disagreeable * (1 - agreeableness) + VOTE.irrelevance * (1 - heard.relevance) - VOTE.tie * heard.tie,
  );
  return { up, down };
}

/** The values of a reaction for approval and for its opposite, if any. */
function signs(values: readonly string[]): { readonly up: string | null; readonly down: string | null } {
  const up = values.includes('up') ? 'up' : (values[0] ?? null);
  const down = values.includes('down') ? 'down' : (values.find((value) => value !== up) ?? null);
  return { up, down };
}

/** The value of a reaction that is a separate act: the more likely of the two. */
export function reaction(scene: Scene, heard: Heard, values: readonly string[]): string | null {
  const { up, down } = voteChances(scene, heard);
  const sign = signs(values);
  return up >= down ? sign.up : (sign.down ?? sign.up);
}

/** Votes that accompany an act: each message gets a vote by chance, and the most certain votes are kept. */
export function votes(random: Rng, scene: Scene): ActAnswer['votes'] {
  const rider = scene.situation.riders[0];
  if (!rider || rider.most < 1) return [];
  const sign = signs(rider.values);
  const given: { message: string; vote: string; chance: number }[] = [];
  for (const heard of scene.heard) {
    if (!rider.messages.includes(heard.seen.id)) continue;
    const { up, down } = voteChances(scene, heard);
    const draw = random();
    if (draw < up && sign.up !== null) given.push({ message: heard.seen.id, vote: sign.up, chance: up });
    else if (draw > 1 - down && sign.down !== null) given.push({ message: heard.seen.id, vote: sign.down, chance: down });
  }
  given.sort((a, b) => b.chance - a.chance);
  return given.slice(0, rider.most).map(({ message, vote }) => ({ message, vote }));
}
