/** Small societies and minds for engine tests: made in memory, with prompts of one word, so that nothing is read. */
import { createHash } from 'node:crypto';
import { neverCancelled } from '../../src/core/util/lifecycle.js';
import type { Json } from '../../src/core/util/json.js';
import { Timeline } from '../../src/core/events/timeline.js';
import {
  advance,
  asker,
  type CompileOptions,
  compileModel,
  type Mind,
  type ScenarioModel,
  type AdvanceResult,
  type Question,
} from '../../src/engine/index.js';
import type { Society } from '../../src/language/generated/society.js';

export const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');
export const ask = asker(sha256, () => false);

const feed: NonNullable<Society['worlds']> = {
  feed: {
    feed: { rank: 'chronological', size: 5 },
    actions: {
      post: { kind: 'message', to: 'public', does: 'Write.' },
      comment: { kind: 'message', to: 'public', on: 'message', does: 'Answer.', when: 'round > 1' },
      direct_message: { kind: 'message', to: 'agent', does: 'Whisper.', when: 'round > 1' },
      vote: { kind: 'reaction', on: 'message', values: ['up', 'down'], does: 'Vote.', when: 'round > 1' },
      nothing: { kind: 'nothing', does: 'Pass.', when: 'round > 1' },
    },
    phases: { talk: { who: 'all', order: 'simultaneous', actions: ['post', 'comment', 'direct_message', 'nothing'], riders: { vote: 2 } } },
  },
};

/** People named by id with one interest each, ties by evidence, the feed. */
export function society(ids: readonly string[], more: Partial<Society> = {}): Society {
  return {
    society: 1,
    title: 'Test',
    personas: Object.fromEntries(ids.map((id) => [id, { name: id.toUpperCase(), interests: [`${id}ing`] }])),
    ties: { friendship: { among: 'all', change: { rule: 'evidence' } } },
    worlds: feed,
    prompts: {
      en: { frame: 'Frame.', you: 'You are $(me.name).', answer: 'Answer.', scales: { ties: ['none', 'strong'], levels: ['low', 'high'] } },
    },
    scenarios: { main: { world: 'feed', rounds: 4, seed: 3 } },
    ...more,
  };
}

export function compiled(source: Society, options: CompileOptions = {}): ScenarioModel {
  const result = compileModel(source, options);
  if (!result.ok) throw new Error(result.problems.map((p) => `${p.at}: ${p.message}`).join('\n'));
  return result.model;
}

/** A mind that answers by a function. */
export const mindOf = (answer: (question: Question) => Json, id = 'builtin'): Mind => ({
  id,
  kind: 'scripted',
  model: 'test',
  prose: false,
  ask: (question) => ({ value: answer(question) }),
});

/** Lively and deterministic: posts, comments on the newest message, whispers, votes, by turns. */
export const lively = mindOf(({ situation, hash }) => {
  const options = situation.options;
  const option = options[Number.parseInt(hash.slice(0, 4), 16) % options.length]!;
  const text = option.kind === 'message' ? `Words of ${situation.self.id} in round ${situation.round}?` : '';
  const on = option.messages?.at(-1) ?? null;
  const votes = situation.riders.flatMap((r) => r.messages.slice(0, 1).map((message) => ({ message, vote: 'up' })));
  return { action: option.action, text, on, to: option.agents?.[0] ?? null, votes };
});

export async function play(
  model: ScenarioModel,
  mind: Mind = lively,
  timeline = new Timeline(),
): Promise<{ timeline: Timeline; outcome: AdvanceResult }> {
  const minds = new Map(model.minds.map(({ id }) => [id, mind]));
  const outcome = await advance(model, timeline, { ask, minds, token: neverCancelled, breathe: () => undefined, concurrency: 4 });
  return { timeline, outcome };
}
