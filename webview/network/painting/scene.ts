/** All data of one picture of the network. Plain data: the same scene gives the same picture. */
import type { Theme } from '../../ui/theme.js';
import type { Ties } from '../graph/graph.js';
import type { Label } from './labels.js';
import type { Point } from '../sight/lasso.js';
import type { Frame } from '../graph/walk.js';

/** Agents and ties that are not dimmed. */
export interface Focus {
  /** The focused agent; null if there are several. */
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
  /** 1 for each tie that existed before the first round. */
  readonly given: Uint8Array;
  /** Past ties; empty unless the user wants to see them. */
  readonly ghosts: Ties;
  /** The minimum strength of a tie that counts. Weaker ties are drawn faintly. */
  readonly edge: number;
  readonly hue: readonly number[];
  readonly initials: readonly string[];
  readonly names: readonly string[];
  readonly theme: Theme;
  /** The focus. The rest is dimmed by `mix`, 0..1. */
  readonly focus: (Focus & { readonly mix: number }) | null;
  readonly selected: number | null;
  /** The agent at the keyboard focus, while the network has the focus. */
  readonly cursor: number | null;
  /** Agents that just spoke, with the age of the pulse, 0..1. */
  readonly pulses: readonly { readonly agent: number; readonly age: number }[];
  /** Moving messages, with their progress, 0..1. */
  readonly flights: readonly { readonly from: number; readonly to: number; readonly age: number }[];
  /** Pinned agents. */
  readonly pinned: ReadonlySet<number>;
  /** The line that is being drawn around agents. */
  readonly lasso: readonly Point[];
  readonly labels: readonly Label[];
  /** Whether to simplify a moving picture on a slow screen: ties are hairlines, which cost a tenth. A picture at rest is always drawn in full. */
  readonly hasty: boolean;
  readonly ratio: number;
}

/** Nodes with at least this radius on the screen have initials. */
export const INITIALS_FROM = 8.5;
export const LABEL_HEIGHT = 15;
export const labelFont = (theme: Theme, strong: boolean): string => `${strong ? '600 ' : ''}12px ${theme.font}`;

/**
 * The scale of nodes for a camera. Nodes grow more slowly than the space between them, so that they are readable when zoomed out
 * and do not fill the screen when zoomed in. They are never so large that they overlap.
 */
export const nodeScale = (k: number): number => Math.min(Math.sqrt(k), 1.45 * k);

/** A node's radius on the screen. */
export const nodeRadius = (scene: Pick<Scene, 'radii' | 'camera'>, agent: number): number =>
  Math.max(2, (scene.radii[agent] ?? 0) * nodeScale(scene.camera.k));

/** Whether the theme has high contrast. Then dimmed parts stay readable. */
export const strict = (theme: Theme): boolean => theme.kind === 'hcDark' || theme.kind === 'hcLight';

/** The opacity of an element outside the focus. */
export const dimmed = (mix: number, left: number): number => 1 - (1 - left) * mix;

// Converts a scene for a worker. Functions cannot be sent, so their values for each tie are sent instead.

/** A scene without placed names. */
export type Bare = Omit<Scene, 'labels'>;

type SentFocus = Omit<Focus, 'lit'> & { readonly mix: number; readonly lit: ReadonlySet<number> };

export type Sent = Omit<Bare, 'focus'> & { readonly focus: SentFocus | null };

/** The key of a tie as one number. */
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
