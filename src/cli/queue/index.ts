/** Experiments on several machines. This is a separate bundle, loaded when a queue is named, because nothing else needs Redis. */
export { connected, type Connection } from './connection.js';
export { handingOut, type QueuePlayer } from './handOut.js';
export { type Listed, listQueue } from './queueListing.js';
export { serveRuns } from './serve.js';
