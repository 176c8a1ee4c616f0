/** How often the rules of a world changed something: by rule, the changes of each variable and network, and the faults. */
import type { SimEvent } from '../../core/events/events.js';
import { changedRows, changesMany } from '../../core/events/rowViews.js';
import type { NodeId } from '../../core/util/ids.js';
import type { ScenarioModel } from '../../engine/index.js';

export interface RuleCount {
  readonly node: NodeId;
  readonly source: string;
  /** How often its phase took place. */
  readonly ran: number;
  /** In how many of these it changed something. */
  readonly changing: number;
  /** Changes by variable or network; each agent or tie counts once for each time. */
  readonly changes: ReadonlyMap<string, number>;
  readonly faults: number;
}

interface Counting extends RuleCount {
  ran: number;
  changing: number;
  faults: number;
  /** The last step in which it changed something. */
  step: number;
  readonly changes: Map<string, number>;
}

/** The rules in the order of the file, one pass over the events. */
export function ruleCounts({ phases }: ScenarioModel, events: readonly SimEvent[]): readonly RuleCount[] {
  const byPhase = new Map<string, Counting>();
  const byNode = new Map<NodeId, Counting>();
  for (const { id, effect } of [...phases.start, ...phases.round, ...phases.end]) {
    if (!effect || byNode.has(effect.at)) continue;
    const made: Counting = { node: effect.at, source: effect.source, ran: 0, changing: 0, changes: new Map(), faults: 0, step: -1 };
    byPhase.set(id, made);
    byNode.set(effect.at, made);
  }
  for (const event of events) {
    if (event.type === 'phase.started') {
      const rule = byPhase.get(event.phase);
      if (rule) rule.ran++;
      continue;
    }
    const rule = event.at === null ? undefined : byNode.get(event.at);
    if (!rule) continue;
    if (event.type === 'fault') rule.faults += event.times ?? 1;
    const changed = changeIn(event);
    if (!changed) continue;
    rule.changes.set(changed.what, (rule.changes.get(changed.what) ?? 0) + changed.count);
    if (event.step !== rule.step) rule.changing++;
    rule.step = event.step;
  }
  return [...byNode.values()].map(({ step: _step, ...count }) => count);
}

/** What an event of a rule changes, and for how many agents or ties. */
function changeIn(event: SimEvent): { readonly what: string; readonly count: number } | null {
  if (changesMany(event)) return { what: event.type === 'variables.set' ? event.name : event.network, count: changedRows(event).length };
  if (event.type === 'variable.set') return { what: event.name, count: 1 };
  return event.type === 'tie.changed' ? { what: event.network, count: 1 } : null;
}
