/** The debug adapter, without an editor: a session over a run that its host launches or opens. */
export { CAPABILITIES } from './capabilities.js';
export type { Back, Inspect, Moving, Setting, Showing, Timeline } from './requests.js';
export { Refused } from './requests.js';
export { type Moment, SocietySession } from './session.js';
export { Gate } from './gate.js';
export type { AttachConfig, DebugHost, DebugRun, LaunchConfig } from './host.js';
export { Places, type SourcePlace } from './places.js';
