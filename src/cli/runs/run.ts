/** `society run FILE`: runs a scenario, prints the transcript, and keeps the run as a folder. */
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
  isLargeRun,
  buildRun,
  type LiveRun,
  loadModel,
  makeMinds,
  mindWords,
  otherVersions,
  problemLine,
  runSources,
  runSummary,
  TurnProblems,
} from '../../runs/index.js';
import type { Resolved } from '../../language/api.js';
import { type FolderFiles, isAtItsEnd, type Manifest, openRun } from '../../trace/index.js';
import { homeOf, recordedLines, terminalAccess } from '../terminal/access.js';
import { argumentsOf, CHOICES, chosen, nullRuns } from '../terminal/arguments.js';
import { fileUri, openLanguage, runFolder } from '../terminal/files.js';
import { announce, announceEgress, expectedOf } from '../authoring/forecast.js';
import { aside, displayPath, plural, type Printed, printable, UsageError } from '../terminal/output.js';
import { openRecording, recordedIn } from './replay.js';
import { measureLines, runJson, summaryWords } from '../terminal/runMeasures.js';
import { endWords, printFaults, transcriptPrinter } from '../terminal/transcript.js';
import { afterBudgetOf, type GivenBudget, goOnLine, limitLedger, PAUSED, spentLines } from '../terminal/spending.js';

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
  if (path === undefined || positionals.length > 1) throw new UsageError('run needs one file.');
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
  const expected = isLargeRun(model) ? await expectedOf(resolved, model, used) : null;
  for (const line of expected?.lines ?? []) aside(`${line}\n`);
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
    aside(`Reused ${plural(reuse.reused, 'answer')} of ${values.reuse}; ${plural(reuse.missed, 'question')} had no answer there\n`);
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
  if (positionals.length > 0) throw new UsageError('--resume takes a run folder and no file: the run keeps its own texts.');
  const dir = runFolder(path);
  const files = folderFiles(dir);
  // The folder is locked before it is read, so that no other process writes to it.
  const release = await files.lock?.();
  try {
    return await goOn({ path, dir, files, printed, given, ahead });
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
}

async function goOn({ path, dir, files, printed, given, ahead }: GoingOn): Promise<number> {
  const from = await recordedIn(files, path);
  const { manifest, model, resolved } = from;
  if (isAtItsEnd(from)) {
    process.stdout.write(`${path} has already ended: ${endWords(from.events, 'ended')}\n`);
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
  aside(`Resuming ${resumeWords(from.events.length, from.answers.length)}
`);
  const versions = otherVersions(manifest.continued?.at(-1)?.minds, model.minds);
  if (versions.length > 0)
    aside(
      `this release answers as ${versions.map(mindName).join(', ')}, the run began with ${model.minds.map(mindName).join(', ')}: the manifest records the change\n`,
    );
  announceEgress(resolved, model);
  return play(live, resolved, dir, printed);
}

/** The output of a run on stdout: transcript, measures and summary; without the transcript; or measures and summary as data. */

const printing = ({ quiet, json }: { readonly quiet?: boolean; readonly json?: boolean }): Printed =>
  json ? 'json' : quiet ? 'quiet' : 'all';

/** Where a run resumes, and how many answers it reuses. */
function resumeWords(events: number, answers: number): string {
  const from = events === 0 ? 'from the start' : `after ${plural(events, 'event')}`;
  return `${from}; ${answers === 0 ? 'no answers to reuse' : `reusing ${plural(answers, 'answer')}`}`;
}

/** Runs to the end, and prints the transcript, the measures and the summary. */
export async function play(live: LiveRun, resolved: Resolved, dir: string, printed: Printed, expected?: Estimate): Promise<number> {
  const { model } = live;
  aside(
    `${model.title}: ${plural(model.agents.length, 'agent')}, ${plural(model.rounds, 'round')}, seed ${model.seed}; ${mindWords(model)}${nullWords(model)}; synthetic data\n`,
  );
  if (printed === 'all') live.timeline.onCommit(transcriptPrinter(live));
  live.timeline.onCommit((events) => printFaults(live, events, resolved));
  const problems = new TurnProblems(model);
  live.timeline.onCommit((events) => problems.add(events));
  const stop = (): void => live.stop();
  process.once('SIGINT', stop);
  const state = await live.run();
  process.removeListener('SIGINT', stop);
  aside(recordedLines(live.options.minds));
  const summary = runSummary(model, live.timeline, { answers: live.answers });
  if (printed === 'json') process.stdout.write(runJson(live, state, { dir, ...(expected ? { estimate: expected } : {}) }, summary));
  else process.stdout.write(printable(measureLines(model, live.timeline.head.measures) + summaryWords(summary, printed)));
  aside(`${endWords(live.timeline.events, state)}${live.problem === null ? '' : `: ${live.problem}`}\nrun folder: ${displayDir(dir)}\n`);
  if (state === 'stopped') aside(`continue with: society run --resume ${displayDir(dir)}\n`);
  aside(aheadLine(live.tally, live.aheadFault));
  for (const problem of problems.placed(resolved)) aside(`${problemLine(problem, displayPath)}\n`);
  if (live.options.ledger) aside(spentLines(live.options.ledger));
  if (state === 'paused') aside(goOnLine(displayDir(dir)));
  return state === 'failed' ? 1 : state === 'paused' ? PAUSED : 0;
}

/** Whether questions are asked before their turn. */
function aheadOf(word = 'auto'): AheadChoice {
  const found = AHEAD.find((choice) => choice === word);
  if (!found) throw new UsageError(`--ahead takes ${AHEAD.join(', ')}, not \`${word}\`.`);
  return found;
}

/** How many questions an edit changes, before any is asked. */
export const radiusLine = (radius: EditImpact, others?: readonly string[]): string => `${editImpactText(radius, others)}\n`;

const nullWords = ({ nulls }: ScenarioModel): string => (nulls.size === 0 ? '' : `; null run (${[...nulls].join(', ')})`);

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
    if (!old) throw new UsageError(`${out} is not empty and not a run folder. Choose another folder.`);
    if (old.languageModel) throw new UsageError(`${out} contains a run whose answers were paid for. Choose another folder.`);
    if (old.parent !== null) throw new UsageError(`${out} contains a fork of ${old.parent}. Choose another folder.`);
    if (!isSame(old, choices))
      throw new UsageError(
        `${out} already contains a different run (${old.title}, ${old.scenario}, seed ${old.seed}${old.nulls.length > 0 ? `, ${old.nulls.join(' ')}` : ''}), or a run of an earlier text. Choose another folder.`,
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
  'batches.jsonl',
  'prompts.jsonl',
  'blobs',
];
