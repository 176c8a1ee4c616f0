/**
 * Watches the development page from its first moment on, for measuring: frames, pictures of the network, long tasks.
 * `watched()` tells of the time since the panel got its run, `isBlank()` of gaps in the conversation.
 */
const seen = { frames: [] as number[], pictures: [] as number[], long: [] as [number, number][] };

function beat(time: number): void {
  seen.frames.push(time);
  requestAnimationFrame(beat);
}

/** Whether somewhere in the conversation there is no row now. */
function isBlank(): boolean {
  const scroller = document.querySelector('.trace .scroller');
  if (!scroller || scroller.clientHeight === 0 || scroller.scrollHeight <= scroller.clientHeight) return false;
  const { top, bottom } = scroller.getBoundingClientRect();
  const boxes = [...scroller.querySelectorAll('.row')].map((row) => row.getBoundingClientRect());
  return !boxes.some((box) => box.top <= top + 1 && box.bottom > top) || !boxes.some((box) => box.bottom >= bottom - 1 && box.top < bottom);
}

requestAnimationFrame(beat);
new PerformanceObserver((list) => {
  for (const { startTime, duration } of list.getEntries()) seen.long.push([startTime, duration]);
}).observe({ entryTypes: ['longtask'] });

const { clearRect } = CanvasRenderingContext2D.prototype;
CanvasRenderingContext2D.prototype.clearRect = function clear(...box): void {
  seen.pictures.push(performance.now());
  clearRect.apply(this, box);
};

function watched(): object {
  const start = performance.getEntriesByName('snapshot')[0]?.startTime ?? 0;
  const since = (times: readonly number[]): number[] => times.map((time) => time - start).filter((time) => time >= 0);
  const long = seen.long.filter(([from, length]) => from + length >= start).map(([from, length]) => [from - start, length]);
  return { frames: since(seen.frames), pictures: since(seen.pictures), long, now: performance.now() - start };
}

Object.assign(globalThis, { watched, isBlank });
