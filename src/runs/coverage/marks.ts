/**
 * The results of persona coverage at the places of a file. Lines that several agents inherit are one place, and so are the members
 * of a population. Counts end at a moment.
 */
import { lowerBound, upperBoundBy } from '../../core/util/search.js';
import type { AgentId, NodeId } from '../../core/util/ids.js';
import type { Span } from '../../core/util/textPosition.js';
import type { AgentReach, LineReach } from './coverage.js';

/**
 * `felt`: no question used it, but the run would have been different without it, because a rule or a formula reads it.
 * The first of these that holds for a line is its reach.
 */
export type Reach = 'used' | 'withheld' | 'cut' | 'felt' | 'unused';

export interface CoverageMark {
  readonly span: Span;
  readonly reach: Reach;
  /** Nodes of this place, one for each agent or population. */
  readonly nodes: readonly NodeId[];
  /** Agents that have the line. */
  readonly agents: readonly AgentId[];
  /** Questions to these agents, and of these the questions that used the line, that it was withheld from, that had no room for it. */
  readonly asked: number;
  readonly used: number;
  readonly withheld: number;
  readonly cut: number;
  /** Rounds in which it was used, in order. */
  readonly rounds: readonly number[];
}

/** Marks up to an event, in no order. `isFelt` is called for the nodes of lines without any other result. */
export function coverageMarks(
  agents: readonly AgentReach[],
  nodes: ReadonlyMap<NodeId, Span>,
  seq: number,
  isFelt: (node: NodeId) => boolean,
): readonly CoverageMark[] {
  const places = new Map<string, Counted>();
  for (const agent of agents) {
    const asked = countUpTo(agent, seq);
    if (asked === 0) continue;
    for (const line of agent.lines) {
      const span = nodes.get(line.node);
      if (!span) continue;
      const key = `${span.source} ${span.range.start.line} ${span.range.start.character}`;
      const place = places.get(key) ?? nothingAt(span);
      places.set(key, place);
      count(place, agent, line, asked);
    }
  }
  return [...places.values()].map((place) => markOf(place, isFelt));
}

interface Counted {
  readonly span: Span;
  readonly nodes: Set<NodeId>;
  readonly agents: Set<AgentId>;
  readonly rounds: Set<number>;
  asked: number;
  used: number;
  withheld: number;
  cut: number;
}

const nothingAt = (span: Span): Counted => ({
  ...{ span, nodes: new Set<NodeId>(), agents: new Set<AgentId>(), rounds: new Set<number>() },
  ...{ asked: 0, used: 0, withheld: 0, cut: 0 },
});

function count(place: Counted, { agent, asked: all }: AgentReach, { node, used, withheld, cut }: LineReach, asked: number): void {
  const until = (positions: readonly number[]): number => lowerBound(positions, asked);
  place.nodes.add(node);
  place.agents.add(agent);
  place.asked += asked;
  place.withheld += until(withheld);
  place.cut += until(cut);
  const last = until(used);
  place.used += last;
  for (let i = 0; i < last; i++) place.rounds.add(all[used[i]!]!.round);
}

function markOf({ rounds, ...place }: Counted, isFelt: (node: NodeId) => boolean): CoverageMark {
  const { used, withheld, cut } = place;
  const [nodes, agents] = [[...place.nodes], [...place.agents]];
  const reach: Reach = used > 0 ? 'used' : withheld > 0 ? 'withheld' : cut > 0 ? 'cut' : nodes.some(isFelt) ? 'felt' : 'unused';
  return { ...place, nodes, agents, reach, rounds: [...rounds].sort((a, b) => a - b) };
}

/** The number of questions up to an event. */
function countUpTo({ asked }: AgentReach, seq: number): number {
  return upperBoundBy(asked, seq, (question) => question.seq);
}

/** Rounds as a short list: `1–5, 7`. */
export function roundsText(rounds: readonly number[]): string {
  const runs: [number, number][] = [];
  for (const round of rounds) {
    const last = runs.at(-1);
    if (last && last[1] === round - 1) last[1] = round;
    else runs.push([round, round]);
  }
  return runs.map(([first, last]) => (first === last ? String(first) : `${first}–${last}`)).join(', ');
}
