/** `society show RUN`: the contents of a run folder, and the results of the run. */
import { recordedFor, translated } from '../../core/util/recordedText.js';
import { grouped } from '../../core/util/textPosition.js';
import { Timeline } from '../../core/events/timeline.js';
import { SOCRUN } from '../../node/packedRun.js';
import {
  agreementsIn,
  agreementWords,
  type ControlLine,
  controlRoom,
  firstUnfoldable,
  openRecorded,
  peopleRoom,
  ruleCounts,
  type RuleCount,
  type RecordedRun,
  runSummary,
  speaksByLanguageModel,
  storedRunState,
} from '../../runs/index.js';
import { type Manifest, openRun } from '../../trace/index.js';
import { argumentsOf } from '../terminal/arguments.js';
import { fileOfRun, openLanguage, runFiles, runFolder } from '../terminal/files.js';
import { stateWord } from '../../protocol/stateWords.js';
import { measuredOf, measureLines, summaryWords } from '../terminal/runMeasures.js';
import { aside, jsonText, plural, printable, UsageError } from '../terminal/output.js';
import { keepInHand } from './replay.js';
import { english, t, type Wording } from '../../core/util/l10n.js';

export async function show(args: readonly string[]): Promise<number> {
  const { values, positionals } = argumentsOf('show', args, { json: { type: 'boolean' }, rules: { type: 'boolean' } });
  const [path] = positionals;
  if (path === undefined || positionals.length > 1) throw new UsageError(t('show needs one run folder.'));
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
  if (!opened.ok) aside(t('{0}: {1} There is no summary.\n', path, translated(opened.message)));
  const outside = opened.ok && !values.rules ? await outsideLines(path, opened.run, timeline, values.json ? english : t) : [];
  if (values.json) {
    if (!made) return 1;
    const more = outside.length > 0 ? { compared_with: outside } : {};
    process.stdout.write(jsonText(measuredOf({ id: run.manifest.id, model: made.model, timeline }, state, made.summary, more)));
    return 0;
  }
  if (values.rules) {
    if (!made) return 1;
    process.stdout.write(printable(ruleCounts(made.model, run.events).map(ruleLine).join('') || t('No phase of the world has a rule.\n')));
    return 0;
  }
  const measured = measureLines(made?.model ?? { measures: [], agents: [] }, timeline.head.measures);
  const agreed = agreementsIn(run.events)
    .map((found) => t('agreement of two coders, {0}\n', agreementWords(found)))
    .join('');
  const { controlLog } = await controlRoom();
  const commands = await controlLog(await runFiles(path));
  process.stdout.write(
    printable(
      headLines(run, timeline, { state, path, commands }) +
        measured +
        agreed +
        (made ? summaryWords(made.summary, 'all') : '') +
        (outside.length > 0 ? t('\ncompared with outside data (compare_with):\n{0}', outside.map((line) => `  ${line}\n`).join('')) : ''),
    ),
  );
  return 0;
}

/** The run next to the tables of people and the networks that its scenario names. Empty where it names none. */
async function outsideLines(path: string, run: RecordedRun, timeline: Timeline, t: Wording): Promise<readonly string[]> {
  const { outsideOfRun } = await peopleRoom();
  const found = await outsideOfRun(openLanguage(), fileOfRun(path, run), { ...run, timeline });
  if (found === 'lost')
    return [t('The file of the run is not at its usual place. `society people FILE RUN` and `society network FILE RUN` compare it.')];
  return found ? [...found.outside.problems.map(recordedFor(t)), ...found.outside.of([found.record], t)] : [];
}

/** A rule on two lines: how often it ran and what it changed, and its first line. */
function ruleLine({ node, source, ran, changing, changes, faults }: RuleCount): string {
  const changed = [...changes].map(([what, count]) => `${what} ${grouped(count)}`).join(', ');
  const effect = changing === 0 ? t('it changed nothing') : t('changed something {0}: {1}', plural(changing, 'time'), changed);
  const failed = faults === 0 ? '' : `; ${plural(faults, 'fault')}`;
  return t('{0}: ran {1}, {2}{3}\n  {4}\n', node, plural(ran, 'time'), effect, failed, source.trim().split('\n')[0] ?? '');
}

function headLines(
  { manifest, events, dropped }: Pick<RecordedRun, 'manifest' | 'events' | 'dropped'>,
  { head }: Timeline,
  { state, path, commands }: { readonly state: string; readonly path: string; readonly commands: readonly ControlLine[] },
): string {
  const minds = manifest.minds.map((m) => `${m.id} (${m.kind}, ${m.model})`).join(', ');
  const lines = [
    `${manifest.title} · ${manifest.id}`,
    t(
      'scenario {0}, seed {1}, round {2} of {3}, {4}{5}',
      manifest.scenario,
      manifest.seed,
      head.round,
      manifest.rounds,
      stateWord(state),
      manifest.problem === null ? '' : `: ${translated(manifest.problem)}`,
    ),
    ...(['interrupted', 'stopped'].includes(state) ? [t('resume it with: society run --resume {0}', path)] : []),
    ...(manifest.parent === null ? [] : [t('a fork of {0} after event {1}', manifest.parent, manifest.fork)]),
    t('minds: {0}; {1}; synthetic data', minds, answered(manifest)),
    ...(manifest.label === undefined ? [] : [manifest.label]),
    ...commands.map(({ command, after, round }) =>
      t('{0} by a command of another process after event {1}, in round {2}', command, after, round),
    ),
    t(
      '{0}, {1}, {2}, {3}',
      plural(head.roster.length, 'agent'),
      plural(head.messages.length, 'message'),
      plural(events.length, 'event'),
      plural(head.step + 1, 'step'),
    ),
    ...(dropped > 0 ? [t('{0} characters after the last complete step ignored', dropped)] : []),
    '',
  ];
  return lines.join('\n');
}

function answered({ languageModel, minds }: Manifest): string {
  if (!languageModel) return t('no language model');
  return speaksByLanguageModel({ minds }) ? t('a language model answered') : t('no language model answered, one made embeddings');
}
