/** A worker thread that compares the runs of an experiment. */
import { parentPort } from 'node:worker_threads';
import { comparisonsOf } from './compared.js';

const port = parentPort;
if (!port) throw new Error('This is no program of its own: it runs in a worker thread.');
port.on('message', (played: Parameters<typeof comparisonsOf>[0]) => port.postMessage(comparisonsOf(played)));
port.postMessage('ready');
