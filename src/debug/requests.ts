/**
 * What can be asked of a session, with what each request takes and gives: the protocol's own, by what answering them does,
 * and those that the protocol has no words for, whose names begin with `society/`.
 */
import type { DebugProtocol as P } from '@vscode/debugprotocol';

/** Where a run is: of a moment, for whoever follows the cursor. */
export interface Timeline {
  /** Event that the cursor stands behind; −1 before the first. */
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
  /** Whose scopes are wanted; the society's where left out. */
  readonly agent?: string;
  /** The cursor's moment where left out. */
  readonly seq?: number;
}

/** How far back: a stage, a turn, a round. As in, over and out, which the protocol has forward alone. */
export interface Back {
  readonly by: 'stage' | 'turn' | 'round';
  readonly threadId?: number;
}

type Call<Args, Body> = readonly [args: Args, body: Body];

/** Requests that look at the moment at which the cursor stands. They change nothing. */
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
  readonly locations: Call<P.LocationsArguments, NonNullable<P.LocationsResponse['body']>>;
  readonly breakpointLocations: Call<P.BreakpointLocationsArguments, P.BreakpointLocationsResponse['body']>;
  readonly dataBreakpointInfo: Call<P.DataBreakpointInfoArguments, P.DataBreakpointInfoResponse['body']>;
  readonly gotoTargets: Call<P.GotoTargetsArguments, P.GotoTargetsResponse['body']>;
  readonly 'society/timeline': Call<unknown, Timeline>;
  readonly 'society/inspect': Call<Inspect, P.ScopesResponse['body']>;
}

/** Requests that move the cursor: they are answered first, a stop is told behind that. */
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
}

/** Requests that change the run where it stands; the cursor goes along. */
export interface Changing {
  readonly setVariable: Call<P.SetVariableArguments, P.SetVariableResponse['body']>;
}

/** Requests that say where to stop, also before there is a run. Each takes the place of the one before of its kind or file. */
export interface Setting {
  readonly setBreakpoints: Call<P.SetBreakpointsArguments, P.SetBreakpointsResponse['body']>;
  readonly setFunctionBreakpoints: Call<P.SetFunctionBreakpointsArguments, P.SetFunctionBreakpointsResponse['body']>;
  readonly setDataBreakpoints: Call<P.SetDataBreakpointsArguments, P.SetDataBreakpointsResponse['body']>;
  readonly setExceptionBreakpoints: Call<P.SetExceptionBreakpointsArguments, NonNullable<P.SetExceptionBreakpointsResponse['body']>>;
}

/** A request that is refused, in words for the user. */
export class Refused extends Error {
  /** @param shown the user has been told already, or need not be. */
  constructor(
    message: string,
    readonly shown = true,
  ) {
    super(message);
    this.name = 'Refused';
  }
}
