/** `society show RUN`: the contents of a run folder, and the results of the run. */
import { grouped } from '../../core/util/textPosition.js';
import { Timeline } from '../../core/events/timeline.js';
import { SOCRUN } from '../../node/packedRun.js';
import {
  agreementsIn,
  agreementWords,
  firstUnfoldable,
  openRecorded,
  ruleCounts,
  type RuleCount,
  type RecordedRun,
  runSummary,
  speaksByLanguageModel,
  storedRunState,
} from '../../runs/index.js';
import { type Manifest, openRun } from '../../trace/index.js';
import { argumentsOf } from '../terminal/arguments.js';
import { runFiles, runFolder } from '../terminal/files.js';
import { measuredOf, measureLines, summaryWords } from '../terminal/runMeasures.js';
import { aside, jsonText, plural, printable, UsageError } from '../terminal/output.js';
import { keepInHand } from './replay.js';

export async function show(args: readonly string[]): Promise<number> {
  const { values, positionals } = argumentsOf('show', args, { json: { type: 'boolean' }, rules: { type: 'boolean' } });
  const [path] = positionals;
  if (path === undefined || positionals.length > 1) throw new UsageError('show needs one run folder.');
  const opened = await openRecorded(await runFiles(path));
  if (opened.ok) keepInHand(path, opened.run);
  const run = opened.ok ? opened.run : await openRun(await runFiles(path));
  if (!run || (!opened.ok && firstUnfoldable(run) !== null)) throw new UsageError(`${path}: ${opened.ok ? '' : opened.message}`);
  for (const words of run.note === null ? run.damage : [run.note, ...run.damage]) aside(`${words}\n`);
  const timeline = Timeline.of(run.events);
  const standing = await storedRunState(run.manifest.state, path.endsWith(SOCRUN) ? null : runFolder(path));
  const state = standing === 'elsewhere' ? 'running' : standing;
  const isOver = state !== 'running';
  const made = opened.ok
    ? { model: opened.run.model, summary: runSummary(opened.run.model, timeline, { isOver, answers: opened.run.answers }) }
    : null;
  if (!opened.ok) aside(`${path}: ${opened.message} There is no summary.\n`);
  if (values.json) {
    if (!made) return 1;
    process.stdout.write(jsonText(measuredOf({ id: run.manifest.id, model: made.model, timeline }, state, made.summary)));
    return 0;
  }
  if (values.rules) {
    if (!made) return 1;
    process.stdout.write(printable(ruleCounts(made.model, run.events).map(ruleLine).join('') || 'No phase of the world has a rule.\n'));
    return 0;
  }
  const measured = measureLines(made?.model ?? { measures: [], agents: [] }, timeline.head.measures);
  const agreed = agreementsIn(run.events)
    .map((found) => `agreement of two coders, ${agreementWords(found)}\n`)
    .join('');
  process.stdout.write(
    printable(headLines(run, timeline, state, path) + measured + agreed + (made ? summaryWords(made.summary, 'all') : '')),
  );
  return 0;
}

/** A rule on two lines: how often it ran and what it changed, and its first line. */
function ruleLine({ node, source, ran, changing, changes, faults }: RuleCount): string {
  const changed = [...changes].map(([what, count]) => `${what} ${grouped(count)}`).join(', ');
  const effect = changing === 0 ? 'it changed nothing' : `changed something ${plural(changing, 'time')}: ${changed}`;
  const failed = faults === 0 ? '' : `; ${plural(faults, 'fault')}`;
  return `${node}: ran ${plural(ran, 'time')}, ${effect}${failed}\n  ${source.trim().split('\n')[0] ?? ''}\n`;
}

function headLines(
  { manifest, events, dropped }: Pick<RecordedRun, 'manifest' | 'events' | 'dropped'>,
  { head }: Timeline,
  state: string,
  path: string,
): string {
  const minds = manifest.minds.map((m) => `${m.id} (${m.kind}, ${m.model})`).join(', ');
  const lines = [
    `${manifest.title} · ${manifest.id}`,
    `scenario ${manifest.scenario}, seed ${manifest.seed}, round ${head.round} of ${manifest.rounds}, ${state}${manifest.problem === null ? '' : `: ${manifest.problem}`}`,
    ...(['interrupted', 'stopped'].includes(state) ? [`resume it with: society run --resume ${path}`] : []),
    ...(manifest.parent === null ? [] : [`a fork of ${manifest.parent} after event ${manifest.fork}`]),
    `minds: ${minds}; ${answered(manifest)}; synthetic data`,
    ...(manifest.label === undefined ? [] : [manifest.label]),
    `${plural(head.roster.length, 'agent')}, ${plural(head.messages.length, 'message')}, ${plural(events.length, 'event')} in ${plural(head.step + 1, 'step')}`,
    ...(dropped > 0 ? [`${dropped} characters after the last complete step ignored`] : []),
    '',
  ];
  return lines.join('\n');
}

function answered({ languageModel, minds }: Manifest): string {
  if (!languageModel) return 'no language model';
  return speaksByLanguageModel({ minds }) ? 'a language model answered' : 'no language model answered, one made embeddings';
}
