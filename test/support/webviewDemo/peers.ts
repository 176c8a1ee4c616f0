/**
 * The page of the peers: `force-graph` and `sigma` (with ForceAtlas2 in its worker) lay out and draw the ties of the same
 * made-up run that the panel is given. Loaded by the benchmark only.
 */
import ForceGraph from 'force-graph';
import Graph from 'graphology';
import forceAtlas2 from 'graphology-layout-forceatlas2';
import FA2Layout from 'graphology-layout-forceatlas2/worker';
import Sigma from 'sigma';
import { createModel } from '../../../webview/state/model.js';
import { tiesOf, type Ties } from '../../../webview/network/graph/graph.js';
import { fakeRun, snapshotAfter } from './fakeRun.js';
import { withTies } from './more.js';

type Peer = 'force-graph' | 'sigma';

/** Steps of a layout: what d3 takes to its end, and what ForceAtlas2, which has none, is given. */
const TICKS = 300;

interface Seen {
  ticks: number;
  draws: number;
  firstAt: number | null;
  settledAt: number | null;
}

interface PeerResult {
  /** Milliseconds from the start; null where it was not reached in time. */
  readonly first: number | null;
  readonly settled: number | null;
  readonly perTick: number | null;
  readonly framesPerSecond: number;
  readonly longest: number;
}

function tick(seen: Seen, start: number): void {
  if (++seen.ticks === TICKS) seen.settledAt ??= performance.now() - start;
}

function draws(seen: Seen, start: number): void {
  seen.draws++;
  seen.firstAt ??= performance.now() - start;
}

function forceGraph(root: HTMLElement, count: number, ties: Ties, seen: Seen, start: number): void {
  const links = Array.from({ length: ties.count }, (_, i) => ({ source: ties.from[i]!, target: ties.to[i]! }));
  new ForceGraph(root)
    .width(root.clientWidth)
    .height(root.clientHeight)
    .warmupTicks(0)
    .cooldownTicks(TICKS)
    .cooldownTime(1e9)
    .nodeRelSize(1)
    .linkWidth(0.5)
    .onEngineTick(() => tick(seen, start))
    .onRenderFramePost(() => draws(seen, start))
    .graphData({ nodes: Array.from({ length: count }, (_, id) => ({ id })), links });
}

function sigma(root: HTMLElement, count: number, ties: Ties, seen: Seen, start: number): void {
  const graph = new Graph({ multi: true, type: 'directed' });
  for (let i = 0; i < count; i++)
    graph.addNode(i, { x: Math.cos(i * 2.4) * Math.sqrt(i), y: Math.sin(i * 2.4) * Math.sqrt(i), size: 2, color: '#36c' });
  for (let i = 0; i < ties.count; i++) graph.addDirectedEdge(ties.from[i]!, ties.to[i]!, { size: 0.5, color: '#ddd' });
  const renderer = new Sigma(graph, root, { renderLabels: false });
  renderer.on('afterRender', () => draws(seen, start));
  graph.on('eachNodeAttributesUpdated', () => tick(seen, start));
  new FA2Layout(graph, { settings: forceAtlas2.inferSettings(graph) }).start();
}

async function measure(peer: Peer, agents: number, ties: number, seconds: number): Promise<PeerResult> {
  const run = fakeRun({ agents, rounds: 3, hostile: false, seed: 7 });
  const graph = tiesOf(createModel(withTies(snapshotAfter(run, run.deltas.length), ties)));
  const root = document.getElementById('root')!;
  await new Promise((resolve) => setTimeout(resolve, 500));
  const seen: Seen = { ticks: 0, draws: 0, firstAt: null, settledAt: null };
  let [longest, frames] = [0, 0];
  new PerformanceObserver((list) => {
    for (const { duration } of list.getEntries()) longest = Math.max(longest, duration);
  }).observe({ entryTypes: ['longtask'] });
  const beat = (): void => {
    frames++;
    requestAnimationFrame(beat);
  };
  const start = performance.now();
  requestAnimationFrame(beat);
  (peer === 'sigma' ? sigma : forceGraph)(root, agents, graph, seen, start);
  while (performance.now() - start < seconds * 1_000 && seen.settledAt === null) await new Promise((resolve) => setTimeout(resolve, 50));
  const elapsed = performance.now() - start;
  const perTick = seen.ticks > 0 ? elapsed / seen.ticks : null;
  return { first: seen.firstAt, settled: seen.settledAt, perTick, framesPerSecond: frames / (elapsed / 1_000), longest };
}

Object.assign(globalThis, { measure });
