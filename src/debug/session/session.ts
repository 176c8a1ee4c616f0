/**
 * The debug session of a society: the protocol's requests over a cursor that moves through a run, forward and back. The
 * other files of this folder move the cursor, show values and find stops; this file has the life cycle of the session.
 * Knows no editor: runs come from a `DebugHost`.
 *
 * The session only moves forward through its phases, every request gets exactly one response, and a stop is reported only
 * after the response to the request that led to it.
 */
import { BreakpointEvent, ContinuedEvent, DebugSession, InitializedEvent, Response, TerminatedEvent } from '@vscode/debugadapter';
import type { DebugProtocol } from '@vscode/debugprotocol';
import { marked, t } from '../../core/util/l10n.js';
import { errorText } from '../../core/util/recordedText.js';
import { CancellationSource, Emitter, type Event } from '../../core/util/lifecycle.js';
import type { Timing } from '../../minds/index.js';
import { nodeTiming } from '../../runs/index.js';
import { capabilities } from './capabilities.js';
import { CHANGING, type RunEditor } from './editRequests.js';
import { Children } from './childSessions.js';
import { consoleAnswer, commandOf, consoleHelp, said } from '../inspect/consoleExpressions.js';
import type { Debuggee } from '../cursor/replayCursor.js';
import { withFork } from '../run/forkSession.js';
import { Gate, signal } from '../run/stepGate.js';
import type { AttachConfig, DebugHost, DebuggedRun, LaunchConfig } from '../run/host.js';
import { type Inspector, SOCIETY } from '../inspect/inspector.js';
import { after, type Later } from '../run/later.js';
import { stageAfter } from '../cursor/stepTargets.js';
import { type Move, MOVING, seek } from './stepRequests.js';
import { closingLine } from '../run/output.js';
import { Progress } from '../run/progress.js';
import { type Answer, handler, UNDER_WAY } from '../run/requests.js';
import { errorId, Refused } from '../run/errors.js';
import { type InspectHost, SHOWING } from './inspectRequests.js';
import { SETTING, Settings } from './breakpointRequests.js';
import { stopEvent } from '../inspect/stops.js';
import type { Moment, Stop } from '../run/stopTypes.js';
import { RunContext } from './runContext.js';
import { Telling } from './debugConsole.js';

/** Requests of the life cycle of a session. */
type Life = { readonly [command: string]: (args: never) => Answer | Promise<Answer> };

export class SocietySession extends DebugSession {
  readonly #phases = new Phases();
  /** The cursor and the inspector of the run, after it has started. */
  #station: RunContext | null = null;
  #way: SessionOrigin = 'launched';
  readonly #settings = new Settings();
  readonly #gate = new Gate();
  readonly #configured = signal();
  readonly #gone = signal();
  readonly #asking = new CancellationSource();
  readonly #telling = new Telling((event) => this.sendEvent(event));
  readonly #progress = new Progress((event) => this.sendEvent(event));
  readonly #children = new Children({
    event: (event) => this.sendEvent(event),
    ask: (args) => this.sendRequest('startDebugging', args, 0, NOBODY),
    host: (child) => this.host.openChild?.(child),
  });
  readonly #moved = new Emitter<Moment | null>();

  /** Fires where the cursor stops, and with null when the session is over. */
  readonly onMoved: Event<Moment | null> = this.#moved.event;

  constructor(
    readonly host: DebugHost,
    readonly timing: Pick<Timing, 'now' | 'after'> = nodeTiming,
  ) {
    super();
  }

  readonly #life: Life = {
    initialize: (client: DebugProtocol.InitializeRequestArguments) => {
      if (client.linesStartAt1 === false) throw new Refused('lines-from-zero', t('This session counts lines from 1.'));
      this.#progress.isWanted = client.supportsProgressReporting === true;
      this.#telling.isStyled = client.supportsANSIStyling === true;
      this.#children.isWanted = client.supportsStartDebuggingRequest === true;
      return { body: capabilities(), behind: () => this.sendEvent(new InitializedEvent()) };
    },
    configurationDone: () => {
      this.#configured.fire();
      return {};
    },
    launch: (config: LaunchConfig) => this.#start(() => this.host.launch(config, this.#gate), config.noDebug ? 'free' : 'launched', config),
    attach: (config: AttachConfig) =>
      this.#start(() => this.host.attach(withFork(config), this.#gate), config.fork ? 'forked' : 'guest', config),
    pause: () => {
      const { debuggee } = this.#opened();
      return { behind: () => debuggee.isStanding || debuggee.pause() };
    },
    cancel: ({ progressId }: DebugProtocol.CancelArguments) => ({
      behind: () => progressId !== undefined && this.#progress.cancel(progressId),
    }),
    restart: ({ arguments: config }: { arguments?: LaunchConfig }) => this.#restart(config),
    terminate: () => ({ behind: () => this.#stop(true) }),
    disconnect: ({ suspendDebuggee = false, terminateDebuggee = !suspendDebuggee }: DebugProtocol.DisconnectArguments) => ({
      behind: () => this.#stop(terminateDebuggee, suspendDebuggee),
    }),
  };

  override handleMessage(message: DebugProtocol.ProtocolMessage): void {
    if (message.type === 'response') this.#children.opened((message as DebugProtocol.Response).success);
    else super.handleMessage(message);
  }

  protected override dispatchRequest(request: DebugProtocol.Request): void {
    const response: DebugProtocol.Response = new Response(request);
    const send = ({ body, refused, behind }: Answer): void => {
      if (body !== undefined) response.body = body;
      if (refused === undefined) this.sendResponse(response);
      else this.#refuse(response, refused);
      behind?.();
    };
    try {
      const answer = this.#answer(request.command, (request.arguments ?? {}) as never);
      if (answer instanceof Promise) void answer.then(send, (refused: unknown) => send({ refused }));
      else send(answer);
    } catch (refused) {
      send({ refused });
    }
  }

  #answer(command: string, args: never): Answer | Promise<Answer> {
    if (Object.hasOwn(this.#life, command)) return this.#life[command]!(args);
    if (command === 'evaluate') return this.#evaluate(args);
    if (command === 'threads' && !this.#station) return { body: { threads: [{ id: SOCIETY, name: t('Society') }] } };
    const set = handler<Settings, object>(SETTING, command);
    if (set) return { body: set(this.#settings, args) };
    const change = handler<RunEditor, Later<Answer>>(CHANGING, command);
    if (change) return change(this.#opened().hand, args);
    const move = handler<Inspector, Move>(MOVING, command);
    if (move) return this.#move(move(this.#opened().looking, args), command);
    const show = handler<InspectHost, Later<object>>(SHOWING, command);
    if (show) return after(show(this.#opened(), args), (body) => ({ body }));
    throw new Refused('unknown-request', t('`{0}` is not a request of this session.', command));
  }

  #opened(): RunContext {
    if (!this.#station) throw new Refused('no-run', t('There is no run yet.'));
    return this.#station;
  }

  #move(move: Move, command: string): Answer {
    const { looking } = this.#opened();
    if (this.#phases.now !== 'running') throw OVER;
    const isRunTo = command === 'society/runTo';
    if (!isRunTo && !looking.debuggee.isStanding) throw UNDER_WAY;
    const behind = (): void => {
      looking.reset();
      // A client does not know that the run continues after a request that is not its own.
      if (isRunTo) this.sendEvent(new ContinuedEvent(SOCIETY, true));
      void move(looking.debuggee);
    };
    return command === 'continue' ? { body: { allThreadsContinued: true }, behind } : { behind };
  }

  /** An expression or, in the console, a command. */
  #evaluate(args: DebugProtocol.EvaluateArguments): Answer | Promise<Answer> {
    const station = this.#opened();
    const command = args.context === 'repl' ? commandOf(args.expression) : null;
    if (!command) return after(SHOWING.evaluate(station, args), (body) => ({ body }));
    switch (command.kind) {
      case 'help':
        return said(consoleHelp());
      case 'goto':
        return { ...this.#move(seek(station.looking, command.seq), command.kind), ...said('') };
      case 'ask':
        return consoleAnswer(station.looking, command, this.#asking.token).then(said);
      default:
        return this.#opened().hand.command(command);
    }
  }

  async #start(
    open: () => Promise<DebuggedRun>,
    as: SessionOrigin,
    { stopOnEntry = false }: { stopOnEntry?: boolean | undefined },
  ): Promise<Answer> {
    if (!this.#phases.moveTo('launching')) throw new Refused('session-used', t('A session runs once. Start a new one.'), false);
    this.#way = as;
    await Promise.race([this.#configured.fired, this.#gone.fired]);
    return this.#open(open, as, stopOnEntry);
  }

  async #open(open: () => Promise<DebuggedRun>, as: SessionOrigin, stopOnEntry: boolean): Promise<Answer> {
    let run: DebuggedRun | null = null;
    try {
      if (this.#gone.isSet) throw GONE;
      if (as === 'launched' || as === 'forked') this.#gate.hold();
      run = await open();
      if (this.#gone.isSet) throw GONE;
    } catch (error) {
      run?.stop();
      this.#gate.release();
      return { refused: error, behind: () => this.#end(1) };
    }
    this.#phases.moveTo('running');
    const opened = run;
    return { behind: () => this.#follow(opened, as, stopOnEntry) };
  }

  /** Restarts: along the same events, or as a new run where the texts have changed, which reuses paid answers. */
  async #restart(config: LaunchConfig | undefined): Promise<Answer> {
    const { run, debuggee } = this.#opened();
    if (this.#phases.now !== 'running') throw OVER;
    if (!config || !run.fits || (await run.fits(config))) return { behind: () => debuggee.goto(0, 'restart') };
    this.#station?.dispose();
    this.#station = null;
    run.stop();
    await run.done;
    return this.#open(() => this.host.launch(config, this.#gate, run), this.#way, config.stopOnEntry === true);
  }

  /** Prints from the first event to the last, however far the run was when the session joined it. */
  #follow(run: DebuggedRun, as: SessionOrigin, stopOnEntry: boolean): void {
    const { timeline } = run.handle;
    this.#telling.begin(run, as === 'launched' || as === 'free');
    const watch = timeline.onCommit(() => this.#telling.tell());
    // Sent before the session ends with the run.
    void run.done.then(async (state) => {
      watch.dispose();
      if (!timeline.isFolded) await station.foldAhead();
      if (this.#phases.now === 'ended' || !timeline.isFolded) return;
      this.#telling.tell();
      this.#telling.write(closingLine(run, state));
    });
    const station = this.#stationOf(run);
    const { debuggee, breakpoints } = station;
    this.#station = station;
    debuggee.onStop((stop) => this.#stopped(station, stop));
    debuggee.onEnd(() => this.#end(run.handle.problem === null ? 0 : 1));
    this.#telling.tell();
    if (as === 'free') {
      station.leave();
      return void debuggee.forward();
    }
    for (const breakpoint of this.#settings.bind({ breakpoints, debuggee })) this.sendEvent(new BreakpointEvent('changed', breakpoint));
    if (as === 'guest') return void this.#join(debuggee, stopOnEntry);
    if (as === 'forked') return debuggee.goto(timeline.events.length - 1, 'entry');
    void (stopOnEntry ? debuggee.forward(stageAfter, 'entry') : debuggee.forward());
  }

  /** A recorded run opens at its start; a run that is under way opens at its last event. */
  async #join(debuggee: Debuggee, stopOnEntry: boolean): Promise<void> {
    await Promise.resolve();
    if (debuggee.isOver || stopOnEntry) return debuggee.goto(0, 'entry');
    await debuggee.follow();
  }

  #stationOf(run: DebuggedRun): RunContext {
    const [gate, telling, progress, { token }] = [this.#gate, this.#telling, this.#progress, this.#asking];
    const open = this.#children.open.bind(this.#children);
    return new RunContext(run, { gate, telling, progress, token, open, timing: this.timing });
  }

  #stopped({ looking, debuggee: { seq, isLive, run } }: RunContext, stop: Stop): void {
    looking.reset();
    this.sendEvent(stopEvent(looking, stop));
    this.#moved.fire({ run, seq, isLive });
  }

  /** The client has disconnected. */
  override shutdown(): void {
    this.#stop(true);
    super.shutdown();
  }

  /** The session is over: a run of this session stops, unless it continues alone, or is held until another session debugs it. */
  #stop(withRun: boolean, suspends = false): void {
    this.#gone.fire();
    this.#asking.cancel();
    this.#station?.leave();
    const run = this.#station?.run;
    // The run continues alone, or was over before this session joined.
    const isGuest = this.#way === 'guest';
    if (!run) return this.#phases.now === 'new' ? this.#end(0) : undefined;
    if (suspends && !withRun) this.#gate.keep();
    else if (withRun || isGuest) run.stop();
    this.#gate.release();
    if (isGuest || !withRun) return this.#end(0);
    void run.done.then(() => this.#end(0));
  }

  #end(exitCode: number): void {
    if (!this.#phases.moveTo('ended')) return;
    this.#asking.cancel();
    this.#station?.dispose();
    this.sendEvent({ seq: 0, type: 'event', event: 'exited', body: { exitCode } });
    this.sendEvent(new TerminatedEvent());
    this.#moved.fire(null);
    this.#moved.dispose();
  }

  #refuse(response: DebugProtocol.Response, error: unknown): void {
    const format = errorText(error);
    const showUser = !(error instanceof Refused && error.shown);
    // Braces would be read as places for variables.
    this.sendErrorResponse(response, { id: errorId(error), format: '{_reason}', variables: { _reason: format }, showUser });
  }
}

/** Expired answers are removed where messages arrive: a timer would stay after the session. */
const NOBODY = undefined as unknown as (response: DebugProtocol.Response) => void;
const OVER = new Refused('session-over', marked('The session is over.'));
const GONE = new Refused('ended-before-start', marked('The session was ended before the run started.'));

/** How a session gets its run: it starts one, with or without stops, joins or opens one, or makes a fork. */
type SessionOrigin = 'launched' | 'free' | 'guest' | 'forked';

/** The phases of a session. It only moves forward. */
const PHASES = ['new', 'launching', 'running', 'ended'] as const;

type Phase = (typeof PHASES)[number];

class Phases {
  #now: Phase = 'new';

  get now(): Phase {
    return this.#now;
  }

  /** False when the session has been in this phase, or a later one, already. */
  moveTo(phase: Phase): boolean {
    if (PHASES.indexOf(phase) <= PHASES.indexOf(this.#now)) return false;
    this.#now = phase;
    return true;
  }
}
