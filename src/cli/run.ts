/** `society run FILE`: runs a scenario, prints what is said, and keeps the run as a folder. */
import { mkdir, readdir, rm } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { fileURLToPath } from 'node:url';
import type { SimEvent } from '../core/events.js';
import { at as itemAt } from '../core/chunked.js';
import { messageIndex } from '../core/state.js';
import { asker, type Model, NULL_RUNS, type NullRun } from '../engine/index.js';
import { folderFiles, sha256 } from '../node/ports.js';
import { newRunPlace } from '../node/runPlace.js';
import {
  AnswerBook,
  type BlastRadius,
  blastRadius,
  LiveRun,
  loadModel,
  makeMinds,
  mindWords,
  problemLine,
  sourceName,
} from '../runs/index.js';
import { openRun } from '../trace/index.js';
import { homeOf, recordedLines, terminalAccess } from './access.js';
import { fileUri, openLanguage, runFolder, wholeNumber } from './files.js';
import { announce, announceEgress } from './forecast.js';
import { displayPath, plural, printable, UsageError } from './output.js';
import { recorded } from './replay.js';
import { measureLines } from './show.js';
import { type GivenLimits, goOnLine, limitLedger, PAUSED, spentLines } from './spent.js';

/** What models of a file are granted here. The terminal is opened only when a person is asked. */
export const access = terminalAccess();

export async function run(args: readonly string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      scenario: { type: 'string' },
      seed: { type: 'string' },
      rounds: { type: 'string' },
      mind: { type: 'string' },
      wording: { type: 'string' },
      null: { type: 'string', multiple: true },
      out: { type: 'string' },
      quiet: { type: 'boolean' },
      resume: { type: 'string' },
      reuse: { type: 'string' },
      calls: { type: 'string' },
      tokens: { type: 'string' },
      money: { type: 'string' },
    },
  });
  if (values.resume !== undefined) return resume(values.resume, positionals, values.quiet ?? false, values);
  const [path] = positionals;
  if (path === undefined || positionals.length > 1) throw new UsageError('run needs one file.');
  const uri = fileUri(path);
  const language = openLanguage();
  const [seed, rounds] = [wholeNumber('seed', values.seed, 0), wholeNumber('rounds', values.rounds, 1)];
  const loaded = await loadModel(language, uri, {
    ...(values.scenario === undefined ? {} : { scenario: values.scenario }),
    ...(values.mind === undefined ? {} : { mind: values.mind }),
    ...(values.wording === undefined ? {} : { wording: values.wording }),
    nulls: nullRuns(values.null),
    ...(seed === undefined ? {} : { seed }),
    ...(rounds === undefined ? {} : { rounds }),
  });
  for (const problem of loaded.problems) process.stderr.write(`${problemLine(problem, displayPath)}\n`);
  if (!loaded.ok) return 1;
  const { model, resolved } = loaded;
  const minds = await makeMinds(resolved.society, model, access, { resolved });
  if (!minds.ok) throw new Error(minds.message);
  limitLedger(minds.ledger, values);
  await announce(resolved.society, model, minds.ledger.limits);
  const earlier = values.reuse === undefined ? null : await recorded(values.reuse);
  const reuse = earlier && new AnswerBook(earlier.answers);
  if (earlier)
    process.stderr.write(
      radiusLine(
        blastRadius(
          model,
          earlier.events,
          asker(sha256, (id) => minds.minds.get(id)?.prose ?? false),
        ),
      ),
    );
  const place = await runPlace(values.out, uri, model);
  const sources = resolved.sources.map((source) => ({ uri: sourceName(uri, source.uri), text: source.text }));
  const live = new LiveRun({
    id: place.id,
    model,
    minds: minds.minds,
    ledger: minds.ledger,
    concurrency: minds.concurrency,
    sources,
    files: folderFiles(place.dir),
    created: new Date().toISOString(),
    mind: values.mind,
    ...(reuse ? { reuse } : {}),
  });
  const code = await play(live, place.dir, values.quiet ?? false);
  if (reuse) process.stderr.write(`${reuse.reused} answers of ${values.reuse} were used again, ${reuse.missed} questions were new\n`);
  return code;
}

/** Goes on with the run of a folder, with the texts that it keeps. */
async function resume(path: string, positionals: readonly string[], quiet: boolean, limits: GivenLimits): Promise<number> {
  if (positionals.length > 0) throw new UsageError('--resume takes a run folder and no file: the run keeps its own texts.');
  const from = await recorded(path);
  const { manifest, model, resolved, sources } = from;
  const dir = runFolder(path);
  const minds = await makeMinds(resolved.society, model, terminalAccess(homeOf(dir)), from);
  if (!minds.ok) throw new Error(minds.message);
  limitLedger(minds.ledger, limits);
  const { id, created, mind } = manifest;
  const live = new LiveRun({
    ...{ id, model, ...minds, sources, files: folderFiles(dir), created, from },
    mind: mind ?? undefined,
  });
  process.stderr.write(
    `going on after ${plural(from.events.length, 'event')}; ${plural(from.answers.length, 'answer')} will not be asked again\n`,
  );
  announceEgress(resolved.society, model);
  return play(live, dir, quiet);
}

/** Runs to the end, and prints what is said on the way and what was measured. */
async function play(live: LiveRun, dir: string, quiet: boolean): Promise<number> {
  const { model } = live;
  process.stderr.write(
    `${model.title}: ${plural(model.agents.length, 'agent')}, ${plural(model.rounds, 'round')}, seed ${model.seed}; ${mindWords(model)}${nullWords(model)}; synthetic data\n`,
  );
  if (!quiet) live.timeline.onCommit((events) => printEvents(live, events));
  const stop = (): void => live.stop();
  process.once('SIGINT', stop);
  const state = await live.run();
  process.removeListener('SIGINT', stop);
  process.stderr.write(recordedLines(live.options.minds));
  process.stdout.write(measureLines(live.timeline.head.measures));
  process.stderr.write(`${state}${live.problem === null ? '' : `: ${live.problem}`}\nrun folder: ${displayDir(dir)}\n`);
  if (live.options.ledger) process.stderr.write(spentLines(live.options.ledger));
  if (state === 'paused') process.stderr.write(goOnLine(displayDir(dir)));
  return state === 'failed' ? 1 : state === 'paused' ? PAUSED : 0;
}

/** How far an edit reaches, before anything is asked. */
function radiusLine({ questions, changed, byAgent }: BlastRadius): string {
  if (changed === 0) return `all ${questions} questions of that run are asked in the same words\n`;
  const who = byAgent.slice(0, 5).map(([agent, n]) => `${agent ?? 'from outside'} ${n}`);
  return `${changed} of ${questions} questions are asked in other words (${who.join(', ')}${byAgent.length > 5 ? ', …' : ''}); what follows from new answers comes on top\n`;
}

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
 * The folder named by `--out`, or a new one beside the file. A folder that holds a run is used again only for the same
 * society, scenario and seed, and only where no language model was paid to answer.
 */
async function runPlace(out: string | undefined, uri: string, model: Model): Promise<{ id: string; dir: string }> {
  if (out === undefined) return newRunPlace(dirname(fileURLToPath(uri)), model.scenario, model.seed);
  const dir = resolve(out);
  await mkdir(dir, { recursive: true });
  if ((await readdir(dir)).length > 0) {
    const old = (await openRun(folderFiles(dir)))?.manifest;
    if (!old) throw new UsageError(`${out} is not empty and holds no run. Choose another folder.`);
    if (old.languageModel) throw new UsageError(`${out} holds a run whose answers were paid for. Choose another folder.`);
    const same = old.title === model.title && old.scenario === model.scenario && old.seed === model.seed;
    if (!same) throw new UsageError(`${out} holds another run (${old.title}, ${old.scenario}, seed ${old.seed}). Choose another folder.`);
    for (const name of RUN_FILES) await rm(join(dir, name), { recursive: true, force: true });
  }
  return { id: `${model.scenario}-s${model.seed}-1`, dir };
}

const RUN_FILES = ['manifest.json', 'events.jsonl', 'answers.jsonl', 'prompts.jsonl', 'blobs'];

/** A name as it is read; the voice of the world has none. */
const nameAt = (live: LiveRun, index: number): string => (index < 0 ? '◇' : itemAt(live.timeline.head.agents, index)!.name);

function printEvents(live: LiveRun, events: readonly SimEvent[]): void {
  const { roster, messages } = live.timeline.head;
  const name = (id: string | null): string => (id === null ? '◇' : nameAt(live, roster.index.get(id)!));
  const author = (id: string): string => nameAt(live, messages.backing[messageIndex(live.timeline.head, id)]!.author);
  for (const event of events) {
    if (event.type === 'round.started') process.stdout.write(`\n— round ${event.round} —\n`);
    else if (event.type === 'message.sent') {
      const to = event.to.length > 0 ? ` → ${event.to.map(name).join(', ')}` : event.replyTo === null ? '' : ` ↳ ${author(event.replyTo)}`;
      // What is told of an act mostly names who did it.
      const who = event.kind === 'act' && event.text.includes(name(event.author)) ? '◆' : `${name(event.author)}${to}:`;
      process.stdout.write(`${printable(`${who} ${event.text}`)}\n`);
    } else if (event.type === 'message.intercepted') {
      const kept = event.kept.length > 0 ? ` ⊘ ${event.kept.map(name).join(', ')}` : ' ↻';
      process.stdout.write(`${printable(`  ${event.intervention}${kept}: ${event.text}`)}\n`);
    } else if (event.type === 'fault') process.stderr.write(`fault: ${printable(event.text)}\n`);
  }
}
