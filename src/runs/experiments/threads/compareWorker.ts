/** A worker thread that compares the runs of an experiment: it receives them in parts, then a request for one comparison after another. */
import { parentPort, workerData } from 'node:worker_threads';
import type { ExperimentRun } from '../design/runRecord.js';
import type { CompareAnswer, CompareData, CompareQuestion } from './compareInThread.js';
import { comparedInParts } from '../results/stability.js';

const port = parentPort;
if (!port) throw new Error('This is not a program: it runs in a worker thread.');
const data = workerData as CompareData;
const cells: ExperimentRun[] = [];

function answered(question: CompareQuestion): CompareAnswer {
  if ('more' in question) {
    cells.push(...question.more);
    return null;
  }
  // A thread that replaced one that died has only the runs that were sent since.
  if (cells.length < question.of) throw new Error('the runs that are compared did not fit into its memory');
  return comparedInParts(question.wanted, { ...data, cells });
}

port.on('message', (question: CompareQuestion) => port.postMessage(answered(question)));
port.postMessage('ready');
