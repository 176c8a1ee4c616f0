/**
 * Acts on agents and messages other than talk, recognised by the names of the actions: follow agents that are interesting
 * or answer, mute disliked agents, pass on good messages, and rarely report. The utilities are in docs/builtin-mind.md.
 */
import type { Option } from '../../../engine/model/situationTypes.js';
import type { Candidate, Heard, Scene } from './candidates.js';
import { voteChances } from './choose.js';
import { DISLIKE, FATIGUE, FOLLOW, PASS_ON } from '../phrases/constants.js';

/** Actions toward an agent that the mind knows by name. */
const TOWARD = ['follow', 'unfollow', 'mute', 'unmute'] as const;
type Toward = (typeof TOWARD)[number];

const isToward = (action: string): action is Toward => TOWARD.some((name) => name === action);

/** Whether an act is one of these. */
export const isSocial = ({ kind, action, agents, args }: Option): boolean =>
  kind === 'act' && agents !== undefined && args === undefined && isToward(action);

/** The impression of an agent from its visible messages; null if it has none. */
interface Impression {
  /** Highest relevance and obligation, mean chance of a down vote; 0..1. */
  readonly relevance: number;
  readonly obligation: number;
  readonly dislike: number;
}

function impression(scene: Scene, said: readonly Heard[]): Impression | null {
  if (said.length === 0) return null;
  return {
    relevance: said.reduce((most, one) => Math.max(most, one.relevance), 0),
    obligation: said.reduce((most, one) => Math.max(most, one.obligation), 0),
    dislike: said.reduce((sum, one) => sum + voteChances(scene, one).down, 0) / said.length,
  };
}

/** One candidate for each agent that the option allows and of which there is an impression. */
export function toward(scene: Scene, option: Option): Candidate[] {
  if (!isToward(option.action)) return [];
  const name = option.action;
  return (option.agents ?? []).flatMap((id): Candidate[] => {
    const said = scene.heard.filter(({ seen }) => seen.kind === 'said' && seen.author === id);
    const known = scene.known.get(id);
    const tie = known?.tie ?? 0;
    const utility = towardUtility(scene, name, impression(scene, said), tie);
    const to = known ?? { id, name: said[0]?.seen.name ?? id, tie };
    return utility === null ? [] : [{ intent: 'act', option, utility, heard: null, to }];
  });
}

function towardUtility({ profile }: Scene, name: Toward, seen: Impression | null, tie: number): number | null {
  if (name === 'unmute') return DISLIKE.unmute + DISLIKE.forgive * profile.agreeableness;
  if (name === 'follow') {
    if (!seen && tie < FOLLOW.least) return null;
    const { relevance, obligation } = seen ?? { relevance: 0, obligation: 0 };
    const interest = FOLLOW.relevance * relevance + FOLLOW.obligation * obligation;
    return FOLLOW.base + interest + FOLLOW.tie * tie + FOLLOW.information * profile.information;
  }
  if (!seen) return null;
  if (name === 'unfollow') return FOLLOW.unfollow - FOLLOW.relevance * seen.relevance - FOLLOW.loyal * tie;
  return DISLIKE.mute + DISLIKE.each * seen.dislike - DISLIKE.relevance * seen.relevance - DISLIKE.tie * tie;
}

/** Reports, by the probability of a down vote. */
export function reports(scene: Scene, option: Option): Candidate[] {
  return scene.heard.flatMap((heard): Candidate[] => {
    if (!option.messages?.includes(heard.seen.id)) return [];
    const utility = DISLIKE.report + DISLIKE.each * voteChances(scene, heard).down - DISLIKE.tie * heard.tie;
    return [{ intent: 'react', option, utility, heard, to: null }];
  });
}

export const isReport = ({ kind, values }: Option): boolean => kind === 'reaction' && values?.length === 1 && values[0] === 'report';

/** Messages to pass on, with or without words, except messages that the agent has passed on before or that are addressed to it. */
export function passes(scene: Scene, option: Option): Candidate[] {
  const { profile, situation } = scene;
  const intent = option.wordless ? 'pass' : 'quote';
  const own = option.wordless ? PASS_ON.bare : PASS_ON.quote + PASS_ON.openness * profile.openness;
  return scene.heard.flatMap((heard): Candidate[] => {
    const { seen, reading, relevance, tie, obligation } = heard;
    if (!option.messages?.includes(seen.id) || obligation > 0 || situation.mine.some(({ text }) => text.includes(seen.text))) return [];
    const news = reading.has.includes('pass_on') ? PASS_ON.news * profile.information : 0;
    const worth = PASS_ON.relevance * relevance + PASS_ON.tie * tie + PASS_ON.presentation * profile.presentation + news;
    return [{ intent, option, utility: own + worth - FATIGUE.each * scene.recent, heard, to: null }];
  });
}
