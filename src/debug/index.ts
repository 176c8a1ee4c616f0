/** The debug adapter, without an editor: a session over a run that its host launches or opens. */
export { CAPABILITIES } from './session/capabilities.js';
export type { Back, Fork, Inspect, Moving, Origin, RunTo, Setting, ShownValue, Timeline } from './run/requests.js';
export type { ChildConfig } from './run/forkSession.js';
export { DEBUG_ERRORS, Refused } from './run/errors.js';
export { SocietySession } from './session/session.js';
export type { Moment } from './run/stopTypes.js';
export { Gate } from './run/stepGate.js';
export type { AttachConfig, DebugHost, DebuggedRun, ForkConfig, LaunchConfig } from './run/host.js';
export { Places } from './run/sourceMap.js';
