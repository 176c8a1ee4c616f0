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

export interface Bounds {
  /** Seconds of all answers together over the places, */
  readonly work: number;
  /** of the longest way through answers that wait for each other, */
  readonly longest: number;
  /** and of a schedule that waits for everybody at the end of each round. */
  readonly barrier: number;
}

/** What the answers of a run allow, by who heard whom. */
export function boundsOf(society: Case, events: readonly SimEvent[], places: number): Bounds {
  const time = takes(society.median, society.sigma);
  const ends = new Map<string, number>();
  const rounds: number[][] = [];
  let [round, longest, work] = [0, 0, 0];
  let before = new Map<string, number>();
  for (const event of events) {
    if (event.type === 'round.started') [round, before] = [event.round, new Map(ends)];
    if (event.type !== 'message.delivered') continue;
    // All of a round hear what stood when it began, or each what those before have said.
    const known = society.order === 'simultaneous' ? before : ends;
    const heard = event.messages.map((id) => id.slice(0, id.lastIndexOf(':')));
    const start = Math.max(0, ...[event.agent, ...heard].map((id) => known.get(id) ?? 0));
    const taken = time(`${event.agent}/${round}`) / 1000;
    ends.set(event.agent, start + taken);
    longest = Math.max(longest, start + taken);
    work += taken;
    (rounds[round] ??= []).push(taken);
  }
  return { work: work / places, longest, barrier: rounds.reduce((sum, all) => sum + inTurn(all, places), 0) };
}

/** Seconds until the last of answers is there that are asked for in order, so many at a time. */
function inTurn(all: readonly number[], places: number): number {
  const free = new Array<number>(places).fill(0);
  for (const taken of all) free[free.indexOf(Math.min(...free))]! += taken;
  return Math.max(...free);
}
