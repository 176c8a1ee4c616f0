/**
 * The debug session of a society: the protocol's requests over a cursor that moves through a run, forward and back. What
 * moves, what is shown and what can be stopped at is decided in the files beside it; here it is put into the protocol.
 * Knows no editor: runs come from a `DebugHost`.
 *
 * The session only moves forward through its phases, every request gets exactly one answer, and a stop is told only
 * behind the answer to the request that led to it.
 */
import { BreakpointEvent, DebugSession, InitializedEvent, OutputEvent, Source, StoppedEvent, TerminatedEvent } from '@vscode/debugadapter';
import type { DebugProtocol } from '@vscode/debugprotocol';
import { Breakpoints } from './breakpoints.js';
import { Debuggee, type Stop, type Target } from './debuggee.js';
import { Gate } from './gate.js';
import { type AttachConfig, type DebugHost, type DebugRun, type LaunchConfig, LaunchRefused } from './host.js';
import { Looking, SOCIETY } from './looking.js';
import { roundAfter, stageAfter, stageBefore, stretchAfter } from './moves.js';
import { closingLine, type Line, linesOf } from './output.js';
import { titleOf } from './titles.js';
import { FILTERS } from './watches.js';

type Phase = 'new' | 'launching' | 'running' | 'ended';

const PHASES: readonly Phase[] = ['new', 'launching', 'running', 'ended'];
const FAILED = 1;

/** What can be asked of a session; each has a test. */
export const CAPABILITIES: DebugProtocol.Capabilities = {
  supportsConfigurationDoneRequest: true,
  supportsTerminateRequest: true,
  supportsStepBack: true,
  supportsRestartFrame: true,
  supportsGotoTargetsRequest: true,
  supportsConditionalBreakpoints: true,
  supportsHitConditionalBreakpoints: true,
  supportsLogPoints: true,
  supportsFunctionBreakpoints: true,
  supportsDataBreakpoints: true,
  supportsBreakpointLocationsRequest: true,
  supportsEvaluateForHovers: true,
  supportsExceptionFilterOptions: true,
  supportsExceptionInfoRequest: true,
  exceptionBreakpointFilters: FILTERS.map(({ filter, label, description, byDefault }) => ({
    filter,
    label,
    description,
    default: byDefault,
    supportsCondition: true,
  })),
};

/** Sets the breakpoints of one kind or file once there is a run. */
type Setting = (breakpoints: Breakpoints, ids: readonly number[]) => DebugProtocol.Breakpoint[];

export class SocietySession extends DebugSession {
  #phase: Phase = 'new';
  #debuggee: Debuggee | null = null;
  #looking: Looking | null = null;
  #breakpoints: Breakpoints | null = null;
  /** Breakpoints as they were asked for, by kind: they come before the run. */
  readonly #settings = new Map<string, { readonly ids: readonly number[]; readonly set: Setting }>();
  #nextId = 1;
  /** Events that were written to the console. */
  #told = 0;
  /** Events that can be gone to, by the number that the client was given. */
  readonly #targets = new Map<number, number>();
  #lastStop: Stop | null = null;
  readonly #gate = new Gate();
  readonly #configured = signal();
  readonly #gone = signal();

  constructor(readonly host: DebugHost) {
    super();
  }

  protected override initializeRequest(response: DebugProtocol.InitializeResponse): void {
    response.body = { ...CAPABILITIES };
    this.sendResponse(response);
    this.sendEvent(new InitializedEvent());
  }

  protected override configurationDoneRequest(response: DebugProtocol.ConfigurationDoneResponse): void {
    this.#configured.fire();
    this.sendResponse(response);
  }

  protected override launchRequest(response: DebugProtocol.LaunchResponse, args: DebugProtocol.LaunchRequestArguments): void {
    const config = args as LaunchConfig & DebugProtocol.LaunchRequestArguments;
    const begin = (debuggee: Debuggee): void => {
      void (config.stopOnEntry ? debuggee.forward(stageAfter, 'entry') : debuggee.forward());
    };
    void this.#start(response, () => this.host.launch(config, this.#gate), config.noDebug === true, begin);
  }

  protected override attachRequest(response: DebugProtocol.AttachResponse, args: DebugProtocol.AttachRequestArguments): void {
    const config = args as AttachConfig & DebugProtocol.AttachRequestArguments;
    void this.#start(
      response,
      () => this.host.attach(config),
      false,
      (debuggee) => debuggee.goto(0),
    );
  }

  protected override setBreakPointsRequest(
    response: DebugProtocol.SetBreakpointsResponse,
    { source, breakpoints = [] }: DebugProtocol.SetBreakpointsArguments,
  ): void {
    const path = source.path ?? '';
    response.body = { breakpoints: this.#set(`line ${path}`, breakpoints.length, (all, ids) => all.lines(path, breakpoints, ids)) };
    this.sendResponse(response);
  }

  protected override setFunctionBreakPointsRequest(
    response: DebugProtocol.SetFunctionBreakpointsResponse,
    { breakpoints }: DebugProtocol.SetFunctionBreakpointsArguments,
  ): void {
    response.body = { breakpoints: this.#set('function', breakpoints.length, (all, ids) => all.functions(breakpoints, ids)) };
    this.sendResponse(response);
  }

  protected override setDataBreakpointsRequest(
    response: DebugProtocol.SetDataBreakpointsResponse,
    { breakpoints }: DebugProtocol.SetDataBreakpointsArguments,
  ): void {
    response.body = { breakpoints: this.#set('data', breakpoints.length, (all, ids) => all.data(breakpoints, ids)) };
    this.sendResponse(response);
  }

  protected override setExceptionBreakPointsRequest(
    response: DebugProtocol.SetExceptionBreakpointsResponse,
    { filters, filterOptions = [] }: DebugProtocol.SetExceptionBreakpointsArguments,
  ): void {
    const asked = [...filters.map((filterId) => ({ filterId })), ...filterOptions];
    response.body = { breakpoints: this.#set('exception', asked.length, (all, ids) => all.exceptions(asked, ids)) };
    this.sendResponse(response);
  }

  protected override breakpointLocationsRequest(
    response: DebugProtocol.BreakpointLocationsResponse,
    { source, line, endLine = line }: DebugProtocol.BreakpointLocationsArguments,
  ): void {
    const lines = this.#debuggee?.run.places.lines(source.path ?? '', line, endLine) ?? [];
    response.body = { breakpoints: lines.map((one) => ({ line: one })) };
    this.sendResponse(response);
  }

  protected override dataBreakpointInfoRequest(
    response: DebugProtocol.DataBreakpointInfoResponse,
    { variablesReference, name }: DebugProtocol.DataBreakpointInfoArguments,
  ): void {
    const datum = this.#looking?.datum(variablesReference, name) ?? null;
    response.body = datum
      ? { ...datum, accessTypes: ['write'], canPersist: true }
      : { dataId: null, description: `No event changes \`${name}\` by itself: choose a tie, a variable, a reward or a measure.` };
    this.sendResponse(response);
  }

  protected override continueRequest(response: DebugProtocol.ContinueResponse): void {
    response.body = { allThreadsContinued: true };
    this.#move(response, (debuggee) => debuggee.forward());
  }

  protected override reverseContinueRequest(response: DebugProtocol.ReverseContinueResponse): void {
    this.#move(response, (debuggee) => debuggee.backward());
  }

  /** The next turn; with an agent's thread chosen that agent's next. */
  protected override nextRequest(response: DebugProtocol.NextResponse, { threadId }: DebugProtocol.NextArguments): void {
    const agent = this.#looking?.agentOf(threadId) ?? null;
    this.#forward(response, (events, from) => stretchAfter(events, from, agent));
  }

  protected override stepInRequest(response: DebugProtocol.StepInResponse): void {
    this.#forward(response, stageAfter);
  }

  protected override stepOutRequest(response: DebugProtocol.StepOutResponse): void {
    this.#forward(response, roundAfter);
  }

  protected override stepBackRequest(response: DebugProtocol.StepBackResponse): void {
    this.#move(response, (debuggee) => debuggee.backward(stageBefore));
  }

  protected override restartFrameRequest(
    response: DebugProtocol.RestartFrameResponse,
    { frameId }: DebugProtocol.RestartFrameArguments,
  ): void {
    const frame = this.#looking?.frame(frameId);
    if (!frame) return this.#refuse(response, new LaunchRefused('This frame is of an earlier stop.', true));
    this.#move(response, (debuggee) => debuggee.goto(frame.event.seq));
  }

  protected override gotoTargetsRequest(
    response: DebugProtocol.GotoTargetsResponse,
    { source, line }: DebugProtocol.GotoTargetsArguments,
  ): void {
    const { events } = this.#debuggee?.timeline ?? { events: [] };
    const found = this.#breakpoints?.moments(source.path ?? '', line, this.#debuggee?.seq ?? 0) ?? [];
    const targets = found.map((seq) => {
      const id = this.#targets.size + 1;
      this.#targets.set(id, seq);
      return { id, line, label: `event ${seq}: ${titleOf(events[seq]!, this.#looking!.nameOf)}` };
    });
    response.body = { targets };
    this.sendResponse(response);
  }

  protected override gotoRequest(response: DebugProtocol.GotoResponse, { targetId }: DebugProtocol.GotoArguments): void {
    const seq = this.#targets.get(targetId);
    if (seq === undefined) return this.#refuse(response, new LaunchRefused('This moment is not known any more.', true));
    this.#move(response, (debuggee) => debuggee.goto(seq));
  }

  protected override pauseRequest(response: DebugProtocol.PauseResponse): void {
    const debuggee = this.#debuggee;
    if (!debuggee) return this.#refuse(response, NO_RUN);
    this.sendResponse(response);
    if (!debuggee.isStanding) debuggee.pause();
  }

  protected override threadsRequest(response: DebugProtocol.ThreadsResponse): void {
    response.body = { threads: this.#looking?.threads() ?? [{ id: SOCIETY, name: 'Society' }] };
    this.sendResponse(response);
  }

  protected override stackTraceRequest(
    response: DebugProtocol.StackTraceResponse,
    { threadId, startFrame = 0, levels = 0 }: DebugProtocol.StackTraceArguments,
  ): void {
    response.body = this.#looking?.stack(threadId, startFrame, levels) ?? { stackFrames: [] };
    this.sendResponse(response);
  }

  protected override scopesRequest(response: DebugProtocol.ScopesResponse, { frameId }: DebugProtocol.ScopesArguments): void {
    response.body = { scopes: this.#looking?.scopes(frameId) ?? [] };
    this.sendResponse(response);
  }

  protected override variablesRequest(
    response: DebugProtocol.VariablesResponse,
    { variablesReference, start, count }: DebugProtocol.VariablesArguments,
  ): void {
    response.body = { variables: this.#looking?.variables(variablesReference, start, count) ?? [] };
    this.sendResponse(response);
  }

  protected override evaluateRequest(
    response: DebugProtocol.EvaluateResponse,
    { expression, frameId, context }: DebugProtocol.EvaluateArguments,
  ): void {
    const found = this.#looking?.evaluate(expression, frameId, context === 'repl') ?? NO_RUN.message;
    if (typeof found === 'string') return this.#refuse(response, new LaunchRefused(found, true));
    response.body = found;
    this.sendResponse(response);
  }

  protected override exceptionInfoRequest(response: DebugProtocol.ExceptionInfoResponse): void {
    const debuggee = this.#debuggee;
    const event = debuggee?.timeline.events[debuggee.seq];
    if (this.#lastStop?.reason !== 'exception' || !event)
      return this.#refuse(response, new LaunchRefused('Nothing went wrong here.', true));
    const description = event.type === 'fault' ? event.text : titleOf(event, this.#looking!.nameOf);
    response.body = { exceptionId: event.type === 'fault' ? event.code : event.type, description, breakMode: 'always' };
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

  async #start(
    response: DebugProtocol.Response,
    open: () => Promise<DebugRun>,
    noDebug: boolean,
    begin: (debuggee: Debuggee) => void,
  ): Promise<void> {
    if (this.#phase !== 'new') return this.#refuse(response, new LaunchRefused('A session runs once. Start another one.', false));
    this.#moveTo('launching');
    let run: DebugRun;
    try {
      await Promise.race([this.#configured.fired, this.#gone.fired]);
      if (this.#gone.isSet) throw GONE;
      if (!noDebug) this.#gate.hold();
      run = await open();
      if (this.#gone.isSet) {
        run.stop();
        throw GONE;
      }
    } catch (error) {
      this.#refuse(response, error);
      return this.#end(1);
    }
    this.sendResponse(response);
    this.#moveTo('running');
    this.#follow(run, noDebug, begin);
  }

  /** From the first event to the last, however far the run was when we came to know of it. */
  #follow(run: DebugRun, noDebug: boolean, begin: (debuggee: Debuggee) => void): void {
    // Told before the session ends with the run.
    void run.done.then((state) => {
      watch.dispose();
      this.#tell(run);
      this.#write(closingLine(run, state));
    });
    const watch = run.live.timeline.onCommit(() => this.#tell(run));
    const debuggee = new Debuggee(run, this.#gate, () => new Promise((done) => setImmediate(done)));
    this.#debuggee = debuggee;
    this.#looking = new Looking(debuggee);
    this.#breakpoints = new Breakpoints(run, (text) => this.#write({ category: 'stderr', text, node: null }));
    debuggee.onStop((stop) => this.#stopped(stop));
    debuggee.onPrint(({ text, event }) => this.#write({ category: 'stdout', text, node: event.at }));
    debuggee.onEnd(() => this.#end(run.live.problem === null ? 0 : 1));
    this.#tell(run);
    if (noDebug) return void debuggee.forward();
    this.#bind();
    begin(debuggee);
  }

  /** Breakpoints that were set before there was a run. */
  #bind(): void {
    for (const { ids, set } of this.#settings.values())
      for (const breakpoint of set(this.#breakpoints!, ids)) this.sendEvent(new BreakpointEvent('changed', breakpoint));
    this.#debuggee!.breakpoints = this.#breakpoints!.all;
  }

  #set(kind: string, count: number, set: Setting): DebugProtocol.Breakpoint[] {
    const ids = Array.from({ length: count }, () => this.#nextId++);
    this.#settings.set(kind, { ids, set });
    if (!this.#breakpoints) return ids.map((id) => ({ id, verified: false, reason: 'pending', message: 'It is set when the run starts.' }));
    const found = set(this.#breakpoints, ids);
    this.#debuggee!.breakpoints = this.#breakpoints.all;
    return found;
  }

  #forward(response: DebugProtocol.Response, target: Target): void {
    this.#move(response, (debuggee) => debuggee.forward(target));
  }

  /** Answers, then moves. */
  #move(response: DebugProtocol.Response, move: (debuggee: Debuggee) => unknown): void {
    const debuggee = this.#debuggee;
    if (!debuggee || this.#phase !== 'running') return this.#refuse(response, NO_RUN);
    if (!debuggee.isStanding) return this.#refuse(response, new LaunchRefused('The run is under way. Pause it first.', true));
    this.sendResponse(response);
    this.#looking!.reset();
    void move(debuggee);
  }

  #stopped(stop: Stop): void {
    const { seq, timeline, state, isLive, isOver } = this.#debuggee!;
    this.#lastStop = stop;
    this.#looking!.reset();
    const event = timeline.events[seq];
    const where = isLive ? (isOver ? 'At the end of the run' : 'Live') : 'In the recording';
    const moment = `event ${seq} of ${timeline.events.length - 1}, round ${state.round}`;
    const told: DebugProtocol.StoppedEvent = new StoppedEvent(stop.reason, SOCIETY);
    told.body.description = `${where}, ${moment}`;
    told.body.allThreadsStopped = true;
    if (event) told.body.text = titleOf(event, this.#looking!.nameOf);
    if (stop.hit.length > 0) told.body.hitBreakpointIds = [...stop.hit];
    this.sendEvent(told);
  }

  #tell(run: DebugRun): void {
    const { events } = run.live.timeline;
    const since = events.slice(this.#told);
    this.#told = events.length;
    for (const line of linesOf(run, since)) this.#write(line);
  }

  #write({ category, text, node }: Line): void {
    const event: DebugProtocol.OutputEvent = new OutputEvent(`${text}\n`, category);
    const place = node === null ? null : (this.#debuggee?.run.places.of(node) ?? null);
    if (place) {
      event.body.source = new Source(place.path.slice(place.path.lastIndexOf('/') + 1), place.path);
      event.body.line = place.line;
    }
    this.sendEvent(event);
  }

  #stop(): void {
    this.#gone.fire();
    const debuggee = this.#debuggee;
    if (!debuggee) return this.#phase === 'new' ? this.#end(0) : undefined;
    debuggee.run.stop();
    this.#gate.release();
    void debuggee.run.done.then(() => this.#end(0));
  }

  #end(exitCode: number): void {
    if (!this.#moveTo('ended')) return;
    this.#debuggee?.dispose();
    this.sendEvent({ seq: 0, type: 'event', event: 'exited', body: { exitCode } });
    this.sendEvent(new TerminatedEvent());
  }

  #refuse(response: DebugProtocol.Response, error: unknown): void {
    const format = error instanceof Error ? error.message : String(error);
    const showUser = !(error instanceof LaunchRefused && error.shown);
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

const NO_RUN = new LaunchRefused('There is no run yet.', true);
const GONE = new LaunchRefused('The session was ended before the run started.', true);

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
