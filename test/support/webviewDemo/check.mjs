/** Uses the development page as a person would, and asks axe-core in each theme: `node test/support/webviewDemo/check.mjs [PART]`. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { faces, matrix, nearAndPaths, pins, saved, several } from './checkNetwork.mjs';
import { bundle, launch, serve } from './server.mjs';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const THEMES = ['light', 'dark', 'hcDark', 'hcLight'];
const failures = [];
/** @param {string} what @param {boolean} good @param {unknown} [found] */
function check(what, good, found = '') {
  console.log(`${good ? 'ok  ' : 'FAIL'} ${what}${good ? '' : ` ${JSON.stringify(found)}`}`);
  if (!good) failures.push(what);
}

async function open(browser, url, query, options = {}) {
  const context = await browser.newContext({ viewport: { width: 1000, height: 700 }, ...options });
  const page = await context.newPage();
  await page.addInitScript(axe);
  await page.goto(`${url}?${query}`);
  await page.waitForSelector('h1');
  await page.waitForTimeout(700);
  return page;
}

const posted = (page) => page.evaluate(() => globalThis.posted);

async function use(browser, url) {
  const page = await open(browser, url, 'agents=20');
  await page.locator('.message-row .author').last().click();
  const chosen = await page.locator('.card strong').textContent();
  check(
    'a click on an author selects the agent and reveals its text',
    (await posted(page)).some((m) => m.type === 'reveal'),
    await posted(page),
  );
  check(
    'all messages of the agent in view are marked',
    (await page.locator('.message-row.selected .author').allTextContents()).every((name) => name === chosen),
  );
  await page.keyboard.press('Escape');
  await page.focus('canvas');
  await page.keyboard.press('Escape');
  check('Escape on the network clears the selection', await page.locator('.card').isHidden());
  for (const key of ['ArrowRight', 'ArrowDown', 'Enter']) await page.keyboard.press(key);
  check('arrow keys and Enter select', await page.locator('.card').isVisible());
  check(
    'a screen reader reads where the keyboard focus is',
    ((await page.locator('.unseen [aria-live]').first().textContent()) ?? '').includes('others'),
  );
  await page.keyboard.press('+');
  await page.focus('.split');
  await page.keyboard.press('ArrowLeft');
  await page.click('vscode-button[aria-label="Dismiss"]');
  await page.waitForTimeout(500);
  const before = await page.locator('.card strong').textContent();
  await page.reload();
  await page.waitForTimeout(900);
  const state = await page.evaluate(() => JSON.parse(sessionStorage.getItem('state') ?? '{}'));
  check(
    'after a reload split, selection, camera and notice are as they were',
    (await page.locator('.card strong').textContent()) === before &&
      state.camera !== null &&
      Math.abs(state.split - 0.53) < 1e-6 &&
      (await page.locator('.notice').first().isHidden()),
    state,
  );
  await page.locator('.trace .scroller').hover();
  await page.mouse.wheel(0, -2000);
  await page.waitForTimeout(300);
  check('scrolling up stops following and offers the way back', await page.locator('.latest').isVisible());
  const rows = await page.locator('.trace .row').count();
  check('only rows near the view are in the page', rows < 60, rows);
  await page.click('.latest');
  await page.waitForTimeout(300);
  check(
    'the way back leads to the end',
    await page.evaluate(() => {
      const s = document.querySelector('.trace .scroller');
      return s !== null && s.scrollHeight - s.clientHeight - s.scrollTop < 3;
    }),
  );
  await page.locator('button.quote').last().click();
  await page.waitForTimeout(300);
  check('a quotation leads to what it quotes', (await page.locator('.flash').count()) === 1);
  await page.context().close();
}

/** A thread alone, by keyboard and by pointer, and back to where one was. */
async function threads(browser, url) {
  const page = await open(browser, url, 'agents=20');
  const answer = page.locator('.message-row.reply').last();
  const said = await answer.locator('.text').textContent();
  await answer.evaluate((row) => {
    row.tabIndex = -1;
    row.focus();
  });
  await page.keyboard.press('t');
  await page.waitForTimeout(400);
  const rows = page.locator('.trace .message-row');
  check('T shows the thread of a message', await page.locator('.thread-bar').isVisible());
  check('a thread begins with what answers nothing', (await rows.first().getAttribute('class'))?.includes('depth-0') === true);
  check('and has each answer further in', (await page.locator('.trace .message-row:not(.depth-0)').count()) > 0);
  const focused = () => page.evaluate(() => document.activeElement?.querySelector('.text')?.textContent);
  check('the keyboard stays on the message', (await focused()) === said, [await focused(), said]);
  await page.click('vscode-button[aria-label="Copy the thread as Markdown"]');
  const copied = (await posted(page)).findLast((m) => m.type === 'copy')?.text ?? '';
  check('it is copied nested', copied.includes('## Thread started by') && copied.includes('\n> > '), copied);
  // Where one came from lights up for a moment.
  await page.waitForTimeout(1300);
  const { violations } = await page.evaluate(() => axe.run());
  check(
    'axe finds nothing in a thread',
    violations.length === 0,
    violations.map(({ id, nodes }) => [id, nodes[0]?.html]),
  );
  await page.locator('.trace .scroller').focus();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Escape');
  await page.waitForTimeout(400);
  check('Escape shows all again', await page.locator('.thread-bar').isHidden());
  await page.locator('.message-head > .thread-button').last().click();
  await page.waitForTimeout(400);
  check('the number of answers shows the thread too', await page.locator('.thread-bar').isVisible());
  await page.click('vscode-button[aria-label="Back to the whole conversation"]');
  await page.waitForTimeout(400);
  check('the cross shows all again', (await rows.count()) > 3 && (await page.locator('.thread-bar').isHidden()));
  await page.context().close();
}

/** What one reads and types in stays under the keys while a run goes on. */
async function agent(browser, url) {
  const page = await open(browser, url, 'agents=20&at=0.4&live=60');
  await page.locator('.message-row .author').last().click();
  await page.click('#tab-agent');
  const tie = page.locator('.agent-pane .tie').first();
  const who = await tie.locator('.tie-name').textContent();
  await tie.focus();
  await page.waitForTimeout(1200);
  const focused = await page.evaluate(() => document.activeElement?.querySelector('.tie-name')?.textContent);
  check('the focus stays on a tie that is drawn again', focused === who, { focused, who });
  const marked = await page.evaluate(() => {
    const facts = [...document.querySelectorAll('.agent-pane .facts-list')].at(-1);
    getSelection()?.selectAllChildren(facts ?? document.body);
    return getSelection()?.toString();
  });
  const seen = await page.locator('.agent-pane').textContent();
  await page.waitForTimeout(1200);
  check(
    'the selected text stays selected while the pane is drawn again',
    marked === (await page.evaluate(() => getSelection()?.toString())),
    marked,
  );
  check('the pane was drawn again', seen !== (await page.locator('.agent-pane').textContent()));
  await page.focus('.agent-pane .find');
  for (const key of 'mill') {
    await page.keyboard.press(key);
    await page.waitForTimeout(300);
  }
  check('typing continues while the pane is drawn again', (await page.locator('.agent-pane .find').inputValue()) === 'mill');
  await page.context().close();
}

async function network(browser, url) {
  for (const part of [pins, several, nearAndPaths, matrix, saved]) {
    const page = await open(browser, url, 'agents=20');
    await part(page, check, () => posted(page));
    check(`nothing went wrong meanwhile: ${part.name}`, !(await posted(page)).some((m) => m.type === 'error'), await posted(page));
    await page.context().close();
  }
  for (const theme of THEMES) {
    const page = await open(browser, url, `theme=${theme}&agents=20`);
    await faces(page, check, theme);
    await page.context().close();
  }
}

async function cost(browser, url) {
  const page = await open(browser, url, 'agents=20&at=0.4&model&paused');
  check(
    'the spent amount is visible without a click',
    (await page.locator('.cost summary').textContent())?.includes('320 of about 800 calls') ?? false,
  );
  check('tables are drawn only once they are wanted', (await page.locator('.cost table').count()) === 0);
  await page.focus('.cost summary');
  await page.keyboard.press('Enter');
  await page.locator('.cost table').first().waitFor();
  await page.locator('.cost').getByRole('button', { name: 'talk' }).click();
  for (const name of ['Double the budget', 'Continue with the built-in', 'Stop here']) await page.getByText(name).click();
  const wanted = (await posted(page)).map((m) => m.node ?? m.command ?? m.type);
  check(
    'a line leads to the file, and the choices of a pause are commands',
    JSON.stringify(wanted) === '["ready","worlds.town.phases.talk","raiseBudget","goOnBuiltin","stop"]',
    wanted,
  );
  await page.waitForTimeout(500);
  await page.reload();
  check(
    'after a reload the tables are open as they were',
    await page
      .locator('.cost table')
      .first()
      .waitFor({ timeout: 5_000 })
      .then(() => true)
      .catch(() => false),
  );
  await page.context().close();
  const free = await open(browser, url, 'agents=20');
  check('nothing is said of cost where nobody is paid', await free.locator('.cost').isHidden());
  await free.context().close();
}

async function states(browser, url) {
  const empty = await open(browser, url, 'empty');
  await empty.locator('vscode-button').first().click();
  await empty.locator('vscode-button').last().click();
  check(
    'the empty panel runs and opens the example',
    JSON.stringify((await posted(empty)).map((m) => m.command)) === '[null,"run","openExample"]',
    await posted(empty),
  );
  await empty.evaluate(() => globalThis.postMessage({ type: 'snapshot', version: 1 }, '*'));
  const refusal = await empty.getByRole('alert').textContent({ timeout: 5_000 });
  check('a host of another version is told of in the panel', refusal?.includes('different versions') === true, refusal);
  await empty.context().close();
  const hostile = await open(browser, url, 'agents=20&hostile&at=0.5&live=30');
  await hostile.waitForTimeout(2500);
  check(
    'hostile names and texts stay text',
    (await hostile.title()) === 'Society' && (await hostile.locator('#root img, #root script, #root b').count()) === 0,
  );
  check('nothing went wrong on the page', !(await posted(hostile)).some((m) => m.type === 'error'), await posted(hostile));
  await hostile.context().close();
  const calm = await open(browser, url, 'agents=20&at=0.5&live=40', { reducedMotion: 'reduce' });
  await calm.waitForTimeout(1500);
  check('without motion the run is followed as well', Number((await calm.locator('.trace .count').textContent())?.split(' ')[0]) > 100);
  await calm.context().close();
}

async function accessible(browser, url) {
  for (const theme of THEMES) {
    for (const query of ['agents=20', 'agents=20&hostile', 'empty', 'agents=20&failed', 'agents=20&model&paused&at=0.4']) {
      const page = await open(browser, url, `theme=${theme}&${query}`);
      if (query === 'agents=20') {
        await page.locator('.message-row .author').last().click();
        await page.waitForTimeout(300);
      }
      if (query.includes('paused')) await page.click('.cost summary');
      const { violations } = await page.evaluate(() => globalThis.axe.run());
      check(
        `axe finds nothing: ${theme}, ${query}`,
        violations.length === 0,
        violations.map((v) => [v.id, v.nodes.slice(0, 3).map((n) => [n.target, n.failureSummary])]),
      );
      await page.context().close();
    }
  }
}

await bundle();
const { server, url } = await serve(0);
const browser = await launch();
const parts = [use, threads, agent, network, cost, states, accessible].filter(({ name }) => !process.argv[2] || name === process.argv[2]);
for (const part of parts) await part(browser, url);
await browser.close();
server.close();
process.exitCode = failures.length > 0 ? 1 : 0;
