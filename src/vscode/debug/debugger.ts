/** The debugger in the editor: the sessions of this window and the positions of their cursors. The sessions are implemented in src/debug. */
import * as vscode from 'vscode';
import type { Back, ChildConfig } from '../../debug/index.js';
import type { ShownRun } from '../moment/shownRun.js';
import { rooms } from '../window/rooms.js';
import { programOf, resolveDebugConfiguration, TYPE } from './configuration.js';
import { type DebugPorts, WindowHost } from './host.js';
import type { RunTexts } from './texts.js';
import { pathOf, uriOf } from '../window/paths.js';

const { t } = vscode.l10n;

/** A run under the debugger. Its cursor is after event `seq`. */
export interface DebuggedMoment {
  readonly run: ShownRun;
  readonly seq: number;
  /** The cursor is in the last recorded step. */
  readonly isLive: boolean;
}

/** The events of a run at which breakpoints stop, as far as the run was searched for them. */
interface DebuggedHits {
  readonly run: ShownRun;
  readonly seqs: readonly number[];
}

/** Responses after which breakpoints may stop at different events. */
const SET = /^set(Function|Data)?Breakpoints$/;

export class Debugger implements vscode.Disposable {
  readonly #moved = new vscode.EventEmitter<DebuggedMoment | null>();
  readonly #hit = new vscode.EventEmitter<DebuggedHits>();
  /** The host of each active session. */
  readonly #shown = new Map<vscode.DebugSession, WindowHost>();
  readonly #parts: vscode.Disposable;

  /** Fires with the position when a cursor stops, and with null when its session ends. */
  readonly onDidMove = this.#moved.event;
  readonly onDidHit = this.#hit.event;

  constructor(readonly ports: DebugPorts & { readonly texts: RunTexts }) {
    const { debug } = vscode;
    this.#parts = vscode.Disposable.from(
      this.#moved,
      this.#hit,
      debug.registerDebugAdapterTrackerFactory(TYPE, {
        createDebugAdapterTracker: (session) => ({
          onDidSendMessage: ({ command = '' }: { readonly command?: string }) => {
            if (SET.test(command)) void this.#look(session);
          },
        }),
      }),
      debug.onDidTerminateDebugSession((session) => this.#shown.delete(session)),
      debug.registerDebugConfigurationProvider(TYPE, { resolveDebugConfiguration }),
      debug.registerDebugAdapterDescriptorFactory(TYPE, { createDebugAdapterDescriptor: (session) => this.#session(session) }),
    );
  }

  dispose(): void {
    this.#parts.dispose();
  }

  /** The session that shows a run: the active session if it shows the run, otherwise the one that was opened last. The editor's own active session may have ended. */
  sessionOf(dir: string): vscode.DebugSession | null {
    const { activeDebugSession } = vscode.debug;
    const showing = [...this.#shown].filter(([, { run }]) => run?.dir === dir).map(([session]) => session);
    return showing.find((session) => session === activeDebugSession) ?? showing.at(-1) ?? null;
  }

  async #session(parentSession: vscode.DebugSession): Promise<vscode.DebugAdapterDescriptor> {
    const room = await rooms.debug();
    const openChild = (child: ChildConfig): void => void vscode.debug.startDebugging(undefined, { ...child }, { parentSession });
    const host = new WindowHost(this.ports, room, openChild);
    const session = new room.SocietySession(host);
    this.#shown.set(parentSession, host);
    session.onMoved((moment) => {
      this.#moved.fire(moment && host.run ? { run: host.run, seq: moment.seq, isLive: moment.isLive } : null);
      if (moment) return void this.#look(parentSession);
      this.#shown.delete(parentSession);
      if (host.run) this.#hit.fire({ run: host.run, seqs: [] });
    });
    return new vscode.DebugAdapterInlineImplementation(session as unknown as vscode.DebugAdapter);
  }

  /** Asks a session at which events its breakpoints stop. A session that has ended has none; a session without a run does not answer. */
  async #look(session: vscode.DebugSession): Promise<void> {
    const run = this.#shown.get(session)?.run;
    if (!run) return;
    const { seqs } = await session.customRequest('society/hits', {}).then(
      (hits: Omit<DebuggedHits, 'run'>) => hits,
      () => ({ seqs: [] }),
    );
    this.#hit.fire({ run, seqs });
  }
}

/** Steps through a scenario of a file. */
export async function startDebugging(uri: vscode.Uri, scenario: string | undefined): Promise<void> {
  const program = programOf(uri);
  const named = scenario === undefined ? {} : { scenario };
  await vscode.debug.startDebugging(undefined, { type: TYPE, request: 'launch', name: t('Debug Society'), program, ...named });
}

/** Steps through a scenario with a given seed, from the start of the run. */
export async function debugScenario(uri: vscode.Uri, scenario: string, seed: number | undefined): Promise<void> {
  const config = { type: TYPE, request: 'launch', name: t('Debug {0}', scenario), program: programOf(uri), scenario, stopOnEntry: true };
  await vscode.debug.startDebugging(undefined, seed === undefined ? config : { ...config, seed });
}

/** Opens the last run of this window in the debugger: a finished run at its start, a running one at its current position. */
export async function debugLastRun(): Promise<void> {
  await vscode.debug.startDebugging(undefined, { type: TYPE, request: 'attach', name: t('Last Run') });
}

/** Debugs the run in a folder. Without a folder, the user chooses one; the dialog opens at `near`. */
export async function debugRecordedRun(dir: string | undefined, near: string | undefined): Promise<void> {
  const folder = dir ?? (await chooseRun(near));
  if (folder !== undefined)
    await vscode.debug.startDebugging(undefined, { type: TYPE, request: 'attach', name: t('Recorded Run'), run: folder });
}

async function chooseRun(near: string | undefined): Promise<string | undefined> {
  const chosen = await vscode.window.showOpenDialog({
    title: t('Debug Recorded Run'),
    openLabel: t('Debug'),
    canSelectFiles: false,
    canSelectFolders: true,
    ...(near === undefined ? {} : { defaultUri: uriOf(near) }),
  });
  return chosen?.[0] && pathOf(chosen[0]);
}

/** Moves the cursor of the active session back by a turn or a round. The protocol has no request for this. */
export async function debugBack(by: Back['by']): Promise<void> {
  const session = vscode.debug.activeDebugSession;
  if (session?.type !== TYPE) return;
  const threadId = vscode.debug.activeStackItem?.threadId;
  await session.customRequest('society/back', { by, ...(threadId === undefined ? {} : { threadId }) } satisfies Back);
}
