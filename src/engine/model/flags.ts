/**
 * Engine flags: numbered changes of behaviour. A new run has all of them. A run that was recorded before a change lacks its number,
 * so it opens, replays and resumes as it was made; its fork does the same. A number is never used twice and never removed.
 * Each flag needs a test that plays an old run (`test/histories`).
 */
import type { ScenarioModel } from './model.js';

/** What each number changes, in words for a reader of the code. Add the next number at the end. */
export const FLAGS = {
  /** Fields that are whole numbers, such as age, are drawn whole. */
  whole_numbers: 1,
  /** Measures: `distinctness` takes options as options, `vote_gini` and `influence_paradox` count votes up. */
  counted_as_documented: 2,
  /** `question.asked` names whom an act that makes ties can be aimed at, and measures of choices read the ties that acts made. */
  tie_choices: 3,
  /** `first` and `change` begin with the first value that there is. */
  first_value: 4,
  /** Secrets of a part reach prompts, as do `keep_from` and `known_to` of all secrets. */
  secrets_told: 5,
  /** In a society without networks, `to: agent` offers everybody who takes part. */
  anybody_without_ties: 6,
  /** Announcements and what effects send are coded. */
  world_voice_coded: 7,
  /** The question of a survey tells the ranges that the agent's variables declare. */
  survey_ranges: 8,
  /** A part of the cast that a population plays is the part of each of its members. */
  populations_in_parts: 9,
  /** One name for two things at one place is an error. */
  names_apart: 10,
  /** A graph of a field that nobody has is an error. */
  graph_fields: 11,
  /** What is computed from something private is private: withheld from minds elsewhere, and left out of files to share. */
  private_by_provenance: 12,
  /** A field that holds one value is given one by `1 of [a, b]`, not a list of one. */
  one_of_several: 13,
  /** The fault of a formula that reads a survey which nobody has answered yet says so. */
  unanswered_said: 14,
} as const satisfies { readonly [name: string]: number };

type EngineFlag = keyof typeof FLAGS;

/** The flags of a new run, ascending. */
export const CURRENT_FLAGS: readonly number[] = Object.values<number>(FLAGS).sort((a, b) => a - b);

/** Whether a run has the behaviour of a flag. */
export const hasFlag = ({ flags }: Pick<ScenarioModel, 'flags'>, flag: EngineFlag): boolean => flags.has(FLAGS[flag]);
