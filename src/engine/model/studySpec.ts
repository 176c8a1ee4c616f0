/** What a study adds to a world, as the model holds it: measures, interventions, surveys, codes, rewards, ratings, a coach. */
import type { AgentId, NodeId } from '../../core/util/ids.js';
import type { Formula, TextTemplate, Effect, Select, Schedule } from './formulaTypes.js';
import type { ArgSpec } from './worldSpec.js';

export interface MeasureSpec {
  readonly id: string;
  readonly at: NodeId | null;
  readonly formula: Formula | null;
}

/**
 * `count`: it holds in at least so many runs. `test`: margins of the runs are above 0 in the mean, by a one-sided test at a level.
 * `interval`: the 95 % interval of their mean is.
 */
export type PassRule =
  | { readonly kind: 'count'; readonly least: number; readonly of: number }
  | { readonly kind: 'test'; readonly level: number; readonly of: number }
  | { readonly kind: 'interval'; readonly of: number };

/** What a file expects of the result of a run, or of so many runs of several seeds. */
export interface ExpectationSpec {
  readonly id: string;
  readonly at: NodeId;
  readonly that: Formula;
  /** How it is judged over seeds; null where it has to hold in the one run of the scenario's own. */
  readonly in: PassRule | null;
  /** By how much it holds, where that is what is judged. */
  readonly margin: Formula | null;
  /** Why it is expected; empty where the file says nothing. */
  readonly because: string;
}

/** Messages that are kept back or changed before they are delivered. */
interface InterceptSpec {
  readonly at: NodeId;
  /** Whose messages. */
  readonly of: Select;
  /** Which of them: over `message` and its author, `me`. */
  readonly test: Formula | null;
  /** What they say instead; null where they are kept back. */
  readonly change: TextTemplate | null;
}

/** A condition that a judge decides. */
interface JudgedSpec {
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
