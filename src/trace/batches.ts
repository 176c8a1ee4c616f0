/**
 * The batches of a run, in `batches.jsonl`: questions that were sent to a server together and are answered later. A batch is written
 * before the server is asked to begin it, and again with the id that the server gave it. A run that continues therefore waits for
 * the batches of the process before it, and sends none of their questions twice. Events do not depend on this file.
 */
import { sealed, unsealed } from './checksum.js';

export const BATCHES = 'batches.jsonl';

/** A batch that a folder has. */
export interface BatchKnown {
  /** An id that no other batch of the folder has. */
  readonly job: string;
  /** Name of the model in the file. */
  readonly mind: string;
  /** Id of the uploaded file with the questions. */
  readonly file: string;
  /** Id that the server gave the batch; null if the process was killed before it was written. */
  readonly batch: string | null;
  /** The id of each question, with the id of its call in `calls.jsonl`. */
  readonly entries: readonly (readonly [question: string, call: string])[];
}

/** The line of a batch that the server is about to be asked to begin. */
export const uploadedLine = ({ job, mind, file, entries }: Omit<BatchKnown, 'batch'>): string =>
  sealed(JSON.stringify({ job, mind, file, entries }));

/** The line with the id that the server gave a batch. */
export const begunLine = (job: string, batch: string): string => sealed(JSON.stringify({ job, batch }));

/** The batches of a text, in the order in which they were sent. A broken line comes from a process that was killed while it wrote. */
export function readBatches(text: string): readonly BatchKnown[] {
  const found = new Map<string, BatchKnown>();
  for (const line of text.split('\n')) {
    const { job, mind, file, entries, batch } = parsed(line);
    if (typeof job !== 'string') continue;
    const known = found.get(job);
    if (known && typeof batch === 'string') found.set(job, { ...known, batch });
    if (!known && typeof mind === 'string' && typeof file === 'string' && Array.isArray(entries))
      found.set(job, { job, mind, file, batch: null, entries: entries.filter(isEntry) });
  }
  return [...found.values()];
}

const isEntry = (entry: unknown): entry is BatchKnown['entries'][number] =>
  Array.isArray(entry) && entry.length === 2 && entry.every((id) => typeof id === 'string');

function parsed(line: string): { readonly [key in keyof BatchKnown]?: unknown } {
  try {
    const value: unknown = line === '' ? null : JSON.parse(unsealed(line) ?? '');
    return typeof value === 'object' && value !== null ? value : {};
  } catch {
    return {};
  }
}
