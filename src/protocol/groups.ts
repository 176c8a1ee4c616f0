/** What the panel shows of a society with more agents than it draws: groups, the neighbourhood of one agent, and a search. */
import type { AgentId, NodeId } from '../core/util/ids.js';

/** All agents of a society by groups at a moment. Groups are places in `groups`. */
export interface PanelGroups {
  readonly kind: 'groups';
  /** Agents that take part at the moment. */
  readonly agents: number;
  readonly groups: readonly PanelGroup[];
  /** The values by which each group is divided, in the order of `PanelGroup.parts`; empty if it is not divided. */
  readonly parts: readonly string[];
  /** Number of ties from group to group, `[from, to, ties]`, within a group too; without pairs that have none. */
  readonly ties: readonly PanelFlow[];
  /** Agents that changed their group in the round of the moment, `[from, to, agents]`. */
  readonly moves: readonly PanelFlow[];
  /** The number of agents in each group by round, from the start on; empty if groups do not depend on a variable. */
  readonly rounds: readonly (readonly number[])[];
  /** Number of agents that changed their group in each round, by round as in `rounds`; 0 at the start. */
  readonly moved: readonly number[];
  readonly numbers: readonly PanelDistribution[];
  /** Groups by communities: how many communities were found before the smallest were merged, and the round of their ties. */
  readonly communities: { readonly found: number; readonly round: number } | null;
}

interface PanelGroup {
  readonly label: string;
  readonly agents: number;
  /** Agents by the values that divide the group. */
  readonly parts: readonly number[];
}

/** `[from, to, count]`, groups by place. */
export type PanelFlow = readonly [number, number, number];

/** The values of a number variable at a moment. */
export interface PanelDistribution {
  readonly id: string;
  /** Number of agents by range. Ranges have equal width; `from` is the start of the first, `to` the end of the last. */
  readonly counts: readonly number[];
  readonly from: number;
  readonly to: number;
  readonly mean: number;
  readonly least: number;
  readonly most: number;
  /** Number of agents with a value. */
  readonly agents: number;
}

/** One agent with its strongest ties at a moment. */
export interface PanelNear {
  readonly kind: 'near';
  /** Its place among the agents of the panel, which now knows it. */
  readonly place: number;
  /** The agent first, then the agents that it has ties with, the strongest tie first. */
  readonly agents: readonly PanelNeighbour[];
  /** Ties among these agents, `[from, to, strength]`, as places in `agents`. */
  readonly ties: readonly PanelFlow[];
  /** The words of the variable by which they are coloured; a neighbour's `part` is a place in it. */
  readonly parts: readonly string[];
  /** Number of agents that it has ties with and that are not listed. */
  readonly more: number;
}

interface PanelNeighbour {
  readonly id: AgentId;
  readonly name: string;
  /** −1 without a value. */
  readonly part: number;
  readonly node: NodeId | null;
}

/** Agents whose name or id fits a text. */
export interface PanelFound {
  readonly kind: 'found';
  /** The first of them. */
  readonly agents: readonly { readonly id: AgentId; readonly name: string }[];
  /** Number of all that fit. */
  readonly total: number;
}

/** Requests groups. `by` and `divide` are places in `RunInfo.crowd.groupings`; −1 does not divide. */
export interface AskedGroups {
  readonly kind: 'groups';
  readonly seq: number;
  readonly network: number;
  readonly by: number;
  readonly divide: number;
}

/** Requests the neighbourhood of an agent, coloured by a grouping, or −1. */
export interface AskedNear {
  readonly kind: 'near';
  readonly seq: number;
  readonly network: number;
  readonly agent: AgentId;
  readonly by: number;
}

export interface AskedFind {
  readonly kind: 'find';
  readonly seq: number;
  readonly text: string;
}

/** A question about a society with more agents than the panel draws. */
export type CrowdQuestion = AskedGroups | AskedNear | AskedFind;

export type CrowdAnswer = PanelGroups | PanelNear | PanelFound;

/** Whether a value from the webview is such a question. */
export function isCrowdQuestion(value: object): boolean {
  const { kind, network, by, divide, agent, text }: Partial<Record<string, unknown>> = value;
  const [isNetwork, isBy] = [Number.isSafeInteger(network), Number.isSafeInteger(by)];
  if (kind === 'groups') return isNetwork && isBy && Number.isSafeInteger(divide);
  if (kind === 'near') return isNetwork && isBy && typeof agent === 'string';
  return kind === 'find' && typeof text === 'string';
}
