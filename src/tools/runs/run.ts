/** The tools `run` and `stop`: start a run, wait for it for some time, and stop it. */
import { basename } from '../../node/paths.js';
import type { CancellationToken } from '../../core/util/lifecycle.js';
import type { ScenarioModel } from '../../engine/index.js';
import type { Resolved } from '../../language/api.js';
import { fileUri } from '../../node/ports.js';
import { budgetLine, egress, egressLines, filesLine, forecast, forecastLine, loadModel, mindWords } from '../../runs/index.js';
import { breather } from '../../node/yieldToEventLoop.js';
import type { StartedRun, ToolHost } from '../base/host.js';
import { inputOf, text, whole } from '../base/input.js';
import { shownPath, societyFile } from '../base/places.js';
import { type Question, tool, type ToolCall, ToolFault } from '../base/tool.js';
import { shownProblems } from '../authoring/problems.js';
import { openedRun } from './recordings.js';
import { runStatus } from './status.js';

interface RunInput {
  readonly file: string;
  readonly scenario?: string;
  readonly seed?: number;
  readonly rounds?: number;
  readonly mind?: string;
  readonly calls?: number;
  readonly tokens?: number;
  readonly wait?: number;
}

/** The most runs that are active at the same time. */
const MOST_RUNS = 4;
const BREATH_MS = 8;
/** Seconds that a call waits for the end of its run. */
const WAIT = 60;

export const run = tool<RunInput>({
  name: 'run',
  title: 'Run a society',
  effect: 'costs',
  description:
    'Runs a scenario of a .society file, keeps the run as a folder, and returns its status: state, round, measures, expectations, what never happened. Without `mind`, the minds of the file answer; `builtin` is the rule-based mind, which needs no model. Waits up to `wait` seconds; after that the run continues, and `status` follows it. The user is asked first.',
  input: inputOf(
    {
      file: text('Path of the .society file.'),
      scenario: text('Which scenario. Default: the first.'),
      seed: whole('Seed in place of that of the file.', 0, 1_000_000_000),
      rounds: whole('Number of rounds in place of that of the file.', 1, 100_000),
      mind: text('One mind for all agents: builtin, random, or a model of the file.'),
      calls: whole('The most calls of language models. It cannot raise the budget of the file.', 0, 1_000_000),
      tokens: whole('The most tokens of language models. It cannot raise the budget of the file.', 0, 1_000_000_000),
      wait: whole(`Seconds to wait for the end. Default: ${WAIT}.`, 0, 600),
    },
    ['file'],
  ),
  question: async (input, host) => {
    const file = await societyFile(host, input.file);
    const loaded = await loadModel(await host.language(), fileUri(file), choicesOf(input));
    if (!loaded.ok) throw refused(host, input.file, loaded.problems);
    return runQuestion(shownPath(host, file), loaded);
  },
  run: async (input, host, call) => {
    const { wait = WAIT, file: path, ...choices } = input;
    const file = await societyFile(host, path);
    if (host.live().length >= MOST_RUNS) throw new ToolFault(`${MOST_RUNS} runs are active. Wait for one of them, or stop one.`);
    const started = await host.start({ file, ...choices, maySend: call.maySend });
    await waited(started, wait, call);
    return runStatus(await openedRun(host, started.dir), host, call);
  },
});

const choicesOf = ({ scenario, seed, rounds, mind }: RunInput) => ({
  ...(scenario === undefined ? {} : { scenario }),
  ...(seed === undefined ? {} : { seed }),
  ...(rounds === undefined ? {} : { rounds }),
  ...(mind === undefined ? {} : { mind }),
});

function refused(host: ToolHost, file: string, problems: Parameters<typeof shownProblems>[1]): ToolFault {
  const { problems: shown } = shownProblems(host, problems);
  const lines = shown.filter(({ severity }) => severity === 'error').map(({ at, message }) => `${at}: ${message}`);
  return new ToolFault(`${file} cannot run. ${lines.slice(0, 3).join(' ')}`);
}

/** What the user is asked before a run: its size, its minds, and what leaves the machine at which expected cost. */
export async function runQuestion(
  file: string,
  { model, resolved }: { readonly model: ScenarioModel; readonly resolved: Resolved },
): Promise<Question> {
  const leaving = egress(resolved.society, model);
  const cost = leaving.length === 0 ? [] : await costLines(resolved, model);
  return {
    title: `Run scenario ${model.scenario} of ${file}?`,
    lines: [
      `${model.agents.length} agents, ${model.rounds} rounds, seed ${model.seed}; minds: ${mindWords(model)}.`,
      ...egressLines(leaving),
      ...(leaving.some(({ local }) => !local) ? [filesLine(resolved) ?? ''].filter((line) => line !== '') : []),
      ...cost,
      `The run is kept in .society/runs.`,
    ],
    sends: leaving.length > 0,
    basis: egressLines(leaving).join('\n'),
  };
}

/** The forecast and the budget. A run may also start where its forecast cannot be made. */
async function costLines({ society }: Resolved, model: ScenarioModel): Promise<readonly string[]> {
  try {
    const made = await forecast(society, model, { now: () => performance.now(), breathe: breather(BREATH_MS) });
    return [forecastLine(made), budgetLine(made, model.budget ?? {}) ?? 'There is no budget.'].filter((line) => line !== null);
  } catch {
    return ['The cost cannot be forecast.'];
  }
}

/** Waits for the end of a run, at most some seconds. Cancelling the call stops the run. */
async function waited({ live, done, stop }: StartedRun, seconds: number, { token, progress }: ToolCall): Promise<void> {
  const { rounds } = live.model;
  const watch = live.timeline.onCommit((events) => {
    const ended = events.find((event) => event.type === 'round.ended');
    if (ended?.type === 'round.ended') progress(ended.round, rounds, `round ${ended.round} of ${rounds}`);
  });
  // Before its first event a run has no folder that can be read.
  await Promise.race([done, firstEvent(live)]);
  const timer = timerOf(seconds * 1000, token);
  await Promise.race([done, timer.over]);
  watch.dispose();
  timer.end();
  if (token.isCancellationRequested) await stop();
}

const firstEvent = async ({ timeline }: StartedRun['live']): Promise<void> =>
  new Promise((resolve) => {
    if (timeline.events.length > 0) return resolve();
    const watch = timeline.onCommit(() => {
      watch.dispose();
      resolve();
    });
  });

/** Resolves after some milliseconds, or when the token is cancelled. */
function timerOf(ms: number, token: CancellationToken): { readonly over: Promise<void>; readonly end: () => void } {
  let end = (): void => undefined;
  const over = new Promise<void>((resolve) => {
    const timer = setTimeout(resolve, ms);
    const listener = token.onCancellationRequested(() => resolve());
    end = () => {
      clearTimeout(timer);
      listener.dispose();
      resolve();
    };
    if (token.isCancellationRequested) resolve();
  });
  return { over, end };
}

export const stop = tool<{ readonly run: string }>({
  name: 'stop',
  title: 'Stop a run',
  effect: 'costs',
  description:
    'Stops a run that is active in this program, after its current step. What it recorded is kept, and it can be resumed. The user is asked first.',
  input: inputOf({ run: text('The id of the run, or its folder.') }, ['run']),
  question: async ({ run: name }, host) => {
    const found = active(host, name);
    return { title: `Stop the run ${basename(found.dir)}?`, lines: ['Its events so far are kept.'], sends: false, basis: '' };
  },
  run: async ({ run: name }, host, call) => {
    const found = active(host, name);
    await found.stop();
    return runStatus(await openedRun(host, found.dir), host, call);
  },
});

function active(host: ToolHost, name: string): StartedRun {
  const found = host.live().find(({ id, dir }) => id === name || shownPath(host, dir) === name);
  if (found) return found;
  const ids = host.live().map(({ id }) => id);
  throw new ToolFault(`No run \`${name}\` is active here.${ids.length > 0 ? ` Active: ${ids.join(', ')}.` : ''}`);
}
