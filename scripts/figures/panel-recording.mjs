/**
 * Makes docs/images/panel.gif, the panel playing a run of making_friends, and panel-thread-light.png, a thread of it, from a
 * report in a headless browser: `node esbuild.mjs && node scripts/figures/panel-recording.mjs`. The same run gives the same
 * pictures. With `--thread` only the second.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import gifenc from 'gifenc';
import { PNG } from 'pngjs';
import { run } from '../lib/command.mjs';
import { runMain } from '../lib/main.mjs';
import { root } from '../lib/paths.mjs';
import { launchBrowser } from '../testing.mjs';

const SIZE = { width: 960, height: 600 };
/** Pictures, and milliseconds that each is shown. */
const FRAMES = 44;
const EACH = 140;
/** Turns between two pictures. */
const STEP = 9;

async function main() {
  const folder = mkdtempSync(join(tmpdir(), 'society-recording-'));
  try {
    const cli = (/** @type {string[]} */ ...args) => run(process.execPath, [join(root, 'dist/cli.mjs'), ...args], { cwd: folder });
    await cli('run', join(root, 'examples/making_friends.society'), '--out', join(folder, 'run'), '--quiet');
    await cli('report', join(folder, 'run'), '--out', join(folder, 'report.html'));
    const url = pathToFileURL(join(folder, 'report.html')).href;
    const save = (/** @type {string} */ name, /** @type {Uint8Array} */ bytes) => {
      writeFileSync(join(root, 'docs/images', name), bytes);
      console.log(`docs/images/${name}, ${(bytes.length / 1e6).toFixed(1)} MB`);
    };
    save('panel-thread-light.png', await opened(url, 'light', thread));
    if (!process.argv.includes('--thread')) save('panel.gif', await opened(url, 'dark', recorded));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/**
 * @param {string} url
 * @param {'light' | 'dark'} colorScheme
 * @param {(page: import('playwright-core').Page) => Promise<Uint8Array>} act
 */
async function opened(url, colorScheme, act) {
  const browser = await launchBrowser();
  try {
    const page = await browser.newPage({ viewport: SIZE, colorScheme });
    await page.goto(url);
    await page.waitForTimeout(3000);
    return await act(page);
  } finally {
    await browser.close();
  }
}

/** @param {import('playwright-core').Page} page */
async function recorded(page) {
  await page.locator('.track').focus();
  await page.keyboard.press('Home');
  const gif = gifenc.GIFEncoder();
  for (let frame = 0; frame < FRAMES; frame++) {
    for (let step = 0; step < STEP; step++) await page.keyboard.press('ArrowRight');
    await page.waitForTimeout(120);
    add(gif, await page.screenshot(), frame === FRAMES - 1 ? 2500 : EACH);
  }
  gif.finish();
  return gif.bytes();
}

/** The thread of the last answer of the run. @param {import('playwright-core').Page} page */
async function thread(page) {
  const answer = page.locator('.message-row.reply').last();
  await answer.hover();
  await answer.locator('.thread-button').click();
  await page.mouse.move(0, 0);
  await page.waitForTimeout(2500);
  return page.screenshot();
}

/** @param {import('gifenc').Encoder} gif @param {Buffer} png @param {number} delay */
function add(gif, png, delay) {
  const { data, width, height } = PNG.sync.read(png);
  const palette = gifenc.quantize(data, 128);
  gif.writeFrame(gifenc.applyPalette(data, palette), width, height, { palette, delay });
}

await runMain(main);
