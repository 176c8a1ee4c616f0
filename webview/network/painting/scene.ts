/** Everything one picture of the network is made of. Plain data: the same scene gives the same picture. */
import type { Theme } from '../../ui/theme.js';
import type { Ties } from '../graph/graph.js';
import type { Label } from './labels.js';
import type { Point } from '../sight/lasso.js';
import type { Frame } from '../graph/walk.js';

/** Agents and ties that do not step back. */
export interface Focus {
  /** Who is looked at; null where it is several. */
  readonly agent: number | null;
  readonly near: ReadonlySet<number>;
  readonly lit: (from: number, to: number) => boolean;
}

export interface Scene {
  readonly width: number;
  readonly height: number;
  readonly camera: Frame;
  readonly x: Float32Array;
  readonly y: Float32Array;
  readonly radii: Float32Array;
  readonly ties: Ties;
  /** 1 for each tie that was there before the first round. */
  readonly given: Uint8Array;
  /** Ties that were there and are no more; none unless they are wanted. */
  readonly ghosts: Ties;
  /** From this strength on a tie counts; weaker ones are drawn faintly. */
  readonly edge: number;
  readonly hue: readonly number[];
  readonly initials: readonly string[];
  readonly names: readonly string[];
  readonly theme: Theme;
  /** What is looked at: the rest steps back by `mix`, 0..1. */
  readonly focus: (Focus & { readonly mix: number }) | null;
  readonly selected: number | null;
  /** The agent at the keyboard focus, while the network has the focus. */
  readonly cursor: number | null;
  /** Agents who just spoke, with the age of the sign, 0..1. */
  readonly pulses: readonly { readonly agent: number; readonly age: number }[];
  /** Messages on their way, with the part of it that is done, 0..1. */
  readonly flights: readonly { readonly from: number; readonly to: number; readonly age: number }[];
  /** Agents who were put somewhere and stay there. */
  readonly pinned: ReadonlySet<number>;
  /** The line that is being drawn around agents. */
  readonly lasso: readonly Point[];
  readonly labels: readonly Label[];
  /** In motion on a slow screen: ties as hair lines, which cost a tenth. At rest every picture is drawn in full. */
  readonly hasty: boolean;
  readonly ratio: number;
}

/** Initials stand on nodes at least this large on the screen. */
export const INITIALS_FROM = 8.5;
export const LABEL_HEIGHT = 15;
export const labelFont = (theme: Theme, strong: boolean): string => `${strong ? '600 ' : ''}12px ${theme.font}`;

/**
 * How nodes grow with the camera: slower than the space between them, so that faces stay readable from afar and do not
 * fill the screen from near; never so large that they cover one another.
 */
export const nodeScale = (k: number): number => Math.min(Math.sqrt(k), 1.45 * k);

/** A node's radius on the screen. */
export const nodeRadius = (scene: Pick<Scene, 'radii' | 'camera'>, agent: number): number =>
  Math.max(2, (scene.radii[agent] ?? 0) * nodeScale(scene.camera.k));

/** Whether contrast comes before everything: then nothing steps back so far that it cannot be read. */
export const strict = (theme: Theme): boolean => theme.kind === 'hcDark' || theme.kind === 'hcLight';

/** How much of a thing's ink is left when the look is elsewhere. */
export const dimmed = (mix: number, left: number): number => 1 - (1 - left) * mix;

// A scene on its way to a worker: functions cannot go there, so what they say of each tie goes instead.

/** A scene of which nobody chose yet which names fit. */
export type Bare = Omit<Scene, 'labels'>;

type SentFocus = Omit<Focus, 'lit'> & { readonly mix: number; readonly lit: ReadonlySet<number> };

export type Sent = Omit<Bare, 'focus'> & { readonly focus: SentFocus | null };

/** A tie as one number. */
const key = (from: number, to: number, agents: number): number => from * agents + to;

export function sendable(scene: Bare): Sent {
  const { focus, ties, x } = scene;
  if (!focus) return { ...scene, focus };
  const lit = new Set<number>();
  for (let i = 0; i < ties.count; i++) {
    const [from, to] = [ties.from[i]!, ties.to[i]!];
    if (focus.lit(from, to)) lit.add(key(from, to, x.length));
  }
  return { ...scene, focus: { ...focus, lit } };
}

export function received(sent: Sent): Bare {
  const { focus, x } = sent;
  return { ...sent, focus: focus && { ...focus, lit: (from, to) => focus.lit.has(key(from, to, x.length)) } };
}
