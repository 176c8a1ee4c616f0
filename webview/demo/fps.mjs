/**
 * Frames per second, long tasks and time to rest in headless Chromium: `node webview/demo/fps.mjs [AGENTS] [TIES]`.
 * Three cases: a finished run that settles; a live run; a long conversation being scrolled.
 */
import { bundle, launch, serve } from './server.mjs';

const [agents = '1000', ties = '4000'] = process.argv.slice(2);

/** Runs in the page before everything else. */
function watch() {
  const seen = { frames: [], long: [], drawn: [] };
  Object.assign(globalThis, { seen });
  const beat = (time) => {
    seen.frames.push(time);
    requestAnimationFrame(beat);
  };
  requestAnimationFrame(beat);
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) seen.long.push([Math.round(entry.startTime), Math.round(entry.duration)]);
  }).observe({ entryTypes: ['longtask'] });
  const clear = CanvasRenderingContext2D.prototype.clearRect;
  CanvasRenderingContext2D.prototype.clearRect = function (...box) {
    seen.drawn.push(performance.now());
    return clear.apply(this, box);
  };
}

async function measure(browser, url, name, query, seconds, act) {
  const page = await browser.newPage({ viewport: { width: 1200, height: 800 } });
  await page.addInitScript(watch);
  await page.goto(`${url}?${query}`);
  await page.waitForSelector('canvas');
  await page.waitForTimeout(300);
  const from = await page.evaluate(() => performance.now());
  await act?.(page);
  await page.waitForTimeout(seconds * 1000);
  const { frames, long, drawn, now } = await page.evaluate(() => ({ ...globalThis.seen, now: performance.now() }));
  const rate = (list) => (list.filter((time) => time >= from).length / ((now - from) / 1000)).toFixed(1);
  const after = long.filter(([start]) => start >= from);
  console.log(
    `${name}: ${rate(frames)} frames/s, ${rate(drawn)} pictures/s, first picture ${Math.round(drawn[0] ?? 0)} ms, last picture ${Math.round(drawn.at(-1) ?? 0)} ms, long tasks ${after.length} (worst ${Math.max(0, ...after.map(([, length]) => length))} ms; before: ${JSON.stringify(long.filter(([start]) => start < from))})`,
  );
  await page.close();
}

await bundle();
const { server, url } = await serve(0);
const browser = await launch();
await measure(browser, url, 'settling', `agents=${agents}&rounds=3&ties=${ties}`, 4);
await measure(browser, url, 'live', `agents=${agents}&rounds=12&at=0.5&ties=${ties}&live=50`, 8);
await measure(browser, url, 'scrolling', `agents=20&rounds=600`, 4, (page) =>
  page.evaluate(() => {
    const scroller = document.querySelector('.trace .scroller');
    let top = 0;
    const move = () => {
      if (scroller) scroller.scrollTop = top += 90;
      requestAnimationFrame(move);
    };
    move();
  }),
);
await measure(browser, url, 'at rest', 'agents=20', 3);
await browser.close();
server.close();
