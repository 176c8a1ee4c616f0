/** The panel's development page in headless Chromium, and the peers' page; what is watched there is test/support/webviewDemo/watch.ts. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import type { Browser, Page } from 'playwright-core';

export type Peer = 'force-graph' | 'sigma';

/** Milliseconds since the panel got its run. */
export interface Watched {
  readonly frames: readonly number[];
  /** Times at which a picture of the network came onto the screen. */
  readonly pictures: readonly number[];
  /** Beginning and length of tasks over 50 ms. */
  readonly long: readonly (readonly [number, number])[];
  readonly now: number;
}

/** Milliseconds from the start; null where it was not reached in time. */
export interface PeerResult {
  readonly first: number | null;
  readonly settled: number | null;
  readonly perTick: number | null;
  readonly framesPerSecond: number;
  readonly longest: number;
}

export interface Stage {
  /** Opens the panel with a made-up run, or with one that `prepare` has the editor for; resolves when the panel got it. */
  open(query: string, prepare?: (page: Page) => Promise<void>): Promise<Page>;
  /** A page without anything on it, in the same browser. */
  empty(): Promise<Page>;
  close(): Promise<void>;
}

/** The development page's own tools. */
interface Demo {
  bundle(): Promise<unknown>;
  serve(port: number): Promise<{ readonly server: { close(): void }; readonly url: string }>;
  launch(args?: readonly string[]): Promise<Browser>;
}

const demo = async (): Promise<Demo> =>
  (await import(pathToFileURL(join(process.cwd(), 'test/support/webviewDemo/server.mjs')).href)) as Demo;

const VIEW = { viewport: { width: 1_200, height: 800 } };

export async function stage(): Promise<Stage> {
  const { bundle, serve, launch } = await demo();
  await bundle();
  const { server, url } = await serve(0);
  const browser = await launch();
  const watch = await script('test/support/webviewDemo/watch.ts');
  return {
    async open(query, prepare) {
      const page = await browser.newPage(VIEW);
      await page.addInitScript(watch);
      await prepare?.(page);
      await page.goto(`${url}?${query}`);
      await until(page, "performance.getEntriesByName('snapshot').length > 0");
      return page;
    },
    empty: () => browser.newPage(VIEW),
    async close() {
      await browser.close();
      server.close();
    },
  };
}

/** Resolves when the panel has all of the run. */
export const whole = (page: Page): Promise<void> => until(page, "document.querySelector('.run')?.getAttribute('aria-busy') === 'false'");

/** Resolves when a condition holds. The page's policy forbids polling by text in it. */
async function until(page: Page, condition: string): Promise<void> {
  while (!(await page.evaluate<boolean>(condition))) await page.waitForTimeout(100);
}

interface Traced {
  readonly name: string;
  readonly pid: number;
  readonly tid: number;
  readonly ts: number;
  /** Microseconds by the clock, and of a core. */
  readonly dur?: number;
  readonly tdur?: number;
  readonly args?: { readonly name?: string };
}

/**
 * Watches the tasks of the pages of a browser. The result gives the milliseconds of the longest one since the panel got its run, by the clock
 * or of a core where that is less, and ends the watch.
 */
export async function watchedTasks(page: Page): Promise<() => Promise<number>> {
  const browser = page.context().browser()!;
  await browser.startTracing(page, { categories: ['toplevel', 'disabled-by-default-devtools.timeline', 'blink.user_timing'] });
  return async () => {
    const { traceEvents } = JSON.parse(String(await browser.stopTracing())) as { readonly traceEvents: readonly Traced[] };
    const of = ({ pid, tid }: Traced): string => `${pid} ${tid}`;
    const pages = new Set(traceEvents.filter(({ name, args }) => name === 'thread_name' && args?.name === 'CrRendererMain').map(of));
    const start = traceEvents.find(({ name }) => name === 'snapshot')?.ts ?? Infinity;
    const tasks = traceEvents.filter((one) => /RunTask$/.test(one.name) && pages.has(of(one)) && one.ts + (one.dur ?? 0) >= start);
    if (tasks.length === 0) throw new Error('the browser tells of no tasks');
    return Math.max(...tasks.map(({ dur = 0, tdur = dur }) => Math.min(dur, tdur))) / 1_000;
  };
}

export const watched = (page: Page): Promise<Watched> => page.evaluate<Watched>('watched()');

/** One peer on the same graph, in a browser of its own. */
export async function measurePeer(peer: Peer, agents: number, ties: number, seconds: number): Promise<PeerResult> {
  const { launch } = await demo();
  const code = await script('test/support/webviewDemo/peers.ts');
  const html = '<!doctype html><body><div id="root" style="width:672px;height:620px"></div><script src="/peers.js"></script>';
  const server = createServer(({ url }, response) => {
    const isScript = url === '/peers.js';
    response.writeHead(200, { 'content-type': isScript ? 'text/javascript' : 'text/html' }).end(isScript ? code : html);
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', () => resolve());
  });
  const browser = await launch(peer === 'sigma' ? SOFTWARE_GL : undefined);
  try {
    const page = await browser.newPage(VIEW);
    await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
    return await page.evaluate<PeerResult>(`measure(${JSON.stringify(peer)}, ${agents}, ${ties}, ${seconds})`);
  } finally {
    await browser.close();
    server.close();
  }
}

/** Without a graphics card, WebGL runs on the processor. */
const SOFTWARE_GL = ['--use-gl=angle', '--use-angle=swiftshader', '--enable-unsafe-swiftshader', '--ignore-gpu-blocklist'];

async function script(entry: string): Promise<string> {
  const { outputFiles } = await build({
    ...{ entryPoints: [entry], bundle: true, write: false, minify: true, format: 'iife', logLevel: 'error' },
    define: { 'process.env.NODE_ENV': '"production"' },
  });
  return outputFiles[0]!.text;
}
