/**
 * The debug session of a society: answers the protocol's requests over one run. In this first slice a run goes from
 * start to end; stepping will move a cursor over the same timeline. Knows no editor: the run comes from a `DebugHost`.
 *
 * The session only moves forward through its states, and every request gets exactly one answer.
 */
import { DebugSession, InitializedEvent, OutputEvent, Source, TerminatedEvent, Thread } from '@vscode/debugadapter';
import type { DebugProtocol } from '@vscode/debugprotocol';
import { type DebugHost, type DebugRun, type LaunchConfig, LaunchRefused } from './host.js';
import { closingLine, type Line, linesOf } from './output.js';

type Phase = 'new' | 'launching' | 'running' | 'ended';

const PHASES: readonly Phase[] = ['new', 'launching', 'running', 'ended'];
/** The one thread: the society itself. */
const THREAD = 1;
const LAUNCH_FAILED = 1;

export class SocietySession extends DebugSession {
  #phase: Phase = 'new';
  #run: DebugRun | null = null;
  /** Events that were written to the console. */
  #told = 0;
  readonly #configured = signal();
  readonly #gone = signal();

  constructor(readonly host: DebugHost) {
    super();
  }

  protected override initializeRequest(response: DebugProtocol.InitializeResponse): void {
    response.body = { supportsConfigurationDoneRequest: true, supportsTerminateRequest: true };
    this.sendResponse(response);
    this.sendEvent(new InitializedEvent());
  }

  protected override configurationDoneRequest(response: DebugProtocol.ConfigurationDoneResponse): void {
    this.#configured.fire();
    this.sendResponse(response);
  }

  protected override launchRequest(response: DebugProtocol.LaunchResponse, args: DebugProtocol.LaunchRequestArguments): void {
    void this.#launch(response, args as LaunchConfig & DebugProtocol.LaunchRequestArguments);
  }

  /** Nothing stops here yet; saying so beats a red dot that never hits. */
  protected override setBreakPointsRequest(
    response: DebugProtocol.SetBreakpointsResponse,
    args: DebugProtocol.SetBreakpointsArguments,
  ): void {
    const message = 'This version runs a society without stopping. Breakpoints come with stepping.';
    response.body = { breakpoints: (args.breakpoints ?? []).map(({ line }) => ({ verified: false, line, message })) };
    this.sendResponse(response);
  }

  protected override pauseRequest(response: DebugProtocol.PauseResponse): void {
    this.#refuse(response, new LaunchRefused('This version cannot pause a society. It can be stopped; what was done is kept.', false));
  }

  protected override threadsRequest(response: DebugProtocol.ThreadsResponse): void {
    response.body = { threads: [new Thread(THREAD, this.#run?.live.model.title ?? 'Society')] };
    this.sendResponse(response);
  }

  protected override terminateRequest(response: DebugProtocol.TerminateResponse): void {
    this.sendResponse(response);
    this.#stop();
  }

  protected override disconnectRequest(response: DebugProtocol.DisconnectResponse): void {
    this.sendResponse(response);
    this.#stop();
  }

  /** The client is gone. */
  override shutdown(): void {
    this.#stop();
    super.shutdown();
  }

  async #launch(response: DebugProtocol.LaunchResponse, config: LaunchConfig): Promise<void> {
    if (this.#phase !== 'new') {
      this.#refuse(response, new LaunchRefused('A session runs once. Start another one.', false));
      return;
    }
    this.#moveTo('launching');
    try {
      await Promise.race([this.#configured.fired, this.#gone.fired]);
      const run = this.#gone.isSet ? null : await this.host.launch(config);
      if (!run || this.#gone.isSet) {
        run?.stop();
        throw new LaunchRefused('The session was ended before the run started.', true);
      }
      this.#run = run;
    } catch (error) {
      this.#refuse(response, error);
      this.#end(1);
      return;
    }
    this.sendResponse(response);
    await this.#follow(this.#run);
  }

  /** From the first event to the last, however far the run was when we came to know of it. */
  async #follow(run: DebugRun): Promise<void> {
    this.#moveTo('running');
    this.#tell(run);
    const watch = run.live.timeline.onCommit(() => this.#tell(run));
    const state = await run.done;
    watch.dispose();
    this.#tell(run);
    this.#write(run, closingLine(run, state));
    this.#end(state === 'failed' ? 1 : 0);
  }

  #tell(run: DebugRun): void {
    const { events } = run.live.timeline;
    const since = events.slice(this.#told);
    this.#told = events.length;
    for (const line of linesOf(run, since)) this.#write(run, line);
  }

  #write(run: DebugRun, { category, text, node }: Line): void {
    const event: DebugProtocol.OutputEvent = new OutputEvent(`${text}\n`, category);
    const place = node === null ? null : run.place(node);
    if (place) {
      event.body.source = new Source(place.path.slice(place.path.lastIndexOf('/') + 1), place.path);
      event.body.line = place.line;
    }
    this.sendEvent(event);
  }

  #stop(): void {
    this.#gone.fire();
    this.#run?.stop();
    if (this.#phase === 'new') this.#end(0);
  }

  #end(exitCode: number): void {
    if (!this.#moveTo('ended')) return;
    this.sendEvent({ seq: 0, type: 'event', event: 'exited', body: { exitCode } });
    this.sendEvent(new TerminatedEvent());
  }

  #refuse(response: DebugProtocol.Response, error: unknown): void {
    const format = error instanceof Error ? error.message : String(error);
    const showUser = !(error instanceof LaunchRefused && error.shown);
    // Braces would be read as places for variables.
    this.sendErrorResponse(response, { id: LAUNCH_FAILED, format: '{_reason}', variables: { _reason: format }, showUser });
  }

  /** False when the session has been there, or further, already. */
  #moveTo(phase: Phase): boolean {
    if (PHASES.indexOf(phase) <= PHASES.indexOf(this.#phase)) return false;
    this.#phase = phase;
    return true;
  }
}

interface Signal {
  readonly fired: Promise<void>;
  readonly isSet: boolean;
  fire(): void;
}

function signal(): Signal {
  let isSet = false;
  let resolve: () => void = () => {};
  const fired = new Promise<void>((done) => {
    resolve = done;
  });
  return {
    fired,
    get isSet() {
      return isSet;
    },
    fire: () => {
      isSet = true;
      resolve();
    },
  };
}
