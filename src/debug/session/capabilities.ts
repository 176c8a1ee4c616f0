/**
 * What a session supports; each capability has a test. Left out, because they mean nothing here: memory, and
 * values in other forms (`supportsValueFormattingOptions`), for which the protocol only has hexadecimal numbers.
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
