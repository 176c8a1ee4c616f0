/** A worker thread of experiments: it is given one job after another, each with the material that it is played from. */
import { parentPort } from 'node:worker_threads';
import { neverCancelled } from '../../../core/util/cancellation.js';
import { words } from '../../setup/failureWords.js';
import { playAlone } from '../play/localPlayer.js';
import type { Job, Material, JobResult } from '../design/runRecord.js';

/** What a thread is told: a run, and the material that it is played from, as JSON, which a thread reads once. */
export interface ThreadJob {
  readonly job: Job;
  /** Another number, another material. */
  readonly batch: number;
  readonly material: SharedArrayBuffer;
}

const port = parentPort;
if (!port) throw new Error('This is no program of its own: it runs in a worker thread.');

/** What the last run was played from. */
let held: { readonly batch: number; readonly material: Material } | null = null;

function materialOf({ batch, material }: ThreadJob): Material {
  // Shared memory cannot be decoded itself.
  if (held?.batch !== batch) held = { batch, material: JSON.parse(new TextDecoder().decode(new Uint8Array(material).slice())) as Material };
  return held.material;
}

const played = async (told: ThreadJob): Promise<JobResult> => playAlone(materialOf(told), told.job, neverCancelled);

port.on('message', (told: ThreadJob) => {
  const failed = (error: unknown): JobResult => ({ kind: 'lost', problem: words(error) });
  void played(told)
    .catch(failed)
    .then((outcome) => port.postMessage(outcome));
});
port.postMessage('ready');
