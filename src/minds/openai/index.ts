/** The OpenAI-compatible mind and its parts that other layers use. */
export { EndpointFault, type FaultCode } from './faults.js';
export { leanFetch, type Fetch, type LeanFetch, type LeanFetchOptions } from './leanFetch.js';
export { openaiMind, type OpenaiMindOptions } from './mind.js';
export { askOnce, type FormSupport, hasWord, type Probe, probe, probeEmbeddings, type ProbeOptions } from './probe.js';
export { openModel, type OpenaiModelSpec, type OpenRequest } from './open.js';
