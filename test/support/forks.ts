/** A debug host whose runs are kept in folders of memory, so that they can be forked and tried out. */
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { Timeline } from '../../src/core/events/timeline.js';
import { type AttachConfig, type DebugHost, type DebuggedRun, type Gate, Places, Refused } from '../../src/debug/index.js';
import type { Mind } from '../../src/engine/index.js';
import { createLanguageService, type LanguageService, type Resolved } from '../../src/language/index.js';
import { nodeTextFiles } from '../../src/node/ports.js';
import {
  buildRun,
  forkRun,
  type LiveRun,
  loadEdited,
  loadModel,
  makeMinds,
  NO_MINDS_AHEAD,
  type MindAccessPorts,
  openRecorded,
  type RecordedRun,
  runSources,
} from '../../src/runs/index.js';
import { Ledger } from '../../src/minds/index.js';
import { keepWhatIf, whatIf } from '../../src/runs/pastRoom.js';
import type { FolderFiles } from '../../src/trace/index.js';

export const MAIN = 'file:///study/main.society';

/** Three people in a feed, of which one has a memory. */
export const study = (interest = 'jazz'): string => `society: 1
title: Study
imports: [library/feed]
personas:
  ada: { name: Ada, interests: [${interest}], memories: [{ text: The oven is old. }] }
  ben: { name: Ben, interests: [jazz, chess] }
  cem: { name: Cem, interests: [chess] }
ties: { friendship: { among: all, change: { rule: evidence } } }
scenarios: { s: { cast: all, world: feed, rounds: 3, seed: 3 } }
`;

export type Memory = FolderFiles & { readonly files: Map<string, string> };

export function memoryFiles(files = new Map<string, string>()): Memory {
  return {
    files,
    read: (name) => Promise.resolve(files.get(name) ?? null),
    write: (name, text) => Promise.resolve(void files.set(name, text)),
    append: (name, text) => Promise.resolve(void files.set(name, (files.get(name) ?? '') + text)),
  };
}

const ACCESS: MindAccessPorts = { trusted: true, env: () => undefined, vault: { get: () => Promise.resolve(null) }, allowedEnv: {} };
const CREATED = '2026-01-01T00:00:00Z';

/** Hosts one file, whose text can be changed. */
export class StudyHost implements DebugHost {
  readonly folders = new Map<string, Memory>();
  readonly #live = new Map<string, LiveRun>();
  readonly #language: LanguageService = createLanguageService(nodeTextFiles(join(process.cwd(), 'library')));

  constructor(text = study()) {
    this.write(text);
  }

  write(text: string): void {
    this.#language.set(MAIN, text);
  }

  async launch(_config: unknown, gate: Gate): Promise<DebuggedRun> {
    const loaded = await loadModel(this.#language, MAIN);
    assert.ok(loaded.ok, JSON.stringify(loaded.problems));
    const { model, resolved } = loaded;
    const made = await makeMinds(resolved.society, model, ACCESS, { resolved });
    assert.ok(made.ok);
    const kept = { id: 'parent', files: this.#folder('parent'), created: CREATED, sources: runSources(resolved, MAIN) };
    const beginning = { kind: 'new', ...kept, mind: undefined, set: undefined } as const;
    const { minds, concurrency } = made;
    const plan = { model, minds, ledger: null, book: null, concurrency, ahead: NO_MINDS_AHEAD, pace: gate.pace };
    return this.#started(buildRun({ ...plan, beginning }), resolved);
  }

  async attach({ run = '', fork }: AttachConfig, gate: Gate): Promise<DebuggedRun> {
    const parent = await this.recorded(run);
    if (!fork) return this.#opened(parent);
    const { seq, set = [], file } = fork;
    const edit = file ? await loadEdited(this.#language, MAIN, parent) : null;
    if (edit && !edit.ok) throw new Refused('start-failed', edit.message);
    const id = `child ${this.folders.size}`;
    const place = { id, files: this.#folder(id), created: CREATED, access: ACCESS, pace: gate.pace };
    const forked = await forkRun(parent, { at: { seq }, set, file: edit?.file }, place);
    if (!forked.ok) throw new Refused('start-failed', forked.message);
    return this.#started(forked.live, forked.resolved);
  }

  /** A run as its folder has it now. */
  async recorded(id: string): Promise<RecordedRun> {
    await this.#live.get(id)?.flush();
    const opened = await openRecorded(this.folders.get(id) ?? memoryFiles());
    assert.ok(opened.ok, opened.ok ? '' : opened.message);
    return opened.run;
  }

  #folder(id: string): Memory {
    const files = memoryFiles();
    this.folders.set(id, files);
    return files;
  }

  #started(live: LiveRun, resolved: Resolved): DebuggedRun {
    this.#live.set(live.id, live);
    const minds = (): Promise<ReadonlyMap<string, Mind>> => Promise.resolve(live.options.minds);
    return {
      ...this.#kept(live.id, resolved),
      handle: live,
      minds,
      override: (wanted) => live.override(wanted),
      done: live.run(),
      stop: () => live.stop(),
    };
  }

  #opened({ model, resolved, events, manifest: { id } }: RecordedRun): DebuggedRun {
    const live = { id, model, problem: null, timeline: Timeline.of(events) };
    return { ...this.#kept(id, resolved), handle: live, minds: null, override: null, done: Promise.resolve('ended'), stop: () => {} };
  }

  #kept(id: string, { nodes }: Resolved): Pick<DebuggedRun, 'kept' | 'whatIf' | 'keep' | 'places'> {
    return {
      kept: { run: id, program: MAIN },
      whatIf: async (request, host) =>
        whatIf(await this.recorded(id), request, { ...host, access: ACCESS, created: CREATED, ledger: new Ledger() }),
      keep: async ({ files }) => {
        await keepWhatIf(files, this.#folder('kept'), 'kept');
        return 'kept';
      },
      places: new Places(nodes, () => MAIN),
    };
  }
}
