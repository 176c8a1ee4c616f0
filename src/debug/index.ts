/** The debug adapter, without an editor: a session over a run that its host launches. */
export { SocietySession } from './session.js';
export { type DebugHost, type DebugRun, type LaunchConfig, LaunchRefused, type SourcePlace } from './host.js';
