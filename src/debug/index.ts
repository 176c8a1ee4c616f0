/** The debug adapter, without an editor: a session over a run that its host launches or opens. */
export { CAPABILITIES, SocietySession } from './session.js';
export { Gate } from './gate.js';
export { type AttachConfig, type DebugHost, type DebugRun, type LaunchConfig, LaunchRefused } from './host.js';
export { Places, type SourcePlace } from './places.js';
