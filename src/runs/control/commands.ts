/**
 * Commands for a run, from another process of the same user or from another extension: its status, pause, resume, stop, budget. None of
 * them changes an event. Each command that changes something is a line of `control.jsonl` in the run folder before it acts.
 */
import { type Json, type JsonObject, objectOr } from '../../core/util/json.js';
import type { Ledger, Limits } from '../../minds/index.js';
import type { LiveRun } from '../live/liveRun.js';
import { words } from '../setup/callJournal.js';

/** The log of commands in a run folder, one JSON object on each line. */
export const CONTROL_LOG = 'control.jsonl';

const CONTROL_COMMANDS = ['pause', 'resume', 'stop', 'budget'] as const;
export type ControlCommand = (typeof CONTROL_COMMANDS)[number];

/** One line of the log. */
export interface ControlLine {
  readonly command: ControlCommand;
  /** The last event before it. */
  readonly after: number;
  readonly round: number;
  /** ISO 8601. */
  readonly time: string;
  /** Of the command `budget`. */
  readonly limits?: JsonObject;
}

/** A run that other processes can control, and the parts of it that they change. */
interface Controlled {
  readonly live: LiveRun;
  /** Its process; 0 in a browser. */
  readonly pid: number;
  /** Null without a ledger of its own. */
  readonly ledger: Ledger | null;
  /** Where the run is played, in one word: `terminal` or `editor`. */
  readonly place: string;
  /** Stops the run as its owner does. */
  readonly stop: () => void;
  /** Called after a command acted. */
  readonly acted?: (line: ControlLine) => void;
}

/** What a process says of its run. */
export interface ControlStatus {
  readonly id: string;
  readonly title: string;
  readonly scenario: string;
  readonly seed: number;
  readonly state: 'running' | 'held' | 'ending';
  readonly round: number;
  readonly rounds: number;
  readonly events: number;
  readonly minds: readonly string[];
  readonly spent: { readonly calls: number; readonly tokens: number; readonly money: number };
  readonly limits: {
    readonly calls?: number;
    readonly tokens?: number;
    readonly money?: { readonly amount: number; readonly currency: string };
  };
  readonly pid: number;
  readonly place: string;
}

export type ControlReply = { readonly ok: true; readonly status: ControlStatus } | { readonly ok: false; readonly message: string };

/** New limits: a kind that is absent stays, null removes it. */
export interface NewLimits {
  readonly calls?: number | null;
  readonly tokens?: number | null;
  readonly money?: { readonly amount: number; readonly currency: string } | null;
}

/** Answers requests about a run. Commands act one after the other. */
export function answering(run: Controlled): (request: Json) => Promise<ControlReply> {
  let last: Promise<unknown> = Promise.resolve();
  return (request) => {
    const next = last.then(() => handled(run, request));
    last = next.catch(() => undefined);
    return next;
  };
}

async function handled(run: Controlled, request: Json): Promise<ControlReply> {
  const { command = null, limits = null } = objectOr(request);
  if (command === 'status') return { ok: true, status: statusOf(run) };
  const known = CONTROL_COMMANDS.find((one) => one === command);
  if (!known) return refused(`Unknown command ${JSON.stringify(command)}.`);
  const { live } = run;
  if (live.state !== 'running') return refused(`The run is ${live.state}.`);
  if (known === 'pause' && live.isHeld) return refused('The run is paused already.');
  if (known === 'resume' && !live.isHeld) return refused('The run is not paused.');
  const wanted = known === 'budget' ? limitsOf(limits, run.ledger) : null;
  if (typeof wanted === 'string') return refused(wanted);
  const { head } = live.timeline;
  const line: ControlLine = {
    ...{ command: known, after: head.seq, round: head.round, time: new Date().toISOString() },
    ...(wanted ? { limits: limits as JsonObject } : {}),
  };
  try {
    await live.options.files.append(CONTROL_LOG, `${JSON.stringify(line)}\n`);
  } catch (error) {
    return refused(`The command cannot be logged, so it was not done: ${words(error)}`);
  }
  if (known === 'pause') live.hold();
  if (known === 'resume') live.release();
  if (known === 'stop') run.stop();
  if (wanted) run.ledger?.limit(wanted);
  run.acted?.(line);
  return { ok: true, status: statusOf(run) };
}

const refused = (message: string): ControlReply => ({ ok: false, message });

/** The limits after a change, or what is wrong with it. */
function limitsOf(given: Json, ledger: Ledger | null): Limits | string {
  if (!ledger) return 'This run has no budget of its own.';
  const { calls, tokens, money } = objectOr(given);
  if (calls === undefined && tokens === undefined && money === undefined) return 'The new budget is missing.';
  for (const [name, value] of [
    ['calls', calls],
    ['tokens', tokens],
  ] as const)
    if (value !== undefined && value !== null && !(Number.isSafeInteger(value) && (value as number) >= 0))
      return `${name} is a whole number from 0.`;
  const before = ledger.limits;
  const isMoney = money !== undefined && money !== null;
  if (isMoney) {
    const { amount = null, currency = null } = objectOr(money);
    if (typeof amount !== 'number' || !(amount >= 0) || typeof currency !== 'string' || !/^[A-Z]{3}$/.test(currency))
      return 'money is an amount and a currency, as in 1.50 USD.';
    if (before.money && before.money.currency !== currency) return `The budget of the run is in ${before.money.currency}.`;
  }
  return {
    calls: calls === undefined ? before.calls : ((calls as number | null) ?? undefined),
    tokens: tokens === undefined ? before.tokens : ((tokens as number | null) ?? undefined),
    money: money === undefined ? before.money : ((money as Limits['money'] | null) ?? undefined),
  };
}

function statusOf({ live, ledger, pid, place }: Controlled): ControlStatus {
  const { model, timeline, id } = live;
  const { calls = 0, input = 0, output = 0, money = 0 } = ledger?.spent ?? {};
  const { calls: mostCalls, tokens: mostTokens, money: mostMoney } = ledger?.limits ?? {};
  return {
    ...{ id, title: model.title, scenario: model.scenario, seed: model.seed, rounds: model.rounds, round: timeline.head.round },
    state: live.state !== 'running' ? 'ending' : live.isHeld ? 'held' : 'running',
    events: timeline.head.seq + 1,
    minds: model.minds.map((mind) => mind.id),
    spent: { calls, tokens: input + output, money },
    limits: {
      ...(mostCalls === undefined ? {} : { calls: mostCalls }),
      ...(mostTokens === undefined ? {} : { tokens: mostTokens }),
      ...(mostMoney ? { money: mostMoney } : {}),
    },
    ...{ pid, place },
  };
}
