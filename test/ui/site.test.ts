/** The site of the documents as its reader sees it: in a browser, below a path of a server, in four themes. */
import { strict as assert } from 'node:assert';
import { join } from 'node:path';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { buildSite, launchBrowser, out, serveSite } from '../../scripts/testing.mjs';
import { violations } from './axe.js';
import { shot } from './harness.js';

const BASE = '/society-studio/';
const PAGES = ['index', 'docs/evidence', 'gallery/index', 'gallery/govsim'];

const THEMES: Readonly<Record<string, BrowserContextOptions>> = {
  light: { colorScheme: 'light' },
  dark: { colorScheme: 'dark' },
  'high contrast': { colorScheme: 'dark', contrast: 'more', forcedColors: 'active' },
  'light high contrast': { colorScheme: 'light', contrast: 'more' },
};

describe('the site of the documents', function () {
  this.timeout(180_000);
  let browser: Browser;
  let site: Awaited<ReturnType<typeof serveSite>>;

  before(async () => {
    const outDir = join(out, 'site-test');
    const [started] = await Promise.all([launchBrowser(), buildSite({ base: BASE, outDir, only: PAGES })]);
    browser = started;
    site = await serveSite(outDir, BASE);
  });
  after(async () => {
    await browser?.close();
    site?.close();
  });

  /** Opens a browser that looks for requests to other servers and for errors of the pages. */
  const reader = async (options: BrowserContextOptions): Promise<{ page: Page; wrong: string[] }> => {
    const page = await (await browser.newContext({ viewport: { width: 1280, height: 900 }, ...options })).newPage();
    const wrong: string[] = [];
    page.on('request', (request) => {
      if (!/^(blob|data):/.test(request.url()) && !request.url().startsWith(site.address)) wrong.push(request.url());
    });
    page.on('pageerror', (error) => wrong.push(String(error)));
    page.on('response', (response) => response.status() >= 400 && wrong.push(`${response.status()} ${response.url()}`));
    return { page, wrong };
  };

  for (const [theme, options] of Object.entries(THEMES))
    it(`is clean, ${theme}`, async () => {
      const { page, wrong } = await reader(options);
      for (const path of theme === 'light' ? PAGES : ['index', 'gallery/govsim']) {
        await page.goto(`${site.address}${path}.html`);
        await page.getByRole('heading', { level: 1 }).waitFor();
        await shot(page, `site-${path.replace('/', '-')}-${theme.replaceAll(' ', '-')}`);
        assert.deepEqual(await violations(page), [], path);
      }
      const run = page.frameLocator('iframe[title="Run: A lake for five, and a newcomer"]');
      await page.locator('#a-run').scrollIntoViewIfNeeded();
      await run.locator('.header .round').filter({ hasText: 'Round 15 of 15' }).waitFor();
      await shot(page, `site-run-${theme.replaceAll(' ', '-')}`);
      assert.deepEqual(await violations(page), [], 'with the run');
      assert.deepEqual(wrong, []);
      await page.context().close();
    });

  it('finds a page, and steps through its run, by keys alone', async () => {
    const { page, wrong } = await reader({ colorScheme: 'light' });
    await page.goto(site.address);
    // The page takes keys when its script has started.
    await page.waitForFunction('document.querySelector("#app")?.__vue_app__');
    await page.keyboard.press('Control+k');
    await page.getByRole('combobox', { name: 'Search' }).waitFor();
    await page.keyboard.type('newcomer lake');
    await page
      .getByRole('option', { name: /A lake for five/ })
      .first()
      .waitFor();
    assert.deepEqual(await violations(page), []);
    await page.keyboard.press('Enter');
    await page.waitForURL(/govsim/);
    const frame = page.frameLocator('iframe');
    await page.locator('#a-run').scrollIntoViewIfNeeded();
    await frame.locator('.header .round').filter({ hasText: 'Round 15 of 15' }).waitFor();
    await frame.locator('.track').focus();
    await page.keyboard.press('Home');
    await frame.locator('.moment.past').waitFor();
    // The colours of the site are those of the run.
    const background = (): Promise<string> => frame.locator('body').evaluate((body) => getComputedStyle(body).backgroundColor);
    const light = await background();
    await page.getByRole('switch').first().press('Enter');
    await page.locator('html.dark').waitFor();
    await frame.locator('body').evaluate((body) => new Promise((next) => body.ownerDocument.defaultView?.requestAnimationFrame(next)));
    assert.notEqual(await background(), light);
    assert.deepEqual(wrong, []);
    await page.context().close();
  });

  it('fits into a narrow page', async () => {
    const { page } = await reader({ viewport: { width: 360, height: 740 } });
    for (const path of PAGES) {
      await page.goto(`${site.address}${path}.html`);
      const [inside, width] = await page.evaluate(() => [document.documentElement.scrollWidth, innerWidth]);
      assert.ok(inside! <= width!, `${path}: ${inside} px in a page of ${width} px`);
      await shot(page, `site-${path.replace('/', '-')}-narrow`);
    }
    await page.context().close();
  });
});
