/**
 * How near runs come to what their questions allow: societies in which people hear everybody, their neighbours or nobody,
 * asked of a server that takes its time, with the time that no schedule can go below.
 */
import type { SimEvent } from '../../src/core/events/events.js';
import { takes } from './delayServer.js';

/** One society to be scheduled. */
export interface Case {
  readonly people: number;
  readonly rounds: number;
  readonly order: 'simultaneous' | 'shuffled' | 'sequential';
  readonly to: 'neighbours' | 'public' | 'nobody';
  /** Median milliseconds of an answer, and how far they spread. */
  readonly median: number;
  readonly sigma: number;
  readonly ahead: boolean;
}

const CASES = {
  ring: { people: 100, rounds: 10, order: 'simultaneous', to: 'neighbours', median: 200, sigma: 0.8, ahead: true },
  alone: { people: 100, rounds: 10, order: 'simultaneous', to: 'nobody', median: 200, sigma: 0.8, ahead: true },
  turns: { people: 200, rounds: 1, order: 'shuffled', to: 'neighbours', median: 200, sigma: 0, ahead: true },
  oneByOne: { people: 50, rounds: 1, order: 'sequential', to: 'public', median: 100, sigma: 0, ahead: false },
  room: { people: 50, rounds: 1, order: 'sequential', to: 'public', median: 100, sigma: 0, ahead: true },
} as const satisfies { readonly [name: string]: Case };

export type CaseName = keyof typeof CASES;
export const caseOf = (name: CaseName): Case => CASES[name];
export const isCase = (name: string | undefined): name is CaseName => name !== undefined && Object.hasOwn(CASES, name);

/** Its text. What is told of the act says who is asked, by which the server draws its time. */
export const textOf = ({ people, rounds, order, to }: Case, baseUrl: string, places: number): string => `society: 1
models: { far: { kind: openai, base_url: "${baseUrl}", name: mock, concurrency: ${places} } }
populations: { people: { size: ${people} } }
ties: { street: { among: all, graph: ring(4) } }
worlds:
  w:
    actions: { say: { kind: message, to: ${to === 'nobody' ? 'self' : to}, does: "Talk, who=$(me.id)/$(round)." } }
    phases: { talk: { who: all, order: ${order}, actions: [say] } }
scenarios: { s: { cast: all, world: w, rounds: ${rounds}, seed: 1, model: far } }
`;

/** A call of a run, and those before it whose answers it waits for, by their places in the list. */
export interface WaitingCall {
  readonly who: string;
  readonly after: readonly number[];
}

export interface Load {
  readonly calls: readonly WaitingCall[];
  /** Seconds of a schedule that waits for all agents at the end of each round. */
  readonly barrier: number;
}

/** What the answers of a run wait for, by who heard whom. */
export function loadOf(society: Case, events: readonly SimEvent[], places: number): Load {
  const time = takes(society.median, society.sigma);
  const calls: WaitingCall[] = [];
  const last = new Map<string, number>();
  const rounds: number[][] = [];
  let round = 0;
  let before = new Map<string, number>();
  for (const event of events) {
    if (event.type === 'round.started') [round, before] = [event.round, new Map(last)];
    if (event.type !== 'message.delivered') continue;
    // In a simultaneous round each agent hears what was said before the round, otherwise what was said before its turn.
    const known = society.order === 'simultaneous' ? before : last;
    const heard = event.messages.map((id) => id.slice(0, id.lastIndexOf(':')));
    const after = [...new Set([event.agent, ...heard])].flatMap((id) => known.get(id) ?? []);
    const who = `${event.agent}/${round}`;
    last.set(event.agent, calls.push({ who, after }) - 1);
    (rounds[round] ??= []).push(time(who) / 1000);
  }
  return { calls, barrier: rounds.reduce((sum, all) => sum + inTurn(all, places), 0) };
}

/** Seconds until the last of answers is there that are asked for in order, so many at a time. */
function inTurn(all: readonly number[], places: number): number {
  const free = new Array<number>(places).fill(0);
  for (const taken of all) free[free.indexOf(Math.min(...free))]! += taken;
  return Math.max(...free);
}
