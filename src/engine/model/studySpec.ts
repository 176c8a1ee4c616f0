/** What a study adds to a world: measures, interventions, surveys, codes, rewards, ratings, a coach. */
import type { AgentId, NodeId } from '../../core/util/ids.js';
import type { Formula, TextTemplate, Effect, Select, Schedule } from './formulaTypes.js';
import type { ArgSpec } from './worldSpec.js';

export interface MeasureSpec {
  readonly id: string;
  readonly at: NodeId | null;
  readonly formula: Formula | null;
}

/**
 * `count`: it holds in at least so many runs. `test`: the mean margin of the runs is above 0, by a one-sided test at a level.
 * `interval`: the 95 % interval of the mean margin is above 0.
 */
export type PassRule =
  | { readonly kind: 'count'; readonly least: number; readonly of: number }
  | { readonly kind: 'test'; readonly level: number; readonly of: number }
  | { readonly kind: 'interval'; readonly of: number };

/** What a file expects of the result of a run, or of several runs with different seeds. */
export interface ExpectationSpec {
  readonly id: string;
  readonly at: NodeId;
  readonly that: Formula;
  /** The rule for several seeds; null if it must hold in the one run of the scenario. */
  readonly in: PassRule | null;
  /** The margin by which it holds, where it compares two numbers. */
  readonly margin: Formula | null;
  /** The smallest margin that matters; null if the file gives none. */
  readonly matters: number | null;
  /** The reason for it; empty if the file gives none. */
  readonly because: string;
}

/** Messages that are kept back or changed before they are delivered. */
interface InterceptSpec {
  readonly at: NodeId;
  /** Senders of the messages. */
  readonly of: Select;
  /** Selects messages: a condition over `message` and its author, `me`. */
  readonly test: Formula | null;
  /** The new text; null if messages are kept back. */
  readonly change: TextTemplate | null;
}

/** A condition that a judge decides. */
interface JudgedSpec {
  readonly at: NodeId;
  readonly ask: TextTemplate;
  readonly mind: string;
}

/** A change of the society from outside. */
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
  /** The judge that is asked before the interventions of each round. The intervention is due if the answer is yes. */
  readonly judged: JudgedSpec | null;
}

/** One question of a survey. */
export interface SurveyItem {
  readonly id: string;
  readonly at: NodeId;
  readonly text: TextTemplate;
  readonly answer: ArgSpec;
  readonly ends: readonly string[];
  /** Agents to choose from, if the question asks for one or some of them. */
  readonly agents: Select | null;
  /** Most items of a list; null for a single answer. */
  readonly most: number | null;
  /** Id of the matrix question that this is a row of; else its own id. */
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

/** Content coding: the question about each message, and the coder. Agents never see codes. */
export interface CodeSpec {
  readonly id: string;
  readonly at: NodeId;
  /** What is coded: messages of agents, or acts that are seen. */
  readonly of: 'message' | 'act';
  readonly ask: string;
  readonly by: 'judge' | 'pattern' | 'human';
  readonly answer: ArgSpec;
  readonly pattern: ((text: string) => boolean) | null;
  readonly mind: string;
  /** A second coder for a sample of the coded messages. */
  readonly agree: { readonly with: 'judge' | 'pattern' | 'human'; readonly sample: number } | null;
}

/** A reward policy. Its formula is in the file, or in the library's entry of its kind. */
export interface RewardSpec {
  readonly id: string;
  readonly at: NodeId;
  readonly kind: string;
  readonly window: number;
  readonly value: Formula | null;
  readonly does: string;
  /** What a coach by rule says to an agent with too little of it. */
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
  /** The rated agent learns its ratings. */
  readonly feedback: boolean;
  readonly by: 'recipients' | 'judge';
  /** Id of the judge's mind. */
  readonly mind: string;
  /** Names of the networks whose members are asked. */
  readonly networks: readonly string[];
}
