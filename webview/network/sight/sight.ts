/** The sight, which is the selection in the network: an agent, a group, a path, a neighbourhood. Plain data and its derived values. */
import { nameOf, type PanelModel, strongest } from '../../state/model.js';
import { labelText } from '../../state/names.js';
import { words } from '../../ui/strings.js';
import type { Focus } from '../painting/scene.js';

export interface Sight {
  readonly selected: number | null;
  /** The agent under the pointer, or at the keyboard focus. */
  readonly hovered: number | null;
  /** The agents of the group. */
  readonly group: readonly number[];
  /** The end of the path from the selected agent. */
  readonly goal: number | null;
  /** Shows only agents within this number of steps of the selected agent; 0 shows all. */
  readonly steps: number;
}

export const NO_SIGHT: Sight = { selected: null, hovered: null, group: [], goal: null, steps: 0 };

/** The sizes of a neighbourhood in steps, in the order of the key. */
export const STEPS = [0, 1, 2] as const;

/** The note about a sight next to the picture, and the sight that remains when the note is closed. */
export interface Note {
  readonly text: string;
  readonly without: Sight;
}

/** The agents and ties that are not dimmed; null if nothing is dimmed. */
export function focusOf(model: PanelModel, { selected, hovered, group, goal }: Sight): Focus | null {
  // Pointing at a part of the selection does not change the focus.
  const isPart = hovered === selected || hovered === goal || (goal === null && group.includes(hovered ?? -1));
  if (hovered !== null && !isPart) return onOne(model, hovered);
  const path = goal === null || selected === null ? null : pathBetween(model, selected, goal);
  if (path) return onPath(path);
  if (group.length > 0) return onGroup(group);
  return selected === null ? null : onOne(model, selected);
}

function onOne(model: PanelModel, agent: number): Focus {
  const others = [...strongest(model, model.shown.out[agent]), ...strongest(model, model.shown.into[agent])].map(([other]) => other);
  return { agent, near: new Set([agent, ...others]), lit: (from, to) => from === agent || to === agent };
}

function onPath(path: readonly number[]): Focus {
  const next = new Map(path.slice(1).map((to, i) => [path[i]!, to]));
  return { agent: null, near: new Set(path), lit: (from, to) => next.get(from) === to };
}

function onGroup(group: readonly number[]): Focus {
  const near = new Set(group);
  return { agent: null, near, lit: (from, to) => near.has(from) && near.has(to) };
}

/** The agents that are shown; null for all. */
export const onlyOf = (model: PanelModel, { selected, steps }: Sight): ReadonlySet<number> | null =>
  steps === 0 || selected === null ? null : within(model, selected, steps);

/** The notes that describe the sight. */
export function notesOf(model: PanelModel, sight: Sight): readonly Note[] {
  const { selected, group, goal, steps } = sight;
  const name = (agent: number): string => labelText(nameOf(model, agent));
  const notes: Note[] = [];
  if (selected !== null && goal !== null) {
    const path = pathBetween(model, selected, goal);
    const text = path ? words.path(path.map(name)) : words.noPath(name(selected), name(goal));
    notes.push({ text, without: { ...sight, goal: null } });
  }
  const only = onlyOf(model, sight);
  if (only && selected !== null)
    notes.push({ text: words.onlyNear(name(selected), steps, only.size, model.agents.length), without: { ...sight, steps: 0 } });
  if (group.length > 0) notes.push({ text: words.chosenTogether(group.length), without: { ...sight, group: [] } });
  return notes;
}

/** The sight after Escape, which removes the part that was added last, and finally the selected agent. */
export function escaped(sight: Sight): Sight {
  if (sight.goal !== null) return { ...sight, goal: null };
  if (sight.group.length > 0) return { ...sight, group: [] };
  if (sight.steps > 0) return { ...sight, steps: 0 };
  return { ...sight, selected: null };
}

/** The sight after another agent, or no agent, is selected: a path ends when the selection of its first agent ends. */
export const selecting = (sight: Sight, selected: number | null): Sight =>
  sight.selected === selected ? sight : { ...sight, selected, goal: null };

/** The sight with an agent added to the group, or removed if it was in the group. */
export const gathered = (sight: Sight, agent: number): Sight => ({
  ...sight,
  group: sight.group.includes(agent) ? sight.group.filter((one) => one !== agent) : [...sight.group, agent].sort((a, b) => a - b),
});

// Neighbours and paths over the ties that count, at the shown moment. No access to the page.

/** The neighbours of an agent, by outgoing or incoming ties, strongest first. */
export function tiedTo(model: PanelModel, agent: number): readonly number[] {
  const both = [...strongest(model, model.shown.out[agent]), ...strongest(model, model.shown.into[agent])];
  both.sort((a, b) => b[1] - a[1] || a[0] - b[0]);
  return [...new Set(both.map(([other]) => other))].filter((other) => !model.shown.away.has(other));
}

/** The agent and all agents within a number of steps, along ties in either direction. */
export function within(model: PanelModel, agent: number, steps: number): ReadonlySet<number> {
  const near = new Set([agent]);
  let rim: readonly number[] = [agent];
  for (let step = 0; step < steps; step++) {
    rim = rim.flatMap((one) => tiedTo(model, one)).filter((other) => !near.has(other));
    for (const one of rim) near.add(one);
  }
  return near;
}

/**
 * A shortest path along the direction of ties, including both ends; null if there is none. Among equally short paths, it is the one
 * with the strongest ties, compared from the start.
 */
export function pathBetween(model: PanelModel, from: number, to: number): readonly number[] | null {
  const before = new Map<number, number>([[from, from]]);
  const queue = [from];
  for (let at = 0; at < queue.length && !before.has(to); at++) {
    for (const [next] of strongest(model, model.shown.out[queue[at]!])) {
      if (before.has(next) || model.shown.away.has(next)) continue;
      before.set(next, queue[at]!);
      queue.push(next);
    }
  }
  if (!before.has(to)) return null;
  const path = [to];
  while (path[0] !== from) path.unshift(before.get(path[0]!)!);
  return path;
}
