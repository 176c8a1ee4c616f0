/**
 * A scenario compiled to plain data, ready to run: agents sampled, ties given, expressions checked and closed over.
 * Made from a resolved file by `compileModel`; `plan` reads it and nothing else but the state.
 */
import type { MindLabel, Purpose } from '../core/events.js';
import type { AgentId, NodeId } from '../core/ids.js';
import type { Json } from '../core/json.js';
import type { State } from '../core/state.js';
import type { EffectSink, Scope, Value } from '../expr/index.js';
import type { Self } from './question.js';

/** A checked expression and where it is written. */
export interface Formula {
  readonly at: NodeId;
  readonly source: string;
  run(scope: Scope): Value;
}

/** Prose with `$(…)` and where it is written. */
export interface TextTemplate {
  readonly at: NodeId;
  readonly source: string;
  run(scope: Scope): string;
}

/** Statements, one a line, and where they are written. */
export interface Effect {
  readonly at: NodeId;
  readonly source: string;
  run(scope: Scope, sink: EffectSink): void;
}

/** Who is meant by a selector: indices of agents that are present, in the order of the cast, or of a ranking. */
export interface Select {
  readonly at: NodeId;
  readonly source: string;
  of(model: Model, state: State, locals: Locals): readonly number[];
}

/** Names at one place beside those of the world: `me`, `target`, arguments. */
export type Locals = { readonly [name: string]: Value };

/** When something is due. */
export interface Schedule {
  readonly at: NodeId;
  /** Before round 1 and behind the last. */
  readonly start: boolean;
  readonly end: boolean;
  /** Whether it is due in a round, from 1. */
  inRound(round: number): boolean;
  /** Instead of rounds, or beside them: whenever this holds. */
  readonly when: Formula | null;
  readonly once: boolean;
}

export interface GivenMemory {
  readonly at: NodeId;
  readonly text: string;
  readonly about: readonly AgentId[];
  readonly importance: number;
}

/** Something an agent knows and keeps to itself. */
export interface SecretSpec {
  readonly at: NodeId;
  readonly id: string;
  readonly text: string;
}

/** What an agent is in this scenario: its role, what it wants and knows there. */
export interface PartSpec {
  readonly role: string;
  readonly does: string;
  readonly goal: string;
  readonly knows: readonly string[];
}

export interface AgentSpec {
  readonly self: Self;
  readonly at: NodeId;
  /** Persona or population it comes from. */
  readonly from: string;
  /** Id of the mind that answers for this agent. */
  readonly mind: string;
  readonly memories: readonly GivenMemory[];
  readonly secrets: readonly SecretSpec[];
  /** The role it is cast in, or null. */
  readonly part: PartSpec | null;
  /** Study variables and those that its part sets, before the first round. */
  readonly vars: { readonly [name: string]: Json };
  /** It comes later, by an intervention. */
  readonly waiting: boolean;
  /** Keys of the persona that do not leave this machine. */
  readonly private?: readonly string[];
  /** The templates of its questions; agents that override nothing share one. */
  readonly prompt: PromptSpec;
}

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

/** The tie equation of Schneider, Tian and Rizoiu 2025 (arXiv 2510.19299). */
export interface EvidenceRule {
  /** ξ, minimum evidence, 0..1. */
  readonly threshold: number;
  /** Δmax, the most a tie grows in a round, 0..1. */
  readonly growth: number;
  /** 1 − δ = 2^(−1/h) with half-life h in rounds. */
  readonly keep: number;
  readonly weights: EvidenceWeights;
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
export interface ShareSpec {
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

/** What takes place in a phase: somebody is asked, or something comes about. */
export type PhaseKind =
  | 'setting'
  | 'act'
  | 'resolve'
  | 'rate'
  | 'reflect'
  | 'plan'
  | 'survey'
  | 'code'
  | 'coach'
  | 'condition'
  | 'interventions'
  | 'ties'
  | 'rewards'
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
  /** Surveys asked here, by id, for a phase of kind `survey`; for one of kind `condition` the interventions. */
  readonly surveys: readonly string[];
}

/** Retrieval after Park et al. 2023 (arXiv 2304.03442); half-life in units, recall a number of memories. */
export interface MemorySpec {
  readonly at: NodeId;
  readonly kind: 'stream' | 'window' | 'trace' | 'short_long' | 'none';
  readonly recall: number;
  readonly halfLife: number;
  readonly unit: 'round' | 'hour' | 'rank';
  /** Ages count since a memory last came to mind, as in the paper, or since it was written. */
  readonly since: 'recalled' | 'written';
  /** Memories weighed at most for a question. */
  readonly index: number;
  /** Memories kept at most. */
  readonly most: number;
  /** Rounds after which a memory is gone; null for never. */
  readonly expires: number | null;
  /** Rounds of the short memory, and importance from which a memory enters the long one. */
  readonly short: number;
  readonly keep: number;
  readonly weights: { readonly recency: number; readonly importance: number; readonly relevance: number };
  readonly reflect: { readonly after: number; readonly questions: number; readonly insights: number } | null;
}

/** For whom a set of templates was written, from the most general to the most particular. */
export type PromptLayer = 'default' | 'world' | 'scenario' | 'persona';

/** One prompt section: its template, where it is written, and the role it is sent in. */
export interface SectionTemplate {
  readonly section: string;
  readonly role: 'system' | 'user';
  readonly at: NodeId;
  readonly source: string;
  readonly from: PromptLayer;
  /** Id of the paraphrase that it comes from. */
  readonly wording: string | null;
  /** The default template that this one stands in for; null when it is the default. */
  readonly standard: { readonly at: NodeId; readonly source: string } | null;
  run(scope: Scope): string;
}

/** A short text over names of its own and the word helpers. */
export type NoteTemplate = (names: { readonly [name: string]: Value }) => string;

export interface PromptSpec {
  /** Sections of a question, by its purpose. */
  of(purpose: Purpose): readonly SectionTemplate[];
  /** Short texts that the engine writes. */
  readonly notes: { readonly rating: NoteTemplate; readonly feedback: NoteTemplate; readonly evidence: NoteTemplate };
  /** Words for a tie of strength 0..1 and for a level of 0..1, from the lowest up, in equal bands. */
  readonly ties: readonly string[];
  readonly levels: readonly string[];
}

export interface MeasureSpec {
  readonly id: string;
  readonly at: NodeId | null;
  readonly formula: Formula | null;
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

/** Messages that are kept back or changed before they are delivered. */
export interface InterceptSpec {
  readonly at: NodeId;
  /** Whose messages. */
  readonly of: Select;
  /** Which of them: over `message` and its author, `me`. */
  readonly test: Formula | null;
  /** What they say instead; null where they are kept back. */
  readonly change: TextTemplate | null;
}

/** A condition that a judge decides. */
export interface JudgedSpec {
  readonly at: NodeId;
  readonly ask: TextTemplate;
  readonly mind: string;
}

/** What happens to the society from outside. */
export interface InterventionSpec {
  readonly id: string;
  readonly at: NodeId;
  readonly schedule: Schedule;
  readonly to: Select;
  readonly from: string | null;
  readonly remember: TextTemplate | null;
  readonly announce: TextTemplate | null;
  readonly send: TextTemplate | null;
  readonly effect: Effect | null;
  readonly join: readonly AgentId[];
  readonly leave: Select | null;
  readonly mind: string | null;
  readonly mute: boolean | null;
  readonly intercept: InterceptSpec | null;
  /** Asked before the interventions of each round; it is due where the answer is yes. */
  readonly judged: JudgedSpec | null;
}

/** One question of a survey. */
export interface SurveyItem {
  readonly id: string;
  readonly at: NodeId;
  readonly text: TextTemplate;
  readonly answer: ArgSpec;
  readonly ends: readonly string[];
  /** Agents to choose from, where it asks for one or some of them. */
  readonly agents: Select | null;
  /** It asks for a list of at most so many; null for one answer. */
  readonly most: number | null;
  /** The question of a matrix that it is a row of; its own id where it is none. */
  readonly of: string;
}

export interface SurveySpec {
  readonly id: string;
  readonly at: NodeId;
  readonly schedule: Schedule;
  readonly to: Select;
  readonly private: boolean;
  readonly shuffle: boolean;
  readonly items: readonly SurveyItem[];
}

/** Content coding: what is asked of each message, and by whom. Never shown to agents. */
export interface CodeSpec {
  readonly id: string;
  readonly at: NodeId;
  /** What is coded: what agents say, or what they are seen to do. */
  readonly of: 'message' | 'act';
  readonly ask: string;
  readonly by: 'judge' | 'pattern' | 'human';
  readonly answer: ArgSpec;
  readonly pattern: ((text: string) => boolean) | null;
  readonly mind: string;
  /** A second coder for a sample of what was coded. */
  readonly agree: { readonly with: 'judge' | 'pattern' | 'human'; readonly sample: number } | null;
}

/** A reward policy: its formula is of its own, or that of the library's entry of its kind. */
export interface RewardSpec {
  readonly id: string;
  readonly at: NodeId;
  readonly kind: string;
  readonly window: number;
  readonly value: Formula | null;
  readonly does: string;
  /** What a coach by rule says to somebody who gets too little of it. */
  readonly advice: TextTemplate;
}

export interface CoachSpec {
  readonly at: NodeId;
  readonly kind: 'rule' | 'model';
  readonly schedule: Schedule;
  readonly scope: 'agent' | 'society';
  readonly sees: readonly string[];
  readonly to: Select;
  readonly mind: string;
}

/** How recipients rate the acts that reached them. */
export interface RatingSpec {
  readonly at: NodeId;
  /** Dimensions with their weights. */
  readonly dimensions: { readonly [dimension: string]: number };
  /** The rated learn of it. */
  readonly feedback: boolean;
  readonly by: 'recipients' | 'judge';
  /** The judge's mind. */
  readonly mind: string;
  /** Networks whose members are asked, by name. */
  readonly networks: readonly string[];
}

/** Time of the story. */
export interface ClockSpec {
  /** Hours that a round lasts. */
  readonly hours: number;
  readonly start: string;
  /** The start in seconds since 1970, UTC. */
  readonly seconds: number;
}

/** Runs to compare with: everybody acts at random, hears nobody, remembers nothing, has no coach. */
export const NULL_RUNS = ['random', 'isolated', 'memoryless', 'uncoached'] as const;
export type NullRun = (typeof NULL_RUNS)[number];

export interface Model {
  readonly title: string;
  readonly scenario: string;
  readonly at: NodeId;
  readonly language: string;
  readonly premise: TextTemplate;
  readonly notice: string | null;
  /** Id of the world, and what is told of it. */
  readonly world: { readonly id: string; readonly at: NodeId; readonly does: TextTemplate };
  readonly params: { readonly [name: string]: Json };
  readonly vars: readonly VarSpec[];
  readonly agentVars: readonly VarSpec[];
  /** Whether what one sees of an agent depends on more than the agent: a variable holds another, or there are places. */
  readonly agentVarsPoint: boolean;
  readonly rounds: number;
  readonly seed: number;
  readonly nulls: ReadonlySet<NullRun>;
  readonly minds: readonly MindLabel[];
  /** Minds that answer for agents where these purposes are asked for, in place of their own. */
  readonly mindFor: { readonly [purpose in 'rate' | 'reflect' | 'plan' | 'survey']?: string | undefined };
  /** What a run may spend on language models at most; null without a limit. */
  readonly budget: BudgetSpec | null;
  /** Minds whose questions can leave this machine; they are told nothing private. */
  readonly away?: ReadonlySet<string>;
  readonly agents: readonly AgentSpec[];
  /** Indices by role. */
  readonly roles: { readonly [role: string]: readonly number[] };
  readonly groups: readonly GroupSpec[];
  readonly places: readonly PlaceSpec[];
  readonly networks: readonly NetworkSpec[];
  readonly phases: { readonly start: readonly PhaseSpec[]; readonly round: readonly PhaseSpec[]; readonly end: readonly PhaseSpec[] };
  readonly memory: MemorySpec;
  readonly rating: RatingSpec | null;
  readonly rewards: readonly RewardSpec[];
  readonly coach: CoachSpec | null;
  readonly interventions: readonly InterventionSpec[];
  readonly surveys: readonly SurveySpec[];
  readonly codes: readonly CodeSpec[];
  /** Whether a text matches a pattern (RE2); null where no pattern is used. A library of some size, so it is handed in. */
  readonly like: Like | null;
  readonly clock: ClockSpec | null;
  readonly until: Formula | null;
  readonly measures: readonly MeasureSpec[];
  /** Paraphrases of the prompts that can be asked for, by id, and the one in force. */
  readonly wordings: readonly string[];
  readonly wording: string | null;
}

/** The most; what is absent is not limited. */
export interface BudgetSpec {
  readonly calls?: number | undefined;
  /** Sent and received. */
  readonly tokens?: number | undefined;
  readonly money?: { readonly amount: number; readonly currency: string } | undefined;
}

/** Whether some part of a text matches a pattern. */
export type Like = (text: string, pattern: string) => boolean;

/** The phase under way, or undefined between phases. */
export const phaseOf = (model: Model, state: State): PhaseSpec | undefined => model.phases[state.agenda.program][state.agenda.phase];
