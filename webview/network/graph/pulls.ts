/** The forces of ties in the layout: one pull for each tied pair, by the strength in both directions. Flat arrays, no access to the page or a clock. */

/** Ties in any order. */
export interface Tied {
  readonly count: number;
  readonly from: Uint32Array;
  readonly to: Uint32Array;
  readonly strength: Float32Array;
}

export interface Pulls {
  readonly count: number;
  /** The two of each pair, the lower index first, pairs in ascending order. */
  readonly from: Uint32Array;
  readonly to: Uint32Array;
  readonly weight: Float64Array;
  readonly stiffness: Float64Array;
  /** The share of a pull's movement for the second agent. */
  readonly bias: Float64Array;
}

/** The pulls of ties. Pairs with many ties have softer pulls, which avoids a dense ball; `soft` is the base softness. */
export function pullsOf(agents: number, tied: Tied | null, soft: number): Pulls {
  const { keys, order } = sorted(agents, tied);
  const n = order.length;
  const [from, to, weight] = [new Uint32Array(n), new Uint32Array(n), new Float64Array(n)];
  const [load, degree] = [new Float64Array(agents), new Uint32Array(agents)];
  let count = 0;
  for (let i = 0; i < n; i++) {
    const tie = order[i]!;
    const [a, b] = [tied!.from[tie]!, tied!.to[tie]!];
    const half = tied!.strength[tie]! / 2;
    load[a] = load[a]! + half;
    load[b] = load[b]! + half;
    if (i > 0 && keys[tie] === keys[order[i - 1]!]) weight[count - 1] = weight[count - 1]! + half;
    else {
      from[count] = Math.min(a, b);
      to[count] = Math.max(a, b);
      degree[a]!++;
      degree[b]!++;
      weight[count++] = half;
    }
  }
  const [stiffness, bias] = [new Float64Array(count), new Float64Array(count)];
  for (let i = 0; i < count; i++) {
    const [a, b] = [from[i]!, to[i]!];
    stiffness[i] = weight[i]! / (soft + 0.75 * soft * Math.min(load[a]!, load[b]!));
    bias[i] = degree[a]! / (degree[a]! + degree[b]!);
  }
  return { count, from, to, weight, stiffness, bias };
}

/** Ties sorted by pair: in `order`, the two directions of a pair are next to each other. */
function sorted(agents: number, tied: Tied | null): { readonly keys: Float64Array; readonly order: Uint32Array } {
  const n = tied?.count ?? 0;
  const keys = new Float64Array(n);
  const order = new Uint32Array(n);
  for (let i = 0; i < n; i++) {
    const [a, b] = [tied!.from[i]!, tied!.to[i]!];
    keys[i] = Math.min(a, b) * agents + Math.max(a, b);
    order[i] = i;
  }
  order.sort((a, b) => keys[a]! - keys[b]! || tied!.from[a]! - tied!.from[b]!);
  return { keys, order };
}
