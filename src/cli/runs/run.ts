/** `society run FILE`: runs a scenario, prints the transcript, and keeps the run as a folder. */
import { translated } from '../../core/util/recordedText.js';
import { readdir, rm } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { canonical } from '../../core/util/json.js';
import { mindName } from '../../core/mindLabels.js';
import { asker, type ScenarioModel } from '../../engine/index.js';
import { machineMemory } from '../../node/machine.js';
import { folderFiles, sha256 } from '../../node/ports.js';
import { makeFolder, newRunPlace } from '../../node/runPlace.js';
import {
  AHEAD,
  type AheadChoice,
  aheadLine,
  AnswerBook,
  askedAhead,
  type EditImpact,
  editImpact,
  editImpactText,
  type Estimate,
  buildRun,
  type ControlLine,
  commandsRoom,
  controlRoom,
  type LiveRun,
  loadModel,
  makeMinds,
  mindWords,
  otherVersions,
  problemLine,
  runSources,
  runSummary,
  TurnProblems,
  words,
} from '../../runs/index.js';
import type { Resolved } from '../../language/api.js';
import { type FolderFiles, isAtItsEnd, type Manifest, openRun } from '../../trace/index.js';
import { homeOf, recordedLines, terminalAccess } from '../terminal/access.js';
import { argumentsOf, CHOICES, chosen, nullRuns } from '../terminal/arguments.js';
import { fileUri, openLanguage, runFolder } from '../terminal/files.js';
import { announce, announceEgress, announceLarge } from '../authoring/forecast.js';
import { aside, displayPath, plural, type Printed, printable, UsageError } from '../terminal/output.js';
import { openRecording, recordedIn } from './replay.js';
import { measureLines, runJson, summaryWords } from '../terminal/runMeasures.js';
import { endWords, printFaults, transcriptPrinter } from '../terminal/transcript.js';
import { afterBudgetOf, type GivenBudget, goOnLine, limitLedger, PAUSED, spentLines } from '../terminal/spending.js';
import { groupedFor, t } from '../../core/util/l10n.js';

/** The access that models of a file get. The terminal is opened only when a person is asked. */
export const access = terminalAccess();

export async function run(args: readonly string[]): Promise<number> {
  const { values, positionals } = argumentsOf('run', args, {
    ...CHOICES,
    wording: { type: 'string' },
    null: { type: 'string', multiple: true },
    out: { type: 'string' },
    quiet: { type: 'boolean' },
    json: { type: 'boolean' },
    resume: { type: 'string' },
    reuse: { type: 'string' },
    calls: { type: 'string' },
    tokens: { type: 'string' },
    money: { type: 'string' },
    'after-budget': { type: 'string' },
    ahead: { type: 'string' },
  });
  const ahead = aheadOf(values.ahead);
  if (values.resume !== undefined) return resume(values.resume, positionals, printing(values), values, ahead);
  const [path] = positionals;
  if (path === undefined) throw new UsageError(t('run needs one file.'));
  if (positionals.length > 1)
    throw new UsageError(t('run takes one file. Write --scenario {0} to choose a scenario of it.', positionals[1]));
  const { used } = machineMemory();
  const uri = fileUri(path);
  const language = openLanguage();
  const loaded = await loadModel(language, uri, {
    ...chosen(values),
    ...(values.wording === undefined ? {} : { wording: values.wording }),
    nulls: nullRuns(values.null),
  });
  for (const problem of loaded.problems) aside(`${problemLine(problem, displayPath)}\n`);
  if (!loaded.ok) return 1;
  const { model, resolved } = loaded;
  const minds = await makeMinds(resolved.society, model, access, { resolved, afterBudget: afterBudgetOf(values) });
  if (!minds.ok) throw new Error(minds.message);
  limitLedger(minds.ledger, values);
  await announce(resolved, model, minds.ledger.limits);
  const expected = await announceLarge(resolved, model, used);
  if (expected?.never) return 1;
  const earlier = values.reuse === undefined ? null : await openRecording(values.reuse);
  const reuse = earlier && new AnswerBook(earlier.answers);
  if (earlier)
    aside(
      radiusLine(
        editImpact(
          model,
          earlier.events,
          asker(sha256, (id) => minds.minds.get(id)?.prose ?? false),
        ),
      ),
    );
  const sources = runSources(resolved, uri);
  const place = await runPlace(values.out, uri, model, {
    ...{ scenario: model.scenario, seed: model.seed, rounds: model.rounds, mind: values.mind ?? null, wording: model.wording },
    ...{ nulls: [...model.nulls], texts: sources.map(({ text }) => sha256(text)) },
  });
  const kept = { id: place.id, files: folderFiles(place.dir), created: new Date().toISOString(), sources };
  const live = buildRun({
    ...{ ...minds, model },
    ahead: askedAhead(resolved.society, model, ahead),
    beginning: { kind: 'new', ...kept, mind: values.mind, set: undefined },
    reuse: reuse ?? undefined,
  });
  const code = await play(live, resolved, place.dir, printing(values), expected?.estimate);
  if (reuse)
    aside(
      t('Reused {0} of {1}; {2} had no answer there\n', plural(reuse.reused, 'answer'), values.reuse, plural(reuse.missed, 'question')),
    );
  return code;
}

/** Continues the run of a folder, with the texts that it keeps. */
async function resume(
  path: string,
  positionals: readonly string[],
  printed: Printed,
  given: GivenBudget,
  ahead: AheadChoice,
): Promise<number> {
  if (positionals.length > 0) throw new UsageError(t('--resume takes a run folder and no file: the run keeps its own texts.'));
  const { used } = machineMemory();
  const dir = runFolder(path);
  const files = folderFiles(dir);
  // The folder is locked before it is read, so that no other process writes to it.
  const release = await files.lock?.();
  try {
    return await goOn({ path, dir, files, printed, given, ahead, used });
  } finally {
    await release?.();
  }
}

interface GoingOn {
  readonly path: string;
  readonly dir: string;
  readonly files: FolderFiles;
  readonly printed: Printed;
  readonly given: GivenBudget;
  readonly ahead: AheadChoice;
  /** Bytes of the process before it read the run. */
  readonly used: number;
}

async function goOn({ path, dir, files, printed, given, ahead, used }: GoingOn): Promise<number> {
  const from = await recordedIn(files, path);
  const { manifest, model, resolved } = from;
  if (isAtItsEnd(from)) {
    process.stdout.write(t('{0} has already ended: {1}\n', path, endWords(from.events, 'ended')));
    return 0;
  }
  const minds = await makeMinds(resolved.society, model, terminalAccess(homeOf(dir)), { ...from, afterBudget: afterBudgetOf(given) });
  if (!minds.ok) throw new Error(minds.message);
  limitLedger(minds.ledger, given);
  const live = buildRun({
    ...{ ...minds, model },
    ahead: askedAhead(resolved.society, model, ahead),
    beginning: { kind: 'resumed', files, from },
  });
  aside(t('Resuming {0}\n', resumeWords(from.events.length, from.answers.length)));
  const versions = otherVersions(manifest.continued?.at(-1)?.minds, model.minds);
  if (versions.length > 0)
    aside(
      t(
        'this release answers as {0}, the run began with {1}: the manifest records the change\n',
        versions.map(mindName).join(', '),
        model.minds.map(mindName).join(', '),
      ),
    );
  announceEgress(resolved, model);
  const expected = await announceLarge(resolved, model, used);
  if (expected?.never) return 1;
  return play(live, resolved, dir, printed, expected?.estimate);
}

/** The output of a run on stdout: transcript, measures and summary; without the transcript; or measures and summary as data. */

const printing = ({ quiet, json }: { readonly quiet?: boolean; readonly json?: boolean }): Printed =>
  json ? 'json' : quiet ? 'quiet' : 'all';

/** Where a run resumes, and how many answers it reuses. */
function resumeWords(events: number, answers: number): string {
  const from = events === 0 ? t('from the start') : t(events === 1 ? 'after {0} event' : 'after {0} events', groupedFor(events));
  return `${from}; ${answers === 0 ? t('no answers to reuse') : t('reusing {0}', plural(answers, 'answer'))}`;
}

/** Runs to the end, and prints the transcript, the measures and the summary. */
export async function play(live: LiveRun, resolved: Resolved, dir: string, printed: Printed, expected?: Estimate): Promise<number> {
  const { model } = live;
  aside(
    t(
      '{0}: {1}, {2}, seed {3}; {4}{5}; synthetic data\n',
      model.title,
      plural(model.agents.length, 'agent'),
      plural(model.rounds, 'round'),
      model.seed,
      mindWords(model),
      nullWords(model),
    ),
  );
  if (printed === 'all') live.timeline.onCommit(transcriptPrinter(live));
  live.timeline.onCommit((events) => printFaults(live, events, resolved));
  const problems = new TurnProblems(model);
  live.timeline.onCommit((events) => problems.add(events));
  const stop = (): void => live.stop();
  process.once('SIGINT', stop);
  const control = await controlOf(live, dir);
  const state = await live.run();
  await control?.close();
  process.removeListener('SIGINT', stop);
  aside(recordedLines(live.options.minds));
  const summary = runSummary(model, live.timeline, { answers: live.answers });
  if (printed === 'json') process.stdout.write(runJson(live, state, { dir, ...(expected ? { estimate: expected } : {}) }, summary));
  else if (printed !== 'nothing')
    process.stdout.write(printable(measureLines(model, live.timeline.head.measures) + summaryWords(summary, printed)));
  aside(
    t(
      '{0}{1}\nrun folder: {2}\n',
      endWords(live.timeline.events, state),
      live.problem === null ? '' : `: ${translated(live.problem)}`,
      displayDir(dir),
    ),
  );
  if (state === 'stopped') aside(t('continue with: society run --resume {0}\n', displayDir(dir)));
  aside(aheadLine(live.tally, live.aheadFault));
  for (const problem of problems.placed(resolved)) aside(`${problemLine(problem, displayPath)}\n`);
  if (live.options.ledger) aside(spentLines(live.options.ledger));
  if (state === 'paused') aside(goOnLine(displayDir(dir)));
  return state === 'failed' ? 1 : state === 'paused' ? PAUSED : 0;
}

/** Lets `society pause` and other commands reach the run. Null where its folder cannot have a socket, which a note says. */
async function controlOf(live: LiveRun, dir: string): Promise<{ close(): Promise<void> } | null> {
  const { files, ledger = null } = live.options;
  const [{ serveControl }, { answering }] = await Promise.all([controlRoom(), commandsRoom()]);
  const acted = ({ command, round }: ControlLine): void => aside(t('{0} by another process, in round {1}\n', command, round));
  try {
    const answer = answering({ live, ledger, pid: process.pid, place: 'terminal', stop: () => live.stop(), acted });
    return await serveControl({ dir, files }, answer);
  } catch (error) {
    aside(t('other processes cannot control this run: {0}\n', words(error)));
    return null;
  }
}

/** Whether questions are asked before their turn. */
function aheadOf(word = 'auto'): AheadChoice {
  const found = AHEAD.find((choice) => choice === word);
  if (!found) throw new UsageError(t('--ahead takes {0}, not `{1}`.', AHEAD.join(', '), word));
  return found;
}

/** How many questions an edit changes, before any is asked. */
export const radiusLine = (radius: EditImpact, others?: readonly string[]): string => `${editImpactText(radius, others)}\n`;

const nullWords = ({ nulls }: ScenarioModel): string => (nulls.size === 0 ? '' : t('; null run ({0})', [...nulls].join(', ')));

const displayDir = (dir: string): string => displayPath(pathToFileURL(dir).href);

/**
 * The folder named by `--out`, or a new one next to the file. A folder that holds a run is used again only for exactly the
 * same run, of the same texts, and only where no language model was paid to answer.
 */
async function runPlace(
  out: string | undefined,
  uri: string,
  model: ScenarioModel,
  choices: Choices,
): Promise<{ id: string; dir: string }> {
  if (out === undefined) return newRunPlace(dirname(fileURLToPath(uri)), model.scenario, model.seed);
  const dir = resolve(out);
  await makeFolder(dir);
  if ((await readdir(dir)).length > 0) {
    const old = (await openRun(folderFiles(dir)))?.manifest;
    if (!old) throw new UsageError(t('{0} is not empty and not a run folder. Choose another folder.', out));
    if (old.languageModel) throw new UsageError(t('{0} contains a run whose answers were paid for. Choose another folder.', out));
    if (old.parent !== null) throw new UsageError(t('{0} contains a fork of {1}. Choose another folder.', out, old.parent));
    if (!isSame(old, choices))
      throw new UsageError(
        t(
          '{0} already contains a different run ({1}, {2}, seed {3}{4}), or a run of an earlier text. Choose another folder.',
          out,
          old.title,
          old.scenario,
          old.seed,
          old.nulls.length > 0 ? `, ${old.nulls.join(' ')}` : '',
        ),
      );
    for (const name of RUN_FILES) await rm(join(dir, name), { recursive: true, force: true });
  }
  return { id: `${model.scenario}-s${model.seed}-1`, dir };
}

/** The fields that identify a run. */
type Choices = Pick<Manifest, 'scenario' | 'seed' | 'rounds' | 'mind' | 'wording' | 'nulls'> & { readonly texts: readonly string[] };

const isSame = (old: Manifest, choices: Choices): boolean =>
  canonical({ ...pickOf(old), texts: old.sources.map(({ sha256: hash }) => hash) }) ===
  canonical({ ...pickOf(choices), texts: choices.texts });

const pickOf = ({ scenario, seed, rounds, mind, wording, nulls }: Omit<Choices, 'texts'>): object => ({
  scenario,
  seed,
  rounds,
  mind,
  wording,
  nulls,
});

const RUN_FILES = [
  'manifest.json',
  'events.jsonl',
  'events.sums.jsonl',
  'events.jsonl.bad',
  'events.index.json',
  'answers.jsonl',
  'overrides.jsonl',
  'calls.jsonl',
  'control.jsonl',
  'batches.jsonl',
  'prompts.jsonl',
  'blobs',
];
