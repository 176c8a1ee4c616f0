/** The agents inside a drawn line: pure geometry in the units of the screen. */

export interface Point {
  readonly x: number;
  readonly y: number;
}

/** Whether a point is inside a closed line. It counts how often a ray from the point crosses the line. */
export function inside(line: readonly Point[], { x, y }: Point): boolean {
  let is = false;
  for (let i = 0, j = line.length - 1; i < line.length; j = i++) {
    const [a, b] = [line[i]!, line[j]!];
    if (a.y > y !== b.y > y && x < ((b.x - a.x) * (y - a.y)) / (b.y - a.y) + a.x) is = !is;
  }
  return is;
}

/** The agents whose centre is inside the line, in their order. */
export function takenIn(line: readonly Point[], count: number, where: (agent: number) => Point | null): readonly number[] {
  const taken: number[] = [];
  for (let agent = 0; agent < count; agent++) {
    const at = where(agent);
    if (at && inside(line, at)) taken.push(agent);
  }
  return taken;
}
