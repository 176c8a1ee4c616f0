/** The tools for assistants, and what adapters need: the check of an input, the permission of a call, and runs without an editor. */
export type { StartedRun, ToolHost } from './base/host.js';
export { type Allowed, Session } from './base/permission.js';
export type { Effect, Question, Tool } from './base/tool.js';
export { type CallAdapter, type Called, callTool, questionOf } from './call.js';
export { INSTRUCTIONS } from './instructions.js';
export { lower as lowerLimits, type RunDesk, runDesk } from './runs/startRun.js';
export { TOOLS } from './toolList.js';
