/**
 * What a session supports; each capability has a test. Left out, because they mean nothing here: memory, and
 * values in other forms (`supportsValueFormattingOptions`), for which the protocol only has hexadecimal numbers.
 */
import { marked, t } from '../../core/util/l10n.js';
import type { DebugProtocol } from '@vscode/debugprotocol';
import type { LedgerEntry } from '../../minds/index.js';
import { amountOf, type QuestionSource } from '../../runs/index.js';
import { MODES } from './breakpointList.js';
import { EXCEPTIONS } from '../breakpoints/exceptions.js';

// Minds that answer in a run, as the protocol's modules, with columns for what they were asked and what it cost.

const COLUMNS: DebugProtocol.ColumnDescriptor[] = [
  { attributeName: 'kind', label: marked('Kind') },
  { attributeName: 'answers', label: marked('Answers'), type: 'number' },
  { attributeName: 'input', label: marked('Tokens in'), type: 'number' },
  { attributeName: 'output', label: marked('Tokens out'), type: 'number' },
  { attributeName: 'cost', label: marked('Cost') },
];

interface Mind extends DebugProtocol.Module {
  readonly kind: string;
  readonly answers: number;
  readonly input: number;
  readonly output: number;
  /** Money with its currency, including interviews and failed tries; empty where no price is known. */
  readonly cost: string;
}

/** For language models, their answers in this run. Answers that a fork reuses were paid for in the parent run. */
export function modulesOf({ model, answers }: QuestionSource, booked: readonly LedgerEntry[] = []): readonly Mind[] {
  return model.minds.map(({ id, kind, model: version }) => {
    const own = answers.filter((line) => line.mind === id && !line.reused);
    const tokens = (of: 'input' | 'output'): number => own.reduce((sum, { usage }) => sum + (usage?.[of] ?? 0), 0);
    const cost = amountOf(booked.filter(({ mind }) => mind === id)).money;
    return { id, name: id, version, kind, answers: own.length, input: tokens('input'), output: tokens('output'), cost };
  });
}

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

/** The capabilities with their labels in the language of the reader. */
export const capabilities = (): DebugProtocol.Capabilities => ({
  ...CAPABILITIES,
  additionalModuleColumns: CAPABILITIES.additionalModuleColumns!.map(labelled),
  breakpointModes: CAPABILITIES.breakpointModes!.map(labelled),
  exceptionBreakpointFilters: CAPABILITIES.exceptionBreakpointFilters!.map(labelled),
});

const labelled = <T extends { readonly label: string; readonly description?: string }>(one: T): T => ({
  ...one,
  label: t(one.label),
  ...(one.description === undefined ? {} : { description: t(one.description) }),
});
