/** The shape of a tie for all painters: its line, width, opacity and head. Screen units. */
import { HUES, type ThemeKind } from '../../ui/palette.js';
import { layBow, type Bow } from '../graph/geometry.js';
import type { Ties } from '../graph/graph.js';
import { nodeRadius, type Scene } from './scene.js';

type Shaped = Pick<Scene, 'x' | 'y' | 'radii' | 'camera' | 'edge' | 'theme'>;

/** Ties of nodes with a smaller radius on the screen have no heads. */
const HEADS_FROM = 4.5;
/** The gap between a node and its ties. */
const GAP = 2.5;

const INK: Readonly<Record<ThemeKind, readonly [number, number]>> = {
  light: [0.3, 0.9],
  dark: [0.28, 0.9],
  hcDark: [0.65, 1],
  hcLight: [0.65, 1],
};

/** Most ties of a young society are weak. A scale that is wider at its low end shows their differences better. */
const weight = (strength: number): number => strength ** 0.7;

const zoomed = ({ camera }: Pick<Scene, 'camera'>): number => Math.min(1.5, Math.max(0.5, Math.sqrt(camera.k)));

export function inkOfTie(scene: Shaped, strength: number): number {
  const [least, most] = INK[scene.theme.kind];
  return strength < scene.edge ? least * 0.4 : least + (most - least) * weight(strength);
}

export const widthOf = (scene: Shaped, strength: number): number => Math.max(0.5, (0.7 + 3.4 * weight(strength)) * zoomed(scene));

export const hasHeads = (scene: Shaped): boolean => nodeRadius(scene, 0) >= HEADS_FROM;

export const headLength = (scene: Shaped, strength: number): number =>
  !hasHeads(scene) || strength < scene.edge ? 0 : Math.max(4, (6 + 6 * weight(strength)) * zoomed(scene));

/** Radius of the dot at the base of a tie from the file. */
export const baseOf = (scene: Shaped, strength: number): number => Math.max(3, widthOf(scene, strength) * 0.5 + 1.8);

export const fillOf = (scene: Pick<Scene, 'theme' | 'hue'>, agent: number): string =>
  scene.theme.hues[scene.hue[agent] ?? HUES]?.fill ?? scene.theme.foreground;

export const pointOf = ({ x, y, camera }: Pick<Scene, 'x' | 'y' | 'camera'>, agent: number): readonly [number, number] => [
  (x[agent] ?? 0) * camera.k + camera.x,
  (y[agent] ?? 0) * camera.k + camera.y,
];

/** Writes the line from one agent to another into `bow`; false if they are too close for a line. */
export function layBetween(bow: Bow, scene: Shaped, from: number, to: number, mutual: boolean, head: number): boolean {
  const { x, y, camera } = scene;
  return layBow(
    bow,
    (x[from] ?? 0) * camera.k + camera.x,
    (y[from] ?? 0) * camera.k + camera.y,
    nodeRadius(scene, from) + GAP,
    (x[to] ?? 0) * camera.k + camera.x,
    (y[to] ?? 0) * camera.k + camera.y,
    nodeRadius(scene, to) + GAP,
    mutual,
    head,
  );
}

export const layTie = (bow: Bow, scene: Shaped, ties: Ties, i: number, head: number): boolean =>
  layBetween(bow, scene, ties.from[i] ?? 0, ties.to[i] ?? 0, ties.mutual[i] === 1, head);
