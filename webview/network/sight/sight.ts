/** What of the network is looked at: one agent, several, a path, a neighbourhood. Plain data and what follows from it. */
import { nameOf, type PanelModel, strongest } from '../../state/model.js';
import { labelText } from '../../state/names.js';
import { words } from '../../ui/strings.js';
import type { Focus } from '../painting/scene.js';

export interface Sight {
  readonly selected: number | null;
  /** Under the pointer, or at the keyboard focus. */
  readonly hovered: number | null;
  /** Several agents that were chosen together. */
  readonly group: readonly number[];
  /** Where a path from the selected one leads to. */
  readonly goal: number | null;
  /** Only those within so many steps of the selected one are shown; 0 shows all. */
  readonly steps: number;
}

export const NO_SIGHT: Sight = { selected: null, hovered: null, group: [], goal: null, steps: 0 };

/** Steps that a neighbourhood can have, in the order one goes through them. */
export const STEPS = [0, 1, 2] as const;

/** The note about a sight next to the picture, and the sight that remains when the note is closed. */
export interface Note {
  readonly text: string;
  readonly without: Sight;
}

/** What does not step back; null where all is alike. */
export function focusOf(model: PanelModel, { selected, hovered, group, goal }: Sight): Focus | null {
  // Pointing at what is looked at anyway does not look away from it.
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

/** Who is shown; null for all. */
export const onlyOf = (model: PanelModel, { selected, steps }: Sight): ReadonlySet<number> | null =>
  steps === 0 || selected === null ? null : within(model, selected, steps);

/** What is looked at, in words. */
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

/** What is left after Escape: first what was added last goes, and who is selected in the end. */
export function escaped(sight: Sight): Sight {
  if (sight.goal !== null) return { ...sight, goal: null };
  if (sight.group.length > 0) return { ...sight, group: [] };
  if (sight.steps > 0) return { ...sight, steps: 0 };
  return { ...sight, selected: null };
}

/** The sight after another agent, or no agent, is selected: a path ends when the selection of its first agent ends. */
export const selecting = (sight: Sight, selected: number | null): Sight =>
  sight.selected === selected ? sight : { ...sight, selected, goal: null };

/** The group with an agent more, or less where it was in it. */
export const gathered = (sight: Sight, agent: number): Sight => ({
  ...sight,
  group: sight.group.includes(agent) ? sight.group.filter((one) => one !== agent) : [...sight.group, agent].sort((a, b) => a - b),
});

// Who is near whom, and by which way: over ties that count, at the moment that is shown. No page.

/** Those an agent has ties with, to them or from them, strongest first. */
export function tiedTo(model: PanelModel, agent: number): readonly number[] {
  const both = [...strongest(model, model.shown.out[agent]), ...strongest(model, model.shown.into[agent])];
  both.sort((a, b) => b[1] - a[1] || a[0] - b[0]);
  return [...new Set(both.map(([other]) => other))].filter((other) => !model.shown.away.has(other));
}

/** The agent and all it reaches in so many steps, whichever way the ties go. */
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
 * A shortest path along the direction of ties, both ends included; null where there is none. Of equally short ones it is
 * the one whose ties are strongest from the start on.
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
