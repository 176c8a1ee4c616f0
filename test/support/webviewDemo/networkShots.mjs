/** Pictures of what can be done with the network. */

/** @typedef {import('playwright-core').Page} Page */

/** The place of an agent on the canvas: the first one that the pointer finds. @param {Page} page */
export async function findAgent(page) {
  const canvas = page.locator('.picture:not(.matrix) canvas');
  const box = await canvas.boundingBox();
  if (!box) throw new Error('the network is not seen');
  for (let y = box.y + 30; y < box.y + box.height; y += 9)
    for (let x = box.x + 30; x < box.x + box.width * 0.6; x += 9) {
      await page.mouse.move(x, y);
      if (await canvas.evaluate((node) => node.classList.contains('over-agent'))) return { x, y };
    }
  throw new Error('nobody is there');
}

/** @param {Page} page @param {readonly string[]} keys */
export async function press(page, keys) {
  for (const key of keys) await page.keyboard.press(key);
  await page.waitForTimeout(500);
}

/** @param {Page} page */
const walk = async (page) => {
  await page.focus('.picture:not(.matrix) canvas');
  await press(page, ['ArrowRight', 'ArrowRight', ' ']);
};

/** @param {Page} page */
const showPath = async (page) => {
  await walk(page);
  await press(page, ['n', 'ArrowDown', 'ArrowDown', 't', 'Escape', 't']);
};

/** @param {Page} page */
const showNear = async (page) => {
  await walk(page);
  await press(page, ['e']);
  await page.waitForTimeout(700);
};

/** @param {Page} page */
export async function drawAround(page) {
  const box = await page.locator('.picture:not(.matrix) canvas').boundingBox();
  if (!box) throw new Error('the network is not seen');
  const at = (right, down) => [box.x + box.width * right, box.y + box.height * down];
  await page.keyboard.down('Shift');
  await page.mouse.move(...at(0.02, 0.02));
  await page.mouse.down();
  for (const [right, down] of [
    [0.5, 0.02],
    [0.55, 0.4],
    [0.45, 0.7],
    [0.02, 0.75],
  ])
    await page.mouse.move(...at(right, down), { steps: 6 });
}

/** @param {Page} page */
const chooseSeveral = async (page) => {
  await drawAround(page);
  await page.mouse.up();
  await page.keyboard.up('Shift');
  await page.waitForTimeout(600);
};

/** @param {Page} page */
const pinSome = async (page) => {
  const from = await findAgent(page);
  await page.mouse.down();
  await page.mouse.move(from.x + 60, from.y + 40, { steps: 8 });
  await page.mouse.up();
  await page.click('vscode-button[aria-label="Colours, sizes, search"]');
  await page.locator('vscode-checkbox').filter({ hasText: 'Show past ties' }).click();
  await page.waitForTimeout(1_200);
};

/** @param {Page} page */
const showMatrix = async (page) => {
  await page.click('vscode-button[aria-label="Show as matrix"]');
  await page.focus('.matrix canvas');
  await press(page, ['n', 'n', 'n', 'ArrowDown']);
};

/** @param {Page} page */
const playOn = async (page) => {
  await page.getByRole('button', { name: 'Play', exact: true }).click();
  await page.waitForTimeout(1_250);
};

const wide = { width: 1_400, height: 860 };
const narrow = { width: 360, height: 760, scale: 2 };

export const networkShots = [
  { name: 'net-path-dark', query: 'theme=dark&agents=20', ...wide, act: showPath },
  { name: 'net-path-light-360', query: 'theme=light&agents=20', ...narrow, act: showPath },
  { name: 'net-near-light', query: 'theme=light&agents=60', ...wide, act: showNear },
  { name: 'net-near-hcDark', query: 'theme=hcDark&agents=60', ...wide, act: showNear },
  { name: 'net-lasso-dark', query: 'theme=dark&agents=60', ...wide, act: drawAround },
  { name: 'net-group-light', query: 'theme=light&agents=60', ...wide, act: chooseSeveral },
  { name: 'net-group-dark-1000', query: 'theme=dark&agents=1000&rounds=12', ...wide, wait: 6_000, act: chooseSeveral },
  { name: 'net-group-hcLight', query: 'theme=hcLight&agents=20', ...wide, act: chooseSeveral },
  { name: 'net-pins-ghosts-dark', query: 'theme=dark&agents=20&rounds=30', ...wide, act: pinSome },
  { name: 'net-pins-ghosts-light-360', query: 'theme=light&agents=20&rounds=30', ...narrow, act: pinSome },
  { name: 'net-matrix-dark', query: 'theme=dark&agents=20', ...wide, act: showMatrix },
  { name: 'net-matrix-light-200', query: 'theme=light&agents=200&rounds=12', ...wide, act: showMatrix },
  { name: 'net-matrix-dark-1000', query: 'theme=dark&agents=1000&rounds=12', ...wide, wait: 6_000, act: showMatrix },
  { name: 'net-matrix-hcDark', query: 'theme=hcDark&agents=60', ...wide, act: showMatrix },
  { name: 'net-matrix-light-360', query: 'theme=light&agents=20', ...narrow, act: showMatrix },
  { name: 'net-flights-dark', query: 'theme=dark&agents=20&moment=0.5', ...wide, act: playOn },
  { name: 'net-names-light-200', query: 'theme=light&agents=200&rounds=12', ...wide, wait: 4_000 },
];
