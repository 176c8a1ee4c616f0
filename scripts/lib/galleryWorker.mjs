/** A worker of scripts/gallery.mjs: plays each entry that it is sent, and answers with what came of it. */
import { parentPort, workerData } from 'node:worker_threads';

const { playAndDraw } = await import(workerData.built);

parentPort?.on('message', async (entry) => parentPort?.postMessage(await playAndDraw(workerData.root, entry)));
