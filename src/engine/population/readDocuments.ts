/** What people have read before the run: a memory for each passage of their documents, and whether there is room for all of them. */
import type { NodeId } from '../../core/util/ids.js';
import type { Documents } from '../../language/generated/society.js';
import type { AgentSpec, GivenMemory, MemorySpec } from '../model/agentSpec.js';
import type { Report } from '../model/problems.js';

/** As what is heard: recency and relevance tell what was read from what was lived through. Ours. */
const READ = 5;

/** Memories of passages; once a society is resolved, these stand where a document was named. */
export const readMemories = (reads: Documents | undefined, at: NodeId): readonly GivenMemory[] =>
  (reads ?? []).map((passage, i) => {
    const { file: text, importance = READ } = typeof passage === 'string' ? { file: passage } : passage;
    return { at: `${at}.reads.${i}`, kind: 'read', text, about: [], importance };
  });

/** Memories of passages that are written at the beginning of a run at most: each is an event of its own. */
const MOST_READ = 50_000;

/** Says where more is read than can be kept, weighed or remembered, once for each place that names documents. */
export function checkReads(agents: readonly AgentSpec[], memory: MemorySpec, report: Report): void {
  const told = new Set<NodeId>();
  let total = 0;
  for (const { self, memories } of agents) {
    const read = memories.filter(({ kind }) => kind === 'read');
    // The list that names the documents, of the person or of all who take part.
    const at = read[0]?.at.replace(/\.\d+$/, '');
    if (at === undefined) continue;
    if (total <= MOST_READ && (total += read.length) > MOST_READ)
      report('error', at, `Everybody together has read more than ${MOST_READ} passages. Let fewer people read, or less.`, 'document-many');
    const why = told.has(at) ? null : unheeded(memories.length, read, memory);
    if (why === null) continue;
    told.add(at);
    report('warning', at, `${self.name} has read ${counted(read.length, 'passage')}, and ${why}`, 'document-unheeded');
  }
}

/** Why some of what was read cannot come to mind, and what to do; null where all of it can. */
function unheeded(all: number, read: readonly GivenMemory[], memory: MemorySpec): string | null {
  const { kind, index, most, expires, short, keep } = memory;
  if (kind === 'none') return null;
  if (kind === 'window' || kind === 'trace')
    return `a memory of the kind \`${kind}\` recalls the latest, whatever it says. Take \`stream\`, where what is relevant comes to mind.`;
  if (all > most) return `of all memories at most ${most} are kept. Raise \`most\` of the memory, or let them read less.`;
  if (all > index)
    return `of all memories at most ${index} are weighed for a question. Raise \`index\` of the memory, or let them read less.`;
  if (expires !== null) return `memories are gone after ${counted(expires, 'round')}. Leave \`expires\` of the memory away.`;
  if (kind !== 'short_long' || read.every(({ importance }) => importance >= keep)) return null;
  return `what is below importance ${keep} is forgotten after ${counted(short, 'round')}. Give their document \`importance: ${keep}\`.`;
}

const counted = (n: number, word: string): string => (n === 1 ? `1 ${word}` : `${n} ${word}s`);
