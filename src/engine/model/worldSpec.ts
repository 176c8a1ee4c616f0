/** A world in the model: its variables, actions, networks, orders, feeds and phases. */
import type { TieEnds } from '../../core/columns/tieText.js';
import type { Values } from '../../core/columns/valueText.js';
import type { NodeId } from '../../core/util/ids.js';
import type { Json } from '../../core/util/json.js';
import type { Scope } from '../../expr/index.js';
import type { Phase } from '../../language/generated/society.js';
import type { Formula, TextTemplate, Effect, Select } from './formulaTypes.js';
import type { IndexSet } from './indexSet.js';

/** What a variable can hold. An `agent` variable holds an id, and expressions read the agent. */
export type VarKind = 'number' | 'text' | 'boolean' | 'agent' | 'any';

/** A variable of the world, of each agent, or of the agents in a role. */
export interface VarSpec {
  readonly id: string;
  readonly at: NodeId;
  readonly kind: VarKind;
  readonly optional: boolean;
  /** Its possible values; empty for any. */
  readonly words: readonly string[];
  readonly low: number | null;
  readonly high: number | null;
  /** Value before the first round. `me` is the agent with the variable. */
  start(scope: Scope): Json;
  /** It returns to its start at the beginning of each round. */
  readonly reset: boolean;
  /** Role of the agents that have it, or null for all. */
  readonly role: string | null;
  /** Prompts do not contain it. */
  readonly untold?: true;
  /** It does not leave this machine. */
  readonly private?: true;
  /** The expression of its start, if it has one. */
  readonly from?: string;
}

export type ArgKind = 'number' | 'integer' | 'text' | 'boolean' | 'agent' | 'choice' | 'message';

/** An argument of an act. */
export interface ArgSpec {
  readonly id: string;
  readonly at: NodeId;
  readonly kind: ArgKind;
  readonly optional: boolean;
  readonly words: readonly string[];
  readonly low: Formula | null;
  readonly high: Formula | null;
}

/** Weights of the four features of an act's evidence by rule. They are ours, because the paper does not publish its rubric. */
export interface EvidenceWeights {
  readonly relevance: number;
  readonly answers: number;
  readonly asks: number;
  readonly addresses: number;
}

/** Evidence of one vote by rule, 0..1; null if it does not count as an act toward the other. Ours. */
export interface VoteEvidence {
  /** Evidence of an up vote, and of any mark other than a down vote. */
  readonly up: number | null;
  readonly down: number | null;
}

/** The tie equation of Schneider, Tian and Rizoiu 2025 (arXiv 2510.19299). */
export interface EvidenceRule {
  /** ξ, minimum evidence, 0..1. */
  readonly threshold: number;
  /** Δmax, the largest growth of a tie in a round, 0..1. */
  readonly growth: number;
  /** 1 − δ = 2^(−1/h) with half-life h in rounds. */
  readonly keep: number;
  readonly weights: EvidenceWeights;
  readonly votes: VoteEvidence;
  /** Who gives evidence: a rule, the recipients, or a judge. */
  readonly by: 'rule' | 'recipients' | 'judge';
}

/** Ties between agents before the first round, sorted by `from`, then `to`, with a strength 0..1 for each. */
export interface GivenTies extends TieEnds {
  readonly strengths: Values;
}

export interface NetworkSpec {
  readonly name: string;
  readonly at: NodeId;
  /** Indices of agents that may have ties in it. */
  readonly among: IndexSet;
  /** Ties before the first round: `[from, to, strength]`. */
  readonly given: GivenTies;
  readonly rule: EvidenceRule | null;
  /** Smallest strength of a tie that counts as an edge. */
  readonly edge: number;
  /** A tie means closeness. A follow or a mute does not. */
  readonly felt: boolean;
}

/** The audience of words or of an act. */
export type AudienceSpec =
  /** `here`: the agents at the author's place. */
  | { readonly kind: 'public' | 'nobody' | 'self' | 'here' }
  /** The agent that is chosen with the act. */
  | { readonly kind: 'agent' }
  /** Agents with a tie to the author. */
  | { readonly kind: 'followers'; readonly network: string | null }
  /** Agents that the author has a tie to. */
  | { readonly kind: 'neighbours'; readonly network: string | null }
  | { readonly kind: 'select'; readonly select: Select };

export type ShareRule = 'proportional' | 'stochastic' | 'equal';

/** Claims on something limited. They are collected first and then divided. */
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
  /** An empty text if there is none. */
  readonly does: TextTemplate;
  readonly to: AudienceSpec;
  /** The act is about a message: the target of a comment or of a reaction. */
  readonly on: boolean;
  /** Possible values of a reaction. */
  readonly values: readonly string[];
  readonly when: Formula | null;
  /** Selects targets: a condition over `target` and `message`. */
  readonly test: Formula | null;
  /** The text with which the message in `on` is passed on. `text` is the agent's own words in it. */
  readonly quote: TextTemplate | null;
  /** The agent writes its own words. */
  readonly worded: boolean;
  readonly args: readonly ArgSpec[];
  readonly effect: Effect | null;
  readonly seenBy: AudienceSpec;
  /** The text of an act for agents that see it; if null, its name and arguments. */
  readonly tell: TextTemplate | null;
  readonly share: ShareSpec | null;
  /** Number of rounds that it takes, in an asynchronous order. */
  readonly duration: number;
}

export type OrderKind = 'simultaneous' | 'sequential' | 'shuffled' | 'alternate' | 'moderated' | 'asynchronous';

export interface OrderSpec {
  readonly kind: OrderKind;
  /** Who chooses the next speaker. */
  readonly chooser: 'speaker' | 'random' | 'round_robin' | Formula;
  readonly first: Select | null;
  /** Most turns of all agents together; null for one turn each. */
  readonly turns: number | null;
  /** A speaker may end the talk. */
  readonly mayEnd: boolean;
  /** Mean number of turns in a round. */
  readonly rate: Formula | null;
  /** Instead of a rate: the chance 0..1 of a turn in each of the 24 hours of a day. */
  readonly hours: readonly number[] | null;
}

export interface PairSpec {
  readonly kind: 'random' | 'round_robin';
  readonly neverAgain: boolean;
  /** Two halves that swap roles each round. */
  readonly alternate: boolean;
  /** Name of the network whose ties give the pairs. */
  readonly along: string | null;
  readonly each: number;
  readonly roles: readonly string[];
}

export type Rank = 'chronological' | 'hot' | 'interest' | 'liked' | 'random';

export interface FeedSpec {
  readonly rank: Rank;
  readonly size: number;
  /** Whose public messages: those of all agents, or of those that the reader has a tie to in a network. */
  readonly of: 'public' | { readonly network: string };
  /** Places for agents that the reader follows: a share 0..1 of the feed, with a rank of its own. */
  readonly following: { readonly network: string; readonly share: number; readonly rank: Rank | null } | null;
  /** Name of the network with ties to agents whose messages are hidden. */
  readonly hide: string | null;
  /** A note shown with a message. */
  readonly note: TextTemplate | null;
}

export interface GenerationSpec {
  readonly at: NodeId;
  /** Share of agents that stay, 0..1. */
  readonly keep: number;
  readonly by: Formula;
  /** Variables that a newcomer takes over from an agent that stays. */
  readonly inherit: readonly string[];
}

export interface ResolveSpec {
  readonly at: NodeId;
  readonly ask: TextTemplate;
  readonly mind: string;
  readonly answer: readonly ArgSpec[];
}

/**
 * What happens in a phase. Some kinds ask minds, others do not. The schema has the kinds that a file names with `do`. The others
 * follow from the contents of a phase or a scenario. `phaseKinds/table.ts` has the handler of each.
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
  /** The world of the file declares it. It is left out once the run is ending. */
  readonly world: boolean;
  readonly who: Select | null;
  readonly when: Formula | null;
  readonly until: Formula | null;
  readonly order: OrderSpec;
  readonly actions: readonly ActionSpec[];
  readonly riders: readonly { readonly action: ActionSpec; readonly most: number }[];
  /** Fields and variables of agents that a question may contain; agents with equal questions share one. Null if each has its own. */
  readonly archetypes: readonly string[] | null;
  readonly feed: FeedSpec;
  readonly pair: PairSpec | null;
  readonly resolve: ResolveSpec | null;
  readonly tell: TextTemplate | null;
  readonly effect: Effect | null;
  readonly replace: GenerationSpec | null;
  readonly stop: Formula | null;
  /** Id of the survey that is asked, in a phase of kind `survey`. */
  readonly survey: string | null;
  /** Id of the intervention that is decided, in a phase of kind `condition`. */
  readonly intervention: string | null;
}

export interface GroupSpec {
  readonly id: string;
  readonly at: NodeId;
  /** Members when the run begins. */
  readonly members: Select;
}

/** A place of the world: a group of the agents that are there. An agent is at one place at a time. */
export interface PlaceSpec {
  readonly id: string;
  readonly at: NodeId;
  /** Its description, for the agents that are there. */
  readonly does: TextTemplate;
  /** Agents that are there before round 1. */
  readonly start: Select;
  /** Most agents that fit, or null. */
  readonly size: number | null;
}

/** Time of the story. */
export interface ClockSpec {
  /** Hours in a round. */
  readonly hours: number;
  readonly start: string;
  /** The start in seconds since 1970, UTC. */
  readonly seconds: number;
}
