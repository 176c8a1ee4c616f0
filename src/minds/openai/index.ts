/** The OpenAI-compatible mind and its parts that other layers use. */
export type { BatchServer } from './batches.js';
export { EndpointFault, type FaultCode } from './faults.js';
export { leanFetch, type Fetch, type LeanFetch } from '../../node/http/leanFetch.js';
export { findLocalModels, type LocalModel, SMALL_PORTS } from './localServers.js';
export { openaiMind, type OpenaiMindOptions } from './mind.js';
export type { Probe } from './probe.js';
export { openModel, type OpenaiModelSpec, type ServerChecks } from './openMind.js';
