/**
 * Engine flags: numbered changes of behaviour. A new run has all of them. A run that was recorded before a change does not have its
 * number, so it opens, replays and resumes with the old behaviour. A fork of it does the same. A number is never reused and never
 * removed. Each flag needs a test that plays an old run (`test/histories`).
 */
import type { ScenarioModel } from './model.js';

/** What each number changes, for readers of the code. Add the next number at the end. */
export const FLAGS = {
  /** Fields that are whole numbers, such as age, are drawn as whole numbers. */
  whole_numbers: 1,
  /** Measures: `distinctness` uses the options of a question, and `vote_gini` and `influence_paradox` count up votes. */
  counted_as_documented: 2,
  /**
   * `question.asked` names the possible targets of an act that makes ties, and measures of choices read the ties that acts made.
   */
  tie_choices: 3,
  /** `first` and `change` begin with the first value that exists. */
  first_value: 4,
  /** Secrets of a part reach prompts, and so do `keep_from` and `known_to` of all secrets. */
  secrets_told: 5,
  /** In a society without networks, `to: agent` offers every agent that takes part. */
  anybody_without_ties: 6,
  /** Announcements, and messages that effects send, are coded. */
  world_voice_coded: 7,
  /** The question of a survey contains the ranges that the agent's variables declare. */
  survey_ranges: 8,
  /** If a population has a part of the cast, each of its members has the part. */
  populations_in_parts: 9,
  /** One name for two things at one place is an error. */
  names_apart: 10,
  /** A graph of a field that no agent has is an error. */
  graph_fields: 11,
  /**
   * A value that is computed from something private is private: minds on other machines do not get it, and files for sharing do not
   * contain it.
   */
  private_by_provenance: 12,
  /** `1 of [a, b]` gives a field one value, not a list of one, unless the field is a list. */
  one_of_several: 13,
  /** If a formula reads a survey without answers, its fault says so. */
  unanswered_said: 14,
  /** Prompts begin with the sections that stay the same from question to question, so that servers can reuse them. */
  stable_prompt_first: 15,
  /**
   * The members of a large population join as a crowd, rules and interventions that change many agents make one event for each variable,
   * and the limit of steps grows with agents and ties.
   */
  crowds: 16,
  /**
   * Prompts of agents that act at the same time begin with the messages that all of them read, and prompts of surveys with the questions.
   * Who the agent is comes after that.
   */
  shared_prompt_first: 17,
  /** An intervention that reaches many agents of a society with crowds lists their indices in one text, not their ids. */
  reached_as_indices: 18,
  /**
   * A rule that takes too many steps for all its agents together reaches nobody, with one fault that counts them. Generations,
   * starts of variables and announcements of a phase count their steps together too.
   */
  whole_passes: 19,
  /**
   * Steps are counted for what is done: a search of a list takes none for the items after the one that ends it, and statements take one for
   * each agent and tie that they change. All work for many agents is counted. Rules of crowds read a measure as it is at that moment, over
   * columns too. The fault at the limit says how many steps it is, and what to do.
   */
  steps_as_done: 20,
  /** A message to many agents of a society with crowds lists their indices in one text, not their ids. */
  readers_as_indices: 21,
} as const satisfies { readonly [name: string]: number };

type EngineFlag = keyof typeof FLAGS;

/** The flags of a new run, ascending. */
export const CURRENT_FLAGS: readonly number[] = Object.values<number>(FLAGS).sort((a, b) => a - b);

/** Whether a run has the behaviour of a flag. */
export const hasFlag = ({ flags }: Pick<ScenarioModel, 'flags'>, flag: EngineFlag): boolean => flags.has(FLAGS[flag]);
