/** `society run FILE`: runs a scenario, prints what is said, and keeps the run as a folder. */
import { mkdir, readdir, rm } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { fileURLToPath } from 'node:url';
import { canonical } from '../core/json.js';
import { asker, type Model, NULL_RUNS, type NullRun } from '../engine/index.js';
import { folderFiles, sha256 } from '../node/ports.js';
import { newRunPlace } from '../node/runPlace.js';
import {
  AHEAD,
  type AheadChoice,
  aheadLine,
  AnswerBook,
  askedAhead,
  type BlastRadius,
  blastRadius,
  radiusWords,
  LiveRun,
  loadModel,
  makeMinds,
  mindWords,
  problemLine,
  sourceName,
  TurnProblems,
} from '../runs/index.js';
import type { Resolved } from '../language/api.js';
import { type Manifest, openRun } from '../trace/index.js';
import { homeOf, recordedLines, terminalAccess } from './access.js';
import { CHOICES, chosen } from './choices.js';
import { fileUri, openLanguage, runFolder } from './files.js';
import { announce, announceEgress } from './forecast.js';
import { aside, displayPath, plural, UsageError } from './output.js';
import { recorded } from './replay.js';
import { measureLines } from './show.js';
import { endWords, printEvents, printFaults } from './transcript.js';
import { afterBudgetOf, type GivenBudget, goOnLine, limitLedger, PAUSED, spentLines } from './spent.js';

/** What models of a file are granted here. The terminal is opened only when a person is asked. */
export const access = terminalAccess();

export async function run(args: readonly string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      ...CHOICES,
      wording: { type: 'string' },
      null: { type: 'string', multiple: true },
      out: { type: 'string' },
      quiet: { type: 'boolean' },
      resume: { type: 'string' },
      reuse: { type: 'string' },
      calls: { type: 'string' },
      tokens: { type: 'string' },
      money: { type: 'string' },
      'after-budget': { type: 'string' },
      ahead: { type: 'string' },
    },
  });
  const ahead = aheadOf(values.ahead);
  if (values.resume !== undefined) return resume(values.resume, positionals, values.quiet ?? false, values, ahead);
  const [path] = positionals;
  if (path === undefined || positionals.length > 1) throw new UsageError('run needs one file.');
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
  await announce(resolved.society, model, minds.ledger.limits);
  const earlier = values.reuse === undefined ? null : await recorded(values.reuse);
  const reuse = earlier && new AnswerBook(earlier.answers);
  if (earlier)
    aside(
      radiusLine(
        blastRadius(
          model,
          earlier.events,
          asker(sha256, (id) => minds.minds.get(id)?.prose ?? false),
        ),
      ),
    );
  const sources = resolved.sources.map((source) => ({ uri: sourceName(uri, source.uri), text: source.text }));
  const place = await runPlace(values.out, uri, model, {
    ...{ scenario: model.scenario, seed: model.seed, rounds: model.rounds, mind: values.mind ?? null, wording: model.wording },
    ...{ nulls: [...model.nulls], texts: sources.map(({ text }) => sha256(text)) },
  });
  const live = new LiveRun({
    id: place.id,
    model,
    minds: minds.minds,
    ledger: minds.ledger,
    book: minds.book,
    concurrency: minds.concurrency,
    ahead: askedAhead(resolved.society, model, ahead),
    sources,
    files: folderFiles(place.dir),
    created: new Date().toISOString(),
    mind: values.mind,
    ...(reuse ? { reuse } : {}),
  });
  const code = await play(live, resolved, place.dir, values.quiet ?? false);
  if (reuse) aside(`${reuse.reused} answers of ${values.reuse} were used again, ${reuse.missed} questions were new\n`);
  return code;
}

/** Goes on with the run of a folder, with the texts that it keeps. */
async function resume(
  path: string,
  positionals: readonly string[],
  quiet: boolean,
  given: GivenBudget,
  ahead: AheadChoice,
): Promise<number> {
  if (positionals.length > 0) throw new UsageError('--resume takes a run folder and no file: the run keeps its own texts.');
  const from = await recorded(path);
  const { manifest, model, resolved, sources } = from;
  if (manifest.state === 'ended') {
    process.stdout.write(`${path} is at its end already: ${endWords(from.events, 'ended')}\n`);
    return 0;
  }
  const dir = runFolder(path);
  const minds = await makeMinds(resolved.society, model, terminalAccess(homeOf(dir)), { ...from, afterBudget: afterBudgetOf(given) });
  if (!minds.ok) throw new Error(minds.message);
  limitLedger(minds.ledger, given);
  const { id, created, mind } = manifest;
  const live = new LiveRun({
    ...{ id, model, ...minds, sources, files: folderFiles(dir), created, from },
    ahead: askedAhead(resolved.society, model, ahead),
    mind: mind ?? undefined,
  });
  aside(`going on after ${plural(from.events.length, 'event')}; ${plural(from.answers.length, 'answer')} will not be asked again\n`);
  announceEgress(resolved.society, model);
  return play(live, resolved, dir, quiet);
}

/** Runs to the end, and prints what is said on the way and what was measured. */
export async function play(live: LiveRun, resolved: Resolved, dir: string, quiet: boolean): Promise<number> {
  const { model } = live;
  aside(
    `${model.title}: ${plural(model.agents.length, 'agent')}, ${plural(model.rounds, 'round')}, seed ${model.seed}; ${mindWords(model)}${nullWords(model)}; synthetic data\n`,
  );
  if (!quiet) live.timeline.onCommit((events) => printEvents(live, events));
  live.timeline.onCommit((events) => printFaults(live, events, resolved));
  const problems = new TurnProblems(model);
  live.timeline.onCommit((events) => problems.add(events));
  const stop = (): void => live.stop();
  process.once('SIGINT', stop);
  const state = await live.run();
  process.removeListener('SIGINT', stop);
  aside(recordedLines(live.options.minds));
  process.stdout.write(measureLines(live.timeline.head.measures));
  aside(`${endWords(live.timeline.events, state)}${live.problem === null ? '' : `: ${live.problem}`}\nrun folder: ${displayDir(dir)}\n`);
  if (state === 'stopped') aside(`go on with: society run --resume ${displayDir(dir)}\n`);
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

/** How far an edit reaches, before anything is asked. */
export const radiusLine = (radius: BlastRadius, others?: readonly string[]): string => `${radiusWords(radius, others)}\n`;

const nullWords = ({ nulls }: Model): string => (nulls.size === 0 ? '' : `; null run (${[...nulls].join(', ')})`);

/** Kinds of null run, each once; several can be joined by commas. */
function nullRuns(values: readonly string[] = []): readonly NullRun[] {
  const wanted = [...new Set(values.flatMap((value) => value.split(',')).map((value) => value.trim()))];
  return wanted.map((value) => {
    const found = NULL_RUNS.find((kind) => kind === value);
    if (!found) throw new UsageError(`--null takes ${NULL_RUNS.join(', ')}, not \`${value}\`.`);
    return found;
  });
}

const displayDir = (dir: string): string => displayPath(`file://${dir}`);

/**
 * The folder named by `--out`, or a new one beside the file. A folder that holds a run is used again only for the very same
 * one, of the same texts, and only where no language model was paid to answer.
 */
async function runPlace(out: string | undefined, uri: string, model: Model, choices: Choices): Promise<{ id: string; dir: string }> {
  if (out === undefined) return newRunPlace(dirname(fileURLToPath(uri)), model.scenario, model.seed);
  const dir = resolve(out);
  await mkdir(dir, { recursive: true });
  if ((await readdir(dir)).length > 0) {
    const old = (await openRun(folderFiles(dir)))?.manifest;
    if (!old) throw new UsageError(`${out} is not empty and holds no run. Choose another folder.`);
    if (old.languageModel) throw new UsageError(`${out} holds a run whose answers were paid for. Choose another folder.`);
    if (old.parent !== null) throw new UsageError(`${out} holds a fork of ${old.parent}. Choose another folder.`);
    if (!isSame(old, choices))
      throw new UsageError(
        `${out} holds another run (${old.title}, ${old.scenario}, seed ${old.seed}${old.nulls.length > 0 ? `, ${old.nulls.join(' ')}` : ''}), or one of another text. Choose another folder.`,
      );
    for (const name of RUN_FILES) await rm(join(dir, name), { recursive: true, force: true });
  }
  return { id: `${model.scenario}-s${model.seed}-1`, dir };
}

/** What makes a run the same one. */
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

const RUN_FILES = ['manifest.json', 'events.jsonl', 'answers.jsonl', 'overrides.jsonl', 'calls.jsonl', 'prompts.jsonl', 'blobs'];
