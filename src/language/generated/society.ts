/* Generated from schemas/society.schema.json by scripts/generate.mjs. Do not edit. */

export type Import = string | ImportAs;
/**
 * Lower-case letters, digits and `_`, starting with a letter; not `constructor`.
 */
export type Id = string;
/**
 * A mind that can speak for agents.
 */
export type ModelSpec = OpenaiModel | EditorModel | BuiltinModel | RandomModel | ScriptedModel | RecordedModel | HumanModel;
/**
 * Id of a model, or `builtin` or `random`.
 */
export type ModelRef = string;
/**
 * A value as written. Text that starts with `=` is an expression.
 */
export type Literal =
  | null
  | boolean
  | number
  | string
  | readonly Literal[]
  | {
      readonly [k: string]: Literal;
    };
/**
 * Fragments or personas to build on.
 */
export type PersonaBases = string | readonly string[];
/**
 * A number from 0 to 1, a band word, or a sentence.
 */
export type Trait = number | ('very low' | 'low' | 'medium' | 'high' | 'very high') | string;
/**
 * A list of words or short phrases.
 */
export type Words = readonly string[];
/**
 * Prose. Nothing but a path such as ./people/ada.md means the text of that Markdown file.
 */
export type Text = string;
/**
 * Which agents: an id, a role, a group, `all`, a list, a short form such as `top 2 by degree`, or `{ of, pick, if }`.
 */
export type Selector = string | readonly Selector[] | Selection;
/**
 * An expression over the world's variables, parameters, measures and agents.
 */
export type Expression = string | number | boolean;
/**
 * A number from 0 to 1.
 */
export type Unit = number;
/**
 * Id of a persona or population.
 */
export type AgentRef = string;
/**
 * A file that was read before the run, of which each paragraph is remembered.
 */
export type Document =
  | DocumentPath
  | {
      readonly file: DocumentPath;
      /**
       * Of each of its memories, from 1, mundane, to 10, poignant.
       */
      readonly importance?: number;
    };
/**
 * Path of a Markdown or text file.
 */
export type DocumentPath = string;
/**
 * Files that were read before the run.
 */
export type Documents = readonly Document[];
export type PromptsRef = string | Prompts;
/**
 * Prose in which `$(…)` holds an expression. Nothing but a path such as ./premise.md means the text of that Markdown file.
 */
export type Template = string;
/**
 * A value; a short form such as `normal(46, 14) in 18..90`, `lognormal(10, 0.5)`, `beta(2, 2)`, `poisson(3)` or `2 of [jazz, chess]`; a list to choose from; weights such as `{ woman: 51, man: 47 }`; exact counts with `quota`; by another field with `given`; or `=` with an expression over other fields.
 */
export type Sampled = number | boolean | string | readonly (string | number)[] | Weights | Quota | Given;
/**
 * Comes before all that is inherited.
 */
export type PlaceFirst = boolean;
/**
 * Comes before this inherited entry.
 */
export type PlaceBefore = string;
/**
 * Comes after this inherited entry.
 */
export type PlaceAfter = string;
/**
 * Takes the inherited entry away.
 */
export type PlaceOff = boolean;
/**
 * A value at the start, or `{ start, reset }`.
 */
export type AgentVar = number | boolean | string | Words | AgentVarSpec;
/**
 * `public`, `agent`, `followers` (those with a tie to the author), `neighbours` (those the author has a tie to; `neighbours along friendship` names the network), `here` (those at the same place), `nobody`, `self`, or a selector.
 */
export type Audience = ('public' | 'agent' | 'all' | 'followers' | 'neighbours' | 'here' | 'nobody' | 'self') | Selector;
/**
 * What can be answered.
 */
export type Kind = string | Words;
/**
 * What changes, one statement a line: assignments and the effect functions.
 */
export type Statements = string;
/**
 * In which order agents act.
 */
export type Order = OrderKind | OrderSpec;
/**
 * `simultaneous`: nobody sees what the others do. `sequential`, `shuffled`, `alternate`: each sees what came before. `moderated`: a speaker is chosen. `asynchronous`: each in their own time.
 */
export type OrderKind = 'simultaneous' | 'sequential' | 'shuffled' | 'alternate' | 'moderated' | 'asynchronous';
export type Cast = string | readonly string[] | Roles;
export type WorldUse = string | WorldWith;
/**
 * When: a round, a list of rounds, `every 5`, `start` or `end`.
 */
export type Schedule = number | string | readonly Schedule[];
export type NullRuns = NullRun | readonly NullRun[];
export type NullRun = 'random' | 'isolated' | 'memoryless' | 'uncoached' | 'forgetful' | 'unrewarded';
export type Perturbations = Perturbation | readonly Perturbation[];
export type Perturbation = 'options' | 'names' | 'spaces';
export type Levels = readonly Literal[];
export type Range = string | readonly Literal[];
/**
 * What is believed of a parameter before the runs: `0.0..1.0` or `uniform(0, 1)`, each value as likely as any other; `1..20` or `integer(1, 20)`, whole numbers; `normal(5, 2)`, also `in 0..10`; `log_uniform(0.001, 1)`, each order of magnitude as likely; `beta(2, 5)`; a list of values to choose from.
 */
export type Prior = string | readonly Literal[];

/**
 * A society of agents: who they are, the world they meet in, and what is studied.
 */
export interface Society {
  /**
   * Version of the format. Always the first line.
   */
  readonly society: 1;
  /**
   * Name of the society, for people.
   */
  readonly title?: string;
  /**
   * What this file is about, for people. No agent reads it.
   */
  readonly description?: string;
  /**
   * Language of talk and prompts, as a BCP 47 tag.
   */
  readonly language?: string;
  /**
   * Other files whose entries can be used here: a path, a pattern with `*`, `**`, `?` or `{a,b}`, or a part of the library. Paths stay within the folder that is open. Files may import each other.
   */
  readonly imports?: readonly Import[];
  /**
   * Named minds that can speak for agents. Without any, the built-in mind speaks.
   */
  readonly models?: {
    readonly [k: string]: ModelSpec;
  };
  /**
   * Parts of personas to be shared by `extends`.
   */
  readonly fragments?: {
    readonly [k: string]: Persona;
  };
  /**
   * People written one by one, keyed by id.
   */
  readonly personas?: {
    readonly [k: string]: Persona;
  };
  /**
   * People sampled from a description, keyed by id. Members are named `id_01`, `id_02`, …
   */
  readonly populations?: {
    readonly [k: string]: Population;
  };
  /**
   * Named networks of directed ties with a strength from 0 to 1. More than one may live side by side.
   */
  readonly ties?: {
    readonly [k: string]: Network;
  };
  /**
   * Content coding: questions asked of what is said. Never shown to agents.
   */
  readonly codes?: {
    readonly [k: string]: Code;
  };
  /**
   * Named rewards that scenarios can use.
   */
  readonly rewards?: {
    readonly [k: string]: Reward;
  };
  /**
   * What agents can do and in which order.
   */
  readonly worlds?: {
    readonly [k: string]: World;
  };
  /**
   * What can be run: who meets in which world, for how long, and what is measured.
   */
  readonly scenarios?: {
    readonly [k: string]: Scenario;
  };
  /**
   * Scenarios run in several arms over the same seeds, and compared.
   */
  readonly experiments?: {
    readonly [k: string]: Experiment;
  };
  /**
   * Parameters that are fitted to data by many runs, with what remains unknown of each.
   */
  readonly calibrate?: {
    readonly [k: string]: Calibration;
  };
  /**
   * Sets of templates from which questions to a mind are written. The prompt is the stimulus, so it is yours.
   */
  readonly prompts?: {
    readonly [k: string]: Prompts;
  };
  /**
   * Phrases of the built-in mind, by language.
   */
  readonly phrases?: {
    readonly [k: string]: Phrases;
  };
  /**
   * Anything of your own. Nothing in it is checked or read.
   */
  readonly extra?: {
    readonly [k: string]: Literal;
  };
}
export interface ImportAs {
  /**
   * A path such as ./town.society, a pattern such as ./people/*.society, or a part of the library.
   */
  readonly from: string;
  readonly as?: Id;
}
/**
 * Any server that speaks the OpenAI protocol, on this machine or elsewhere.
 */
export interface OpenaiModel {
  /**
   * A server that speaks the OpenAI protocol.
   */
  readonly kind: 'openai';
  /**
   * Address of the server, up to and with `/v1`.
   */
  readonly base_url: string;
  /**
   * Name of the model, as the server knows it.
   */
  readonly name: string;
  /**
   * How much answers vary.
   */
  readonly temperature?: number;
  /**
   * Share of likely words that are considered.
   */
  readonly top_p?: number;
  /**
   * Longest answer, in tokens. Without it, a server on this machine gets the most tokens that an answer of the form of the question can have; others use their own limit.
   */
  readonly max_tokens?: number;
  /**
   * How many tokens the model can hold at once, question and answer together. With it, a prompt that would not fit is a warning.
   */
  readonly context?: number;
  readonly price?: Price;
  /**
   * Where the key is kept: `$(secret('name'))` in the editor's secret storage, or `$(env('NAME'))`. Never write a key itself in a file.
   */
  readonly key?: string;
  /**
   * How structured answers are asked for: by JSON Schema, as the call of a tool, as any JSON, or in plain text. Without it, the program finds out what the server supports.
   */
  readonly schema?: 'json_schema' | 'tools' | 'json_object' | 'text';
  /**
   * Seconds to wait for an answer.
   */
  readonly timeout?: number;
  /**
   * How many questions may be open at once. Without it, a server on this machine gets as many as it has slots, or as many as make it fastest; other servers get 16.
   */
  readonly concurrency?: number;
  /**
   * Whether two short test questions are asked at the start of a run, when it continues and after a lost connection. Other answers to them show that the server has changed its model. They count as calls. Without it, they are asked only of a server on this machine that does not say which model it has.
   */
  readonly canary?: boolean;
  /**
   * Purposes whose questions are sent together in a batch, which a provider answers within 24 hours for half the price.
   */
  readonly batch?: readonly ('code' | 'judge' | 'survey')[];
  readonly fallback?: ModelRef;
}
/**
 * What a model costs, per million tokens.
 */
export interface Price {
  /**
   * Price of a million tokens of prompts.
   */
  readonly input: number;
  /**
   * Price of a million tokens of answers.
   */
  readonly output: number;
  /**
   * Price of a million tokens of prompts that the server has from earlier calls. Without it, they cost the same as other tokens of prompts.
   */
  readonly cached?: number;
  /**
   * Code of the currency.
   */
  readonly currency?: string;
}
/**
 * A language model that the editor offers.
 */
export interface EditorModel {
  /**
   * A language model that the editor offers.
   */
  readonly kind: 'editor';
  /**
   * Family or id of the model, or `vendor/family`. Without it, the first that the editor offers.
   */
  readonly name?: string;
  /**
   * How many tokens the model can hold at once, question and answer together. With it, a prompt that would not fit is a warning.
   */
  readonly context?: number;
  readonly price?: Price;
  readonly fallback?: ModelRef;
}
/**
 * The built-in, rule-based mind. It is not a language model.
 */
export interface BuiltinModel {
  /**
   * The built-in, rule-based mind.
   */
  readonly kind: 'builtin';
  /**
   * How often it takes something other than its best choice.
   */
  readonly temperature?: number;
}
/**
 * Chooses at random among what is possible: the null to compare with.
 */
export interface RandomModel {
  /**
   * Chooses at random among what is possible.
   */
  readonly kind: 'random';
}
/**
 * Gives answers that are written here, in order. For tests and teaching.
 */
export interface ScriptedModel {
  /**
   * Gives answers that are written here.
   */
  readonly kind: 'scripted';
  /**
   * Answers in the order they are given, or lists of them by agent.
   */
  readonly answers?:
    | readonly Literal[]
    | {
        readonly [k: string]: readonly Literal[];
      };
  readonly fallback?: ModelRef;
}
/**
 * Gives the answers of an earlier run again.
 */
export interface RecordedModel {
  /**
   * Gives the answers of an earlier run.
   */
  readonly kind: 'recorded';
  /**
   * Path of the run.
   */
  readonly run: string;
  readonly fallback?: ModelRef;
}
/**
 * A person answers, in the editor or in the terminal.
 */
export interface HumanModel {
  /**
   * A person answers, in the editor or in the terminal.
   */
  readonly kind: 'human';
  /**
   * Seconds to wait for an answer. Without it, as long as it takes.
   */
  readonly timeout?: number;
  readonly fallback?: ModelRef;
}
/**
 * A person: who they are, what they want and how they talk.
 */
export interface Persona {
  /**
   * Name that others see.
   */
  readonly name?: string;
  /**
   * Age in years.
   */
  readonly age?: number;
  /**
   * Gender, in any word.
   */
  readonly gender?: string;
  /**
   * What the person does.
   */
  readonly occupation?: string;
  readonly extends?: PersonaBases;
  readonly personality?: Personality;
  readonly traits?: Words;
  readonly interests?: Words;
  readonly values?: Words;
  /**
   * What the person wants, one sentence each.
   */
  readonly goals?: readonly string[];
  readonly voice?: Text;
  readonly bio?: Text;
  readonly backstory?: Text;
  /**
   * What the person knows and keeps from others, keyed by id.
   */
  readonly secrets?: {
    readonly [k: string]: Secret;
  };
  readonly drives?: Drives;
  readonly activity?: Unit;
  /**
   * What is remembered from before the run.
   */
  readonly memories?: readonly MemoryEntry[];
  readonly reads?: Documents;
  readonly model?: ModelRef;
  readonly prompts?: PromptsRef;
  readonly vars?: Vars;
  /**
   * Keys of this persona that are never sent to an endpoint that is not local.
   */
  readonly private?: readonly string[];
  /**
   * Lists that override what is inherited instead of being appended.
   */
  readonly replace?: readonly ('traits' | 'interests' | 'values' | 'goals' | 'memories' | 'reads')[];
  readonly extra?: Extra;
}
/**
 * The Big Five.
 */
export interface Personality {
  readonly openness?: Trait;
  readonly conscientiousness?: Trait;
  readonly extraversion?: Trait;
  readonly agreeableness?: Trait;
  readonly neuroticism?: Trait;
}
/**
 * Something an agent knows and keeps from others.
 */
export interface Secret {
  readonly text: Text;
  readonly keep_from?: Selector;
  readonly known_to?: Selector;
}
/**
 * The long form of a selector.
 */
export interface Selection {
  readonly of?: Selector;
  /**
   * How many, and by what.
   */
  readonly pick?: string;
  readonly if?: Expression;
  /**
   * Only neighbours, in this network, of the one who acts.
   */
  readonly along?: string;
}
/**
 * What an agent wants from others: how much each of the five behavioural rewards counts for it.
 */
export interface Drives {
  readonly social_interaction?: Unit;
  readonly information_seeking?: Unit;
  readonly self_presentation?: Unit;
  readonly coordination?: Unit;
  readonly emotional_support?: Unit;
}
/**
 * Something that is remembered from before the run.
 */
export interface MemoryEntry {
  readonly text: Text;
  /**
   * Whom it is about.
   */
  readonly about?: readonly AgentRef[];
  /**
   * From 1, mundane, to 10, poignant.
   */
  readonly importance?: number;
}
/**
 * Templates by section. `$(…)` holds an expression.
 */
export interface Prompts {
  /**
   * Set that this one builds on.
   */
  readonly extends?: string;
  /**
   * Lists that override what is inherited instead of being appended, by their path.
   */
  readonly replace?: readonly string[];
  /**
   * Language it is written in.
   */
  readonly language?: string;
  readonly frame?: Template;
  readonly setting?: Template;
  readonly you?: Template;
  readonly situation?: Template;
  readonly messages?: Template;
  readonly memories?: Template;
  readonly options?: Template;
  readonly answer?: Template;
  readonly turn?: Template;
  readonly survey?: Template;
  readonly closing?: Template;
  readonly rate?: Template;
  readonly reflect?: Template;
  readonly plan?: Template;
  readonly judge?: Template;
  readonly coach?: Template;
  readonly interview?: Template;
  readonly form?: Template;
  readonly reply?: Template;
  readonly notes?: Notes;
  /**
   * Words for numbers from 0 to 1 in equal bands, lowest first: `words(x)` speaks of ties, `band(x)` of levels. A model never sees the number.
   */
  readonly scales?: {
    readonly ties?: Words;
    readonly levels?: Words;
  };
  /**
   * Paraphrases, keyed by id, to vary in an experiment.
   */
  readonly wordings?: {
    readonly [k: string]: Prompts;
  };
}
/**
 * Short texts that the engine writes, without an author.
 */
export interface Notes {
  readonly rating?: Template;
  readonly feedback?: Template;
  readonly evidence?: Template;
}
/**
 * Variables and their values, keyed by id.
 */
export interface Vars {
  readonly [k: string]: Literal;
}
/**
 * Anything of your own. Nothing in it is checked or read.
 */
export interface Extra {
  readonly [k: string]: Literal;
}
/**
 * People sampled from a description.
 */
export interface Population {
  /**
   * How many.
   */
  readonly size?: number;
  /**
   * Pattern of members' names; `{n}` is the number.
   */
  readonly name?: string;
  readonly names?: Words;
  readonly extends?: PersonaBases;
  readonly vars?: Vars;
  /**
   * How each field of a member is drawn. A key is a field's path. `age` is a whole number, so what is drawn for it is rounded.
   */
  readonly sample?: {
    readonly [k: string]: Sampled;
  };
  readonly from?: Table;
  readonly reads?: Documents;
  readonly model?: ModelRef;
  readonly extra?: Extra;
}
export interface Weights {
  readonly [k: string]: number;
}
/**
 * Exact counts in proportion to the weights, by largest remainder; who gets which is drawn.
 */
export interface Quota {
  /**
   * Weight of each value.
   */
  readonly quota: {
    readonly [k: string]: number;
  };
}
/**
 * Drawn by the value of another field: each further key is one of its values or a range such as `18..40`, with what is drawn then; `else` for all others.
 */
export interface Given {
  /**
   * The other field.
   */
  readonly given: string;
  readonly else?: Sampled;
  readonly [k: string]: Sampled | string | undefined;
}
/**
 * A data file with one row a person.
 */
export interface Table {
  /**
   * Path of a file of comma-separated values whose first line names the columns.
   */
  readonly csv?: string;
  /**
   * Path of a file with one JSON object a line.
   */
  readonly jsonl?: string;
  /**
   * Column for each field. Without it, columns that are named as fields are those fields.
   */
  readonly map?: {
    readonly [k: string]: string;
  };
  /**
   * Which row a member is: the next one, the next one in random order, or one drawn with replacement.
   */
  readonly rows?: 'order' | 'shuffled' | 'drawn';
  /**
   * Column with the weight of a row, for rows that are drawn.
   */
  readonly weight?: string;
}
/**
 * Directed ties with a strength from 0 to 1.
 */
export interface Network {
  readonly among?: Selector;
  /**
   * How it starts: `empty`, `complete`, `ring(k)`, `small_world(k, p)`, `random(p)`, `preferential(m)`, `followers(m)`, `blocks(blocks, p_in, p_out)`, `caveman(cliques, size)`, `shared(field, k, p)`, or a list of edges such as `ada - ben` and `ada > ben 0.7`.
   */
  readonly graph?: string | readonly string[];
  readonly reciprocity?: Unit;
  /**
   * Whether a tie here is closeness. Following and muting are not: they do not say how well an agent knows another.
   */
  readonly felt?: boolean;
  readonly strength?: Unit;
  /**
   * How ties change: `never`, or by a rule.
   */
  readonly change?: 'never' | TieChange;
}
/**
 * Ties grow by contact with enough evidence and fade without contact.
 */
export interface TieChange {
  /**
   * Ties follow the evidence of what was said and done.
   */
  readonly rule: 'evidence';
  readonly threshold?: Unit;
  readonly growth?: Unit;
  /**
   * Rounds without contact after which a tie is half as strong.
   */
  readonly half_life?: number;
  readonly edge?: Unit;
  readonly weights?: EvidenceWeights;
  /**
   * What a vote does to a tie: its evidence by rule, or `off`, where a vote is no act toward the other and the tie fades.
   */
  readonly votes?: 'off' | VoteEvidence;
  /**
   * What counts as evidence (ours). `rule`: features of the words. `recipients`: each agent that an act reached rates it. `judge`: a judge from outside rates it.
   */
  readonly by?: 'rule' | 'recipients' | 'judge';
  readonly ratings?: Ratings;
  readonly model?: ModelRef;
}
/**
 * What counts as evidence, by rule (ours).
 */
export interface EvidenceWeights {
  /**
   * It is about what the other is interested in.
   */
  readonly relevance?: number;
  /**
   * It answers what the other said.
   */
  readonly answers?: number;
  /**
   * It asks something.
   */
  readonly asks?: number;
  /**
   * It speaks to the other.
   */
  readonly addresses?: number;
}
/**
 * Evidence of a vote on another's words, from 0 to 1. With `by: recipients` or `judge` only `off` counts.
 */
export interface VoteEvidence {
  /**
   * Of an up vote, and of any mark that is no down vote. Default: that of an answer, `answers` over the sum of the weights; 0.3 where `weights` are not set.
   */
  readonly up?: Unit | 'off';
  /**
   * Of a down vote. With 0 it adds nothing, and keeps a tie from fading.
   */
  readonly down?: Unit | 'off';
}
/**
 * How recipients rate the acts that reached them, once a round, from 0 to 4 (ours).
 */
export interface Ratings {
  /**
   * What is rated, and how much each counts.
   */
  readonly dimensions?: {
    readonly [k: string]: number;
  };
  /**
   * Whether those who were rated learn of it.
   */
  readonly feedback?: boolean;
}
/**
 * A question asked of what is said, for analysis.
 */
export interface Code {
  /**
   * What is coded.
   */
  readonly of?: 'message' | 'act';
  readonly ask?: Text;
  /**
   * `yes_no`, a list of labels, or a scale such as `0..4`.
   */
  readonly answer?: string | Words;
  /**
   * Who codes: a model as judge, a pattern, or a person.
   */
  readonly by?: 'judge' | 'pattern' | 'human';
  /**
   * Pattern that the text must match (RE2).
   */
  readonly pattern?: string;
  readonly model?: ModelRef;
  readonly agree?: Agreement;
}
/**
 * A second coder, whose agreement is reported.
 */
export interface Agreement {
  /**
   * The second coder.
   */
  readonly with?: 'judge' | 'pattern' | 'human';
  /**
   * How many are coded twice.
   */
  readonly sample?: number;
}
/**
 * What agents are rewarded for.
 */
export interface Reward {
  /**
   * One of the five policies, or `custom` with a `value`.
   */
  readonly kind?: 'social_interaction' | 'information_seeking' | 'self_presentation' | 'coordination' | 'emotional_support' | 'custom';
  /**
   * Rounds over which it is computed.
   */
  readonly window?: number;
  readonly value?: Expression;
  readonly does?: Text;
  readonly advice?: Template;
  readonly first?: PlaceFirst;
  readonly before?: PlaceBefore;
  readonly after?: PlaceAfter;
  readonly off?: PlaceOff;
}
/**
 * What agents can do and in which order.
 */
export interface World {
  /**
   * Name of the world, for people.
   */
  readonly title?: string;
  /**
   * World that this one builds on.
   */
  readonly extends?: string;
  /**
   * Lists that override what is inherited instead of being appended, by their path.
   */
  readonly replace?: readonly string[];
  readonly does?: Template;
  readonly params?: Vars;
  readonly vars?: Vars;
  /**
   * Variables that each agent has.
   */
  readonly agent_vars?: {
    readonly [k: string]: AgentVar;
  };
  /**
   * Roles that a scenario casts.
   */
  readonly roles?: {
    readonly [k: string]: Role;
  };
  /**
   * Places where agents can be, each at one at a time: `me.place` is its id. A message to a place reaches who is there, and `to: here` those at the place of its author; `join` and `leave` move agents.
   */
  readonly places?: {
    readonly [k: string]: Place;
  };
  /**
   * Networks that come with the world, such as who follows whom. A network of the same name under the file's own `ties:` replaces it.
   */
  readonly ties?: {
    readonly [k: string]: Network;
  };
  readonly feed?: Feed;
  /**
   * What agents can do, keyed by id.
   */
  readonly actions?: {
    readonly [k: string]: Action;
  };
  /**
   * Parts of a round, in order.
   */
  readonly phases?: {
    readonly [k: string]: Phase;
  };
  /**
   * What this world measures each round.
   */
  readonly measures?: {
    readonly [k: string]: Expression;
  };
  readonly prompts?: PromptsRef;
  readonly extra?: Extra;
}
export interface AgentVarSpec {
  readonly start?: Literal;
  /**
   * Lowest and highest value. With `0..1` or `-1..1` an answer of the built-in mind to a survey is that share of the question's scale.
   */
  readonly range?: string;
  /**
   * Goes back to its start each round.
   */
  readonly reset?: 'round';
  /**
   * Never sent to an endpoint that is not local.
   */
  readonly private?: boolean;
  /**
   * Whether agents are told of their own value; `false` keeps it for rules and measures.
   */
  readonly told?: boolean;
}
/**
 * A role in a world.
 */
export interface Role {
  readonly does?: Text;
  readonly vars?: Vars;
  readonly goal?: Text;
  /**
   * How many play it.
   */
  readonly size?: number;
}
/**
 * A place in a world: a group of those who are there.
 */
export interface Place {
  readonly does?: Template;
  readonly start?: Selector;
  /**
   * How many fit in. Who joins a full place stays where they are, and the effect that moves them fails.
   */
  readonly size?: number;
}
/**
 * Which messages reach whom.
 */
export interface Feed {
  /**
   * By what messages are ranked: the newest first, by Reddit's hot score, by closeness to what the reader cares for (recency, followers and words in common), by most votes up, or at random.
   */
  readonly rank?: 'chronological' | 'hot' | 'interest' | 'liked' | 'random';
  /**
   * How many messages an agent sees in a turn.
   */
  readonly size?: number;
  /**
   * Whose messages: `public` for everybody's, or the name of a network for those of the people that the reader has a tie to in it.
   */
  readonly of?: string;
  readonly following?: FeedFollowing;
  /**
   * Network whose ties mean muting: messages of people that the reader has a tie to in it never reach the reader. Withheld messages are counted.
   */
  readonly hide?: string;
  readonly note?: Template;
}
/**
 * Places of the feed that are kept for people that the reader follows. What they leave free goes to the others, and the other way round.
 */
export interface FeedFollowing {
  /**
   * Network whose ties mean following.
   */
  readonly network: string;
  readonly share?: Unit;
  /**
   * By what their messages are ranked; as all others, when left out.
   */
  readonly rank?: 'chronological' | 'hot' | 'interest' | 'liked' | 'random';
}
/**
 * Something an agent can do.
 */
export interface Action {
  /**
   * `message` writes text, `reaction` marks a message, `nothing` lets the turn pass, `act` changes the world.
   */
  readonly kind?: 'message' | 'reaction' | 'nothing' | 'act';
  readonly does?: Template;
  readonly to?: Audience;
  /**
   * It is about a message that is chosen.
   */
  readonly on?: 'message';
  readonly if?: Expression;
  readonly quote?: Template;
  /**
   * What a reaction can be.
   */
  readonly values?: readonly ('up' | 'down' | 'report')[];
  readonly when?: Expression;
  readonly args?: Kinds;
  readonly effect?: Statements;
  readonly seen_by?: Audience;
  readonly share?: Share;
  readonly tell?: Template;
  /**
   * Time it takes, in rounds of the clock.
   */
  readonly duration?: number;
  readonly first?: PlaceFirst;
  readonly before?: PlaceBefore;
  readonly after?: PlaceAfter;
  readonly off?: PlaceOff;
}
/**
 * What is asked for, keyed by id, each with its kind: a range such as `0..stock`, a list of words, or `number`, `text`, `yes_no`, `agent` or `message`, with a `?` where there can be none.
 */
export interface Kinds {
  readonly [k: string]: Kind;
}
/**
 * All claims are collected and the resource is divided; gives `granted`.
 */
export interface Share {
  readonly of: Expression;
  /**
   * The argument that says how much is asked.
   */
  readonly ask: string;
  /**
   * How it is divided when there is not enough.
   */
  readonly rule?: 'proportional' | 'stochastic' | 'equal';
}
/**
 * A part of a round.
 */
export interface Phase {
  readonly who?: Selector;
  readonly order?: Order;
  /**
   * What they can do.
   */
  readonly actions?: readonly string[];
  /**
   * Fields and variables that a question may contain of an agent here. Agents of one population with equal questions are an archetype: they share one question, and each gets an answer of its own to it. The question names the population in place of the agent, and contains no memories, secrets, ties, rewards or earlier messages of an agent. For agents that act at the same time.
   */
  readonly archetypes?: readonly (
    | (
        | 'age'
        | 'gender'
        | 'occupation'
        | 'bio'
        | 'backstory'
        | 'interests'
        | 'values'
        | 'traits'
        | 'goals'
        | 'voice'
        | 'personality'
        | 'drives'
        | 'activity'
      )
    | string
  )[];
  /**
   * Reactions that may ride along with an act, and how many at most (ours).
   */
  readonly riders?: {
    readonly [k: string]: number;
  };
  readonly when?: Expression;
  /**
   * How many turns at most.
   */
  readonly turns?: number;
  readonly until?: Expression;
  /**
   * A step of the round that takes place here.
   */
  readonly do?: 'act' | 'rate' | 'reflect' | 'plan' | 'survey' | 'code' | 'coach' | 'ties' | 'rewards';
  readonly tell?: Template;
  readonly then?: Statements;
  readonly stop?: Expression;
  readonly pair?: Pair;
  readonly feed?: Feed;
  readonly replace?: Generation;
  readonly resolve?: Resolve;
  readonly first?: PlaceFirst;
  readonly before?: PlaceBefore;
  readonly after?: PlaceAfter;
  readonly off?: PlaceOff;
}
export interface OrderSpec {
  readonly kind: OrderKind;
  /**
   * Who chooses the next speaker.
   */
  readonly chooser?: string;
  /**
   * Who speaks first: `random`, or who is meant.
   */
  readonly first?: 'random' | Selector;
  /**
   * How many utterances at most.
   */
  readonly turns?: number;
  /**
   * Speakers may end the talk.
   */
  readonly may_end?: boolean;
  readonly rate?: Expression;
  /**
   * Instead of a rate: the chance that an agent acts in each of the 24 hours of a day, from midnight on. It acts at most once in an hour, at a moment drawn evenly within it; a round without a clock is one hour.
   */
  readonly hours?: readonly Unit[];
}
/**
 * Who meets whom.
 */
export interface Pair {
  /**
   * How pairs are made.
   */
  readonly kind: 'random' | 'round_robin';
  /**
   * No pair meets twice.
   */
  readonly never_again?: boolean;
  /**
   * Only pairs that have a tie in this network.
   */
  readonly along?: string;
  /**
   * How many partners each meets.
   */
  readonly each?: number;
  /**
   * Roles in the pair.
   */
  readonly roles?: readonly string[];
  /**
   * With `round_robin`: half of those who take part meet the other half, and the halves swap roles each round. Nobody meets the same one twice in the same role before all others.
   */
  readonly alternate?: boolean;
}
/**
 * Who goes and who comes between generations.
 */
export interface Generation {
  readonly keep?: Unit;
  readonly by?: Expression;
  /**
   * Variables that each newcomer takes over from one of those that stay, drawn for each newcomer. What its population draws is drawn again for it; all others begin at their start.
   */
  readonly inherit?: readonly string[];
}
/**
 * A question to a mind outside the society, whose answer can be used in an effect.
 */
export interface Resolve {
  readonly ask: Template;
  readonly of?: ModelRef;
  readonly answer: Kinds;
}
/**
 * Something that can be run.
 */
export interface Scenario {
  /**
   * Name of the scenario, for people.
   */
  readonly title?: string;
  /**
   * Scenario that this one builds on.
   */
  readonly extends?: string;
  /**
   * Lists that override what is inherited instead of being appended.
   */
  readonly replace?: readonly ('cast' | 'ties' | 'reads')[];
  readonly premise?: Template;
  readonly cast?: Cast;
  readonly world?: WorldUse;
  /**
   * How many rounds at most.
   */
  readonly rounds?: number;
  readonly clock?: Clock;
  /**
   * Networks that live in this scenario. All, when left out.
   */
  readonly ties?: readonly string[];
  /**
   * Named groups of the cast.
   */
  readonly groups?: {
    readonly [k: string]: Group;
  };
  readonly reads?: Documents;
  readonly memory?: Memory;
  /**
   * What agents are rewarded for.
   */
  readonly rewards?: {
    readonly [k: string]: Reward;
  };
  /**
   * Advice that agents get: `off`, or a coach.
   */
  readonly coach?: 'off' | Coach;
  /**
   * What happens to the society from outside.
   */
  readonly interventions?: {
    readonly [k: string]: Intervention;
  };
  /**
   * What agents are asked by the researcher.
   */
  readonly surveys?: {
    readonly [k: string]: Survey;
  };
  /**
   * What is measured each round: an expression by id.
   */
  readonly measures?: {
    readonly [k: string]: Expression;
  };
  readonly until?: Expression;
  /**
   * What you expect of the result: tests of the scenario.
   */
  readonly expect?: {
    readonly [k: string]: Expectation;
  };
  /**
   * Data from outside that runs are compared with: answers of people, or networks.
   */
  readonly compare_with?: {
    readonly [k: string]: Reference;
  };
  readonly awareness?: Awareness;
  readonly because?: Reasons;
  readonly prompts?: PromptsRef;
  readonly model?: ModelRef;
  readonly model_for?: ModelFor;
  /**
   * Start of all random numbers. Same file, same seed, same run.
   */
  readonly seed?: number;
  readonly budget?: Budget;
  readonly notice?: Text;
  readonly extra?: Extra;
}
export interface Roles {
  readonly [k: string]: CastPart;
}
/**
 * Who plays a role, and with what.
 */
export interface CastPart {
  readonly play: AgentRef;
  readonly goal?: Text;
  /**
   * What the agent knows in this role.
   */
  readonly knows?: readonly string[];
  /**
   * What the agent keeps from others in this role.
   */
  readonly secrets?: {
    readonly [k: string]: Secret;
  };
  readonly vars?: Vars;
  readonly model?: ModelRef;
}
export interface WorldWith {
  /**
   * Id of the world.
   */
  readonly use: string;
  readonly with?: Vars;
}
/**
 * What a round is in the time of the story.
 */
export interface Clock {
  /**
   * How long a round is.
   */
  readonly round?: string;
  /**
   * Day, or day and time, of the first round.
   */
  readonly start?: string;
}
/**
 * A named part of the cast.
 */
export interface Group {
  readonly of?: Selector;
  /**
   * How many, and by what.
   */
  readonly pick?: string;
  readonly if?: Expression;
  readonly assign?: Unit;
  readonly first?: PlaceFirst;
  readonly before?: PlaceBefore;
  readonly after?: PlaceAfter;
  readonly off?: PlaceOff;
}
/**
 * How agents remember.
 */
export interface Memory {
  /**
   * `stream`: all that was seen and done, recalled by recency, importance and relevance. `window`: the last ones. `trace`: the last ones about those at hand. `short_long`: the last rounds whole, of what is older what mattered. `none`: nothing.
   */
  readonly kind?: 'stream' | 'window' | 'trace' | 'short_long' | 'none';
  /**
   * How many memories are weighed at most for a question: half of them the latest, half the most important of the older ones (ours).
   */
  readonly index?: number;
  /**
   * How many memories an agent keeps. Beyond, the least important go first, of equals the oldest; how many is told.
   */
  readonly most?: number;
  /**
   * Rounds after which a memory is gone. Never, when left out.
   */
  readonly expires?: number;
  /**
   * Rounds that the short memory holds, with `short_long`.
   */
  readonly short?: number;
  /**
   * Importance from which a memory enters the long memory, with `short_long`.
   */
  readonly keep?: number;
  /**
   * How many memories come to mind for a question.
   */
  readonly recall?: number;
  readonly embeddings?: ModelRef;
  readonly recency?: Recency;
  readonly weights?: MemoryWeights;
  readonly reflect?: Reflect;
}
/**
 * How memories fade.
 */
export interface Recency {
  /**
   * Units after which a memory counts half.
   */
  readonly half_life?: number;
  /**
   * Instead of `half_life`: what is left after one unit, such as 0.995 an hour in the paper.
   */
  readonly decay?: number;
  /**
   * What is counted: rounds, hours of the clock, or the place in the order of how lately it came to mind.
   */
  readonly unit?: 'round' | 'hour' | 'rank';
  /**
   * Since when: since it last came to mind, as in the paper, or since it was written.
   */
  readonly since?: 'recalled' | 'written';
}
/**
 * How much each part of a memory's score counts.
 */
export interface MemoryWeights {
  /**
   * How lately it was on the agent's mind.
   */
  readonly recency?: number;
  /**
   * How poignant it is.
   */
  readonly importance?: number;
  /**
   * How close it is to what is at hand.
   */
  readonly relevance?: number;
}
/**
 * When agents draw conclusions from what they remember.
 */
export interface Reflect {
  /**
   * Sum of the importance of new memories that sets it off.
   */
  readonly after?: number;
  /**
   * How many questions an agent asks itself.
   */
  readonly questions?: number;
  /**
   * How many insights it draws from each.
   */
  readonly insights?: number;
}
/**
 * A voice from outside that advises agents.
 */
export interface Coach {
  /**
   * Advises by rule or by a model.
   */
  readonly kind?: 'rule' | 'model';
  /**
   * One word for each agent, or one for the whole society.
   */
  readonly scope?: 'agent' | 'society';
  readonly at?: Schedule;
  /**
   * What it sees of an agent: `rewards`, `ties`, `acts`.
   */
  readonly sees?: readonly ('rewards' | 'ties' | 'acts')[];
  readonly to?: Selector;
  readonly model?: ModelRef;
}
/**
 * Something that happens from outside.
 */
export interface Intervention {
  readonly at?: Schedule;
  /**
   * On which condition: an expression, or `{ ask, of }`, a question to a judge about what was said since the last round began.
   */
  readonly when?: Expression | JudgedCondition;
  /**
   * Only the first time the condition holds.
   */
  readonly once?: boolean;
  readonly to?: Selector;
  readonly from?: Selector;
  readonly remember?: Template;
  readonly announce?: Template;
  readonly send?: Template;
  readonly then?: Statements;
  readonly join?: Selector;
  readonly leave?: Selector;
  readonly model?: ModelRef;
  /**
   * They have no turns from then on; `false` lets them act again.
   */
  readonly mute?: boolean;
  readonly intercept?: Intercept;
  readonly first?: PlaceFirst;
  readonly before?: PlaceBefore;
  readonly after?: PlaceAfter;
  readonly off?: PlaceOff;
}
/**
 * A condition that a judge decides. It is asked before the interventions of a round; what it reads is what was said in the round before.
 */
export interface JudgedCondition {
  readonly ask: Template;
  readonly of?: ModelRef;
}
/**
 * What agents send is kept from those in `to`, or changed, before it is delivered, in the rounds in which this is due: in every round where there is neither `at` nor `when`. Its author does not learn of it.
 */
export interface Intercept {
  readonly of?: Selector;
  readonly if?: Expression;
  readonly change?: Template;
}
/**
 * Questions from the researcher.
 */
export interface Survey {
  readonly at?: Schedule;
  readonly when?: Expression;
  /**
   * Only the first time the condition holds.
   */
  readonly once?: boolean;
  readonly to?: Selector;
  /**
   * It leaves no memory.
   */
  readonly private?: boolean;
  /**
   * Each agent is asked in its own order, drawn again each time; the rows of a matrix stay together.
   */
  readonly shuffle?: boolean;
  /**
   * The questions, keyed by id.
   */
  readonly ask?: {
    readonly [k: string]: SurveyQuestion;
  };
  readonly first?: PlaceFirst;
  readonly before?: PlaceBefore;
  readonly after?: PlaceAfter;
  readonly off?: PlaceOff;
}
/**
 * One question of a survey.
 */
export interface SurveyQuestion {
  readonly text: Template;
  /**
   * Answer on a scale.
   */
  readonly scale?: string;
  /**
   * Words for the two ends of the scale.
   */
  readonly ends?: readonly string[];
  /**
   * Answer with one of these.
   */
  readonly one_of?: string | Words;
  /**
   * Answer with any number of these, or none.
   */
  readonly some_of?: string | Words;
  /**
   * How many of `some_of` at most.
   */
  readonly most?: number;
  /**
   * Answer with a whole number from 1 to this.
   */
  readonly rating?: number;
  /**
   * Answer with a number, or with one within bounds.
   */
  readonly number?: boolean | string;
  /**
   * A matrix: the same question of each of these, keyed by id, each with its words. An answer reads as `me.belief.trust.bakery`.
   */
  readonly rows?: {
    readonly [k: string]: string;
  };
  /**
   * Answer in one's own words.
   */
  readonly open?: boolean;
  /**
   * Answer yes or no.
   */
  readonly yes_no?: boolean;
}
/**
 * A test of the result.
 */
export interface Expectation {
  readonly that?: Expression;
  /**
   * How it is judged over seeds, where one run is not enough: it holds in so many of so many (`8 of 10 seeds`); or `that` compares two numbers, and their difference is above 0 in the mean, by a one-sided test (`20 seeds, p < 0.05`: signs of the differences, Fisher 1935) or by its interval by Student's t (`20 seeds, 95 % interval`).
   */
  readonly in?: string;
  /**
   * The smallest effect that matters to you, in the unit of the two sides of `that`. `society verify` says with it whether there are enough seeds, and whether a difference is too small to matter.
   */
  readonly matters?: number;
  readonly because?: Text;
  readonly first?: PlaceFirst;
  readonly before?: PlaceBefore;
  readonly after?: PlaceAfter;
  readonly off?: PlaceOff;
}
/**
 * Data from outside that runs are compared with: a table of people, or a network.
 */
export interface Reference {
  /**
   * Path of a table with one row a person: CSV whose first line names the columns, JSON Lines, or Parquet.
   */
  readonly people?: string;
  /**
   * Path of a network of people: an edge list as CSV, GraphML or GEXF.
   */
  readonly network?: string;
  /**
   * Path of a table of the agents of the network, for a file that has only ties: CSV whose first column has their names in that file. The other columns are their attributes; agents without ties are added.
   */
  readonly nodes?: string;
  /**
   * The ties of the scenario that are compared with the network.
   */
  readonly ties?: string;
  /**
   * Whether ties have a direction. `false` counts pairs with a tie either way. Without it, as in the file of the network.
   */
  readonly directed?: boolean;
  /**
   * Terms of a random graph model that is fitted to the network and to each run, as in statnet's ergm; `usual` for usual terms.
   */
  readonly terms?: 'usual' | readonly string[];
  readonly source?: Text;
  /**
   * What is compared with columns of the table, keyed by id.
   */
  readonly answers?: {
    readonly [k: string]: ComparedAnswer;
  };
  /**
   * Parts of agents and people that are also compared one by one, keyed by id.
   */
  readonly groups?: {
    readonly [k: string]: ComparedGroup;
  };
  /**
   * Rows of the table that count: a value, or a list of values, by column.
   */
  readonly only?: {
    readonly [k: string]: string | number | boolean | readonly (string | number | boolean)[];
  };
  /**
   * Column with the weight of a row. Rows without a weight above 0 do not count.
   */
  readonly weight?: string;
  /**
   * Column with the number of people that a row stands for, in a table of counts.
   */
  readonly count?: string;
  readonly by?: Matched;
  /**
   * Groups whose shares agents are weighted to, as in the table, so that a cast with other shares does not count as other answers (raking, Deming and Stephan 1940).
   */
  readonly rake?: readonly string[];
  /**
   * Known shares of groups that the rows of the table are weighted to, by group.
   */
  readonly margins?: {
    readonly [k: string]: Shares;
  };
  readonly windows?: Windows;
}
/**
 * An answer of agents, and the column of the table with that of people.
 */
export interface ComparedAnswer {
  readonly of?: Expression;
  /**
   * The column of the table. Without it, the one of the same id.
   */
  readonly column?: string;
  /**
   * What cells of the column mean, as agents say it. Other cells count as missing.
   */
  readonly words?: {
    readonly [k: string]: string | number | boolean;
  };
  /**
   * Cells of the column that mean no answer, in addition to empty ones, `NA`, `NaN` and `.`.
   */
  readonly missing?: readonly (string | number)[];
  readonly order?: Words;
  /**
   * Nothing in the file was chosen by these data. They are summarised apart from the others.
   */
  readonly held_out?: boolean;
}
/**
 * A property that divides agents and people into parts.
 */
export interface ComparedGroup {
  readonly of?: Expression;
  /**
   * The column of the table. Without it, the one of the same id.
   */
  readonly column?: string;
  /**
   * What cells of the column mean, as agents say it. Other cells count as missing.
   */
  readonly words?: {
    readonly [k: string]: string | number | boolean;
  };
  /**
   * Cells of the column that mean no answer, in addition to empty ones, `NA`, `NaN` and `.`.
   */
  readonly missing?: readonly (string | number)[];
  /**
   * Numbers at which a new part begins.
   */
  readonly cuts?: readonly number[];
}
/**
 * Rows that belong to an agent: those whose column has the value of the agent. Agents are then also compared one by one with their row.
 */
export interface Matched {
  readonly of: Expression;
  /**
   * The column with the same value.
   */
  readonly column: string;
}
export interface Shares {
  readonly [k: string]: number;
}
/**
 * Times of the table and the rounds that they are compared with.
 */
export interface Windows {
  /**
   * The column with the time of a row.
   */
  readonly column: string;
  /**
   * The rounds of each time: one, or the first and the last.
   */
  readonly rounds: {
    readonly [k: string]: number | string;
  };
}
/**
 * How `society verify` sees that an agent, asked after a run what is being studied, recognises the study.
 */
export interface Awareness {
  /**
   * Pattern that an answer of an agent who recognises the study matches (RE2). Without it, any word of the claim counts.
   */
  readonly pattern?: string;
  readonly judge?: ModelRef;
  readonly ask?: Text;
}
/**
 * Reasons for what hints about the study ask, by the name of the hint. The hint is then not shown.
 */
export interface Reasons {
  readonly profile?: Text;
  readonly association?: Text;
  readonly marginals?: Text;
  readonly interaction?: Text;
  readonly memory?: Text;
  readonly control?: Text;
  readonly awareness?: Text;
  readonly comparison?: Text;
}
/**
 * Minds that answer for all agents where they are asked something other than to act, whichever mind answers for their acts.
 */
export interface ModelFor {
  readonly rate?: ModelRef;
  readonly reflect?: ModelRef;
  readonly plan?: ModelRef;
  readonly survey?: ModelRef;
}
/**
 * What a run may cost at most. It pauses there.
 */
export interface Budget {
  /**
   * Questions to models.
   */
  readonly calls?: number;
  /**
   * Tokens sent and received.
   */
  readonly tokens?: number;
  /**
   * Amount and currency.
   */
  readonly money?: string;
}
/**
 * A scenario in several arms, each played with the same seeds. Where several of `arms`, `grid`, `list`, `sample`, `wordings` and `models` stand, every combination of them is an arm.
 */
export interface Experiment {
  /**
   * Name of the experiment, for people.
   */
  readonly title?: string;
  /**
   * The scenario.
   */
  readonly scenario: string;
  /**
   * What differs in each arm: a value by its path in the scenario, its world or the file.
   */
  readonly arms?: {
    readonly [k: string]: Settings;
  };
  /**
   * Factors: values by their path in the scenario. Every combination of one value of each is an arm.
   */
  readonly grid?: {
    readonly [k: string]: Levels;
  };
  /**
   * Rows of values by their path in the scenario, each of them an arm, as in a table of conditions.
   */
  readonly list?: readonly Settings[];
  readonly sample?: Sampling;
  /**
   * Paraphrases of the prompts, by their id under `wordings:` of a set of prompts: an arm for each. `standard` is the text without changes.
   */
  readonly wordings?: readonly Id[];
  /**
   * Minds that answer for all agents: an arm for each.
   */
  readonly models?: readonly ModelRef[];
  /**
   * How many seeds, from 1 on, or which: the first and the last, or a list. The same in every arm.
   */
  readonly seeds?: number | string | readonly number[];
  readonly budget?: Budget;
  /**
   * How the chances of all its tests are corrected for their number: `holm` for any false finding (Holm 1979), `bh` for the share of false ones (Benjamini and Hochberg 1995).
   */
  readonly correct?: 'holm' | 'bh' | 'none';
  /**
   * What is compared.
   */
  readonly compare?: {
    readonly [k: string]: Comparison;
  };
}
/**
 * Values by their path in the scenario, such as `world.with.growth`; in its world, such as `world.feed.size`; or in the file below `ties`, `personas`, `populations` and `models`, such as `ties.friendship.change.threshold`. An entry whose `off` is true is taken away. `null` plays a null run, and `perturb` changes questions in ways that should not matter.
 */
export interface Settings {
  readonly null?: NullRuns;
  readonly perturb?: Perturbations;
  readonly [k: string]: Literal | NullRuns | Perturbations | undefined;
}
/**
 * How arms are drawn.
 */
export interface Sampling {
  /**
   * How many arms. With `morris`, how many trajectories, each of one arm more than there are factors; with `saltelli`, how many rows, each of two arms more.
   */
  readonly n: number;
  /**
   * From what, by its path in the scenario: a range, drawn in whole numbers where both ends are written as such (`5..20`) and evenly else (`0.0..1.0`), or a list of values.
   */
  readonly over: {
    readonly [k: string]: Range;
  };
  /**
   * `latin_hypercube` divides each range into `n` parts and takes each part once (McKay, Beckman and Conover 1979); `random` draws each by itself. Two tell what each factor does to what is measured: `morris` moves one factor at a time, for a first look at many (Morris 1991); `saltelli` divides the variance among them (Saltelli et al. 2010).
   */
  readonly by?: 'latin_hypercube' | 'random' | 'morris' | 'saltelli';
  /**
   * Seed of the draws, apart from the seeds of the runs.
   */
  readonly seed?: number;
}
/**
 * A comparison of arms.
 */
export interface Comparison {
  /**
   * The measure.
   */
  readonly measure: string;
  readonly at?: Schedule;
  /**
   * The arms.
   */
  readonly arms?: readonly string[];
  /**
   * What the arms are compared with: the id of an arm, or `each other` for every pair. The first arm, when left out.
   */
  readonly against?: 'each other' | string;
  /**
   * The test of a difference, two-sided: `permutation` of labels, or of the signs of pairs, asks for nothing (Fisher 1935); `t` is Welch's for means, of pairs Student's; `mann_whitney` is for ranks, `kolmogorov_smirnov` for whole distributions; `bootstrap` gives the interval only. Each seed counts once, with the mean of its runs.
   */
  readonly test?: 'permutation' | 't' | 'mann_whitney' | 'kolmogorov_smirnov' | 'bootstrap';
  /**
   * The smallest effect that matters to you, in the unit of the measure. `society verify` says with it whether there are enough seeds, and whether a difference is too small to matter.
   */
  readonly matters?: number;
  /**
   * Each seed is compared with itself in the other arm, by `permutation`, `t` or `bootstrap`.
   */
  readonly paired?: boolean;
}
/**
 * Parameters of a scenario that are fitted to data: runs with draws from the priors, of which those count that come near the targets (approximate Bayesian computation).
 */
export interface Calibration {
  /**
   * Name of the calibration, for people.
   */
  readonly title?: string;
  /**
   * The scenario.
   */
  readonly scenario: string;
  /**
   * What is fitted: a value by its path in the scenario, its world or the file, with its prior.
   */
  readonly parameters: {
    readonly [k: string]: Prior;
  };
  /**
   * What the runs should come near.
   */
  readonly targets: {
    readonly [k: string]: Target;
  };
  /**
   * `smc` plays generations of runs, each nearer to the targets (Beaumont et al. 2009); `rejection` draws all runs from the priors and keeps the nearest.
   */
  readonly method?: 'smc' | 'rejection';
  /**
   * Runs near the targets that are wanted: with `smc`, in each generation.
   */
  readonly particles?: number;
  /**
   * The most runs, with those of the check.
   */
  readonly runs?: number;
  /**
   * Runs with draws from the result, which show what it predicts for each target.
   */
  readonly check?: number;
  /**
   * Seed of the draws. Each run has a seed of its own, from this one on.
   */
  readonly seed?: number;
  readonly budget?: Budget;
  readonly because?: Text;
}
/**
 * A value that runs should come near: one number, or a series by round from a data file.
 */
export interface Target {
  /**
   * The measure.
   */
  readonly measure: string;
  /**
   * The round; without it, the end of the run. A run that ends before the round has the value of its end.
   */
  readonly at?: number | 'end';
  /**
   * The value in the data.
   */
  readonly is?: number;
  readonly table?: TargetTable;
  /**
   * How near is near enough, in the unit of the measure: at most so far away, for a series in the root of the mean square. Without it, the nearest runs count.
   */
  readonly within?: number;
  /**
   * Nothing is fitted to it: it only shows what the result predicts.
   */
  readonly hold_out?: boolean;
  readonly because?: Text;
}
/**
 * A data file with one row for each round.
 */
export interface TargetTable {
  /**
   * Path of a file of comma-separated values whose first line names the columns.
   */
  readonly csv: string;
  /**
   * Column with the number of the round.
   */
  readonly round?: string;
  /**
   * Column with the value; without it, the column that is named as the measure.
   */
  readonly value?: string;
}
/**
 * What the built-in mind can say in one language. Texts are literal; `{name}` and the like are filled in.
 */
export interface Phrases {
  /**
   * Whether the language separates words by spaces. Without spaces, as in Chinese and Japanese, each pair of neighbouring characters counts as a word.
   */
  readonly spaces?: boolean;
  /**
   * Whether `a` in front of a value becomes `an` in front of a vowel, and an occupation gets an article, as in English.
   */
  readonly articles?: boolean;
  /**
   * Lists to fill in elsewhere: `{day}` takes one of `day`.
   */
  readonly slots?: {
    readonly [k: string]: Words;
  };
  /**
   * Ways of talking, chosen by the words of a persona's `voice`.
   */
  readonly voices?: {
    readonly [k: string]: Voice;
  };
  /**
   * Templates by moment such as `post`, `ask`, `comment`, `answer`, `thank`, `greet`, `support`. `{interest}`, `{name}`, `{thing}` are filled in.
   */
  readonly moments?: {
    readonly [k: string]: Words;
  };
  /**
   * Words by which the built-in mind tells in what tone it heard of something: of good, of bad, and of denial.
   */
  readonly tones?: {
    readonly [k: string]: Words;
  };
  /**
   * Words by which advice is understood: for each of the five rewards, words of advice that serves it.
   */
  readonly heeds?: {
    readonly [k: string]: Words;
  };
  readonly general?: Topic;
  /**
   * What can be said about an interest, keyed by the interest.
   */
  readonly topics?: {
    readonly [k: string]: Topic;
  };
}
/**
 * A way of talking.
 */
export interface Voice {
  readonly words?: Words;
  readonly plain?: Unit;
  readonly opens?: Words;
  readonly closes?: Words;
}
/**
 * What can be said about one interest.
 */
export interface Topic {
  /**
   * The interest in words; its key, when left out.
   */
  readonly name?: string;
  readonly aliases?: Words;
  readonly things?: Words;
  readonly says?: Words;
  readonly troubles?: Words;
  /**
   * What one asks about it, each with its answers.
   */
  readonly asks?: readonly TopicQuestion[];
  readonly remarks?: Words;
}
export interface TopicQuestion {
  /**
   * The question.
   */
  readonly ask: string;
  readonly answers?: Words;
}
