/** All that a session has of one run: the cursor, the inspector, the breakpoints, the changes. It is released with the run. */
import { t } from '../../core/util/l10n.js';
import { errorText } from '../../core/util/recordedText.js';
import type { CancellationToken, Disposable } from '../../core/util/lifecycle.js';
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
import { nextTurn } from '../../node/nextTurn.js';

interface StationPorts {
  readonly gate: Gate;
  readonly timing: Pick<Timing, 'now' | 'after'>;
  readonly telling: Telling;
  readonly progress: Progress;
  /** Cancelled when the session is over. */
  readonly token: CancellationToken;
  /** Opens a session that shows a fork. */
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
    const debuggee = new Debuggee(run, gate, nextTurn);
    const looking = new Inspector(debuggee, (title, cancel) => progress.begin(title, cancel));
    this.debuggee = debuggee;
    this.looking = looking;
    this.breakpoints = new Breakpoints(run, (text) => telling.write({ category: 'stderr', text, node: null }));
    this.hand = new RunEditor({ looking, open: (child) => open(child, looking), progress, token, print: (text) => telling.print(text) });
    const pause = (): void => void (debuggee.isStanding || debuggee.pause());
    const begin = (): Task => progress.begin(t('Waiting for an answer'), pause);
    this.#waiting = new Waiting({ timeline, gate, timing, nameOf: looking.nameOf, begin });
    debuggee.onPrint(({ text, event }) => telling.write({ category: 'stdout', text: printable(text), node: event.at }));
    debuggee.onFault((error) => this.#tellFault(error));
    debuggee.onSearch((search) => progress.tell(search, pause));
  }

  /** Folds the states with pauses before a request needs them, so that the first seek is as fast as the next, and shows the progress. */
  async foldAhead(): Promise<void> {
    const { timeline } = this.run.handle;
    const last = timeline.events.length - 1;
    let isWanted = true;
    const task = this.ports.progress.begin(t('Reading the run'), () => (isWanted = false));
    const breathe = (): Promise<void> => {
      task.tell(t('event {0} of {1}', timeline.folded, last));
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

  /** The recording cannot be read, for example because its folder has changed meanwhile. */
  #tellFault(error: unknown): void {
    const text = errorText(error);
    this.ports.telling.write({ category: 'stderr', text: printable(text), node: null });
  }

  /** Stops showing what the run waits for, and evaluations. */
  leave(): void {
    this.looking.reset();
    this.#waiting.dispose();
  }

  /** The run continues without the session. */
  dispose(): void {
    this.#isGone = true;
    this.leave();
    this.debuggee.dispose();
  }
}
