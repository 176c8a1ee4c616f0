/**
 * The debug session of a society: the protocol's requests over a cursor that moves through a run, forward and back. What
 * moves, what is shown and what can be stopped at is decided in the files beside it; here is the session's life.
 * Knows no editor: runs come from a `DebugHost`.
 *
 * The session only moves forward through its phases, every request gets exactly one answer, and a stop is told only
 * behind the answer to the request that led to it.
 */
import { BreakpointEvent, DebugSession, InitializedEvent, OutputEvent, Response, Source, TerminatedEvent } from '@vscode/debugadapter';
import type { DebugProtocol } from '@vscode/debugprotocol';
import { CancellationSource } from '../core/cancellation.js';
import { Emitter, type Event } from '../core/emitter.js';
import { Breakpoints } from './breakpoints.js';
import { CAPABILITIES } from './capabilities.js';
import { asked, commandOf } from './console.js';
import { Debuggee, type Stop } from './debuggee.js';
import { Gate } from './gate.js';
import type { AttachConfig, DebugHost, DebugRun, LaunchConfig } from './host.js';
import { Looking, SOCIETY } from './looking.js';
import { stageAfter } from './moves.js';
import { type Move, MOVING, seek } from './moving.js';
import { closingLine, type Line, linesOf } from './output.js';
import { setByHand } from './overriding.js';
import { baseName } from './places.js';
import { Progress } from './progress.js';
import { type Changing, Refused } from './requests.js';
import { type Desk, SHOWING } from './showing.js';
import { SETTING, Settings } from './setting.js';
import { signal } from './signal.js';
import { stopEvent } from './stops.js';

type Phase = 'new' | 'launching' | 'running' | 'ended';

const PHASES: readonly Phase[] = ['new', 'launching', 'running', 'ended'];
const FAILED = 1;

/** Where the cursor stands, for whoever follows it. */
export interface Moment {
  readonly run: DebugRun;
  readonly seq: number;
  readonly isLive: boolean;
}

/** What a request is answered with, and what is done behind that. */
interface Answer {
  readonly body?: object | undefined;
  /** Why it is refused. */
  readonly refused?: unknown;
  readonly behind?: () => unknown;
}

/** Requests of a session's life. */
type Life = { readonly [command: string]: (args: never) => Answer | Promise<Answer> };

/** The handler of a command in a table, where there is one; each checks nothing but takes what its command says. */
const handler = <Of, Given>(table: object, command: string): ((of: Of, args: never) => Given) | null =>
  Object.hasOwn(table, command) ? (table as { readonly [command: string]: (of: Of, args: never) => Given })[command]! : null;

export class SocietySession extends DebugSession {
  #phase: Phase = 'new';
  #run: DebugRun | null = null;
  #desk: Desk | null = null;
  /** It goes on without us, or was over before we came. */
  #isGuest = false;
  /** Events that were written to the console. */
  #told = 0;
  readonly #settings = new Settings();
  readonly #gate = new Gate();
  readonly #configured = signal();
  readonly #gone = signal();
  readonly #asking = new CancellationSource();
  readonly #progress = new Progress((event) => this.sendEvent(event));
  readonly #moved = new Emitter<Moment | null>();

  /** Fires where the cursor comes to stand, and with null when the session is over. */
  readonly onMoved: Event<Moment | null> = this.#moved.event;

  constructor(readonly host: DebugHost) {
    super();
  }

  readonly #life: Life = {
    initialize: ({ supportsProgressReporting, linesStartAt1 }: DebugProtocol.InitializeRequestArguments) => {
      if (linesStartAt1 === false) throw new Refused('Lines are counted from 1 here.');
      this.#progress.isWanted = supportsProgressReporting === true;
      return { body: { ...CAPABILITIES }, behind: () => this.sendEvent(new InitializedEvent()) };
    },
    configurationDone: () => {
      this.#configured.fire();
      return {};
    },
    launch: (config: LaunchConfig) => this.#start(() => this.host.launch(config, this.#gate), config.noDebug ? 'free' : 'launched', config),
    attach: (config: AttachConfig) => this.#start(() => this.host.attach(config, this.#gate), 'guest', config),
    pause: () => {
      const { debuggee } = this.#opened().looking;
      return { behind: () => debuggee.isStanding || debuggee.pause() };
    },
    cancel: ({ progressId }: DebugProtocol.CancelArguments) => {
      const debuggee = this.#desk?.looking.debuggee;
      const isOurs = progressId !== undefined && progressId === this.#progress.id;
      return { behind: () => isOurs && debuggee && !debuggee.isStanding && debuggee.pause() };
    },
    setVariable: (args: Changing['setVariable'][0]) => {
      const { looking } = this.#opened();
      if (!looking.debuggee.isStanding) throw UNDER_WAY;
      return { body: setByHand(looking, args), behind: () => looking.debuggee.catchUp() };
    },
    terminate: () => ({ behind: () => this.#stop(true) }),
    disconnect: ({ terminateDebuggee = true }: DebugProtocol.DisconnectArguments) => ({
      behind: () => this.#stop(terminateDebuggee),
    }),
  };

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
    if (command === 'threads' && !this.#desk) return { body: { threads: [{ id: SOCIETY, name: 'Society' }] } };
    const set = handler<Settings, object>(SETTING, command);
    if (set) return { body: set(this.#settings, args) };
    const move = handler<Looking, Move>(MOVING, command);
    if (move) return this.#move(move(this.#opened().looking, args), command === 'continue');
    const show = handler<Desk, object>(SHOWING, command);
    if (show) return { body: show(this.#opened(), args) };
    throw new Refused(`\`${command}\` is no request of this session.`);
  }

  #opened(): Desk {
    if (!this.#desk) throw new Refused('There is no run yet.');
    return this.#desk;
  }

  #move(move: Move, isContinue = false): Answer {
    const { looking } = this.#opened();
    if (this.#phase !== 'running') throw new Refused('The session is over.');
    if (!looking.debuggee.isStanding) throw UNDER_WAY;
    const behind = (): void => {
      looking.reset();
      void move(looking.debuggee);
    };
    return isContinue ? { body: { allThreadsContinued: true }, behind } : { behind };
  }

  /** An expression or, in the console, a command. */
  #evaluate(args: DebugProtocol.EvaluateArguments): Answer | Promise<Answer> {
    const desk = this.#opened();
    const command = args.context === 'repl' ? commandOf(args.expression) : null;
    const said = (result: string): object => ({ result, variablesReference: 0 });
    if (command?.kind === 'goto') return { ...this.#move(seek(desk.looking, command.seq)), body: said('') };
    if (command?.kind === 'ask')
      return asked(desk.looking, command.agent, command.text, this.#asking.token).then((result) => ({ body: said(result) }));
    return { body: SHOWING.evaluate(desk, args) };
  }

  async #start(
    open: () => Promise<DebugRun>,
    as: 'launched' | 'free' | 'guest',
    config: { stopOnEntry?: boolean | undefined },
  ): Promise<Answer> {
    if (!this.#moveTo('launching')) throw new Refused('A session runs once. Start another one.', false);
    try {
      await Promise.race([this.#configured.fired, this.#gone.fired]);
      if (this.#gone.isSet) throw GONE;
      if (as === 'launched') this.#gate.hold();
      this.#run = await open();
      if (this.#gone.isSet) throw GONE;
    } catch (error) {
      this.#run?.stop();
      this.#gate.release();
      return { refused: error, behind: () => this.#end(1) };
    }
    const run = this.#run;
    this.#moveTo('running');
    this.#isGuest = as === 'guest';
    return { behind: () => this.#follow(run, as, config.stopOnEntry === true) };
  }

  /** From the first event to the last, however far the run was when we came to know of it. */
  #follow(run: DebugRun, as: 'launched' | 'free' | 'guest', stopOnEntry: boolean): void {
    const { timeline } = run.live;
    if (as === 'guest') this.#told = timeline.events.length;
    const watch = timeline.onCommit(() => this.#tell(run));
    // Told before the session ends with the run.
    void run.done.then((state) => {
      watch.dispose();
      if (this.#phase === 'ended') return;
      this.#tell(run);
      this.#write(closingLine(run, state));
    });
    const debuggee = new Debuggee(run, this.#gate, () => new Promise((done) => setImmediate(done)));
    const breakpoints = new Breakpoints(run, (text) => this.#write({ category: 'stderr', text, node: null }));
    this.#desk = { looking: new Looking(debuggee), breakpoints };
    debuggee.onStop((stop) => this.#stopped(stop));
    debuggee.onPrint(({ text, event }) => this.#write({ category: 'stdout', text, node: event.at }));
    debuggee.onSearch((search) => this.#progress.tell(search));
    debuggee.onEnd(() => this.#end(run.live.problem === null ? 0 : 1));
    this.#tell(run);
    if (as === 'free') return void debuggee.forward();
    for (const breakpoint of this.#settings.bind({ breakpoints, debuggee })) this.sendEvent(new BreakpointEvent('changed', breakpoint));
    if (as === 'guest') return void this.#join(debuggee, stopOnEntry);
    void (stopOnEntry ? debuggee.forward(stageAfter, 'entry') : debuggee.forward());
  }

  /** A recorded run is looked at from its start; one that goes on is met where it is. */
  async #join(debuggee: Debuggee, stopOnEntry: boolean): Promise<void> {
    await Promise.resolve();
    if (debuggee.isOver || stopOnEntry) return debuggee.goto(0, 'entry');
    await debuggee.follow();
  }

  #stopped(stop: Stop): void {
    const { looking } = this.#desk!;
    const { seq, isLive, run } = looking.debuggee;
    looking.reset();
    this.sendEvent(stopEvent(looking, stop));
    this.#moved.fire({ run, seq, isLive });
  }

  #tell(run: DebugRun): void {
    const { events } = run.live.timeline;
    const since = events.slice(this.#told);
    this.#told = events.length;
    for (const line of linesOf(run, since)) this.#write(line);
  }

  #write({ category, text, node }: Line): void {
    const event: DebugProtocol.OutputEvent = new OutputEvent(`${text}\n`, category);
    const place = node === null ? null : (this.#run?.places.of(node) ?? null);
    if (place) {
      event.body.source = new Source(baseName(place.path), place.path);
      event.body.line = place.line;
    }
    this.sendEvent(event);
  }

  /** The client is gone. */
  override shutdown(): void {
    this.#stop(true);
    super.shutdown();
  }

  /** The session is over: a run of ours is stopped, unless it is to go on without us. */
  #stop(withRun: boolean): void {
    this.#gone.fire();
    this.#asking.cancel();
    const run = this.#desk ? this.#run : null;
    if (!run) return this.#phase === 'new' ? this.#end(0) : undefined;
    if (withRun || this.#isGuest) run.stop();
    this.#gate.release();
    if (this.#isGuest || !withRun) return this.#end(0);
    void run.done.then(() => this.#end(0));
  }

  #end(exitCode: number): void {
    if (!this.#moveTo('ended')) return;
    this.#asking.cancel();
    this.#desk?.looking.debuggee.dispose();
    this.sendEvent({ seq: 0, type: 'event', event: 'exited', body: { exitCode } });
    this.sendEvent(new TerminatedEvent());
    this.#moved.fire(null);
    this.#moved.dispose();
  }

  #refuse(response: DebugProtocol.Response, error: unknown): void {
    const format = error instanceof Error ? error.message : String(error);
    const showUser = !(error instanceof Refused && error.shown);
    // Braces would be read as places for variables.
    this.sendErrorResponse(response, { id: FAILED, format: '{_reason}', variables: { _reason: format }, showUser });
  }

  /** False when the session has been there, or further, already. */
  #moveTo(phase: Phase): boolean {
    if (PHASES.indexOf(phase) <= PHASES.indexOf(this.#phase)) return false;
    this.#phase = phase;
    return true;
  }
}

const UNDER_WAY = new Refused('The run is under way. Pause it first.');
const GONE = new Refused('The session was ended before the run started.');
