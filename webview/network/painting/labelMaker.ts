/** Places the names of a scene. It measures each name once and remembers its side, so that names do not jump. */
import { placeLabels, SIDES, type Label, type LabelWish, type Side } from './labels.js';
import { LABEL_HEIGHT, labelFont, nodeRadius, type Scene } from './scene.js';

/** Screen area for each name, in square pixels. It limits the number of names. */
const AREA = 3_400;
/** In a network with more agents than this, only neighbours of the focused agent keep their names. */
const SMALL = 60;
/** Up to this number of ties, names avoid ties. */
const FEW_TIES = 600;

/** Candidates for each available name while the picture moves. */
const HASTY = 4;

/** Measures names: a canvas, or a replacement without a page. */
export interface Measuring {
  font: string;
  measureText(text: string): { readonly width: number };
}

type Node = Omit<LabelWish, 'width' | 'sides'>;
type Bare = Omit<Scene, 'labels'>;

export class LabelMaker {
  #widths = new Map<number, number>();
  #sides = new Map<number, Side>();

  /** Discards the measurements, for example after a change of theme or run. */
  reset(): void {
    this.#widths.clear();
    this.#sides.clear();
  }

  make(ctx: Measuring, scene: Bare): Label[] {
    const most = Math.max(6, Math.round((scene.width * scene.height) / AREA));
    ctx.font = labelFont(scene.theme, true);
    const loads = scene.ties.count <= FEW_TIES ? loadsOf(scene) : null;
    const near = scene.focus && scene.x.length > SMALL ? scene.focus.near : null;
    const nodes: Node[] = [];
    for (let agent = 0; agent < scene.x.length; agent++) {
      if (!scene.radii[agent]) continue;
      if (near && !near.has(agent) && agent !== scene.selected && agent !== scene.cursor) continue;
      const node = this.#node(scene, agent);
      if (node) nodes.push(node);
    }
    nodes.sort((a, b) => b.priority - a.priority || a.agent - b.agent);
    // While the picture moves, only the most important agents are candidates: most agents have no room for a name.
    const asked = scene.hasty ? HASTY * most : nodes.length;
    const wishes = nodes.slice(0, asked).map((node): LabelWish => {
      const sides = sidesFor(node.agent, this.#sides.get(node.agent) ?? null, loads);
      return { ...node, width: this.#width(ctx, scene, node.agent), sides };
    });
    const labels = placeLabels(wishes, LABEL_HEIGHT, scene, most, nodes.slice(asked));
    this.#sides = new Map(labels.map((label) => [label.agent, label.side]));
    return labels;
  }

  /** The agent's node, if any part of it is visible. */
  #node(scene: Bare, agent: number): Node | null {
    const x = (scene.x[agent] ?? 0) * scene.camera.k + scene.camera.x;
    const y = (scene.y[agent] ?? 0) * scene.camera.k + scene.camera.y;
    const r = nodeRadius(scene, agent);
    if (x < -r || y < -r || x > scene.width + r || y > scene.height + r) return null;
    const must = agent === scene.selected || agent === scene.cursor;
    return { agent, x, y, r, must, priority: priority(scene, agent, this.#sides.has(agent)) };
  }

  #width(ctx: Measuring, scene: Bare, agent: number): number {
    const known = this.#widths.get(agent);
    if (known !== undefined) return known;
    const width = Math.ceil(ctx.measureText(scene.names[agent] ?? '').width) + 4;
    this.#widths.set(agent, width);
    return width;
  }
}

/** The priority of a name: the focused agent, then its neighbours, then agents with many ties. Names that are already shown get a bonus. */
function priority(scene: Bare, agent: number, there: boolean): number {
  const size = (scene.radii[agent] ?? 0) * (there ? 1.15 : 1);
  if (agent === scene.focus?.agent) return 4e6;
  if (agent === scene.selected || agent === scene.cursor) return 3e6;
  return scene.focus?.near.has(agent) ? 1e6 + size : size;
}

/** The base cost of each of `SIDES`: a name is easiest to read below its node. */
const BIAS: readonly number[] = [0, 0.3, 0.5, 0.55];
/** The advantage that another side needs before a name moves to it. */
const STAY = 0.5;

function sidesFor(agent: number, present: Side | null, loads: Float32Array | null): readonly Side[] {
  const cost = (side: Side, i: number): number => (BIAS[i] ?? 0) + (loads?.[agent * 4 + i] ?? 0) - (side === present ? STAY : 0);
  return SIDES.map((side, i) => ({ side, cost: cost(side, i) }))
    .sort((a, b) => a.cost - b.cost)
    .map(({ side }) => side);
}

/** The total strength of the ties of each agent on each of `SIDES`. */
function loadsOf(scene: Bare): Float32Array {
  const loads = new Float32Array(scene.x.length * 4);
  const put = (agent: number, dx: number, dy: number, strength: number): void => {
    const side = Math.abs(dy) >= Math.abs(dx) * 0.7 ? (dy > 0 ? 0 : 1) : dx > 0 ? 2 : 3;
    loads[agent * 4 + side] = (loads[agent * 4 + side] ?? 0) + strength;
  };
  for (let i = 0; i < scene.ties.count; i++) {
    const from = scene.ties.from[i] ?? 0;
    const to = scene.ties.to[i] ?? 0;
    const dx = (scene.x[to] ?? 0) - (scene.x[from] ?? 0);
    const dy = (scene.y[to] ?? 0) - (scene.y[from] ?? 0);
    put(from, dx, dy, scene.ties.strength[i] ?? 0);
    put(to, -dx, -dy, scene.ties.strength[i] ?? 0);
  }
  return loads;
}
