/** The program of the process with the worker threads of experiments. Its main thread only passes messages, so that it can end. */
import { CancellationSource } from '../../../core/util/lifecycle.js';
import { ThreadPool } from '../../../node/threadPool.js';
import { words } from '../../setup/callJournal.js';
import type { JobResult } from '../design/runRecord.js';
import type { FromThreads, ToThreads } from './threadsProcess.js';
import type { ThreadJob } from './worker.js';

interface Batch {
  readonly material: SharedArrayBuffer;
  readonly over: CancellationSource;
}

const [size = '', thread = ''] = process.argv.slice(2);
const pool = new ThreadPool<ThreadJob, JobResult>({ script: new URL(thread), size: Number(size), data: null });
const batches = new Map<number, Batch>();

function take(told: ToThreads): void {
  const { batch } = told;
  if (told.kind === 'material') batches.set(batch, { material: shared(told.text), over: new CancellationSource() });
  else if (told.kind === 'play') void play(told).then((answer) => process.send?.(answer));
  else {
    batches.get(batch)?.over.cancel();
    batches.delete(batch);
  }
}

async function play({ id, batch, job }: Extract<ToThreads, { kind: 'play' }>): Promise<FromThreads> {
  const { material, over } = batches.get(batch)!;
  try {
    const answered = await pool.ask({ job, batch, material }, over.token);
    const lost = (message: string): JobResult => ({ kind: 'lost', problem: `Two worker threads died of it: ${message}.` });
    return { kind: 'played', id, outcome: answered.ok ? answered.answer : lost(answered.message) };
  } catch (error) {
    return { kind: 'refused', id, message: words(error) };
  }
}

/** For all threads together. */
function shared(text: string): SharedArrayBuffer {
  const bytes = new TextEncoder().encode(text);
  const memory = new SharedArrayBuffer(bytes.length);
  new Uint8Array(memory).set(bytes);
  return memory;
}

// It ends with the process that started it, for whatever reason; Ctrl+C is handled only by that process.
process.once('disconnect', () => process.exit());
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => undefined);
process.on('message', take);
process.send?.({ kind: 'ready' } satisfies FromThreads);
