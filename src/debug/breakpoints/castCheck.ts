/** Whether the text of a line takes part in a run: a persona in the cast, the world and the scenario of the run. */
import type { NodeId } from '../../core/util/ids.js';
import type { ScenarioModel } from '../../engine/index.js';
import type { Places } from '../run/sourceMap.js';

type Partaking =
  | { readonly ok: true; readonly node: NodeId }
  /** Why it never happens, for the user. */
  | { readonly ok: false; readonly why: string };

/** The node that events of a run name as their cause, for the node of a line. */
export function partaking(model: ScenarioModel, places: Places, node: NodeId): Partaking {
  const [kind, id = '', ...rest] = node.split('.');
  if (kind === 'personas' || kind === 'populations') {
    if (isCast(model, id)) return { ok: true, node };
    return { ok: false, why: `\`${id}\` takes no part in this run: the cast of \`${model.scenario}\` leaves it out.` };
  }
  const played = kind === 'scenarios' ? model.scenario : kind === 'worlds' ? model.world.id : id;
  if (played === id) return { ok: true, node };
  const twin = [kind, played, ...rest].join('.');
  if (isSamePlace(places, node, twin)) return { ok: true, node: twin };
  return { ok: false, why: `This run plays \`${played}\`, not \`${id}\`.` };
}

/** In a fork with another file, an agent may have taken part before the fork. */
function isCast(model: ScenarioModel, id: string): boolean {
  return model.agents.some(({ from }) => from === id) || (model.before !== undefined && isCast(model.before.model, id));
}

/** A scenario that extends another one includes its lines. */
function isSamePlace(places: Places, one: NodeId, other: NodeId): boolean {
  if (!places.nodes.has(other)) return false;
  const [a, b] = [places.of(one), places.of(other)];
  return a?.path === b?.path && a?.line === b?.line;
}
