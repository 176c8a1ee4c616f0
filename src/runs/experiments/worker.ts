/** A worker thread of an experiment: it is given the material once, then one job after another. */
import { parentPort, workerData } from 'node:worker_threads';
import { neverCancelled } from '../../core/cancellation.js';
import { words } from '../failureWords.js';
import { playAlone } from './alone.js';
import type { Job, Material, Outcome } from './cell.js';

const port = parentPort;
if (!port) throw new Error('This is no program of its own: it runs in a worker thread.');
const material = workerData as Material;
port.on('message', (job: Job) => {
  const failed = (error: unknown): Outcome => ({ kind: 'lost', problem: words(error) });
  void playAlone(material, job, neverCancelled)
    .catch(failed)
    .then((outcome) => port.postMessage(outcome));
});
port.postMessage('ready');
