/** The debug adapter, without an editor: a session over a run that its host launches or opens. */
export { CAPABILITIES } from './capabilities.js';
export type { Back, Fork, Forking, Inspect, Moving, Origin, RunTo, Setting, Showing, ShownValue, Timeline } from './requests.js';
export type { ChildConfig } from './forking.js';
export { Refused } from './requests.js';
export { SocietySession } from './session.js';
export type { Moment } from './stopTypes.js';
export { Gate } from './gate.js';
export type { AttachConfig, DebugHost, DebugRun, ForkConfig, LaunchConfig } from './host.js';
export { Places, type SourcePlace } from './places.js';
