/** A worker thread that compares the runs of an experiment. */
import { parentPort } from 'node:worker_threads';
import { comparedInParts } from './withParts.js';

const port = parentPort;
if (!port) throw new Error('This is no program of its own: it runs in a worker thread.');
port.on('message', (played: Parameters<typeof comparedInParts>[0]) => port.postMessage(comparedInParts(played)));
port.postMessage('ready');
