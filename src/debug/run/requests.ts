/**
 * The requests of a session, with their arguments and results: the protocol's own, and those that the
 * protocol does not have, whose names begin with `society/`. They are grouped by what a session does to answer them.
 */
import { marked } from '../../core/util/l10n.js';
import type { DebugProtocol as P } from '@vscode/debugprotocol';
import type { OverrideRequest } from '../../engine/index.js';
import { Refused } from './errors.js';

/** The moment of the run at the cursor, for views that follow the cursor. */
export interface Timeline {
  /** The cursor is after this event; −1 before the first. */
  readonly seq: number;
  readonly events: number;
  readonly round: number;
  /** The cursor is in the last step that is recorded. */
  readonly isLive: boolean;
  readonly isOver: boolean;
  /** First event of each round, from round 1. */
  readonly rounds: readonly number[];
}

export interface Inspect {
  /** The agent whose scopes are wanted; the society where left out. */
  readonly agent?: string;
  /** The moment; the cursor's where left out. */
  readonly seq?: number;
}

/** A value that the client shows, by its name below a handle. */
export interface ShownValue {
  readonly variablesReference: number;
  readonly name: string;
}

/** The origin of a value: an event, and the line that caused it. */
export interface Origin {
  readonly seq: number | null;
  readonly place: { readonly path: string; readonly line: number } | null;
}

/** How far back: a stage, a turn, a round. These are step in, over and out, which the protocol has only forward. */
export interface Back {
  readonly by: 'stage' | 'turn' | 'round';
  readonly threadId?: number;
}

/** The next place of the cursor: after an event, or at the beginning of a round, which may be in the future. */
export interface RunTo {
  readonly seq?: number;
  /** From 1. */
  readonly round?: number;
  /** Folder of the run: refused where the session shows another run. */
  readonly run?: string;
}

/** A fork to be made: at the cursor's moment and with nothing changed where that is left out. */
export interface Fork {
  readonly seq?: number;
  readonly set?: readonly OverrideRequest[];
  /** Continue with the file as it is now. */
  readonly file?: boolean;
  /** Folder of the run: refused where the session shows another run. */
  readonly run?: string;
}

/** A fork that is being opened: the name of its session, and the last event that it shares. */
interface Forking {
  readonly name: string;
  readonly seq: number;
}

type Call<Args, Body> = readonly [args: Args, body: Body];

/** Requests that read the moment at the cursor. They change nothing. */
export interface Showing {
  readonly threads: Call<unknown, P.ThreadsResponse['body']>;
  readonly stackTrace: Call<P.StackTraceArguments, P.StackTraceResponse['body']>;
  readonly scopes: Call<P.ScopesArguments, P.ScopesResponse['body']>;
  readonly variables: Call<P.VariablesArguments, P.VariablesResponse['body']>;
  readonly evaluate: Call<P.EvaluateArguments, P.EvaluateResponse['body']>;
  readonly completions: Call<P.CompletionsArguments, P.CompletionsResponse['body']>;
  readonly exceptionInfo: Call<P.ExceptionInfoArguments, P.ExceptionInfoResponse['body']>;
  readonly source: Call<P.SourceArguments, P.SourceResponse['body']>;
  readonly loadedSources: Call<unknown, P.LoadedSourcesResponse['body']>;
  readonly modules: Call<P.ModulesArguments, P.ModulesResponse['body']>;
  readonly locations: Call<P.LocationsArguments, NonNullable<P.LocationsResponse['body']>>;
  readonly breakpointLocations: Call<P.BreakpointLocationsArguments, P.BreakpointLocationsResponse['body']>;
  readonly dataBreakpointInfo: Call<P.DataBreakpointInfoArguments, P.DataBreakpointInfoResponse['body']>;
  readonly stepInTargets: Call<P.StepInTargetsArguments, P.StepInTargetsResponse['body']>;
  readonly gotoTargets: Call<P.GotoTargetsArguments, P.GotoTargetsResponse['body']>;
  readonly 'society/timeline': Call<unknown, Timeline>;
  /** Events at which breakpoints hold, as far as the run has been searched; where there are many, the first. */
  readonly 'society/hits': Call<unknown, { readonly seqs: readonly number[] }>;
  readonly 'society/origin': Call<ShownValue, Origin>;
  readonly 'society/inspect': Call<Inspect, P.ScopesResponse['body']>;
}

/** Requests that move the cursor. The response comes first, the stop after it. */
export interface Moving {
  readonly continue: Call<P.ContinueArguments, P.ContinueResponse['body']>;
  readonly reverseContinue: Call<P.ReverseContinueArguments, undefined>;
  readonly next: Call<P.NextArguments, undefined>;
  readonly stepIn: Call<P.StepInArguments, undefined>;
  readonly stepOut: Call<P.StepOutArguments, undefined>;
  readonly stepBack: Call<P.StepBackArguments, undefined>;
  readonly goto: Call<P.GotoArguments, undefined>;
  readonly restartFrame: Call<P.RestartFrameArguments, undefined>;
  readonly 'society/back': Call<Back, undefined>;
  readonly 'society/seek': Call<{ readonly seq: number }, undefined>;
  /** Also while the run is under way: then the run continues to there. */
  readonly 'society/runTo': Call<RunTo, undefined>;
}

/** Requests that change the run at its end, with the cursor after the change, or that make a fork, which opens in its own session. */
export interface Changing {
  readonly setVariable: Call<P.SetVariableArguments, P.SetVariableResponse['body']>;
  readonly setExpression: Call<P.SetExpressionArguments, P.SetExpressionResponse['body']>;
  readonly 'society/fork': Call<Fork, Forking>;
}

/** Requests that set where to stop, also before there is a run. Each replaces the one before of its kind or file. */
export interface Setting {
  readonly setBreakpoints: Call<P.SetBreakpointsArguments, P.SetBreakpointsResponse['body']>;
  readonly setFunctionBreakpoints: Call<P.SetFunctionBreakpointsArguments, P.SetFunctionBreakpointsResponse['body']>;
  readonly setDataBreakpoints: Call<P.SetDataBreakpointsArguments, P.SetDataBreakpointsResponse['body']>;
  readonly setExceptionBreakpoints: Call<P.SetExceptionBreakpointsArguments, NonNullable<P.SetExceptionBreakpointsResponse['body']>>;
}

/** The response to a request, and what is done after it. */
export interface Answer {
  readonly body?: object | undefined;
  /** Why the request is refused. */
  readonly refused?: unknown;
  readonly behind?: () => unknown;
}

export const UNDER_WAY = new Refused('run-under-way', marked('The run is under way. Pause it first.'));

/** The handler of a command in a table, where there is one; it checks nothing and passes the arguments of the command. */
export const handler = <Of, Given>(table: object, command: string): ((of: Of, args: never) => Given) | null =>
  Object.hasOwn(table, command) ? (table as { readonly [command: string]: (of: Of, args: never) => Given })[command]! : null;
