/** Bundles the panel and its development page, and serves them under the policy of the real panel. */
import { build } from 'esbuild';
import { chromium } from 'playwright-core';
import { readFileSync, statSync } from 'node:fs';
import { createServer } from 'node:http';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { scriptSource } from '../../../scripts/lib/scriptSource.mjs';

export const root = join(dirname(fileURLToPath(import.meta.url)), '../../..');
const out = join(root, 'out/demo');
const TYPES = { js: 'text/javascript', css: 'text/css' };

export async function bundle() {
  const common = { bundle: true, minify: true, format: 'iife', target: 'chrome120', absWorkingDir: root, logLevel: 'error' };
  const plugins = [scriptSource(common)];
  await build({ ...common, entryPoints: ['webview/index.ts'], outfile: join(out, 'panel.js'), plugins });
  await build({ ...common, entryPoints: ['test/support/webviewDemo/page.ts'], outfile: join(out, 'page.js'), plugins });
  await build({ ...common, entryPoints: ['webview/ui/html.ts'], format: 'esm', platform: 'node', outfile: join(out, 'html.mjs') });
  console.log(
    `panel.js ${(statSync(join(out, 'panel.js')).size / 1000).toFixed(1)} kB, panel.css ${(statSync(join(out, 'panel.css')).size / 1000).toFixed(1)} kB`,
  );
}

/** @param {number} port */
export async function serve(port) {
  const { panelHtml } = await import(join(out, 'html.mjs'));
  const page = panelHtml({ scriptUri: '/panel.js', styleUri: '/panel.css', nonce: 'demo0nonce', cspSource: "'self'", title: 'Society' });
  // The editor puts its own script before the page's: so does this.
  const html = page.replace('<body>', '<body><script nonce="demo0nonce" src="/page.js"></script>');
  const server = createServer((request, response) => {
    const path = new URL(request.url ?? '/', 'http://x').pathname;
    const known = ['/panel.js', '/page.js', '/panel.css'].includes(path);
    const type = known ? TYPES[path.endsWith('.css') ? 'css' : 'js'] : 'text/html';
    response.writeHead(200, { 'content-type': `${type}; charset=utf-8` }).end(known ? readFileSync(join(out, path)) : html);
  });
  await new Promise((resolve) => {
    server.listen(port, '127.0.0.1', () => resolve(undefined));
  });
  const address = server.address();
  return { server, url: `http://127.0.0.1:${typeof address === 'object' && address ? address.port : port}/` };
}

/** @param {readonly string[]} more how it draws: without a graphics card */
export const launch = (more = ['--disable-gpu']) =>
  chromium.launch({
    executablePath: process.env['CHROME_PATH'] ?? '/usr/bin/chromium',
    args: ['--no-sandbox', '--force-color-profile=srgb', ...more],
  });
