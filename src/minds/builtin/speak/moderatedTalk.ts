/** In a moderated talk: the next speaker that an agent names, and whether it would end the talk. */
import { pick, type Rng } from '../../../core/random/rng.js';
import type { GivenAct } from '../../../engine/model/question.js';
import type { Candidate, Scene } from '../decide/candidates.js';
import { TALK } from '../phrases/constants.js';

/** Nothing where the talk is not moderated. */
export function talked(random: Rng, scene: Scene, candidate: Candidate | null): Pick<GivenAct, 'next' | 'done'> {
  const { next, mayEnd } = scene.situation;
  if (next.length === 0 && !mayEnd) return {};
  const answered = candidate?.heard?.seen.author ?? '';
  const hand = random() < TALK.hand && next.includes(answered) ? answered : (pick(random, next) ?? null);
  return { ...(next.length > 0 ? { next: hand } : {}), ...(mayEnd ? { done: ends(random, scene) } : {}) };
}

/** Once one has spoken and heard this round, the talk may end, more likely the more the limit was agreed to. */
function ends(random: Rng, { situation, heard }: Scene): boolean {
  const spoke = situation.mine.some(({ round }) => round === situation.round);
  const agreed = heard.filter(({ reading }) => reading.has.includes('limit_agree') || reading.has.includes('agree')).length;
  return random() < (spoke ? TALK.end : 0) + (agreed > 1 ? TALK.end : 0);
}
