/** Events as metadata, and the words of events and memories as quotes. */
import type { SimEvent } from '../../core/events/events.js';
import { memoryIndex } from '../../core/events/state.js';
import { agentAt } from '../../core/events/agents.js';
import { indexOf } from '../../core/events/roster.js';
import { logAt } from '../../core/util/chunkedList.js';
import type { Json } from '../../core/util/json.js';
import type { ToolHost } from '../base/host.js';
import { metadata, quote, type Quoted } from '../base/quotes.js';
import { ToolFault } from '../base/tool.js';
import { eventAt, lineOf, type OpenedRun } from './recordings.js';

/** Fields of events that are not shown: the position, and texts of agents, which are shown as numbers of characters. */
const PLACED = new Set(['seq', 'step', 'end', 'cause', 'at', 'type', 'hash']);
const MOST_FIELDS = 10;

/** An event without words of agents: its number, type, cause, line of the file, and its fields as metadata. */
export function eventMetadata(host: Pick<ToolHost, 'roots'>, opened: OpenedRun, event: SimEvent): { readonly [name: string]: Json } {
  const line = lineOf(host, opened, event.at);
  const fields = Object.entries(event).filter(([name, value]) => !PLACED.has(name) && value !== null && !isEmpty(value));
  return {
    ...{ event: event.seq, type: event.type },
    ...(event.cause === null ? {} : { cause: event.cause }),
    ...(line === null ? {} : { line }),
    ...Object.fromEntries(fields.slice(0, MOST_FIELDS).map(([name, value]) => [name, metadata(value as Json)])),
  };
}

const isEmpty = (value: unknown): boolean => Array.isArray(value) && value.length === 0;

/** The words that the caller names by numbers of events and ids of memories. */
export const quotesOf = (opened: OpenedRun, wanted: readonly (number | string)[]): readonly Quoted[] =>
  wanted.map((one) => (/^\d+$/.test(String(one)) ? wordsOfEvent(opened, Number(one)) : wordsOfMemory(opened, String(one))));

function wordsOfEvent(opened: OpenedRun, seq: number): Quoted {
  const event = eventAt(opened, seq);
  const by = 'author' in event ? event.author : 'agent' in event ? event.agent : null;
  if ('text' in event && typeof event.text === 'string') return quote(seq, by, event.text);
  const parts = Object.entries(event).filter(([name, value]) => !PLACED.has(name) && name !== 'agent' && typeof value !== 'number');
  return quote(seq, by, JSON.stringify(Object.fromEntries(parts)));
}

function wordsOfMemory({ timeline: { head } }: OpenedRun, id: string): Quoted {
  const owner = id.slice(0, Math.max(0, id.lastIndexOf('.')));
  const agent = agentAt(head, indexOf(head.roster, owner));
  const memory = agent && logAt(agent.memories, memoryIndex(id));
  if (!memory) throw new ToolFault(`There is no memory \`${id}\`. A memory is named as in ada.3.`);
  return quote(id, owner, memory.text);
}
