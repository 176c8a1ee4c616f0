/** A world as the model holds it: its variables, actions, networks, orders, feeds and phases. */
import type { NodeId } from '../../core/util/ids.js';
import type { Json } from '../../core/util/json.js';
import type { Scope } from '../../expr/index.js';
import type { Phase } from '../../language/generated/society.js';
import type { Formula, TextTemplate, Effect, Select } from './formulaTypes.js';

/** What a variable can hold. `agent` holds an id and reads as the agent. */
export type VarKind = 'number' | 'text' | 'boolean' | 'agent' | 'any';

/** A variable of the world, of each agent, or of those in a role. */
export interface VarSpec {
  readonly id: string;
  readonly at: NodeId;
  readonly kind: VarKind;
  readonly optional: boolean;
  /** Values it can have; empty for any. */
  readonly words: readonly string[];
  readonly low: number | null;
  readonly high: number | null;
  /** Value before the first round. `me` is the agent whose variable it is. */
  start(scope: Scope): Json;
  /** Goes back to its start at the beginning of each round. */
  readonly reset: boolean;
  /** Role that has it, or null for everybody. */
  readonly role: string | null;
  /** Agents are not told of it. */
  readonly untold?: true;
  /** It does not leave this machine. */
  readonly private?: true;
  /** The expression of its start, where it has one. */
  readonly from?: string;
}

export type ArgKind = 'number' | 'integer' | 'text' | 'boolean' | 'agent' | 'choice' | 'message';

/** An argument that an agent gives with an act. */
export interface ArgSpec {
  readonly id: string;
  readonly at: NodeId;
  readonly kind: ArgKind;
  readonly optional: boolean;
  readonly words: readonly string[];
  readonly low: Formula | null;
  readonly high: Formula | null;
}

/** Weights of the four features of an act's evidence by rule. Ours: the paper's rubric is not published. */
export interface EvidenceWeights {
  readonly relevance: number;
  readonly answers: number;
  readonly asks: number;
  readonly addresses: number;
}

/** Evidence of one vote by rule, 0..1; null where it is no act toward the other. Ours. */
export interface VoteEvidence {
  /** Of an up vote and any other mark that is no down vote. */
  readonly up: number | null;
  readonly down: number | null;
}

/** The tie equation of Schneider, Tian and Rizoiu 2025 (arXiv 2510.19299). */
export interface EvidenceRule {
  /** ξ, minimum evidence, 0..1. */
  readonly threshold: number;
  /** Δmax, the most a tie grows in a round, 0..1. */
  readonly growth: number;
  /** 1 − δ = 2^(−1/h) with half-life h in rounds. */
  readonly keep: number;
  readonly weights: EvidenceWeights;
  readonly votes: VoteEvidence;
  /** Whose word counts as evidence: a rule's, the recipients', or a judge's. */
  readonly by: 'rule' | 'recipients' | 'judge';
}

export interface NetworkSpec {
  readonly name: string;
  readonly at: NodeId;
  /** Who may have ties here, by agent index. */
  readonly among: ReadonlySet<number>;
  /** Ties before the first round: `[from, to, strength]`. */
  readonly given: readonly (readonly [number, number, number])[];
  readonly rule: EvidenceRule | null;
  /** A tie counts as an edge from this strength on. */
  readonly edge: number;
  /** A tie is closeness; a follow or a mute is none. */
  readonly felt: boolean;
}

/** Whom words or an act reach. */
export type AudienceSpec =
  /** `here`: those at the place where the author is. */
  | { readonly kind: 'public' | 'nobody' | 'self' | 'here' }
  /** The one that is chosen with the act. */
  | { readonly kind: 'agent' }
  /** Those with a tie to the author. */
  | { readonly kind: 'followers'; readonly network: string | null }
  /** Those the author has a tie to. */
  | { readonly kind: 'neighbours'; readonly network: string | null }
  | { readonly kind: 'select'; readonly select: Select };

export type ShareRule = 'proportional' | 'stochastic' | 'equal';

/** Claims on something limited, which are collected first and then divided. */
interface ShareSpec {
  readonly at: NodeId;
  readonly of: Formula;
  readonly ask: string;
  readonly rule: ShareRule;
}

export interface ActionSpec {
  readonly id: string;
  readonly at: NodeId;
  readonly kind: 'message' | 'reaction' | 'nothing' | 'act';
  /** Empty text for none. */
  readonly does: TextTemplate;
  readonly to: AudienceSpec;
  /** The act is about a message: a comment's target, a reaction's object. */
  readonly on: boolean;
  /** What a reaction can be. */
  readonly values: readonly string[];
  readonly when: Formula | null;
  /** Whom or which message it can be aimed at, over `target` and `message`. */
  readonly test: Formula | null;
  /** The message in `on` is passed on in these words, of which the agent's own are `text`. */
  readonly quote: TextTemplate | null;
  /** The agent writes words of its own. */
  readonly worded: boolean;
  readonly args: readonly ArgSpec[];
  readonly effect: Effect | null;
  readonly seenBy: AudienceSpec;
  /** How an act that is seen is told; its name and arguments where there is none. */
  readonly tell: TextTemplate | null;
  readonly share: ShareSpec | null;
  /** Rounds of the clock it takes, in an asynchronous order. */
  readonly duration: number;
}

export type OrderKind = 'simultaneous' | 'sequential' | 'shuffled' | 'alternate' | 'moderated' | 'asynchronous';

export interface OrderSpec {
  readonly kind: OrderKind;
  /** Who chooses the next speaker. */
  readonly chooser: 'speaker' | 'random' | 'round_robin' | Formula;
  readonly first: Select | null;
  /** Turns at most, of all together; null for one each. */
  readonly turns: number | null;
  /** A speaker may end the talk. */
  readonly mayEnd: boolean;
  /** Turns in a round, on average. */
  readonly rate: Formula | null;
  /** Instead of a rate: the chance 0..1 of a turn in each of the 24 hours of a day. */
  readonly hours: readonly number[] | null;
}

export interface PairSpec {
  readonly kind: 'random' | 'round_robin';
  readonly neverAgain: boolean;
  /** Two halves that swap roles each round. */
  readonly alternate: boolean;
  /** Network whose ties pairs follow. */
  readonly along: string | null;
  readonly each: number;
  readonly roles: readonly string[];
}

export type Rank = 'chronological' | 'hot' | 'interest' | 'liked' | 'random';

export interface FeedSpec {
  readonly rank: Rank;
  readonly size: number;
  /** Whose public messages: everybody's, or those of the agents one has a tie to in a network. */
  readonly of: 'public' | { readonly network: string };
  /** Places kept for those one follows: a share 0..1 of them, by a rank of their own. */
  readonly following: { readonly network: string; readonly share: number; readonly rank: Rank | null } | null;
  /** Network of those of whom one wants to see nothing. */
  readonly hide: string | null;
  /** What stands beside a message. */
  readonly note: TextTemplate | null;
}

export interface GenerationSpec {
  readonly at: NodeId;
  /** Share that stays, 0..1. */
  readonly keep: number;
  readonly by: Formula;
  /** Variables that a newcomer takes over from one that stays. */
  readonly inherit: readonly string[];
}

export interface ResolveSpec {
  readonly at: NodeId;
  readonly ask: TextTemplate;
  readonly mind: string;
  readonly answer: readonly ArgSpec[];
}

/**
 * What takes place in a phase: somebody is asked, or something comes about. The kinds that a file names with `do` come from
 * the schema; the others follow from what a phase or a scenario has. `phaseKinds/table.ts` has the handler of each.
 */
export type PhaseKind =
  | NonNullable<Phase['do']>
  | 'setting'
  | 'resolve'
  | 'condition'
  | 'interventions'
  | 'agreement'
  | 'measures'
  | 'none';

export interface PhaseSpec {
  readonly id: string;
  readonly at: NodeId;
  readonly kind: PhaseKind;
  /** Written in a world: left out once the run is ending. */
  readonly world: boolean;
  readonly who: Select | null;
  readonly when: Formula | null;
  readonly until: Formula | null;
  readonly order: OrderSpec;
  readonly actions: readonly ActionSpec[];
  readonly riders: readonly { readonly action: ActionSpec; readonly most: number }[];
  readonly feed: FeedSpec;
  readonly pair: PairSpec | null;
  readonly resolve: ResolveSpec | null;
  readonly tell: TextTemplate | null;
  readonly effect: Effect | null;
  readonly replace: GenerationSpec | null;
  readonly stop: Formula | null;
  /** Id of the survey that is asked, in a phase of kind `survey`. */
  readonly survey: string | null;
  /** Id of the intervention that is decided on, in a phase of kind `condition`. */
  readonly intervention: string | null;
}

export interface GroupSpec {
  readonly id: string;
  readonly at: NodeId;
  /** Members when the run begins. */
  readonly members: Select;
}

/** A place of the world: a group of those who are there; an agent is at one place at a time. */
export interface PlaceSpec {
  readonly id: string;
  readonly at: NodeId;
  /** What it is, as those who are there are told. */
  readonly does: TextTemplate;
  /** Who is there before round 1. */
  readonly start: Select;
  /** How many fit in, or null. */
  readonly size: number | null;
}

/** Time of the story. */
export interface ClockSpec {
  /** Hours that a round lasts. */
  readonly hours: number;
  readonly start: string;
  /** The start in seconds since 1970, UTC. */
  readonly seconds: number;
}
