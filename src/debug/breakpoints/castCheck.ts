/** Whether what is written on a line takes part in a run: of personas the cast, of worlds and scenarios the one that is played. */
import type { NodeId } from '../../core/util/ids.js';
import type { ScenarioModel } from '../../engine/index.js';
import type { Places } from '../run/sourceMap.js';

type Partaking =
  | { readonly ok: true; readonly node: NodeId }
  /** Why nothing of it happens, in words. */
  | { readonly ok: false; readonly why: string };

/** The node under which a run makes its events of what is written at a node. */
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

/** In a fork with another file, somebody may have taken part before. */
function isCast(model: ScenarioModel, id: string): boolean {
  return model.agents.some(({ from }) => from === id) || (model.before !== undefined && isCast(model.before.model, id));
}

/** What builds on something else has its lines. */
function isSamePlace(places: Places, one: NodeId, other: NodeId): boolean {
  if (!places.nodes.has(other)) return false;
  const [a, b] = [places.of(one), places.of(other)];
  return a?.path === b?.path && a?.line === b?.line;
}
