/** `society fork RUN --at …`: continues from a moment of a run with a change, as a new run. */
import { mkdir, readdir, rmdir } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { Json } from '../../core/util/json.js';
import { Timeline } from '../../core/events/timeline.js';
import { asker, type OverrideRequest } from '../../engine/index.js';
import { machineMemory } from '../../node/machine.js';
import { folderFiles, sha256 } from '../../node/ports.js';
import { makeFolder, newRunPlace } from '../../node/runPlace.js';
import {
  editImpact,
  type EditedFile,
  type ForkPoint,
  forkRun,
  type LiveRun,
  loadEdited,
  type RecordedRun,
  remembersOtherwise,
} from '../../runs/index.js';
import { compareRuns, firstDifference } from '../../runs/pastRoom.js';
import { folderAbove, homeOf, terminalAccess } from '../terminal/access.js';
import { argumentsOf } from '../terminal/arguments.js';
import { announceEgress, announceLarge } from '../authoring/forecast.js';
import { fileUri, openLanguage, runFolder } from '../terminal/files.js';
import { aside, jsonText, plural, printable, UsageError } from '../terminal/output.js';
import { openRecording } from './replay.js';
import { play, radiusLine } from './run.js';
import { limitLedger } from '../terminal/spending.js';
import { translated } from '../../core/util/recordedText.js';
import { groupedFor, t } from '../../core/util/l10n.js';

const SEVERAL = { type: 'string', multiple: true } as const;

export async function fork(args: readonly string[]): Promise<number> {
  const { values, positionals } = argumentsOf('fork', args, {
    ...{ at: { type: 'string' }, file: { type: 'string' }, out: { type: 'string' } },
    ...{ set: SEVERAL, tie: SEVERAL, remember: SEVERAL, forget: SEVERAL, answer: SEVERAL },
    ...{ calls: { type: 'string' }, tokens: { type: 'string' }, money: { type: 'string' }, json: { type: 'boolean' } },
  });
  const [path] = positionals;
  if (path === undefined || positionals.length > 1) throw new UsageError(t('fork needs one run folder.'));
  const at = pointOf(values.at);
  const { used } = machineMemory();
  const dir = runFolder(path);
  const parent = await openRecording(path);
  const set = wantedOf(values, parent);
  const file = values.file === undefined ? undefined : await editedFile(values.file, parent);
  const place = await childPlace(values.out, dir, parent);
  const forked = await forkRun(
    parent,
    { at, set, file },
    {
      ...{ id: place.id, files: folderFiles(place.dir), created: new Date().toISOString() },
      ...{ access: terminalAccess(homeOf(dir)), parentFiles: folderFiles(dir) },
    },
  );
  /** Removes the folder that no fork needs. A folder of the user's own may hold other files; then it stays. */
  const giveBack = async (): Promise<void> => {
    if (values.out === undefined) await rmdir(place.dir).catch(() => undefined);
  };
  if (!forked.ok) {
    await giveBack();
    throw new UsageError(forked.message);
  }
  const { live, resolved, notes } = forked;
  if (live.options.ledger) limitLedger(live.options.ledger, values);
  for (const note of notes) aside(t('note: {0}\n', translated(note)));
  aside(t('Forked {0} after event {1} of {2}\n', parent.manifest.id, groupedFor(live.options.fork!.at), groupedFor(parent.events.length)));
  if (file) aside(reach(parent, live));
  announceEgress(resolved, live.model);
  const expected = await announceLarge(resolved, live.model, used);
  if (expected?.never) {
    await giveBack();
    return 1;
  }
  const code = await play(live, resolved, place.dir, values.json ? 'nothing' : 'quiet', expected?.estimate);
  // A fork that could not be kept cannot be compared.
  if (live.state !== 'failed') await tell(parent, place.dir, live, values.json ?? false);
  return code;
}

/** How many of the questions that the parent asked after the fork change. */
function reach({ events }: RecordedRun, { model, options: { minds, fork } }: LiveRun): string {
  const ask = asker(sha256, (id) => minds.get(id)?.prose ?? false);
  return radiusLine(editImpact(model, events, ask, fork!.at), remembersOtherwise(fork!));
}

/** Where the fork diverges from its parent. */
async function tell(parent: RecordedRun, dir: string, { id, state, reused, options: { fork } }: LiveRun, isJson: boolean): Promise<void> {
  const child = await openRecording(dir);
  const comparison = compareRuns(parent, child);
  if (isJson) {
    process.stdout.write(
      jsonText({ id, dir, state, parent: parent.manifest.id, after: fork!.at, reused, unused: unused(child), comparison }),
    );
    return;
  }
  const { ties, answers } = comparison;
  const lines = [...firstDifference(comparison), ...unused(child)];
  if (!comparison.same) lines.push(t('{0} with a different strength at the end', plural(ties.length, 'tie')));
  lines.push(t('{0} reused, {1} new', plural(reused, 'answer'), answers.b.fresh));
  process.stdout.write(printable(`${lines.join('\n')}\n`));
}

/** Overridden answers that were not used. */
function unused({ events, manifest }: RecordedRun): readonly string[] {
  const late = Object.keys(Timeline.of(events).head.overriddenAnswers).map((agent) =>
    t('{0} was not asked again: its answer was not used', agent),
  );
  const wrong = events.flatMap((event) =>
    event.type === 'answer.received' && event.because === 'overridden' && event.status === 'fallback' && event.seq > manifest.fork!
      ? [t('the answer of {0} could not be used ({1}): society prompt shows the form of one', event.agent, event.reason)]
      : [],
  );
  return [...late, ...wrong];
}

function pointOf(at: string | undefined): ForkPoint {
  const found = /^(round:)?(\d+)$/.exec(at ?? '');
  if (!found) throw new UsageError(t('fork needs --at SEQ, the number of an event, or --at round:N, the end of a round.'));
  return found[1] === undefined ? { seq: Number(found[2]) } : { round: Number(found[2]) };
}

interface Given {
  readonly set?: string[] | undefined;
  readonly tie?: string[] | undefined;
  readonly remember?: string[] | undefined;
  readonly forget?: string[] | undefined;
  readonly answer?: string[] | undefined;
}

function wantedOf(given: Given, parent: RecordedRun): readonly OverrideRequest[] {
  const { set = [], tie = [], remember = [], forget = [], answer = [] } = given;
  return [
    ...set.map(variableOf),
    ...tie.map((text) => tieOf(text, parent)),
    ...remember.map(memoryOf),
    ...forget.map((memory): OverrideRequest => ({ kind: 'memory', ...agentOfMemory(memory), text: null })),
    ...answer.map((text): OverrideRequest => {
      const [agent, value] = parts(text, t('--answer takes an agent and the answer as JSON, as in ada=\'{"action": "nothing"}\''));
      return { kind: 'answer', agent, value: jsonOf(value) };
    }),
  ];
}

/** The text before and after the first `=`. */
function parts(text: string, usage: string): readonly [string, string] {
  const equals = text.indexOf('=');
  if (equals < 1) throw new UsageError(t('{0}, not `{1}`.', usage, text));
  return [text.slice(0, equals).trim(), text.slice(equals + 1).trim()];
}

function variableOf(text: string): OverrideRequest {
  const [name, value] = parts(text, t('--set takes a variable and its value, as in trust=0.2 or ada.trust=0.2'));
  const dot = name.indexOf('.');
  return { kind: 'variable', agent: dot < 0 ? null : name.slice(0, dot), name: name.slice(dot + 1), value: jsonOf(value) };
}

function tieOf(text: string, { model: { networks } }: RecordedRun): OverrideRequest {
  const usage = t('--tie takes two agents and a strength, as in ada>ben=0.9, or friendship:ada>ben=0.9');
  const [who, strength] = parts(text, usage);
  const found = /^(?:([^:]+):)?([^>]+)>(.+)$/.exec(who);
  if (!found || !/^(0|1|0?\.\d+|[01]\.\d+)$/.test(strength)) throw new UsageError(t('{0}, not `{1}`.', usage, text));
  const network = found[1] ?? (networks.length === 1 ? networks[0]!.name : undefined);
  if (network === undefined)
    throw new UsageError(t('Name the network: {0}.', networks.map(({ name }) => `${name}:${who}`).join(', ') || t('this run has none')));
  return { kind: 'tie', network, from: found[2]!.trim(), to: found[3]!.trim(), value: Number(strength) };
}

function memoryOf(text: string): OverrideRequest {
  const [who, words] = parts(text, t('--remember takes an agent, or one of its memories, and the text, as in ada="The oven is old."'));
  return { kind: 'memory', ...(/\.\d+$/.test(who) ? agentOfMemory(who) : { agent: who }), text: words };
}

function agentOfMemory(memory: string): { readonly agent: string; readonly memory: string } {
  const found = /^(.+)\.\d+$/.exec(memory);
  if (!found) throw new UsageError(t('Write a memory as in ada.3, not `{0}`.', memory));
  return { agent: found[1]!, memory };
}

/** A JSON value, or else the text itself. */
function jsonOf(text: string): Json {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return text;
  }
}

async function editedFile(path: string, parent: RecordedRun): Promise<EditedFile> {
  const loaded = await loadEdited(openLanguage(), fileUri(path), parent);
  if (!loaded.ok) throw new UsageError(loaded.message);
  return loaded.file;
}

/** The folder named by `--out`, which must be empty, or a new one next to the parent's folder. */
async function childPlace(
  out: string | undefined,
  dir: string,
  { manifest }: RecordedRun,
): Promise<{ readonly id: string; readonly dir: string }> {
  const above = folderAbove(dir);
  if (out === undefined && above !== null) return newRunPlace(above, manifest.scenario, manifest.seed);
  if (out === undefined) return { id: `${manifest.id}-fork`, dir: await newFolder(`${dir}-fork`) };
  const place = resolve(out);
  await makeFolder(place);
  if ((await readdir(place)).length > 0) throw new UsageError(t('{0} is not empty. Choose another folder.', out));
  return { id: `${manifest.id}-fork`, dir: place };
}

/** Makes the folder, with a number after its name where it exists already. */
async function newFolder(path: string): Promise<string> {
  for (let n = 1; ; n++) {
    const folder = n === 1 ? path : `${path}-${n}`;
    try {
      await mkdir(folder);
      return folder;
    } catch (error) {
      if ((error as { code?: string }).code !== 'EEXIST') throw error;
    }
  }
}
