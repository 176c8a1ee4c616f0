/**
 * Chooses an act that changes a world, its arguments and its words. With a strategy, the first act that fits it is chosen;
 * without one, acts and talk are candidates of the same draw.
 */
import type { Json } from '../../../core/util/json.js';
import { pick, type Rng } from '../../../core/random/rng.js';
import type { ActAnswer } from '../../../engine/model/question.js';
import type { Option, OptionArg } from '../../../engine/model/situationTypes.js';
import { type Candidate, candidates, type Scene } from '../decide/candidates.js';
import { ACT, STANCE } from '../phrases/constants.js';
import { firstName } from '../perceive/profile.js';
import { CLOSES, common, HINTS, LEAVES, mainArg, own, type Shape, type Strategy, strategyOf } from '../phrases/argumentKinds.js';
import { begin, speakAnything } from '../speak/speak.js';
import { utterMoment } from '../speak/speech.js';
import { choose } from '../decide/choose.js';
import { isSocial } from '../decide/social.js';
import { decided, type Decision, price } from '../decide/strategies.js';

export interface Act {
  readonly option: Option;
  /** Set if the act is talk. Its words and targets follow from it. */
  readonly talk: Candidate | null;
  readonly on: string | null;
  readonly to: string | null;
  readonly args: ActAnswer['args'];
}

const isAct = ({ kind }: Option): boolean => kind === 'act';

/** Whether the world offers more than talk now. */
export const canAct = (scene: Scene): boolean => scene.situation.options.some(isAct);

function utilityOf(scene: Scene, option: Option): number {
  if (option.args) return ACT.base;
  return ACT.bare + ACT.agreeable * (scene.profile.agreeableness - 0.5);
}

/** All candidates: talk and acts. An act that would exceed the world's `most` ties is left out. */
function open(scene: Scene): Candidate[] {
  const { situation } = scene;
  const acts = situation.options.filter((option) => isAct(option) && !isSocial(option) && !isEnough(scene, option));
  return [
    ...candidates(scene),
    ...acts.map((option): Candidate => ({ intent: 'act', option, utility: utilityOf(scene, option), heard: null, to: null })),
  ];
}

/** Whether the agent already has `most` ties, if the act chooses an agent and passing is possible. */
function isEnough(scene: Scene, option: Option): boolean {
  const { situation } = scene;
  const most = common(situation, HINTS.most);
  if (most === null || mainArg(situation, option)?.shape !== 'pick') return false;
  const ties = situation.known.filter(({ tie }) => tie > 0).length;
  return ties >= most && situation.options.some(({ kind }) => kind === 'nothing');
}

/** The act of a strategy: the act of that name, otherwise the first act whose argument it can decide. */
function byStrategy(scene: Scene, random: Rng, strategy: Strategy): Option | null {
  const { options } = scene.situation;
  const acts = options.filter((option) => isAct(option) && !isEnough(scene, option));
  const named = options.find(({ action }) => action === strategy);
  if (named) return named;
  if (strategy === 'random') return pick(random, acts) ?? null;
  return acts.find((option) => mainArg(scene.situation, option) !== null) ?? null;
}

/** The end of a bargain: the deal, an exit, or null for another offer. */
function bargain(scene: Scene, offer: Decision): Option | null {
  const { situation } = scene;
  const named = (names: readonly string[]): Option | null =>
    situation.options.find((option) => isAct(option) && !option.args && names.includes(option.action)) ?? null;
  const [limit, opening] = [own(situation, HINTS.limit) ?? 0, own(situation, HINTS.opening) ?? 0];
  const table = common(situation, HINTS.price);
  const side = Math.sign(opening - limit);
  const close = named(CLOSES);
  if (table === null || !close) return null;
  const { had, of } = situation.turn ?? { had: 0, of: 1 };
  const isLast = had + 1 >= of;
  const inside = side * (table - limit) >= 0;
  const least = offer.strategy === 'always_cooperate' || isLast ? limit : price(offer);
  if (inside && side * (table - least) >= 0) return close;
  return isLast && !inside ? named(LEAVES) : null;
}

function targets(scene: Scene, random: Rng, { messages, agents }: Option): { readonly on: string | null; readonly to: string | null } {
  const heard = scene.heard
    .filter(({ seen }) => messages?.includes(seen.id))
    .sort((a, b) => b.relevance + b.obligation - a.relevance - a.obligation);
  const near = scene.situation.known.find(({ id }) => agents?.includes(id));
  return {
    on: messages ? (heard[0]?.seen.id ?? pick(random, messages) ?? null) : null,
    to: agents ? (near?.id ?? pick(random, agents) ?? null) : null,
  };
}

/** The arguments of an act in their order; words are last, because they mention the others. */
function argsOf(scene: Scene, random: Rng, strategy: Strategy, option: Option): ActAnswer['args'] {
  const given: { [name: string]: Json } = {};
  const texts: OptionArg[] = [];
  for (const arg of option.args ?? []) {
    const shape = mainArg(scene.situation, { ...option, args: [arg] })?.shape;
    if (shape === undefined || shape === 'message' || shape === 'words') texts.push(arg);
    else given[arg.id] = decided({ scene, random, strategy, arg }, shape);
  }
  const main = mainArg(scene.situation, option);
  for (const { id } of texts)
    given[id] = sayBeside(scene, random, main?.shape ?? 'words', main ? given[main.arg.id] : undefined, main?.arg);
  return given;
}

/** The chosen act; null if the agent passes or no act is available. */
export function acted(scene: Scene, random: Rng): Act | null {
  const { situation } = scene;
  const strategy = strategyOf(situation);
  const offers = situation.options
    .map((option) => ({ option, main: mainArg(situation, option) }))
    .find(({ main }) => main?.shape === 'price');
  const done = (option: Option): Act => ({
    ...{ option, talk: null, ...targets(scene, random, option) },
    args: argsOf(scene, random, strategy, option),
  });
  if (offers?.main && strategy !== 'random')
    return done(bargain(scene, { scene, random, strategy, arg: offers.main.arg }) ?? offers.option);
  const fixed = strategy === null ? null : byStrategy(scene, random, strategy);
  if (fixed?.kind === 'act') return done(fixed);
  const chosen = choose(random, scene, open(scene));
  if (!chosen) return null;
  if (chosen.intent === 'act' && chosen.to) return { ...done(chosen.option), to: chosen.to.id };
  return chosen.intent === 'act' ? done(chosen.option) : { option: chosen.option, talk: chosen, on: null, to: null, args: {} };
}

// Words for an act, from the moment that fits the decision: a price, a position, a claim, a gift.

function positionMoment(value: Json | undefined, arg: OptionArg | undefined): string {
  const low = arg?.min ?? 0;
  const x = typeof value === 'number' ? (value - low) / Math.max(1e-9, (arg?.max ?? 1) - low) : 0.5;
  if (Math.abs(x - 0.5) <= STANCE.unsure) return 'argue_unsure';
  return x > 0.5 ? 'argue_for' : 'argue_against';
}

function momentOf(scene: Scene, shape: Shape, value: Json | undefined, arg: OptionArg | undefined): string {
  if (shape === 'price') return common(scene.situation, HINTS.price) === null ? 'offer_first' : 'offer';
  if (shape === 'stance') return positionMoment(value, arg);
  if (shape === 'claim') return 'limit_propose';
  return shape === 'gift' ? 'gift' : 'act';
}

/** The words with an act; any available words if the book has no such moment. */
function sayBeside(scene: Scene, random: Rng, shape: Shape, value: Json | undefined, arg: OptionArg | undefined): string {
  const speech = begin(scene, random);
  if (typeof value === 'number') speech.values.set('amount', String(value));
  if (scene.situation.partner) speech.values.set('name', firstName(scene.situation.partner.name));
  return utterMoment(speech, momentOf(scene, shape, value, arg)) ?? speakAnything(scene, speech);
}
