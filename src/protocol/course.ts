/**
 * The data of a run for the panel: agents, networks and series, and what happened in the order of events, so that the panel
 * can show any moment of the run without a request. Agents are indices into `agents`, so that ten thousand ties stay small.
 * All texts are untrusted.
 */
import type { Audience } from '../core/events/events.js';
import type { AgentId, MessageId, NodeId } from '../core/util/ids.js';
import type { PanelGroups } from './groups.js';
import type { PanelCost } from './panelRequests.js';
import type { RunState, RunSummary } from './summary.js';

export interface RunInfo {
  readonly id: string;
  readonly title: string;
  readonly scenario: string;
  readonly seed: number;
  readonly rounds: number;
  /** The name of the mind, as in "built-in mind (rule-based)" or "qwen3:8b at localhost". */
  readonly mind: string;
  /** Whether a language model answers. */
  readonly languageModel: boolean;
  readonly synthetic: true;
  /** What the person who packed the run says about it, such as model, server and date. Only packed runs have one. */
  readonly label?: string;
  /** Networks of ties. The first one is shown. */
  readonly networks: readonly PanelNetwork[];
  /** Series of numbers in addition to the measures. */
  readonly series: readonly PanelSeries[];
  /** Attributes of agents from the start: names of their `facts`. */
  readonly attributes: readonly string[];
  /** Ids of the measures at the top of the panel, the measures that the file declares first. */
  readonly headline: readonly string[];
  /** Only if the society has more agents than the panel draws. */
  readonly crowd?: PanelCrowd;
}

/**
 * A society with more agents than the panel draws. The panel knows only some of its agents: those outside crowds, those that speak or
 * are spoken to, and those that the user has chosen. It asks the host for groups of all agents (`groups.ts`).
 */
interface PanelCrowd {
  /** Number of agents. */
  readonly agents: number;
  /** Number of agents outside crowds, which the panel knows from the start; 0 if they are too many. */
  readonly singles: number;
  readonly groupings: readonly PanelGrouping[];
  /** The groups of the first grouping at the moment of the snapshot, for a page without a host. */
  readonly still?: PanelGroups;
}

/** A way to group agents: by the values of a variable, by population, or by communities of ties. */
export interface PanelGrouping {
  readonly of: 'variable' | 'population' | 'communities';
  /** The variable; otherwise empty. */
  readonly id: string;
  /** Whether the values are numbers, whose groups are ranges. */
  readonly isNumber: boolean;
}

interface PanelNetwork {
  readonly name: string;
  /** A tie of at least this strength counts as an edge. */
  readonly edge: number;
}

/** A series of values for each agent or for the world: numbers, or indices into `words`. */
export interface PanelSeries {
  /** `answer`: to a survey's question. `code`: of a message. */
  readonly of: 'reward' | 'answer' | 'code' | 'variable' | 'world';
  /** The name in expressions: `emotional_support`, `belief.closing`, `mood`. */
  readonly id: string;
  /** The description in the file; empty if there is none. */
  readonly does: string;
  readonly low: number | null;
  readonly high: number | null;
  /** The words of the values; empty if the values are numbers. */
  readonly words: readonly string[];
}

export interface PanelAgent {
  readonly id: AgentId;
  readonly name: string;
  /** Occupation, age: one short line. */
  readonly about: string;
  readonly interests: readonly string[];
  /** Values in the order of the run's `attributes`; null if the agent has none. */
  readonly facts: readonly (string | number | null)[];
  /** The persona's node, to reveal it in the editor; null for one without text. */
  readonly node: NodeId | null;
}

/** `[seq, network, from, to, strength]`: indices, strength 0..1, 0 if the tie is removed. */
export type PanelTie = readonly [number, number, number, number, number];

/** `[seq, network, factor, least]`: every tie of the network is multiplied, and removed if it becomes weaker than `least`, where that is given. */
export type PanelFade = readonly [number, number, number] | readonly [number, number, number, number];

/** `[seq, agent, here]`: it joins or leaves. Agents without an entry are present from the start. */
export type PanelPresence = readonly [number, number, boolean];

/** `[seq, agent, message, kind]`: a reaction such as `up` or `down`. */
export type PanelReaction = readonly [number, number, MessageId, string];

export interface PanelMessage {
  readonly id: MessageId;
  readonly seq: number;
  /** `act`: something done that others saw; `told`: the voice of the world. */
  readonly kind: 'said' | 'act' | 'told';
  /** −1 if no agent speaks. */
  readonly author: number;
  readonly action: string;
  /** The audience; `to` lists the agents, unless it is for all. */
  readonly audience: Audience;
  readonly to: readonly number[];
  readonly replyTo: MessageId | null;
  readonly mentions: readonly number[];
  readonly text: string;
  /** The mind that answered instead of the one that was asked, and the code of the reason. */
  readonly instead?: { readonly by: string; readonly because: string };
}

/** A turn without a message, with its reason code (a `TurnReason`). The panel shows silences too. */
export interface PanelSilence {
  readonly seq: number;
  readonly agent: number;
  readonly reason: string;
}

/** `[seq, series, agent, value]`; the agent is −1 for a value of the world. */
export type PanelValue = readonly [number, number, number, number];

/** A mark on the timeline. */
export interface PanelMark {
  readonly seq: number;
  readonly kind: PanelMarkKind;
  /** The label, a text of the file or of the run. */
  readonly text: string;
}

const PANEL_MARKS = ['intervention', 'survey', 'fault', 'edit', 'fork'] as const;
export type PanelMarkKind = (typeof PANEL_MARKS)[number];

/** A note that has a place in the conversation, but is not a message. */
export interface PanelNote {
  readonly seq: number;
  readonly kind: PanelNoteKind;
  /** The agents that it is about; empty for the world, or for too many agents to list. */
  readonly agents: readonly number[];
  /** Id of the survey, the intervention or the variable, or the kind of a value that was set; otherwise empty. */
  readonly of: string;
  /** The advice of the coach, an answer, the value that was set, the number of agents or what changed; empty if there is no more text. */
  readonly text: string;
}

/** `private`: an act that no other agent saw. `changed`: an event changes a crowd. `edit`: an override. `fork`: from here on, the run differs from the run that it was made from. */
type PanelNoteKind = 'advice' | 'private' | 'answers' | 'intervention' | 'changed' | 'edit' | 'fork';

/** What happened, each list in the order of `seq`. A snapshot has everything from the start, a delta only the new part. */
export interface PanelCourse {
  /** Changes of ties, and fades of whole networks. */
  readonly ties: readonly (PanelTie | PanelFade)[];
  readonly presence: readonly PanelPresence[];
  readonly messages: readonly PanelMessage[];
  readonly reactions: readonly PanelReaction[];
  readonly silences: readonly PanelSilence[];
  readonly notes: readonly PanelNote[];
  readonly values: readonly PanelValue[];
  /** The start of each round: the `seq` of its first event. */
  readonly rounds: readonly number[];
  readonly marks: readonly PanelMark[];
}

export interface PanelMeasure {
  readonly id: string;
  /** Title, definition and source; all empty for a measure that the file declares. */
  readonly title: string;
  readonly doc: string;
  readonly source: string;
  /** One value per round, from round 1; null if it is undefined. */
  readonly values: readonly (number | null)[];
}

export interface PanelSnapshot {
  readonly run: RunInfo;
  readonly status: RunState;
  /** The reason why it does not continue, for the user, if `status` is `failed` or `paused`. */
  readonly problem: string | null;
  /** The last event so far. */
  readonly seq: number;
  /** The first event of the last step: a debugger within this step is at the current end of the run. */
  readonly edge: number;
  readonly agents: readonly PanelAgent[];
  readonly course: PanelCourse;
  readonly measures: readonly PanelMeasure[];
  /** Null if no language model is asked. Then there are no costs, and the panel does not show them. */
  readonly cost: PanelCost | null;
  /** The result of the run, after its end. */
  readonly summary?: RunSummary;
  /** The shown moment is after this event; null follows the run. */
  readonly moment: number | null;
}

/** A measure with its values from a round on. */
export interface PanelMeasureValues extends PanelMeasure {
  /** The place of the first value: values before it stay. 0 replaces all. */
  readonly from: number;
}

/** Changes since the last message. `measures` lists measures with new values; `agents` lists only new agents. */
export interface PanelDelta {
  readonly run: string;
  readonly seq: number;
  readonly edge: number;
  readonly status: RunState;
  readonly problem: string | null;
  readonly agents?: readonly PanelAgent[];
  readonly course: Partial<PanelCourse>;
  readonly measures?: readonly PanelMeasureValues[];
  readonly cost?: PanelCost;
  readonly summary?: RunSummary;
}

/** Measures of another run, shown next to those of this one. */
export interface PanelBeside {
  /** The label of the run. */
  readonly label: string;
  readonly measures: readonly Pick<PanelMeasure, 'id' | 'values'>[];
}
