/** Uses the network as a person would: by pointer, and the same by keyboard. */
import { drawAround, findAgent, press } from './networkShots.mjs';

const PICTURE = '.picture:not(.matrix) canvas';

/** @typedef {import('playwright-core').Page} Page */
/** @typedef {(what: string, good: boolean, found?: unknown) => void} Check */

/** @param {Page} page */
const notes = (page) => page.locator('.notes li').allTextContents();
/** @param {Page} page */
const spoken = (page) => page.locator('.unseen [aria-live]').first().textContent();
/** @param {Page} page */
const stateOf = (page) => page.evaluate(() => JSON.parse(sessionStorage.getItem('state') ?? '{}'));
/** @param {Page} page */
const openOptions = (page) => page.click('vscode-button[aria-label="Colours, sizes, search"]');

/** @param {Page} page @param {Check} check */
export async function pins(page, check) {
  const from = await findAgent(page);
  await page.mouse.down();
  await page.mouse.move(from.x + 70, from.y + 30, { steps: 8 });
  await page.mouse.up();
  await page.waitForTimeout(600);
  const { pins: first } = await stateOf(page);
  check(
    'an agent stays where it is dragged to, and is not selected by it',
    first?.at.length === 1 && (await page.locator('.card').isHidden()),
    first,
  );
  await page.focus(PICTURE);
  await press(page, ['ArrowRight', 'ArrowRight', 'Shift+ArrowUp', 'Shift+ArrowUp']);
  check('Shift and arrow keys push an agent, and it is said', (await spoken(page))?.includes('stays here') ?? false, await spoken(page));
  await openOptions(page);
  check('who stays is counted', await page.getByText('Unpin all (2)').isVisible());
  await page.reload();
  await page.waitForTimeout(1_000);
  const { pins: kept } = await stateOf(page);
  check('after a reload they stay', kept?.at.length === 2 && kept.at[0]?.join() === first?.at[0]?.join(), kept);
  await page.mouse.move(from.x + 70, from.y + 30);
  await openOptions(page);
  await page.getByText('Unpin all (2)').click();
  await page.waitForTimeout(400);
  check('all are let go', (await stateOf(page)).pins === null);
}

/** @param {Page} page @param {Check} check */
export async function several(page, check) {
  await drawAround(page);
  await page.mouse.up();
  await page.keyboard.up('Shift');
  await page.waitForTimeout(400);
  const [note = ''] = await notes(page);
  const count = Number(/^(\d+) agents/.exec(note)?.[1]);
  check('a line drawn around agents chooses them', count > 1, note);
  check('they are listed together', (await page.locator('.group-list li').count()) === count);
  await page.click('#tab-conversation');
  await page.getByText(`Only these ${count}`).click();
  await page.waitForTimeout(200);
  check('the conversation can be theirs alone', (await page.locator('.trace .count').textContent())?.includes(' of ') ?? false);
  await page.focus(PICTURE);
  await press(page, ['Escape']);
  check('Escape is the way back', (await notes(page)).length === 0 && !(await page.getByText('Only these').isVisible()), await notes(page));
  await press(page, ['ArrowRight', 'g', 'n', 'g']);
  check('several are chosen by keyboard as well', (await notes(page))[0] === 'Group of 2 agents', await notes(page));
}

/** @param {Page} page @param {Check} check */
export async function nearAndPaths(page, check) {
  await page.focus(PICTURE);
  await press(page, ['e']);
  check(
    'the page asks for an agent before it shows a neighbourhood',
    (await spoken(page))?.includes('Select an agent') ?? false,
    await spoken(page),
  );
  await press(page, ['ArrowRight', ' ', 'e', 'e']);
  check('only those near can be shown', /within 2 steps: \d+ of 20/.test((await notes(page))[0] ?? ''), await notes(page));
  await press(page, ['e']);
  check('and everybody again', (await notes(page)).length === 0 && (await spoken(page)) === 'All agents are shown');
  const name = await page.locator('.card strong').textContent();
  await press(page, ['n']);
  const tied = await spoken(page);
  check('N goes along a tie', !tied?.startsWith(name ?? '') && (tied?.includes('others') ?? false), tied);
  await press(page, ['t']);
  check(
    'the page announces the path to the agent at the keyboard focus',
    (await spoken(page))?.startsWith(`${name} → `) ?? false,
    await spoken(page),
  );
  await press(page, ['Escape']);
  await page.click('#tab-agent');
  await page.waitForTimeout(500);
  const field = page.locator('.agent-pane input[placeholder="Path to…"]');
  await field.fill('petrov');
  await field.press('Enter');
  await page.waitForTimeout(300);
  check('a path leads to a name that is typed', / → .*Petrov/.test((await notes(page))[0] ?? ''), await notes(page));
  await page.locator('.notes vscode-button').first().click();
  check('a note is closed by its button', (await notes(page)).length === 0);
}

/** @param {Page} page @param {Check} check */
export async function matrix(page, check) {
  await page.click('vscode-button[aria-label="Show as matrix"]');
  await page.focus('.matrix canvas');
  await press(page, ['ArrowDown', 'n']);
  check('the matrix announces the tie at the keyboard focus', / → .+ 0\.\d\d, back /.test((await spoken(page)) ?? ''), await spoken(page));
  await press(page, [' ']);
  check('and selects from there', await page.locator('.card').isVisible());
  const box = await page.locator('.matrix canvas').boundingBox();
  if (box) await page.mouse.move(box.x + box.width * 0.5, box.y + box.height * 0.6);
  check('the pointer is told of a cell', await page.locator('.matrix .tip').isVisible());
  await page.waitForTimeout(400);
  await page.reload();
  await page.waitForTimeout(800);
  check('after a reload it is the matrix still', await page.locator('.matrix canvas').isVisible());
  await page.click('vscode-button[aria-label="Show as picture"]');
}

/** @param {Page} page @param {Check} check @param {() => Promise<readonly {type: string, name?: string, text?: string, base64?: string}[]>} posted */
export async function saved(page, check, posted) {
  for (const kind of ['Picture (SVG)', 'Picture (PNG)']) {
    await page.click('vscode-dropdown[aria-label="Save the network…"]');
    await page.locator('.saver vscode-option').filter({ hasText: kind }).click();
    await page.waitForTimeout(500);
  }
  const files = (await posted()).filter(({ type }) => type === 'save');
  const svg = files.find(({ name }) => name?.endsWith('.svg'))?.text ?? '';
  const isWhole = await page.evaluate(
    (text) => new DOMParser().parseFromString(text, 'image/svg+xml').querySelectorAll('parsererror').length === 0,
    svg,
  );
  check(
    'a picture of lines is saved, and says that it is synthetic',
    isWhole && svg.includes('synthetic') && svg.includes('<circle'),
    svg.slice(0, 300),
  );
  check('a picture of points is saved', (files.find(({ name }) => name?.endsWith('.png'))?.base64?.length ?? 0) > 10_000);
}

/** Asks axe-core of each face, with all that can lie over it. @param {Page} page @param {Check} check @param {string} theme */
export async function faces(page, check, theme) {
  await page.focus(PICTURE);
  await press(page, ['ArrowRight', ' ', 'e', 'g', 'n', 'g']);
  await openOptions(page);
  for (const face of ['picture', 'matrix']) {
    await page.click(`vscode-button[aria-label="Show as ${face}"]`);
    await page.waitForTimeout(300);
    const { violations } = await page.evaluate(() => globalThis.axe.run());
    const found = violations.map((v) => [v.id, v.nodes.slice(0, 3).map((n) => [n.target, n.failureSummary])]);
    check(`axe finds nothing: ${theme}, ${face} with what can be done with it`, violations.length === 0, found);
  }
}
