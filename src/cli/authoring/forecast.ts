/** `society forecast FILE`: estimates the calls, tokens, cost, time and memory of a run before it runs. Sends nothing. */
import type { ScenarioModel } from '../../engine/index.js';
import type { Resolved } from '../../language/api.js';
import type { Society } from '../../language/generated/society.js';
import { isLanguageModel, type Limits, type PricedSpec, priceOf } from '../../minds/index.js';
import { machineMemory, processorMs } from '../../node/machine.js';
import { breather } from '../../node/yieldToEventLoop.js';
import {
  budgetLine,
  type Egress,
  egress,
  egressLines,
  type Estimate,
  estimateRoom,
  filesLine,
  forecast as forecastOf,
  type Forecast,
  forecastLine,
  forecastTable,
  isLargeRun,
  loadModel,
  problemLine,
  usesLanguageModel,
  words,
} from '../../runs/index.js';
import { argumentsOf, CHOICES, chosen } from '../terminal/arguments.js';
import { fileUri, openLanguage } from '../terminal/files.js';
import { aside, displayPath, jsonText, plural, printable, UsageError } from '../terminal/output.js';
import { t } from '../../core/util/l10n.js';

const BREATH_MS = 8;

export async function forecast(args: readonly string[]): Promise<number> {
  const { values, positionals } = argumentsOf('forecast', args, {
    ...CHOICES,
    json: { type: 'boolean' },
  });
  const [path] = positionals;
  if (path === undefined || positionals.length > 1) throw new UsageError(t('forecast needs one file.'));
  const { used } = machineMemory();
  const loaded = await loadModel(openLanguage(), fileUri(path), chosen(values));
  for (const problem of loaded.problems) if (problem.severity === 'error' || !values.json) aside(`${problemLine(problem, displayPath)}\n`);
  if (!loaded.ok) return 1;
  const { society } = loaded.resolved;
  const missing = loaded.model.minds.find(({ id }) => id !== 'builtin' && id !== 'random' && !society.models?.[id]);
  if (missing) throw new UsageError(t('There is no model `{0}`. Write it under `models:`, or use `builtin` or `random`.', missing.id));
  const made = await forecastOf(society, loaded.model, { now: () => performance.now(), breathe: breather(BREATH_MS) });
  const leaving = egress(society, loaded.model);
  const budget = budgetLine(made, loaded.model.budget ?? {});
  const expected = await expectedOf(loaded.resolved, loaded.model, used);
  if (values.json) process.stdout.write(jsonText({ ...asJson(made), egress: leaving, estimate: expected.estimate }));
  else {
    const lines = [...forecastTable(made), ...(budget ? [budget] : []), ...leavingLines(leaving, loaded.resolved), ...expected.lines];
    process.stdout.write(`${printable(lines.join('\n'))}\n`);
  }
  return 0;
}

interface Expected {
  readonly estimate: Estimate;
  /** The estimate, and what there is too little of. */
  readonly lines: readonly string[];
  /** The run would fail because of too little memory. */
  readonly never: boolean;
}

/** The time and memory of a run on this machine. `used`: bytes of the process before it read the file. */
async function expectedOf({ society }: Resolved, model: ScenarioModel, used: number): Promise<Expected> {
  const { estimate: estimateOf, estimateLine, fitOf } = await estimateRoom();
  const estimate = await estimateOf(society, model, { now: processorMs, before: used, breathe: breather(BREATH_MS) });
  const fit = fitOf(estimate, machineMemory(), model.agents.crowds.length > 0);
  const line = t('estimate on this machine: {0}', estimateLine(estimate, usesLanguageModel(model)));
  return { estimate, lines: [line, ...(fit.kind === 'fits' ? [] : [fit.message])], never: fit.kind === 'never' };
}

/**
 * Prints the time and memory of a run before it begins or continues, if it is large. `used`: bytes of the process before it read the file.
 */
export async function announceLarge(resolved: Resolved, model: ScenarioModel, used: number): Promise<Expected | null> {
  const expected = isLargeRun(model) ? await expectedOf(resolved, model, used) : null;
  for (const line of expected?.lines ?? []) aside(`${line}\n`);
  return expected;
}

/** Prints the time and memory of large runs, one after another, before the first. Rejects where they cannot fit. */
export async function announceTime(
  resolved: Resolved,
  model: ScenarioModel,
  { runs, used }: { readonly runs: number; readonly used: number },
): Promise<void> {
  if (!isLargeRun({ ...model, rounds: model.rounds * runs })) return;
  const { lines, never } = await expectedOf(resolved, model, used);
  for (const line of lines) aside(`${line}\n`);
  if (runs > 1) aside(t('this is for each of {0}\n', plural(runs, 'run')));
  if (never) throw new Error(t('The runs do not fit into memory, so none is played.'));
}

/** Before a run: the forecast and the addresses of its questions, where a language model is asked that is not free. */
export async function announce(resolved: Resolved, model: ScenarioModel, limits: Limits): Promise<void> {
  const { society } = resolved;
  const paid = model.minds.some(({ id, kind }) => isLanguageModel(kind) && priceOf(society.models?.[id] as PricedSpec)?.from !== 'local');
  const line = paid ? await lineOf(society, model, limits) : null;
  if (line !== null) aside(t('forecast: {0}\n', line));
  announceEgress(resolved, model);
}

/** The addresses that are contacted, what is sent there, and from which files it comes. */
export function announceEgress(resolved: Resolved, model: ScenarioModel): void {
  for (const line of leavingLines(egress(resolved.society, model), resolved)) aside(`${line}\n`);
}

/** The same as lines, with the files where anything is sent to another machine. */
export function leavingLines(leaving: readonly Egress[], resolved: Resolved): readonly string[] {
  const files = leaving.some(({ local }) => !local) ? filesLine(resolved) : null;
  return [...egressLines(leaving), ...(files === null ? [] : [files])];
}

/** A run starts also where its forecast cannot be made. */
async function lineOf(society: Society, model: ScenarioModel, limits: Limits): Promise<string | null> {
  try {
    const made = await forecastOf(society, model, { now: () => performance.now(), breathe: breather(BREATH_MS) });
    const [line, budget] = [forecastLine(made), budgetLine(made, limits)];
    return budget === null ? line : `${line}; ${budget}`;
  } catch (error) {
    return t('not possible: {0}', words(error));
  }
}

/** As data: tokens, calls, and money in the currency of each price; rounds as a list. */
const asJson = ({ rows, ...made }: Forecast): object => ({
  ...made,
  rows: rows.map(({ byRound, ...row }) => ({ ...row, byRound: [...byRound].map(([round, amount]) => ({ round, ...amount })) })),
});
