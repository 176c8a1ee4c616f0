/**
 * Starts the workers of the network. Their scripts are text in this bundle: a page of the editor cannot load a script of another
 * origin into a worker, but can create a worker from its own blob (`worker-src blob:` in html.ts).
 */
import { source as layoutSource } from './layoutWorker.js?source';
import { source as paintSource } from '../painting/paintWorker.js?source';

export const spawnLayout = (): Worker | null => spawn(layoutSource);
export const spawnPaint = (): Worker | null => spawn(paintSource);

function spawn(source: string): Worker | null {
  const url = URL.createObjectURL(new Blob([source], { type: 'text/javascript' }));
  try {
    return new Worker(url);
  } catch {
    // Without workers, the page does the work itself.
    return null;
  } finally {
    URL.revokeObjectURL(url);
  }
}
