/**
 * Names of things in a run. They are plain strings, so that an event is readable as JSON; the aliases name the
 * kind of id. Nothing here depends on files, clocks or editors.
 */

/** Dotted path of a node of the model, as in `personas.ada.goals.0`. Source positions are found by it. */
export type NodeId = string;
/** `ada` as written in the file, or `regulars_01` for a member of a population. */
export type AgentId = string;
/** `<agent>:<n>`: the n-th message of the agent, from 1; `:<n>` for the voice of the world. It does not depend on other agents. */
export type MessageId = string;
/** `<agent>.<n>`: the n-th memory of the agent, from 1. */
export type MemoryId = string;

/** Id of an author's n-th message (n from 1); null is the voice of the world. */
export const messageId = (author: AgentId | null, n: number): MessageId => `${author ?? ''}:${n}`;

/** Id of an agent's n-th memory (n from 1). */
export const memoryId = (agent: AgentId, n: number): MemoryId => `${agent}.${n}`;

/**
 * Id of the n-th member (from 1) of a population, padded to the width of its size and never less than two digits,
 * so that ids sort in order. Ids stay the same as long as the size has the same number of digits.
 */
export function memberId(population: string, n: number, size: number): AgentId {
  const { before, digits } = numberedIds(population, size);
  return before + String(n).padStart(digits, '0');
}

/** The parts of the ids of a population: the text before the number, and the digits of the number. */
export const numberedIds = (population: string, size: number): { readonly before: string; readonly digits: number } => ({
  before: `${population}_`,
  digits: Math.max(2, String(size).length),
});
