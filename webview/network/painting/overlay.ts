/**
 * The overlay of the picture: focus, pinned agents, past ties, moving messages. Together with the run, it gives the parts to draw.
 * No access to a canvas.
 */
import type { PanelMessage } from '../../../src/protocol/course.js';
import type { PanelModel } from '../../state/model.js';
import { NO_TIES, type Ties } from '../graph/graph.js';
import type { Point } from '../sight/lasso.js';
import { ghostsOf, givenOf } from '../graph/pastTies.js';
import type { Focus } from './scene.js';
import { focusOf, NO_SIGHT, onlyOf, type Sight } from '../sight/sight.js';

// Moving messages, from the author to the addressees. No access to the page.

interface Flight {
  readonly from: number;
  readonly to: number;
}

/** Maximum number of moving messages. More would be unreadable. */
export const MOST_FLIGHTS = 24;
/** Duration of a moving message in milliseconds. */
const FLIGHT = 900;

/** The addressees of a message: the author it replies to, its private recipients, the mentioned agents. */
export function addressees(model: PanelModel, { author, replyTo, audience, to, mentions }: PanelMessage): readonly number[] {
  const answered = replyTo === null ? undefined : model.messages[model.places.get(replyTo) ?? -1]?.author;
  const all = new Set([...(answered === undefined ? [] : [answered]), ...(audience === 'direct' ? to : []), ...mentions]);
  return [...all].filter((other) => other >= 0 && other !== author && model.agents[other] !== undefined && !model.shown.away.has(other));
}

/** The movements for the messages from one place of the list to another. Only the newest are used. */
export function flightsOf(model: PanelModel, first: number, end: number): readonly Flight[] {
  const flights = model.messages
    .slice(first, end)
    .filter(({ author }) => author >= 0 && !model.shown.away.has(author))
    .flatMap((message) => addressees(model, message).map((to) => ({ from: message.author, to })));
  return flights.slice(-MOST_FLIGHTS);
}

/** A pinned agent, with its place in the layout. */
export type Pin = readonly [number, number, number];

export interface Overlay {
  sight: Sight;
  /** The focus, and the data from which it was computed. */
  focus: { readonly sight: Sight; readonly seen: Seen | null; readonly on: Focus | null };
  /** The focus for which the rest is dimmed, and how far. While the focus fades out, the last focus. */
  fading: (Focus & { readonly mix: number }) | null;
  /** Places in the layout by agent. */
  readonly pins: Map<number, Point>;
  pinned: ReadonlySet<number>;
  ghosts: boolean;
  lasso: readonly Point[];
  flights: readonly (Flight & { readonly begins: number })[];
  /** The number of messages at the last check for new ones. */
  heard: number;
  seen: Seen | null;
}

/** The parts of the run that are drawn, and the data from which they were computed. */
export interface Seen {
  readonly from: readonly unknown[];
  readonly ties: Ties;
  readonly radii: Float32Array;
  readonly given: Uint8Array;
  readonly ghosts: Ties;
  readonly only: ReadonlySet<number> | null;
}

export const emptyOverlay = (): Overlay => ({
  sight: NO_SIGHT,
  focus: { sight: NO_SIGHT, seen: null, on: null },
  fading: null,
  pins: new Map(),
  pinned: new Set(),
  ghosts: false,
  lasso: [],
  flights: [],
  heard: 0,
  seen: null,
});

/** The ties and sizes that are drawn. They are computed again only after changes. */
export function seenOf(overlay: Overlay, model: PanelModel, ties: Ties, radii: Float32Array): Seen {
  const { selected, steps } = overlay.sight;
  const isOfMoment = steps > 0 || overlay.ghosts;
  const from = [ties, radii, steps > 0 ? selected : null, steps, overlay.ghosts, isOfMoment ? model.shown.seq : null];
  if (overlay.seen && from.every((part, i) => part === overlay.seen?.from[i])) return overlay.seen;
  const only = onlyOf(model, overlay.sight);
  const shown = only ? among(ties, only) : ties;
  const ghosts = overlay.ghosts ? ghostsOf(model) : NO_TIES;
  return (overlay.seen = {
    from,
    ties: shown,
    radii: only ? radii.map((radius, agent) => (only.has(agent) ? radius : 0)) : radii,
    given: givenOf(model, shown),
    ghosts: only ? among(ghosts, only) : ghosts,
    only,
  });
}

/** Holds an agent at a place in the layout; null lets it go. */
export function hold(overlay: Overlay, agent: number, at: Point | null): void {
  if (at) overlay.pins.set(agent, at);
  else overlay.pins.delete(agent);
  overlay.pinned = new Set(overlay.pins.keys());
}

export const pinsOf = ({ pins }: Overlay): readonly Pin[] =>
  [...pins].map(([agent, { x, y }]) => [agent, Math.round(x * 10) / 10, Math.round(y * 10) / 10]);

/** The ties between these agents. */
export function among(ties: Ties, agents: ReadonlySet<number>): Ties {
  const kept = [...ties.from.keys()].filter((i) => agents.has(ties.from[i]!) && agents.has(ties.to[i]!));
  return {
    count: kept.length,
    from: Uint32Array.from(kept, (i) => ties.from[i]!),
    to: Uint32Array.from(kept, (i) => ties.to[i]!),
    strength: Float32Array.from(kept, (i) => ties.strength[i]!),
    mutual: Uint8Array.from(kept, (i) => ties.mutual[i]!),
  };
}

/** The share of the remaining fade in one frame. */
const LOOKING = 0.28;

/** Fades to the current focus; true while it fades. */
export function fade(overlay: Overlay, model: PanelModel, seen: Seen | null, calm: boolean): boolean {
  const { sight, fading } = overlay;
  if (overlay.focus.sight !== sight || overlay.focus.seen !== seen) overlay.focus = { sight, seen, on: focusOf(model, sight) };
  const { on } = overlay.focus;
  const goal = on ? 1 : 0;
  const from = fading?.mix ?? 0;
  const mix = calm || Math.abs(goal - from) < 0.03 ? goal : from + (goal - from) * LOOKING;
  if (mix === 0) overlay.fading = null;
  else if (mix !== from || (on && on.near !== fading?.near)) overlay.fading = { ...(on ?? fading!), mix };
  return mix !== goal;
}

/** Milliseconds between the starts of messages that arrive together. */
const APART = 35;
/** If the moment changes by more messages than this, no message moves. */
const A_LEAP = 3 * MOST_FLIGHTS;

/** Starts the movement of messages since the last call. Returns their authors. */
export function hear(overlay: Overlay, model: PanelModel, time: number): readonly number[] {
  const { heard } = overlay;
  const now = (overlay.heard = model.shown.messages);
  if (now <= heard || now - heard > A_LEAP) return [];
  const sent = flightsOf(model, heard, now).map((flight, i) => ({ ...flight, begins: time + i * APART }));
  overlay.flights = [...overlay.flights, ...sent].slice(-MOST_FLIGHTS);
  return model.messages.slice(Math.max(heard, now - MOST_FLIGHTS), now).flatMap(({ author }) => (author < 0 ? [] : [author]));
}

/** Removes messages that have arrived; true while any message moves. */
export function fly(overlay: Overlay, time: number): boolean {
  overlay.flights = overlay.flights.filter(({ begins }) => time - begins < FLIGHT);
  return overlay.flights.length > 0;
}

export const flying = ({ flights }: Overlay, time: number): readonly (Flight & { readonly age: number })[] =>
  flights.filter(({ begins }) => time >= begins).map(({ from, to, begins }) => ({ from, to, age: Math.min(1, (time - begins) / FLIGHT) }));
