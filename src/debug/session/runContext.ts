/** All that a session has of one run: the cursor, what is shown of it, what stops it, what changes it. It goes with the run. */
import type { CancellationToken } from '../../core/util/cancellation.js';
import type { Disposable } from '../../core/util/disposable.js';
import type { Timing } from '../../minds/index.js';
import { Breakpoints } from './breakpointList.js';
import { RunEditor } from './editRequests.js';
import { Debuggee } from '../cursor/replayCursor.js';
import type { ChildConfig } from '../run/forkSession.js';
import type { Gate } from '../run/stepGate.js';
import type { DebuggedRun } from '../run/host.js';
import { Inspector } from '../inspect/inspector.js';
import { printable } from '../run/output.js';
import type { Progress, Task } from '../run/progress.js';
import type { InspectHost } from './inspectRequests.js';
import type { Telling } from './debugConsole.js';
import { Waiting } from './pendingQuestions.js';

interface StationPorts {
  readonly gate: Gate;
  readonly timing: Pick<Timing, 'now' | 'after'>;
  readonly telling: Telling;
  readonly progress: Progress;
  /** Cancelled when the session is over. */
  readonly token: CancellationToken;
  /** Opens a session in which a fork is looked at. */
  readonly open: (child: ChildConfig, looking: Inspector) => void;
}

export class RunContext implements InspectHost, Disposable {
  readonly debuggee: Debuggee;
  readonly breakpoints: Breakpoints;
  readonly looking: Inspector;
  readonly hand: RunEditor;
  readonly #waiting: Waiting;
  #isGone = false;

  constructor(
    readonly run: DebuggedRun,
    readonly ports: StationPorts,
  ) {
    const { gate, timing, telling, progress, token, open } = ports;
    const { timeline } = run.handle;
    const debuggee = new Debuggee(run, gate, () => new Promise((done) => setImmediate(done)));
    const looking = new Inspector(debuggee);
    this.debuggee = debuggee;
    this.looking = looking;
    this.breakpoints = new Breakpoints(run, (text) => telling.write({ category: 'stderr', text, node: null }));
    this.hand = new RunEditor({ looking, open: (child) => open(child, looking), progress, token, print: (text) => telling.print(text) });
    const pause = (): void => void (debuggee.isStanding || debuggee.pause());
    const begin = (): Task => progress.begin('Waiting for an answer', pause);
    this.#waiting = new Waiting({ timeline, gate, timing, nameOf: looking.nameOf, begin });
    debuggee.onPrint(({ text, event }) => telling.write({ category: 'stdout', text: printable(text), node: event.at }));
    debuggee.onFault((error) => this.#tellFault(error));
    debuggee.onSearch((search) => progress.tell(search, pause));
  }

  /** Folds with breaks what nobody has asked for yet, so that the first seek is as fast as the next, and shows how far it is. */
  async foldAhead(): Promise<void> {
    const { timeline } = this.run.handle;
    const last = timeline.events.length - 1;
    let isWanted = true;
    const task = this.ports.progress.begin('Reading the run', () => (isWanted = false));
    const breathe = (): Promise<void> => {
      task.tell(`event ${timeline.folded} of ${last}`);
      return this.debuggee.breathe();
    };
    try {
      await timeline.foldAhead(breathe, () => isWanted && !this.#isGone);
    } catch (error) {
      this.#tellFault(error);
    } finally {
      task.end();
    }
  }

  /** What was recorded cannot be read, as where its folder has been changed meanwhile. */
  #tellFault(error: unknown): void {
    const text = error instanceof Error ? error.message : String(error);
    this.ports.telling.write({ category: 'stderr', text: printable(text), node: null });
  }

  /** Nobody is told any more what the run waits for. */
  leave(): void {
    this.#waiting.dispose();
  }

  /** The run goes on alone. */
  dispose(): void {
    this.#isGone = true;
    this.leave();
    this.debuggee.dispose();
  }
}
