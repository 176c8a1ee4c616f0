/** A report as its reader sees it: a file, a browser, and no network. */
import { strict as assert } from 'node:assert';
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { launchBrowser, root, temporaryFolder } from '../../scripts/testing.mjs';
import { shot } from './harness.js';

/** A society whose claims are verified in a second. */
const CLAIMED = `society: 1
imports: [library/feed]
personas:
  ada: { name: Ada, interests: [jazz] }
  ben: { name: Ben, interests: [chess] }
scenarios:
  meet: { premise: A forum opens., world: feed, rounds: 2, measures: { said: messages }, expect: { talk: { that: said > 1, in: 5 of 5 seeds } } }
`;

/** A society that names a table of people, a network, and a file that is not there. */
const COMPARED = `society: 1
personas:
  ada: { name: Ada, age: 31 }
  ben: { name: Ben, age: 35 }
  cem: { name: Cem, age: 62 }
ties: { trust: { among: all, graph: ["ada > ben", "ben > cem"] } }
worlds: { w: { phases: { p: { who: all, then: me.x = 1 } }, agent_vars: { x: 0 } } }
scenarios:
  meet:
    cast: all
    world: w
    rounds: 1
    compare_with:
      survey: { people: ./survey.csv, answers: { age: { of: me.age } } }
      village: { network: ./village.csv }
      lost: { network: ./lost.csv }
`;

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

const { pseudo } = (await import(pathToFileURL(join(root, 'scripts/lib/translations.mjs')).href)) as {
  readonly pseudo: (text: string) => string;
};

interface Texts {
  readonly [english: string]: string;
}

/** Runs in the page: parts that are wider than the page, and texts that are cut and have no tooltip. */
function misfitsOf(): readonly string[] {
  const found: string[] = [];
  const scrolls = (node: Element): boolean => /auto|scroll/.test(getComputedStyle(node).overflowX);
  for (const node of document.querySelectorAll<HTMLElement>('#root *')) {
    const { left, right, width, height } = node.getBoundingClientRect();
    if (!node.checkVisibility() || width <= 1 || height <= 1 || node.closest('svg, canvas, .unseen') || node.innerText === '') continue;
    let frame = node.parentElement;
    while (frame && getComputedStyle(frame).overflowX === 'visible') frame = frame.parentElement;
    const name = `${node.tagName}.${node.className} “${node.innerText.slice(0, 40)}”`;
    if ((!frame || frame === document.body || frame === document.documentElement) && (right > innerWidth + 1 || left < -1))
      found.push(`${name} from ${left} to ${right}`);
    const isCut = node.scrollWidth > node.clientWidth + 1 && getComputedStyle(node).overflowX !== 'visible' && !scrolls(node);
    if (isCut && !node.closest('[title]:not([title=""])')) found.push(`${name} is cut at ${node.clientWidth} of ${node.scrollWidth}`);
  }
  return found;
}

describe('a report', () => {
  const folder = temporaryFolder();
  const file = join(folder, 'report.html');
  const claimed = join(folder, 'claimed.html');
  const compared = join(folder, 'compared.html');
  let browser: Browser;

  before(async () => {
    const cli = (...args: readonly string[]): Buffer =>
      execFileSync(process.execPath, [join(root, 'dist/cli.mjs'), ...args], { cwd: folder });
    cli('run', join(root, 'examples/hello.society'), '--out', join(folder, 'run'), '--quiet');
    cli('report', join(folder, 'run'), '--out', file);
    writeFileSync(join(folder, 'meet.society'), CLAIMED);
    const run = join(folder, '.society', 'runs', 'meet');
    cli('run', 'meet.society', '--out', run, '--quiet');
    cli('verify', 'meet.society', '--workers', '0');
    cli('report', run, '--out', claimed);
    writeFileSync(join(folder, 'compared.society'), COMPARED);
    writeFileSync(join(folder, 'survey.csv'), 'age\n30\n41\n52\n63\n\n');
    writeFileSync(join(folder, 'village.csv'), 'from,to\nada,ben\nben,cem\ncem,ada\n');
    const beside = join(folder, '.society', 'runs', 'compared');
    cli('run', 'compared.society', '--out', beside, '--quiet');
    cli('report', beside, '--out', compared);
    browser = await launchBrowser();
  });
  after(() => browser?.close());

  const opened = async (
    colorScheme: 'dark' | 'light',
    { path = file, round = 'Round 8 of 8', width = 1200, texts }: { path?: string; round?: string; width?: number; texts?: Texts } = {},
  ): Promise<{ page: Page; asked: string[]; wrong: string[] }> => {
    const context = await browser.newContext({ colorScheme, offline: true, viewport: { width, height: 800 } });
    const page = await context.newPage();
    const [asked, wrong]: [string[], string[]] = [[], []];
    page.on('request', (request) => asked.push(request.url()));
    page.on('pageerror', (error) => wrong.push(String(error)));
    await page.addInitScript(axe);
    if (texts) await page.addInitScript((table) => void (globalThis.societyTranslations = table), texts);
    await page.goto(pathToFileURL(path).href);
    await page.locator('.header .round').filter({ hasText: round }).waitFor();
    return { page, asked, wrong };
  };

  for (const scheme of ['dark', 'light'] as const)
    it(`opens offline from a file and makes no request, ${scheme}`, async () => {
      const { page, asked, wrong } = await opened(scheme);
      await page.getByRole('tab', { name: 'Measures' }).click();
      await page.getByRole('heading', { name: 'Reciprocity' }).waitFor();
      await page.locator('.track').focus();
      await page.keyboard.press('Home');
      await page.locator('.moment.past').waitFor();
      await page.keyboard.press('End');
      await page.getByRole('tab', { name: 'Agent' }).click();
      await page.locator('canvas').first().focus();
      await page.keyboard.press('ArrowRight');
      await page.keyboard.press('Enter');
      await page.getByText('For memories and prompts, open the run').waitFor();
      await shot(page, `report-${scheme}`);
      assert.deepEqual(
        asked.filter((url) => !url.startsWith('blob:')),
        [pathToFileURL(file).href],
      );
      assert.deepEqual(wrong, []);
      for (const hidden of ['Run again', 'Interview…', 'Show in file'])
        assert.equal(await page.getByText(hidden).filter({ visible: true }).count(), 0, hidden);
      const { violations } = await page.evaluate(() =>
        (globalThis as unknown as { axe: { run(): Promise<{ violations: { id: string }[] }> } }).axe.run(),
      );
      assert.deepEqual(
        violations.map(({ id }) => id),
        [],
      );
    });

  it('has names, roles and states for screen readers', async () => {
    const { page } = await opened('light');
    const body = page.locator('body');
    await page.getByRole('status').filter({ hasText: 'messages' }).waitFor();
    const tree = await body.ariaSnapshot();
    for (const part of [
      'banner',
      'heading "Hello" [level=1]',
      'region "Network"',
      'button "Colours, sizes, search"',
      'button "Show as picture" [pressed]',
      'button "Show as list"',
      'application "Tie network: 4 agents',
      'tab "Conversation" [selected]',
      'region "Conversation"',
      'searchbox "Search messages"',
      'feed "Conversation"',
      'toolbar "Move in time"',
      'button "Next turn"',
      'slider "Timeline"',
      'progressbar "Completed rounds"',
    ])
      assert.ok(tree.includes(part), `${part} is missing in\n${tree}`);
    assert.match((await page.getByRole('slider').getAttribute('aria-valuetext')) ?? '', /^Round 8 of 8, event /);
    await page.getByRole('button', { name: 'Show as list' }).press('Enter');
    await page.getByRole('button', { name: 'Show as list', pressed: true }).waitFor();
    await page.getByRole('button', { name: 'Show as picture', pressed: false }).waitFor();
    // The list says in words what the picture shows.
    assert.match(await page.getByRole('region', { name: 'Network' }).ariaSnapshot(), /Ada Okafor/);
    await page.getByRole('button', { name: 'Colours, sizes, search', expanded: false }).press('Enter');
    await page.getByRole('button', { name: 'Colours, sizes, search', expanded: true }).waitFor();
  });

  for (const [scheme, width] of [
    ['dark', 1200],
    ['light', 420],
  ] as const)
    it(`has the claim cards of its expectations, ${scheme}, ${width} pixels wide`, async () => {
      const { page, wrong } = await opened(scheme, { path: claimed, round: 'Round 2 of 2', width });
      await page.locator('.claims summary').focus();
      await page.keyboard.press('Enter');
      await page.getByRole('heading', { name: 'meet.talk' }).waitFor();
      await page.getByRole('rowheader', { name: 'null' }).waitFor();
      const [inside, outside] = await page.locator('.claims-frame').evaluate((node) => [node.scrollWidth, node.clientWidth]);
      assert.ok(inside! <= outside!, 'cards fit into the page');
      await shot(page, `report-claims-${scheme}-${width}`);
      assert.deepEqual(wrong, []);
      const { violations } = await page.evaluate(() =>
        (globalThis as unknown as { axe: { run(): Promise<{ violations: { id: string }[] }> } }).axe.run(),
      );
      assert.deepEqual(
        violations.map(({ id }) => id),
        [],
      );
    });

  for (const [scheme, width] of [
    ['dark', 1200],
    ['light', 420],
  ] as const)
    it(`has the comparison with people and networks, ${scheme}, ${width} pixels wide`, async () => {
      const { page, wrong } = await opened(scheme, { path: compared, round: 'Round 1 of 1', width });
      await page.locator('.outside > summary').focus();
      await page.keyboard.press('Enter');
      await page.getByRole('heading', { name: 'survey' }).waitFor();
      await page.getByRole('heading', { name: 'village' }).waitFor();
      await page.getByRole('rowheader', { name: 'age, mean' }).waitFor();
      await page.getByText('There is no file `./lost.csv`').waitFor();
      const [inside, frame] = await page.locator('.outside-frame').evaluate((node) => [node.scrollWidth, node.clientWidth]);
      assert.ok(inside! <= frame!, 'only tables scroll to the side');
      await shot(page, `report-outside-${scheme}-${width}`);
      assert.deepEqual(wrong, []);
      const { violations } = await page.evaluate(() =>
        (globalThis as unknown as { axe: { run(): Promise<{ violations: { id: string }[] }> } }).axe.run(),
      );
      assert.deepEqual(
        violations.map(({ id }) => id),
        [],
      );
    });

  describe('in other languages', () => {
    const bundle = (language: string): Texts => JSON.parse(readFileSync(join(root, `l10n/bundle.l10n${language}.json`), 'utf8')) as Texts;
    const languages: { readonly [language: string]: () => Texts } = {
      German: () => bundle('.de'),
      // Each text a third longer, between marks.
      'a pseudo-locale': () => Object.fromEntries(Object.keys(bundle('')).map((text) => [text, text === 'en' ? text : pseudo(text)])),
    };
    for (const [language, texts] of Object.entries(languages))
      it(`cuts no text of the panel without a tooltip, in ${language}`, async () => {
        const { page, wrong } = await opened('light', { round: '8', texts: texts() });
        const misfits: string[] = [];
        for (const width of [900, 320]) {
          await page.setViewportSize({ width, height: 900 });
          for (const tab of await page.getByRole('tab').all()) {
            if (!(await tab.isVisible())) continue;
            await tab.click();
            misfits.push(...(await page.evaluate(misfitsOf)).map((misfit) => `${width} pixels: ${misfit}`));
          }
        }
        assert.deepEqual([...new Set(misfits)], []);
        assert.deepEqual(wrong, []);
      });
  });
});
