/** The audience of words and acts, computed when they are committed. */
import type { Audience } from '../../core/events/events.js';
import { neighbours } from '../../analysis/network/neighbours.js';
import { indexOf } from '../../core/events/roster.js';
import { networkOf, type State } from '../../core/events/state.js';
import { type Row, rowOf } from '../../core/events/ties.js';
import type { NodeId } from '../../core/util/ids.js';
import type { Action } from '../../language/generated/society.js';
import type { AudienceSpec } from '../model/worldSpec.js';
import type { Locals } from '../model/formulaTypes.js';
import type { ScenarioModel } from '../model/model.js';
import type { Report } from '../model/faults.js';
import { thereWith } from '../evaluation/places.js';
import { isPresent } from '../evaluation/participants.js';
import { select } from '../evaluation/selectors.js';

const NETWORK = /^(neighbours|followers)(?:\s+along\s+([a-z][a-z0-9_]*))?$/;

/** The audience from its key in the file. Without the key, `fallback` applies. */
export function audience(written: Action['to'], fallback: 'public' | 'nobody', at: NodeId, report: Report): AudienceSpec {
  const word = written ?? fallback;
  if (word === 'public' || word === 'all') return { kind: 'public' };
  if (word === 'nobody' || word === 'self' || word === 'agent' || word === 'here') return { kind: word };
  const [, kind, network] = typeof word === 'string' ? (NETWORK.exec(word.trim()) ?? []) : [];
  if (kind === 'neighbours' || kind === 'followers') return { kind, network: network ?? null };
  return { kind: 'select', select: select(word, at, report) };
}

export interface Reached {
  readonly audience: Audience;
  readonly to: readonly number[];
}

/** The agents that a message reaches; null if its rule reaches none. `chosen` is the agent picked with the act. */
export function reached(
  spec: AudienceSpec,
  model: ScenarioModel,
  state: State,
  author: number,
  chosen: number | null,
  locals: Locals,
): Reached | null {
  const others = (found: readonly number[]): readonly number[] => found.filter((index) => index !== author);
  switch (spec.kind) {
    case 'public':
      return { audience: 'public', to: [] };
    case 'nobody':
      return null;
    case 'self':
      return { audience: 'self', to: [author] };
    case 'agent':
      return chosen === null ? null : { audience: 'direct', to: [chosen] };
    case 'neighbours':
    case 'followers':
      return { audience: 'neighbours', to: others(tied(spec, model, state, author)) };
    case 'here':
      return { audience: 'group', to: others(thereWith(model, state, author)) };
    case 'select':
      return amongFew(others(spec.select.of(model, state, locals)));
  }
}

/** A message to one agent is direct. */
const amongFew = (to: readonly number[]): Reached => ({ audience: to.length === 1 ? 'direct' : 'group', to });

/** Agents that the author has a tie to, or agents with a tie to the author. Only edges and agents that are present count. */
function tied(
  spec: { readonly kind: string; readonly network: string | null },
  model: ScenarioModel,
  state: State,
  author: number,
): readonly number[] {
  const network = spec.network === null ? model.networks[0] : model.networks.find(({ name }) => name === spec.network);
  const ties = network && networkOf(state, network.name);
  if (!network || !ties) return [];
  const isEdge = ({ to, strength }: Row, i: number): boolean => i >= 0 && i < to.length && strength[i]! >= network.edge;
  if (spec.kind === 'neighbours') {
    const row = rowOf(ties, author);
    return row.to.filter((to, i) => isEdge(row, i) && isPresent(state, to));
  }
  return neighbours(ties, network.edge, author).filter((from) => {
    const row = rowOf(ties, from);
    return isEdge(row, row.to.indexOf(author)) && isPresent(state, from);
  });
}

/** Ids of agents named in a text as `@id`, in order, without the writer. */
export function mentioned(state: State, actor: number, text: string): readonly string[] {
  const found = new Set<string>();
  for (const [, id] of text.matchAll(/@([a-z][a-z0-9_]*)/g)) {
    const index = indexOf(state.roster, id!);
    if (index >= 0 && index !== actor) found.add(id!);
  }
  return [...found];
}
