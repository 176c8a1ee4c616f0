/** Documents that agents have read before the run: a memory for each passage, and a check whether they fit into the memory. */
import type { NodeId } from '../../core/util/ids.js';
import type { Documents } from '../../language/generated/society.js';
import type { AgentSpec, GivenMemory, MemorySpec } from '../model/agentSpec.js';
import type { Report } from '../model/faults.js';

/** Importance of a passage, the same as of something heard. Recency and relevance distinguish it from experience. Ours. */
const READ = 5;

/** Memories of passages. Once a society is resolved, they replace the name of a document. */
export const readMemories = (reads: Documents | undefined, at: NodeId): readonly GivenMemory[] =>
  (reads ?? []).map((passage, i) => {
    const { file: text, importance = READ } = typeof passage === 'string' ? { file: passage } : passage;
    return { at: `${at}.reads.${i}`, kind: 'read', text, about: [], importance };
  });

/** Most memories of passages at the beginning of a run. Each is an event. */
const MOST_READ = 50_000;

/** Warns if an agent reads more than it can keep, compare or remember, once for each place that names documents. */
export function checkReads(agents: readonly AgentSpec[], memory: MemorySpec, report: Report): void {
  const told = new Set<NodeId>();
  let total = 0;
  for (const { self, memories } of agents) {
    const read = memories.filter(({ kind }) => kind === 'read');
    // The list that names the documents, of the person or of all agents.
    const at = read[0]?.at.replace(/\.\d+$/, '');
    if (at === undefined) continue;
    if (total <= MOST_READ && (total += read.length) > MOST_READ)
      report(
        'error',
        at,
        `All agents together have read more than ${MOST_READ} passages. Let fewer people read, or less.`,
        'document-many',
      );
    const why = told.has(at) ? null : unheeded(memories.length, read, memory);
    if (why === null) continue;
    told.add(at);
    report('warning', at, `${self.name} has read ${counted(read.length, 'passage')}, and ${why}`, 'document-unheeded');
  }
}

/** Why some passages cannot be recalled, and what to do; null if all can. */
function unheeded(all: number, read: readonly GivenMemory[], memory: MemorySpec): string | null {
  const { kind, index, most, expires, short, keep } = memory;
  if (kind === 'none') return null;
  if (kind === 'window' || kind === 'trace')
    return `a memory of the kind \`${kind}\` recalls the latest memories, relevant or not. Use \`stream\`, which recalls relevant ones.`;
  if (all > most) return `at most ${most} memories are kept in all. Raise \`most\` of the memory, or let them read less.`;
  if (all > index) return `at most ${index} memories are compared for a question. Raise \`index\` of the memory, or let them read less.`;
  if (expires !== null) return `memories expire after ${counted(expires, 'round')}. Remove \`expires\` from the memory.`;
  if (kind !== 'short_long' || read.every(({ importance }) => importance >= keep)) return null;
  return `memories below importance ${keep} are forgotten after ${counted(short, 'round')}. Give their document \`importance: ${keep}\`.`;
}

const counted = (n: number, word: string): string => (n === 1 ? `1 ${word}` : `${n} ${word}s`);
