/** The coverage of one run, read piece by piece as the run goes on, with breaks in which others have their turn. */
import type { NodeId } from '../../core/util/ids.js';
import type { Coverage } from '../../runs/index.js';
import type { ShownRun } from './shownRun.js';

type Room = Awaited<ReturnType<typeof import('../../runs/index.js')['coverageRoom']>>;

interface CoveragePorts extends Pick<Room, 'Coverage' | 'isFelt'> {
  readonly breathe: () => Promise<void> | undefined;
}

interface CoverageRead {
  readonly coverage: Coverage;
  /** Nodes of lines that no question had, and without which the run would have gone another way. */
  readonly felt: ReadonlySet<NodeId>;
}

/** Events of a run for which it is found out what rules read: the run is made again for each line. */
const MOST_FELT = 20_000;

export class CoverageReading {
  readonly #coverage: Coverage;
  readonly #felt = new Map<NodeId, boolean>();

  constructor(
    readonly run: ShownRun,
    readonly ports: CoveragePorts,
  ) {
    const { source, resolved, prose } = run;
    this.#coverage = new ports.Coverage({ model: source.model, society: resolved.society, prose });
  }

  /** Reads on to the current end of the run, unless it is stopped. */
  async read(isStopped: () => boolean): Promise<CoverageRead> {
    const { run, ports } = this;
    const { events } = run.timeline;
    const end = events.length;
    while (this.#coverage.seq + 1 < end && !isStopped()) {
      this.#coverage.add(events[this.#coverage.seq + 1]!);
      await ports.breathe();
    }
    if (run.source.state !== 'running' && end <= MOST_FELT) await this.#feel(isStopped);
    return { coverage: this.#coverage, felt: new Set([...this.#felt].flatMap(([node, felt]) => (felt ? [node] : []))) };
  }

  async #feel(isStopped: () => boolean): Promise<void> {
    const { run, ports } = this;
    const lines = this.#coverage.agents.flatMap((agent) => agent.lines);
    const used = new Set(lines.flatMap(({ node, used: [first] }) => (first === undefined ? [] : [node])));
    for (const { node, cut, withheld } of lines) {
      if (isStopped()) return;
      if (this.#felt.has(node) || used.has(node) || cut.length + withheld.length > 0) continue;
      this.#felt.set(node, await ports.isFelt(this.#coverage.source, node, run.timeline.events, ports.breathe));
    }
  }
}
