/** The OpenAI-compatible mind and its parts that other layers use. */
export type { BatchServer } from './batches.js';
export { EndpointFault, type FaultCode } from './faults.js';
export { leanFetch, type Fetch, type LeanFetch } from './leanFetch.js';
export { findLocalModels, type LocalModel, SMALL_PORTS } from './localServers.js';
export { openaiMind, type OpenaiMindOptions } from './mind.js';
export { askOnce, hasWord, type Probe, probe, probeEmbeddings } from './probe.js';
export { CANARY_TOKENS, openModel, type OpenaiModelSpec, type ServerChecks } from './openMind.js';
