/**
 * How long the activation of the extension takes, as the editor itself measures it: in the web worker of a browser and in Node, next to an
 * extension that comes with the editor. Each editor is a new page; its scripts are in the browser's cache after the first, as on a second visit.
 */
import { cpSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { installVsix, launchProfile, packageExtension, root, startHost, temporaryFolder } from '../scripts/testing.mjs';
import { print, spread } from './support/figures.js';

const EDITORS = 5;
const FILE = 'hello.society';

/** Milliseconds of the activation: of this extension, and of JSON in Node, which comes with the editor. */
interface Times {
  readonly ours: number;
  readonly peer: number;
}

const scratch = temporaryFolder();
const installation = { userDataDir: join(scratch, 'user'), extensionsDir: join(scratch, 'extensions') };
await installVsix({ vsix: await packageExtension(), ...installation });
const host = await startHost(installation);
const folder = join(scratch, 'workspace');
cpSync(join(root, 'examples', FILE), join(folder, FILE));
writeFileSync(join(folder, 'data.json'), '{}');
const browser = await launchProfile(join(scratch, 'profile'));

/** The activation in one editor with a `.society` file. */
async function activation(): Promise<Times> {
  const page = await browser.newPage();
  try {
    await page.goto(host.workbench({ folder, payload: [['openFile', host.uri(join(folder, FILE))]] }));
    await page.locator('.codelens-decoration a').filter({ hasText: 'Show Prompt' }).first().waitFor({ timeout: 60_000 });
    await choose(page, 'Control+P', 'data.json');
    await choose(page, 'F1', '>Developer: Show Running Extensions');
    return { ours: await shownTime(page, 'Society Studio'), peer: await shownTime(page, 'JSON Language Features') };
  } finally {
    await page.close();
  }
}

/** Opens a list of the editor and takes one of its rows. */
async function choose(page: Page, key: string, row: string): Promise<void> {
  await page.keyboard.press(key);
  await page.locator('.quick-input-widget:visible input').fill(row);
  await page
    .locator('.quick-input-widget:visible .monaco-list-row')
    .filter({ hasText: row.replace('>', '') })
    .first()
    .click();
}

/** Milliseconds that the list of running extensions shows for one of them. */
async function shownTime(page: Page, name: string): Promise<number> {
  const row = page.locator('.runtime-extensions-editor .monaco-list-row').filter({ hasText: name }).first();
  const time = await row.locator('.activation-time').textContent();
  const found = /(\d+)\s?ms/.exec(time ?? '');
  if (!found) throw new Error(`the editor shows no activation time of ${name}: ${time}`);
  return Number(found[1]);
}

for (const [where, kind] of [
  ['the web worker of a browser', 'web'],
  ['Node', 'workspace'],
] as const) {
  host.set({ 'remote.extensionKind': { 'society-studio.society-studio': [kind] } });
  const times: Times[] = [];
  for (let i = 0; i < EDITORS; i++) times.push(await activation());
  const [own, json] = [spread(times.map(({ ours }) => ours)), spread(times.map(({ peer }) => peer))];
  print({
    ...{ name: `activation in ${where}`, unit: 'ms', ours: own.median, p95: own.p95, n: EDITORS },
    ...{ against: null, peer: json.median },
  });
}
await browser.close();
await host.stop();
