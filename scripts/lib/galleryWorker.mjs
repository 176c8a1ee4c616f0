/** A worker of scripts/gallery.mjs: plays, checks or verifies each entry that it is sent, and answers with the result. */
import { parentPort, workerData } from 'node:worker_threads';

const { built, root, does } = workerData;
const act = (await import(built))[does];

parentPort?.on('message', async (entry) => parentPort?.postMessage(await act(root, entry)));
