/** The ties and rewards of a group of agents at the shown moment. No access to the page, so that unit tests run it without one. */
import { mean } from '../../../src/core/util/numbers.js';
import { standingAt } from '../../measures/course.js';
import { edgeOf, type PanelModel } from '../../state/model.js';

interface Group {
  /** The number of ties that count in the group, the possible number, and their mean strength (null without ties). */
  readonly ties: number;
  readonly possible: number;
  readonly strength: number | null;
  /** The number of ties that count with other agents. */
  readonly out: number;
  readonly into: number;
  /** The mean of each reward over the members that have one: its id, its description, its mean. */
  readonly rewards: readonly (readonly [string, string, number])[];
}

export function groupOf(model: PanelModel, agents: readonly number[]): Group {
  const edge = edgeOf(model);
  const among = new Set(agents);
  const inside: number[] = [];
  let [out, into] = [0, 0];
  for (const agent of agents) {
    for (const [to, strength] of model.shown.out[agent] ?? []) {
      if (strength < edge) continue;
      if (among.has(to)) inside.push(strength);
      else out++;
    }
    for (const [from, strength] of model.shown.into[agent] ?? []) if (strength >= edge && !among.has(from)) into++;
  }
  const rewards = model.run.series.flatMap(({ of, id, does }, place) => {
    if (of !== 'reward') return [];
    const standing = standingAt(model, place);
    const reward = mean(agents.map((agent) => standing.get(agent)).filter((value) => value !== undefined));
    return reward === null ? [] : [[id, does, reward] as const];
  });
  return { ties: inside.length, possible: agents.length * (agents.length - 1), strength: mean(inside), out, into, rewards };
}
