/**
 * What the panel is told of a run: who and what there is, and what happened in the order of events, so that the panel can
 * show any moment of the run without asking for it. Agents are named by index into `agents`, so that ten thousand ties stay
 * small. All texts are untrusted.
 */
import type { Audience } from '../core/events/events.js';
import type { AgentId, MessageId, NodeId } from '../core/util/ids.js';
import type { PanelCost } from './panelRequests.js';
import type { RunState, RunSummary } from './summary.js';

export interface RunInfo {
  readonly id: string;
  readonly title: string;
  readonly scenario: string;
  readonly seed: number;
  readonly rounds: number;
  /** Who spoke, in words, as in "built-in mind (rule-based)" or "qwen3:8b at localhost". */
  readonly mind: string;
  /** True only where a language model answers. */
  readonly languageModel: boolean;
  readonly synthetic: true;
  /** Networks of ties, the one shown first. */
  readonly networks: readonly PanelNetwork[];
  /** Series of numbers in addition to the measures. */
  readonly series: readonly PanelSeries[];
  /** What agents are from the start: names of their `facts`. */
  readonly attributes: readonly string[];
  /** Ids of the measures to be shown at the top: first those that the file declares. */
  readonly headline: readonly string[];
}

interface PanelNetwork {
  readonly name: string;
  /** A tie counts as an edge from this strength on. */
  readonly edge: number;
}

/** Something that has a value for each agent or for the world, and changes: numbers, or the place of a word in `words`. */
export interface PanelSeries {
  /** `answer`: to a survey's question. `code`: of a message. */
  readonly of: 'reward' | 'answer' | 'code' | 'variable' | 'world';
  /** As in expressions: `emotional_support`, `belief.closing`, `mood`. */
  readonly id: string;
  /** What it is, in the words of the file; empty where it says none. */
  readonly does: string;
  readonly low: number | null;
  readonly high: number | null;
  /** Values that are words; empty where they are numbers. */
  readonly words: readonly string[];
}

export interface PanelAgent {
  readonly id: AgentId;
  readonly name: string;
  /** Occupation, age: one short line. */
  readonly about: string;
  readonly interests: readonly string[];
  /** In the order of the run's `attributes`; null where it has none. */
  readonly facts: readonly (string | number | null)[];
  /** The persona's node, to reveal it in the editor; null for one without text. */
  readonly node: NodeId | null;
}

/** `[seq, network, from, to, strength]`: indices, strength 0..1, 0 where the tie is gone. */
export type PanelTie = readonly [number, number, number, number, number];

/** `[seq, network, factor]`: every tie of the network is multiplied. */
export type PanelFade = readonly [number, number, number];

/** `[seq, agent, here]`: it comes, or leaves. Who was never named so is there from the start. */
export type PanelPresence = readonly [number, number, boolean];

/** `[seq, agent, message, kind]`: a reaction such as `up` or `down`. */
export type PanelReaction = readonly [number, number, MessageId, string];

export interface PanelMessage {
  readonly id: MessageId;
  readonly seq: number;
  /** `act`: something done that others saw; `told`: the voice of the world. */
  readonly kind: 'said' | 'act' | 'told';
  /** −1 where nobody speaks. */
  readonly author: number;
  readonly action: string;
  /** Whom it is for; those in `to`, except where it is for all. */
  readonly audience: Audience;
  readonly to: readonly number[];
  readonly replyTo: MessageId | null;
  readonly mentions: readonly number[];
  readonly text: string;
  /** Who answered in the place of the mind that was asked, and the code of why. */
  readonly instead?: { readonly by: string; readonly because: string };
}

/** A turn that left no message, with its reason code (a `TurnReason`): silence is shown too. */
export interface PanelSilence {
  readonly seq: number;
  readonly agent: number;
  readonly reason: string;
}

/** `[seq, series, agent, value]`; the agent is −1 where it is the world's. */
export type PanelValue = readonly [number, number, number, number];

/** Something on the time line that is worth finding again. */
export interface PanelMark {
  readonly seq: number;
  readonly kind: PanelMarkKind;
  /** What it is, in words of the file or of the run. */
  readonly text: string;
}

const PANEL_MARKS = ['intervention', 'survey', 'fault', 'edit', 'fork'] as const;
export type PanelMarkKind = (typeof PANEL_MARKS)[number];

/** A note that has a place in the conversation, but is not a message. */
export interface PanelNote {
  readonly seq: number;
  readonly kind: PanelNoteKind;
  /** Whom it is about; nobody where that is the world, or more people than can be named. */
  readonly agents: readonly number[];
  /** Id of the survey or the intervention, or what kind of thing was set; empty else. */
  readonly of: string;
  /** The advice of the coach, an answer, or the value that was set; empty if there is no more text. */
  readonly text: string;
}

/** `private`: an act that nobody saw. `edit`: an override. `fork`: what follows is not what followed in the run that this one was made from. */
type PanelNoteKind = 'advice' | 'private' | 'answers' | 'intervention' | 'edit' | 'fork';

/** What happened, each list in the order of `seq`. A snapshot has it from the start on, a delta what came since. */
export interface PanelCourse {
  /** Ties as they change, and as a whole network fades. */
  readonly ties: readonly (PanelTie | PanelFade)[];
  readonly presence: readonly PanelPresence[];
  readonly messages: readonly PanelMessage[];
  readonly reactions: readonly PanelReaction[];
  readonly silences: readonly PanelSilence[];
  readonly notes: readonly PanelNote[];
  readonly values: readonly PanelValue[];
  /** Where each round begins: the `seq` of its first event. */
  readonly rounds: readonly number[];
  readonly marks: readonly PanelMark[];
}

export interface PanelMeasure {
  readonly id: string;
  /** Name for people, definition and source; all empty for one that the file declares. */
  readonly title: string;
  readonly doc: string;
  readonly source: string;
  /** One value a round, from round 1; null where it is not defined. */
  readonly values: readonly (number | null)[];
}

export interface PanelSnapshot {
  readonly run: RunInfo;
  readonly status: RunState;
  /** Why it does not continue, in words for the user, when `status` is `failed` or `paused`. */
  readonly problem: string | null;
  /** The last event so far. */
  readonly seq: number;
  /** The first event of the last step: a debugger within this step is at the current end of the run. */
  readonly edge: number;
  readonly agents: readonly PanelAgent[];
  readonly course: PanelCourse;
  readonly measures: readonly PanelMeasure[];
  /** Null where no language model is asked: then nothing costs anything, and nothing is said of it. */
  readonly cost: PanelCost | null;
  /** The result of the run, after its end. */
  readonly summary?: RunSummary;
  /** The shown moment is after this event; null follows the run. */
  readonly moment: number | null;
}

/** What changed since the last message. A measure replaces the whole series of its id; agents are those who are new. */
export interface PanelDelta {
  readonly run: string;
  readonly seq: number;
  readonly edge: number;
  readonly status: RunState;
  readonly problem: string | null;
  readonly agents?: readonly PanelAgent[];
  readonly course: Partial<PanelCourse>;
  readonly measures?: readonly PanelMeasure[];
  readonly cost?: PanelCost;
  readonly summary?: RunSummary;
}

/** Measures of another run, shown next to those of this one. */
export interface PanelBeside {
  /** Which run, for people. */
  readonly label: string;
  readonly measures: readonly Pick<PanelMeasure, 'id' | 'values'>[];
}
