/** A server of the built site on this machine, for a look at it and for its tests. */
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { extname, join, normalize } from 'node:path';
import { onExit } from '../lib/cleanup.mjs';

/** @type {Record<string, string>} */
const TYPES = {
  ...{ '.html': 'text/html', '.js': 'text/javascript', '.css': 'text/css', '.json': 'application/json' },
  ...{ '.svg': 'image/svg+xml', '.png': 'image/png', '.gif': 'image/gif' },
};

/**
 * @param {string} folder
 * @param {string} base the path of the site
 * @returns {Promise<{ address: string, close: () => void }>}
 */
export async function serveSite(folder, base) {
  const server = createServer(async ({ url = '/' }, response) => {
    const path = decodeURIComponent(new URL(url, 'http://localhost').pathname);
    const file = normalize(`${path.slice(base.length)}${path.endsWith('/') ? 'index.html' : ''}`);
    try {
      if (!path.startsWith(base) || file.startsWith('..')) throw new Error('outside');
      const content = await readFile(join(folder, file));
      response.writeHead(200, { 'content-type': TYPES[extname(file)] ?? 'text/plain; charset=utf-8' }).end(content);
    } catch {
      response.writeHead(404).end();
    }
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(undefined)));
  const bound = server.address();
  const forget = onExit(() => void server.close());
  const close = () => {
    forget();
    server.close();
    server.closeAllConnections();
  };
  return { address: `http://127.0.0.1:${typeof bound === 'object' ? bound?.port : ''}${base}`, close };
}
