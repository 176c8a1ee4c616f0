/** Whom a line drawn around them takes in: pure geometry in the units of the screen. */

export interface Point {
  readonly x: number;
  readonly y: number;
}

/** Whether a point lies in a closed line, counting how often a ray from it crosses the line. */
export function inside(line: readonly Point[], { x, y }: Point): boolean {
  let is = false;
  for (let i = 0, j = line.length - 1; i < line.length; j = i++) {
    const [a, b] = [line[i]!, line[j]!];
    if (a.y > y !== b.y > y && x < ((b.x - a.x) * (y - a.y)) / (b.y - a.y) + a.x) is = !is;
  }
  return is;
}

/** Agents whose centre the line takes in, in their order. */
export function takenIn(line: readonly Point[], count: number, where: (agent: number) => Point | null): readonly number[] {
  const taken: number[] = [];
  for (let agent = 0; agent < count; agent++) {
    const at = where(agent);
    if (at && inside(line, at)) taken.push(agent);
  }
  return taken;
}
