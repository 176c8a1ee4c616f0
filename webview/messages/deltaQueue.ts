/**
 * Passes the deltas of a run to the page at most once per frame, and large deltas in portions, so that no frame is late. Waiting
 * deltas are merged into one; their lists are concatenated.
 */
import type { PanelCourse, PanelDelta, PanelMeasureValues } from '../../src/protocol/course.js';
import { valuesFrom } from '../state/model.js';
import { frames } from '../ui/frame.js';

/** Maximum number of tie changes per frame. Other changes are cheap. */
const MOST_TIES = 3_000;

interface News {
  add(delta: PanelDelta): void;
  /** Takes all waiting deltas now, because a request needs them. */
  flush(): void;
  /** Drops the waiting deltas, because a snapshot contains them. */
  drop(): void;
}

export function createNews(take: (delta: PanelDelta) => void): News {
  let waiting: PanelDelta[] = [];
  const loop = frames(() => {
    const [first, ...rest] = waiting.length > 0 ? portions(merged(waiting), MOST_TIES) : [];
    waiting = rest;
    if (first) take(first);
    return rest.length > 0;
  });
  return {
    add(delta) {
      // Deltas of different runs are not merged. The model decides which of them count.
      if (waiting.some(({ run }) => run !== delta.run)) this.flush();
      waiting.push(delta);
      loop.ask();
    },
    flush() {
      const all = waiting;
      waiting = [];
      if (all.length > 0) take(merged(all));
    },
    drop() {
      waiting = [];
    },
  };
}

/** Merges several deltas of one run, in their order, into one. */
export function merged(deltas: readonly PanelDelta[]): PanelDelta {
  const last = deltas.at(-1)!;
  if (deltas.length === 1) return last;
  const course: Partial<Record<keyof PanelCourse, unknown[]>> = {};
  for (const delta of deltas)
    for (const [key, list] of Object.entries(delta.course) as [keyof PanelCourse, readonly unknown[]][]) {
      const known = (course[key] ??= []);
      for (const item of list) known.push(item);
    }
  const agents = deltas.flatMap((delta) => delta.agents ?? []);
  const byId = new Map<string, PanelMeasureValues>();
  for (const next of deltas.flatMap((delta) => delta.measures ?? [])) {
    const before = byId.get(next.id);
    // Values that begin earlier contain the others.
    const from = Math.min(before?.from ?? next.from, next.from);
    byId.set(next.id, { ...next, from, values: valuesFrom(from, before, next) });
  }
  const measures = [...byId.values()];
  const cost = deltas.findLast((delta) => delta.cost !== undefined)?.cost;
  return {
    ...{
      run: last.run,
      seq: last.seq,
      edge: last.edge,
      status: last.status,
      problem: last.problem,
      course: course as Partial<PanelCourse>,
    },
    ...(agents.length > 0 ? { agents } : {}),
    ...(measures.length > 0 ? { measures } : {}),
    ...(cost === undefined ? {} : { cost }),
  };
}

/** Splits a delta with many tie changes into several. The first one contains all other changes. */
export function portions(delta: PanelDelta, most: number): readonly PanelDelta[] {
  const { run, seq, edge, status, problem, course } = delta;
  const { ties = [] } = course;
  if (ties.length <= most) return [delta];
  const more: PanelDelta[] = [];
  for (let at = most; at < ties.length; at += most)
    more.push({ run, seq, edge, status, problem, course: { ties: ties.slice(at, at + most) } });
  return [{ ...delta, course: { ...course, ties: ties.slice(0, most) } }, ...more];
}
