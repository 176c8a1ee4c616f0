/** A worker thread of experiments: it receives one job after another, each with its material. */
import { parentPort } from 'node:worker_threads';
import { neverCancelled } from '../../../core/util/lifecycle.js';
import { words } from '../../setup/callJournal.js';
import { playAlone } from '../play/localPlayer.js';
import type { Job, Material, JobResult } from '../design/runRecord.js';

/** Input of a thread: a run, and its material as JSON, which a thread parses once. */
export interface ThreadJob {
  readonly job: Job;
  /** Another number means another material. */
  readonly batch: number;
  readonly material: SharedArrayBuffer;
}

const port = parentPort;
if (!port) throw new Error('This is not a program: it runs in a worker thread.');

/** The material of the last run. */
let held: { readonly batch: number; readonly material: Material } | null = null;

function materialOf({ batch, material }: ThreadJob): Material {
  // Text in shared memory cannot be decoded directly.
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
