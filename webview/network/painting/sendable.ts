/** A scene on its way to a worker: functions cannot go there, so what they say of each tie goes instead. */
import type { Focus, Scene } from './scene.js';

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
