/** `society show RUN`: what a run folder holds. */
import { parseArgs } from 'node:util';
import type { MeasureSeries } from '../core/state.js';
import { Timeline } from '../core/timeline.js';
import { speaksByLanguageModel } from '../runs/index.js';
import { type Manifest, openRun } from '../trace/index.js';
import { runFiles } from './files.js';
import { aside, printable, UsageError } from './output.js';

export async function show(args: readonly string[]): Promise<number> {
  const { positionals } = parseArgs({ args: [...args], allowPositionals: true, options: {} });
  const [path] = positionals;
  if (path === undefined) throw new UsageError('show needs a run folder.');
  const run = await openRun(await runFiles(path));
  if (!run) throw new UsageError(`${path} holds no run: there is no manifest.json of ours.`);
  const { manifest, events, dropped, note } = run;
  if (note !== null) aside(`${note}\n`);
  const { head } = Timeline.of(events);
  const minds = manifest.minds.map((m) => `${m.id} (${m.kind}, ${m.model})`).join(', ');
  const lines = [
    `${manifest.title} · ${manifest.id}`,
    `scenario ${manifest.scenario}, seed ${manifest.seed}, round ${head.round} of ${manifest.rounds}, ${manifest.state}${manifest.problem === null ? '' : `: ${manifest.problem}`}`,
    ...(manifest.parent === null ? [] : [`a fork of ${manifest.parent} behind event ${manifest.fork}`]),
    `minds: ${minds}; ${answered(manifest)}; synthetic data`,
    `${head.roster.length} agents, ${head.messages.length} messages, ${events.length} events in ${head.step + 1} steps`,
    ...(dropped > 0 ? [`${dropped} characters behind the last whole step were left out`] : []),
    '',
  ];
  process.stdout.write(printable(lines.join('\n') + measureLines(head.measures)));
  return 0;
}

/** One line a measure that has a value in some round: its last value and its course. */
export const measureLines = (measures: readonly MeasureSeries[]): string =>
  measures
    .filter(({ values }) => values.some((value) => value !== null))
    .map((one) => `${one.measure}: ${number(one.values.at(-1))}${precision(one)}   by round: ${one.values.map(number).join(' ')}\n`)
    .join('');

const precision = ({ error, estimate }: MeasureSeries): string =>
  `${error === undefined ? '' : ` ± ${number(error)}`}${estimate ? ' (estimate)' : ''}`;

const number = (value: number | null | undefined): string =>
  value === null || value === undefined ? '–' : String(Math.round(value * 1000) / 1000);

function answered({ languageModel, minds }: Manifest): string {
  if (!languageModel) return 'no language model';
  return speaksByLanguageModel({ minds }) ? 'a language model answered' : 'no language model spoke, one gave embeddings';
}
