/** The pictures worth taking: themes, sizes, states. `act` brings the page to the state to be seen. */

import { networkShots } from './networkShots.mjs';

const canvas = 'canvas';

/** @param {import('playwright-core').Page} page */
const selectByKeys = async (page) => {
  await page.focus(canvas);
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('Enter');
  await page.waitForTimeout(500);
};

/** @param {import('playwright-core').Page} page */
const openCost = async (page) => {
  await page.click('.cost summary');
  await page.waitForTimeout(300);
};

/** @param {import('playwright-core').Page} page */
const openOptions = async (page) => {
  await page.click('vscode-button[aria-label="Colours, sizes, search"]');
  await page.locator('vscode-dropdown[aria-label="Colour nodes by"]').click();
  await page.locator('vscode-option').filter({ hasText: 'Communities' }).first().click();
  await page.locator('.options .find').fill('da');
  await page.waitForTimeout(900);
};

/** @param {import('playwright-core').Page} page */
const openWhy = async (page) => {
  await page.locator('.message-row').nth(-3).hover();
  await page.locator('.message-row .why-button').nth(-3).click();
  await page.waitForTimeout(400);
};

/** The thread of the last answer in view. @param {import('playwright-core').Page} page */
const openThread = async (page) => {
  await page.locator('.message-row.reply').last().hover();
  await page.locator('.message-row.reply .thread-button').last().click();
  await page.waitForTimeout(1600);
};

/** @param {import('playwright-core').Page} page */
const openAgent = async (page) => {
  await selectByKeys(page);
  await page.click('#tab-agent');
  await page.waitForTimeout(500);
};

/** @param {import('playwright-core').Page} page */
const openChange = async (page) => {
  await openAgent(page);
  await page.click('.agent-pane dd .link');
  await page.waitForTimeout(600);
};

/** @param {import('playwright-core').Page} page */
const openMeasures = async (page) => {
  await page.click('#tab-measures');
  await page.waitForTimeout(300);
};

export const shots = [
  ...networkShots,
  { name: 'dark-1600', query: 'theme=dark&agents=20', width: 1600, height: 900 },
  { name: 'light-1600', query: 'theme=light&agents=20&at=0.6', width: 1600, height: 900 },
  { name: 'light-1600-selected', query: 'theme=light&agents=20', width: 1600, height: 900, act: selectByKeys },
  { name: 'dark-1600-selected', query: 'theme=dark&agents=20', width: 1600, height: 900, act: selectByKeys },
  { name: 'options-light-1600', query: 'theme=light&agents=60', width: 1600, height: 900, act: openOptions },
  { name: 'options-dark-360', query: 'theme=dark&agents=20', width: 360, height: 900, scale: 2, act: openOptions },
  { name: 'why-dark-1600', query: 'theme=dark&agents=20', width: 1600, height: 900, act: openWhy },
  { name: 'thread-light-1600', query: 'theme=light&agents=20&at=0.5', width: 1600, height: 900, act: openThread },
  { name: 'thread-dark-360', query: 'theme=dark&agents=20&at=0.5', width: 360, height: 900, scale: 2, act: openThread },
  { name: 'agent-dark-1600', query: 'theme=dark&agents=20', width: 1600, height: 900, act: openAgent },
  { name: 'change-dark-1600', query: 'theme=dark&agents=20', width: 1600, height: 900, act: openChange },
  { name: 'change-light-360', query: 'theme=light&agents=20', width: 360, height: 900, scale: 2, act: openChange },
  { name: 'agent-light-360', query: 'theme=light&agents=20', width: 360, height: 900, scale: 2, act: openAgent },
  { name: 'measures-dark-1600', query: 'theme=dark&agents=20&moment=0.6', width: 1600, height: 900, act: openMeasures },
  { name: 'measures-light-360', query: 'theme=light&agents=20', width: 360, height: 900, scale: 2, act: openMeasures },
  { name: 'measures-hcDark-900', query: 'theme=hcDark&agents=20', width: 900, height: 640, act: openMeasures },
  { name: 'hcDark-900', query: 'theme=hcDark&agents=20', width: 900, height: 640, act: selectByKeys },
  { name: 'hcLight-900', query: 'theme=hcLight&agents=20', width: 900, height: 640, act: selectByKeys },
  { name: 'dark-900', query: 'theme=dark&agents=20&at=0.4', width: 900, height: 640 },
  { name: 'light-360', query: 'theme=light&agents=20', width: 360, height: 720, scale: 2 },
  { name: 'dark-360-selected', query: 'theme=dark&agents=20', width: 360, height: 720, scale: 2, act: selectByKeys },
  { name: 'four-light-900', query: 'theme=light&agents=4&rounds=8', width: 900, height: 640 },
  { name: 'notes-dark-900', query: 'theme=dark&agents=4&rounds=8&moment=0.62', width: 900, height: 900 },
  { name: 'four-dark-900-start', query: 'theme=dark&agents=4&rounds=8&at=0', width: 900, height: 640 },
  { name: 'thousand-dark-1600', query: 'theme=dark&agents=1000&rounds=12', width: 1600, height: 900, wait: 9000 },
  {
    name: 'thousand-light-1600-hover',
    query: 'theme=light&agents=1000&rounds=12',
    width: 1600,
    height: 900,
    wait: 9000,
    act: async (page) => {
      await page.mouse.move(430, 470);
      await page.waitForTimeout(600);
    },
  },
  { name: 'hostile-dark-1600', query: 'theme=dark&agents=20&hostile', width: 1600, height: 900 },
  { name: 'hostile-light-360', query: 'theme=light&agents=20&hostile', width: 360, height: 720, scale: 2 },
  { name: 'empty-dark-900', query: 'theme=dark&empty', width: 900, height: 640 },
  { name: 'empty-light-360', query: 'theme=light&empty', width: 360, height: 640, scale: 2 },
  { name: 'failed-light-900', query: 'theme=light&agents=20&at=0.3&failed&model', width: 900, height: 640 },
  { name: 'cost-dark-1600', query: 'theme=dark&agents=20&at=0.4&model', width: 1600, height: 900, act: openCost },
  { name: 'cost-light-900-paused', query: 'theme=light&agents=20&at=0.4&model&paused', width: 900, height: 720, act: openCost },
  { name: 'cost-light-360', query: 'theme=light&agents=20&at=0.4&model', width: 360, height: 720, scale: 2, act: openCost },
  {
    name: 'list-dark-900',
    query: 'theme=dark&agents=20',
    width: 900,
    height: 640,
    act: async (page) => {
      await page.click('vscode-button[aria-label="Show as list"]');
      await page.focus('.agent-list');
      for (let i = 0; i < 4; i++) await page.keyboard.press('ArrowDown');
      await page.waitForTimeout(300);
    },
  },
  { name: 'live-dark-1600', query: 'theme=dark&agents=20&at=0.2&live=60', width: 1600, height: 900, wait: 4000 },
  {
    name: 'hover-dark-1600',
    query: 'theme=dark&agents=20',
    width: 1600,
    height: 900,
    act: async (page) => {
      await selectByKeys(page);
      await page.keyboard.press('Escape');
      await page.keyboard.press('ArrowDown');
      await page.waitForTimeout(500);
    },
  },
];
