/** A worker of scripts/gallery.mjs: plays or checks each entry that it is sent, and answers with the result. */
import { parentPort, workerData } from 'node:worker_threads';

const { built, root, check } = workerData;
const { checkEntry, playAndDraw } = await import(built);

parentPort?.on('message', async (entry) => parentPort?.postMessage(await (check ? checkEntry : playAndDraw)(root, entry)));
