/**
 * Decides the argument of an act: by a strategy that the author named, so that the result can be computed by hand,
 * otherwise by the persona with a softmax. Every rule and number is in docs/builtin-mind.md.
 */
import { mean } from '../../../core/util/numbers.js';
import { clamp, exp, ln, pow } from '../../../core/util/math.js';
import { below, pick, type Rng } from '../../../core/random/rng.js';
import type { Json } from '../../../core/util/json.js';
import type { OptionArg, PersonFacts } from '../../../engine/model/situationTypes.js';
import { drawnNumber } from '../../shared/fitToSchema.js';
import type { Scene } from './candidates.js';
import { softmax } from './choose.js';
import { CLAIM, GIVE, NUMBER, PICK, PRICE, STANCE, TWO } from '../phrases/constants.js';
import { common, HINTS, own, type Shape, type Strategy } from '../phrases/argumentKinds.js';

/** Strategies by name. The code of each shape defines their meaning for this shape. */
const COOPERATES: ReadonlySet<Strategy> = new Set(['always_cooperate', 'sustainable', 'tit_for_tat', 'grim']);
const TAKES: ReadonlySet<Strategy> = new Set(['greedy', 'always_defect']);

export interface Decision {
  readonly scene: Scene;
  readonly random: Rng;
  readonly strategy: Strategy;
  readonly arg: OptionArg;
}

/** The current bounds of a number; a missing lower bound is 0, a missing upper bound is one above the lower one. */
function bounds({ arg }: Decision): readonly [number, number] {
  const low = arg.min ?? (arg.max === undefined ? 0 : Math.min(0, arg.max));
  return [low, Math.max(low, arg.max ?? low + 1)];
}

/** A number within the bounds, rounded to a whole number if required, otherwise to three digits. */
function fitted(decision: Decision, x: number): number {
  const { kind, min = -Infinity, max = Infinity } = decision.arg;
  return clamp(kind === 'integer' ? Math.round(x) : Math.round(x * 1000) / 1000, min, max);
}

/** The number at a share 0..1 of the way between the bounds. */
function between(decision: Decision, part: number): number {
  const [low, high] = bounds(decision);
  return fitted(decision, low + part * (high - low));
}

/** Draws a value near the target: U(x) = −width·(x − target)². */
const near = (random: Rng, values: readonly number[], target: number): number =>
  values[
    softmax(
      random,
      values.map((x) => -NUMBER.width * (x - target) * (x - target)),
      NUMBER.temperature,
    )
  ] ?? target;

const PARTS = Array.from({ length: NUMBER.steps + 1 }, (_, i) => i / NUMBER.steps);

/** The share that each agent may take so that the rest grows back: the world's `share`, otherwise ⌊⌊S − S / g⌋ / n⌋ (GovSim's f, arXiv 2404.16698). */
export function sustainable({ scene: { situation }, arg }: Decision): number {
  const share = common(situation, HINTS.share);
  if (share !== null && share >= 0) return share;
  const growth = common(situation, HINTS.growth) ?? CLAIM.growth;
  const stock = arg.max ?? 0;
  return Math.floor(Math.floor(stock - stock / Math.max(1, growth)) / Math.max(1, situation.company ?? 1));
}

function claim(decision: Decision): number {
  const { scene, random, strategy } = decision;
  const share = sustainable(decision);
  const [low, high] = bounds(decision);
  if (COOPERATES.has(strategy)) return fitted(decision, Math.floor(share));
  if (TAKES.has(strategy)) return high;
  if (strategy === 'split_fair') return fitted(decision, Math.floor(high / Math.max(1, scene.situation.company ?? 1)));
  if (strategy === 'generous') return fitted(decision, Math.floor(share / 2));
  const { agreeableness, coordination } = scene.profile;
  const spoken = [...scene.recalled, ...scene.heard.map(({ reading }) => reading)];
  const agreed = spoken.some(({ has }) => has.includes('limit_propose') || has.includes('limit_agree')) ? CLAIM.agreed : 0;
  const care = Math.min(1, CLAIM.agreeable * agreeableness + CLAIM.coordination * coordination + agreed);
  const multiple = near(random, CLAIM.multiples, CLAIM.most - CLAIM.care * care);
  return fitted(decision, Math.max(low, Math.floor(multiple * share)));
}

/** The partner's last value of this argument: from an act toward this agent, otherwise from its variable `last_…`. */
export function lastOf({ scene: { situation }, arg }: Decision): Json | null {
  const acts = (situation.past ?? []).filter(({ mine, args }) => !mine && args[arg.id] !== undefined);
  return acts.at(-1)?.args[arg.id] ?? situation.partner?.own[`last_${arg.id}`] ?? null;
}

function gift(decision: Decision): number {
  const { scene, random, strategy } = decision;
  const [low, high] = bounds(decision);
  const part = (x: Json | null | undefined): number | null =>
    typeof x === 'number' && high > low ? clamp((x - low) / (high - low), 0, 1) : null;
  const last = part(lastOf(decision));
  if (strategy === 'always_cooperate' || strategy === 'generous') return high;
  if (TAKES.has(strategy)) return low;
  if (strategy === 'split_fair' || strategy === 'sustainable') return between(decision, 0.5);
  if (strategy === 'tit_for_tat') return between(decision, last ?? 0.5);
  if (strategy === 'grim') {
    const given = (scene.situation.past ?? []).filter(({ mine }) => !mine).map(({ args }) => part(args[decision.arg.id]));
    return [...given, last].some((x) => x !== null && x < 0.5) ? low : high;
  }
  const { agreeableness } = scene.profile;
  const tie = scene.situation.partner?.tie ?? 0;
  const target = GIVE.base + GIVE.agreeable * agreeableness + GIVE.tie * tie + GIVE.image * ((last ?? GIVE.unknown) - 0.5);
  return between(decision, near(random, PARTS, clamp(target, 0, 1)));
}

/** Chooses between two words. The first one counts as good for both. */
function two(decision: Decision): string {
  const { scene, random, strategy, arg } = decision;
  const [good = '', bad = ''] = arg.words ?? [];
  const past = scene.situation.past ?? [];
  const said = lastOf(decision);
  const last = said === good || said === bad ? said : null;
  if (strategy === 'always_cooperate' || strategy === 'sustainable') return good;
  if (TAKES.has(strategy)) return bad;
  if (strategy === 'tit_for_tat') return last ?? good;
  if (strategy === 'generous') return last === bad && random() >= TWO.forgive ? bad : good;
  if (strategy === 'grim') return past.some(({ mine, args }) => !mine && args[arg.id] === bad) ? bad : good;
  if (strategy === 'alternate' || strategy === 'split_fair')
    return past.filter(({ mine, args }) => mine && args[arg.id] !== undefined).length % 2 === 0 ? good : bad;
  const answer = last === null ? 0 : last === good ? 1 : -1;
  const tie = scene.situation.partner?.tie ?? 0;
  const u = TWO.base + TWO.agreeable * scene.profile.agreeableness + TWO.last * answer + TWO.tie * tie;
  return random() < 1 / (1 + exp(-u)) ? good : bad;
}

/** The exponent of concession: 1 is linear; above 1, the agent concedes late. */
function concession({ scene, strategy }: Decision): number {
  if (strategy === null) return pow(PRICE.base, 1 - 2 * scene.profile.agreeableness);
  if (TAKES.has(strategy)) return PRICE.tough;
  return strategy === 'generous' ? PRICE.soft : 1;
}

/** The next price: from the opening to the limit over the turns (time-dependent tactic of Faratin et al. 1998). */
export function price(decision: Decision): number {
  const { situation } = decision.scene;
  const [limit, opening] = [own(situation, HINTS.limit) ?? 0, own(situation, HINTS.opening) ?? 0];
  const { had, of } = situation.turn ?? { had: 0, of: 1 };
  const x = of <= 1 ? 1 : clamp(had / (of - 1), 0, 1);
  const offer = opening + (limit - opening) * (x === 0 ? 0 : pow(x, concession(decision)));
  return fitted(decision, offer);
}

/** An opinion of −1..1 or 0..1 on a scale of 0..1, by the lower bound of the argument. */
const unit = (x: number, low: number): number => clamp(low < 0 ? (x + 1) / 2 : x, 0, 1);

/** The positions of others, estimated from the words of their arguments. */
function positions(scene: Scene): number[] {
  const found: number[] = [];
  for (const { reading } of scene.heard)
    if (reading.has.includes('argue_for')) found.push(0.9);
    else if (reading.has.includes('argue_against')) found.push(0.1);
    else if (reading.has.includes('argue_unsure')) found.push(0.5);
  return found;
}

/** Bounded confidence (Hegselmann and Krause 2002): the agent moves toward the mean of positions that are near enough. */
function stance(decision: Decision): number {
  const { scene, strategy } = decision;
  const low = decision.arg.min ?? 0;
  const opinion = unit(own(scene.situation, HINTS.opinion) ?? 0, low);
  const others = positions(scene);
  const tolerance = own(scene.situation, HINTS.tolerance) ?? common(scene.situation, HINTS.tolerance) ?? STANCE.tolerance;
  const close = others.filter((x) => Math.abs(x - opinion) <= tolerance);
  if (strategy === 'contrarian' && others.length > 0) return between(decision, clamp(2 * opinion - mean(others)!, 0, 1));
  if (strategy === 'conform' && others.length > 0) return between(decision, mean(others)!);
  if (strategy !== null) return between(decision, opinion);
  const step = close.length === 0 ? 0 : STANCE.step * scene.profile.agreeableness * (mean(close)! - opinion);
  return between(decision, opinion + step);
}

/** U = 0.5 ln(1 + degree) + 0.8 ln(1 + common) + 0.9 ln(1 + shared), and much less for an agent that is already tied. */
export function pickUtility({ degree, common: friends, shared, tie }: PersonFacts, strategy: Strategy): number {
  const tied = tie > 0 ? PICK.tied : 0;
  if (strategy === 'popular') return 10 * ln(1 + degree) + 10 * tied;
  if (strategy === 'friends_of_friends') return 10 * ln(1 + friends) + 10 * tied;
  if (strategy === 'similar') return 10 * ln(1 + shared) + 10 * tied;
  if (strategy === 'loyal') return 100 * tie;
  return PICK.degree * ln(1 + degree) + PICK.common * ln(1 + friends) + PICK.shared * ln(1 + shared) + tied;
}

function somebody({ scene, random, strategy, arg }: Decision): string | null {
  const { agents = [], facts } = arg;
  const known = agents.map((id): PersonFacts => ({ agent: id, tie: scene.known.get(id)?.tie ?? 0, degree: 0, common: 0, shared: 0 }));
  const utilities = (facts ?? known).map((one) => (facts ? pickUtility(one, strategy) : PICK.known * one.tie));
  if (strategy === null || strategy === 'random') return agents[softmax(random, utilities, PICK.temperature)] ?? null;
  const top = Math.max(...utilities);
  return (
    pick(
      random,
      agents.filter((_, i) => (utilities[i] ?? 0) >= top - 1e-9),
    ) ?? null
  );
}

/** Draws a word of a choice. If the agent has an opinion, the words are a scale from against to for; otherwise all are equally likely. */
function vote({ scene, random, strategy, arg }: Decision): string {
  const words = arg.words ?? [];
  if (COOPERATES.has(strategy)) return words[0] ?? '';
  if (TAKES.has(strategy)) return words.at(-1) ?? '';
  const opinion = own(scene.situation, HINTS.opinion);
  if (opinion === null) return words[below(random, words.length)] ?? '';
  const at = (1 - unit(opinion, opinion < 0 ? -1 : 0)) * (words.length - 1);
  return words[Math.round(at)] ?? '';
}

function yes({ scene, random, strategy }: Decision): boolean {
  if (COOPERATES.has(strategy) || strategy === 'generous') return true;
  if (TAKES.has(strategy)) return false;
  const opinion = own(scene.situation, HINTS.opinion);
  return random() < (opinion === null ? 0.2 + 0.6 * scene.profile.agreeableness : unit(opinion, opinion < 0 ? -1 : 0));
}

function plainNumber(decision: Decision): number {
  const { strategy, random, scene } = decision;
  if (TAKES.has(strategy)) return between(decision, 1);
  if (strategy === 'generous' || COOPERATES.has(strategy)) return between(decision, 0);
  if (strategy === 'split_fair') return between(decision, 0.5);
  return between(decision, near(random, PARTS, 1 - scene.profile.agreeableness));
}

/** The number, word or agent that the author named for every turn; undefined if it cannot be chosen. */
function constant({ strategy, arg }: Decision, within: (x: number) => number): Json | undefined {
  if (typeof strategy === 'number') return arg.kind === 'integer' || arg.kind === 'number' ? within(strategy) : undefined;
  return strategy !== null && (arg.words?.includes(strategy) || arg.agents?.includes(strategy)) ? strategy : undefined;
}

function byChance(decision: Decision): Json {
  const { random, arg } = decision;
  if (arg.words) return pick(random, arg.words) ?? null;
  if (arg.agents) return pick(random, arg.agents) ?? null;
  if (arg.kind === 'boolean') return random() < 0.5;
  return drawnNumber(random, bounds(decision), arg.kind === 'integer');
}

/** The value of an argument of this shape. */
export function decided(decision: Decision, shape: Exclude<Shape, 'message' | 'words'>): Json {
  const fixed = constant(decision, (x) => fitted(decision, x));
  if (fixed !== undefined) return fixed;
  if (decision.strategy === 'random') return byChance(decision);
  return RULES[shape](decision);
}

const RULES: { readonly [S in Exclude<Shape, 'message' | 'words'>]: (decision: Decision) => Json } = {
  claim,
  price,
  stance,
  gift,
  pick: somebody,
  two,
  vote,
  number: plainNumber,
  yes,
};
