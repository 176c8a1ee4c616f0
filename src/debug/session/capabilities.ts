/**
 * What can be asked of a session; each has a test that asks it. Left out, since it would say nothing here: memory, and
 * values in other forms (`supportsValueFormattingOptions`), of which the protocol knows hexadecimal numbers alone.
 */
import type { DebugProtocol } from '@vscode/debugprotocol';
import { MODES } from './breakpointList.js';
import { EXCEPTIONS } from '../breakpoints/exceptions.js';
import { COLUMNS } from '../inspect/modules.js';

export const CAPABILITIES: DebugProtocol.Capabilities = {
  supportsConfigurationDoneRequest: true,
  supportsTerminateRequest: true,
  supportTerminateDebuggee: true,
  supportSuspendDebuggee: true,
  supportsStepBack: true,
  supportsRestartRequest: true,
  supportsRestartFrame: true,
  supportsGotoTargetsRequest: true,
  supportsStepInTargetsRequest: true,
  supportsConditionalBreakpoints: true,
  supportsHitConditionalBreakpoints: true,
  supportsLogPoints: true,
  supportsFunctionBreakpoints: true,
  supportsDataBreakpoints: true,
  supportsBreakpointLocationsRequest: true,
  supportsEvaluateForHovers: true,
  supportsSetVariable: true,
  supportsSetExpression: true,
  supportsCompletionsRequest: true,
  completionTriggerCharacters: ['.'],
  supportsDelayedStackTraceLoading: true,
  supportsLoadedSourcesRequest: true,
  supportsModulesRequest: true,
  additionalModuleColumns: COLUMNS,
  supportsCancelRequest: true,
  supportsExceptionFilterOptions: true,
  supportsExceptionInfoRequest: true,
  breakpointModes: MODES.map((one) => ({ ...one, appliesTo: ['source', 'exception'] })),
  supportsClipboardContext: true,
  supportsANSIStyling: true,
  exceptionBreakpointFilters: EXCEPTIONS,
};
