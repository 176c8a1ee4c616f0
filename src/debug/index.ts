/** The debug adapter, without an editor: a session over a run that its host launches or opens. */
export { CAPABILITIES } from './session/capabilities.js';
export type { Back, Fork, Forking, Inspect, Moving, Origin, RunTo, Setting, Showing, ShownValue, Timeline } from './run/requests.js';
export type { ChildConfig } from './run/forkSession.js';
export { DEBUG_ERRORS, type DebugErrorCode, Refused } from './run/errors.js';
export { SocietySession } from './session/session.js';
export type { Moment } from './run/stopTypes.js';
export { Gate } from './run/stepGate.js';
export type { AttachConfig, DebugHost, DebuggedRun, ForkConfig, LaunchConfig } from './run/host.js';
export { Places, type SourcePlace } from './run/sourceMap.js';
