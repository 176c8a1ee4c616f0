/**
 * The catalogue of refusals of a debug session, with the ids of their error responses in the Debug Adapter Protocol. An id never
 * changes its meaning; an id that is no longer used stays unused. docs/debug-errors.md is written from it.
 */

interface DebugError {
  /** 1000 to 1999 the session, 2000 what is shown, 3000 steps, 4000 overrides, 5000 forks, 6000 the host. */
  readonly id: number;
  /** When a request is refused with this id. */
  readonly when: string;
}

export const DEBUG_ERRORS = {
  'internal-error': { id: 1000, when: 'The debugger itself failed. The message is that of the error.' },
  'unknown-request': { id: 1001, when: 'The session has no request of this name.' },
  'no-run': { id: 1002, when: 'The request needs a run, and none has started.' },
  'run-under-way': { id: 1003, when: 'The request needs a paused run. Pause it first.' },
  'session-over': { id: 1004, when: 'The session has ended.' },
  'ended-before-start': { id: 1005, when: 'The session was ended before its run started.' },
  'lines-from-zero': { id: 1006, when: 'The client counts lines from 0; the session counts them from 1.' },
  'session-used': { id: 1007, when: 'The session has launched or attached already.' },
  'unknown-text': { id: 2001, when: 'The source reference names no text of the run.' },
  'unknown-event': { id: 2002, when: 'The run has no event of this number.' },
  'unknown-agent': { id: 2003, when: 'The run has no agent of this id.' },
  'no-exception': { id: 2004, when: 'The event at the cursor is not a fault.' },
  'stale-reference': { id: 2005, when: 'A frame or value belongs to an earlier stop.' },
  'no-origin': { id: 2006, when: 'No event and no line of the file has set this value.' },
  'expression-failed': { id: 2007, when: 'An expression cannot be read or evaluated. The message says where.' },
  'evaluation-cancelled': { id: 2008, when: 'The user has cancelled the evaluation of an expression.' },
  'cannot-enter': { id: 3001, when: 'The step-in target no longer exists.' },
  'no-goal': { id: 3002, when: 'Run to needs an event from 0 or a round from 1.' },
  'other-run': { id: 3003, when: 'The request names a run that this session does not show.' },
  'cannot-override': { id: 4001, when: 'The target is not a variable, tie, memory or answer, so it cannot be overridden.' },
  'incomplete-tie': { id: 4002, when: 'A tie names one agent, or no network where there are several.' },
  'wrong-value': { id: 4003, when: 'The value does not have the type of the overridden value.' },
  'unknown-memory': { id: 4004, when: 'The agent has no memory of this number at this moment.' },
  'not-at-edge': { id: 4005, when: 'A value is overridden in a frame that is not the uppermost.' },
  'override-refused': { id: 4006, when: 'The run does not accept the override. The message says why.' },
  'incomplete-request': { id: 4007, when: 'A console command names no change, or no round to play.' },
  'not-playable': { id: 4008, when: 'The run has no folder in this window, so no change can be played in it.' },
  'not-played': { id: 4009, when: 'The rounds after a change could not be played. The message says why.' },
  'nothing-to-keep': { id: 4010, when: 'No change has been played that could be kept.' },
  'no-answer': { id: 4011, when: 'An agent cannot be asked, or gave no answer.' },
  'read-only': { id: 5001, when: 'The run has no folder in this window, so it cannot be forked.' },
  'cannot-fork': { id: 5002, when: 'The run cannot be forked at this event, or with this change. The message says why.' },
  'wrong-fork': { id: 5003, when: '`fork` of an attach configuration has a wrong value.' },
  'start-failed': { id: 6001, when: 'The run or the fork could not be started. The message says why.' },
  'nothing-run': { id: 6002, when: 'Nothing has been run in this window, and the configuration names no run.' },
  'unreadable-run': { id: 6003, when: 'The folder of the run cannot be opened. The message says why.' },
  'minds-refused': { id: 6004, when: 'A mind of the run is not allowed to answer, or cannot. The message says why.' },
  'not-paid': { id: 6005, when: 'The user did not agree to pay for calls of a language model.' },
} as const satisfies { readonly [code: string]: DebugError };

type DebugErrorCode = keyof typeof DEBUG_ERRORS;

/** A refused request, with a message for the user. */
export class Refused extends Error {
  /** @param shown the user has seen the message already, or need not see it. */
  constructor(
    readonly code: DebugErrorCode,
    message: string,
    readonly shown = true,
  ) {
    super(message);
    this.name = 'Refused';
  }
}

/** The id of any error, for a response. */
export const errorId = (error: unknown): number => DEBUG_ERRORS[error instanceof Refused ? error.code : 'internal-error'].id;
