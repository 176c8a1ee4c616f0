/** The tool `status`: how far a run is, its measures, its expectations, and what was lost. */
import type { MeasureSeries } from '../../core/events/state.js';
import type { RunState, RunSummary, SummaryFinding } from '../../protocol/summary.js';
import { runSummary } from '../../runs/index.js';
import type { ToolHost } from '../base/host.js';
import { inputOf, text } from '../base/input.js';
import { idWord, NOTICE, quote, rounded } from '../base/quotes.js';
import { tool, type ToolCall } from '../base/tool.js';
import { lineOf, openedRun, type OpenedRun, shownFolder } from './recordings.js';

/** The most measures, and the most findings of a kind, in a result. */
const MOST_MEASURES = 12;
const MOST_FINDINGS = 10;

export const status = tool<{ readonly run: string }>({
  name: 'status',
  title: 'Look at a run',
  effect: 'reads',
  description:
    'The state of a run: its round, its measures with the value at the end of each round, its expectations, what never happened, and what was lost. Use `people` for its agents and `why` for the causes of an event.',
  input: inputOf({ run: text('The id of the run, or its folder.') }, ['run']),
  run: async ({ run }, host, call) => runStatus(await openedRun(host, run), host, call),
});

/** The status of a run as data. Words of a failure come from servers, so they are quoted. */
export function runStatus(opened: OpenedRun, host: Pick<ToolHost, 'roots'>, call: Pick<ToolCall, 'noteWords'>): object {
  const { id, state, run, timeline } = opened;
  const { head, events } = timeline;
  const { manifest, model, answers } = run;
  const summary = runSummary(model, timeline, { isOver: !isActive(state), answers });
  if (manifest.problem !== null) call.noteWords();
  return {
    ...{ run: id, state, folder: shownFolder(host, opened), scenario: idWord(manifest.scenario), seed: manifest.seed },
    ...{ round: head.round, rounds: manifest.rounds, agents: head.roster.length, messages: head.messages.length, events: events.length },
    minds: manifest.minds.map(({ id: mind, kind }) => `${idWord(mind)} (${kind})`),
    synthetic: true,
    ...(manifest.nulls.length > 0 ? { nulls: manifest.nulls.map(idWord) } : {}),
    ...(manifest.problem === null ? {} : { notice: NOTICE, problem: quote('problem', null, manifest.problem).quoted }),
    measures: measuresOf(opened, head.measures),
    ...findings(host, opened, summary),
  };
}

const isActive = (state: RunState): boolean => ['running', 'waiting', 'elsewhere'].includes(state);

/** Measures of the file first: the last value of each, and its values by round. */
function measuresOf({ run: { model } }: Pick<OpenedRun, 'run'>, measures: readonly MeasureSeries[]): object {
  const own = new Set(model.measures.filter(({ formula }) => formula !== null).map(({ id }) => id));
  const there = measures.filter(({ values }) => values.some((value) => value !== null));
  const sorted = [...there.filter(({ measure }) => own.has(measure)), ...there.filter(({ measure }) => !own.has(measure))];
  return Object.fromEntries(sorted.slice(0, MOST_MEASURES).map(({ measure, values }) => [measure, shortSeries(values)]));
}

/** The most values of a series. */
const MOST_VALUES = 12;

/** All values of a short series; of a long one, evenly chosen values and the last, with the rounds that they belong to. */
function shortSeries(values: readonly (number | null)[]): object {
  const short = (value: number | null): number | null => (value === null ? null : rounded(value));
  const last = short(values.at(-1) ?? null);
  if (values.length <= MOST_VALUES) return { last, by_round: values.map(short) };
  const step = Math.ceil(values.length / MOST_VALUES);
  const chosen = values.flatMap((value, i) => (i % step === step - 1 ? [[i + 1, short(value)] as const] : []));
  return { last, at_rounds: Object.fromEntries(chosen) };
}

function findings(host: Pick<ToolHost, 'roots'>, opened: OpenedRun, { expectations, never, lost }: RunSummary): object {
  const list = (all: readonly SummaryFinding[], hasText: boolean): readonly object[] =>
    all.slice(0, MOST_FINDINGS).map(({ kind, id, level, count, at, text: words }) => {
      const line = lineOf(host, opened, at);
      return {
        kind,
        id: idWord(id),
        level,
        ...(count > 0 ? { count } : {}),
        ...(line === null ? {} : { line }),
        ...(hasText ? { text: words } : {}),
      };
    });
  return {
    ...(expectations.length > 0 ? { expectations: Object.fromEntries(expectations.map(({ id, passed }) => [id, passed])) } : {}),
    ...(never.length > 0 ? { never_happened: list(never, true) } : {}),
    // The texts of what was lost can quote answers of agents.
    ...(lost.length > 0 ? { lost: list(lost, false) } : {}),
  };
}
