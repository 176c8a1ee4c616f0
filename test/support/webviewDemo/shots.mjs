/**
 * Takes pictures of the development page into out/shots/, and says what the page complained about.
 * `node test/support/webviewDemo/shots.mjs [--only NAME]`, or `--serve` to look at the page in a browser.
 */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { bundle, launch, root, serve } from './server.mjs';
import { shots } from './shotList.mjs';

const pictures = join(root, 'out/shots');
/** The toolkit sets an empty style attribute; the policy blocks it and nothing is lost. */
const HARMLESS = 'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=';

async function take(browser, url, shot) {
  const context = await browser.newContext({
    viewport: { width: shot.width, height: shot.height },
    deviceScaleFactor: shot.scale ?? 1,
    reducedMotion: shot.calm ? 'reduce' : 'no-preference',
  });
  const page = await context.newPage();
  const problems = new Set();
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type()) && !message.text().includes(HARMLESS)) problems.add(message.text());
  });
  page.on('pageerror', (error) => problems.add(String(error)));
  await page.goto(`${url}?${shot.query}`);
  await page.waitForTimeout(shot.wait ?? 1500);
  await shot.act?.(page);
  await page.screenshot({ path: join(pictures, `${shot.name}.png`) });
  await context.close();
  console.log([shot.name, ...problems].join('\n  '));
}

await bundle();
const asked = process.argv.includes('--serve');
const { server, url } = await serve(asked ? 8123 : 0);
if (asked) console.log(url);
else {
  mkdirSync(pictures, { recursive: true });
  const only = process.argv.includes('--only') ? process.argv[process.argv.indexOf('--only') + 1] : null;
  const browser = await launch();
  for (const shot of shots) if (!only || shot.name.includes(only)) await take(browser, url, shot);
  await browser.close();
  server.close();
}
