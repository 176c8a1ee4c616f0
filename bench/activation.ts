/**
 * The activation of the extension. In the web worker of a browser, its processor time next to that of the start of the worker: the browser traces
 * the marks that the editor makes around the load and the activation of an extension, and other work on the machine changes the processor time
 * of a thread little. In both places, the times that the editor shows, next to those of an extension that comes with the editor. Each
 * editor is a new page; its scripts are in the browser's cache after the first, as on a second visit.
 */
import { cpSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { installVsix, launchProfile, packageExtension, root, startHost, temporaryFolder } from '../scripts/testing.mjs';
import { print, spread } from './support/figures.js';

const EDITORS = 5;
const FILE = 'hello.society';
const ID = 'society-studio.society-studio';

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

const shown = (page: Page) =>
  page.locator('.codelens-decoration a').filter({ hasText: 'Show Prompt' }).first().waitFor({ timeout: 60_000 });
const address = host.workbench({ folder, payload: [['openFile', host.uri(join(folder, FILE))]] });

/** The activation in one editor with a `.society` file, as the editor shows it. */
async function activation(): Promise<Times> {
  const page = await browser.newPage();
  try {
    await page.goto(address);
    await shown(page);
    await choose(page, 'Control+P', 'data.json');
    await choose(page, 'F1', '>Developer: Show Running Extensions');
    return { ours: await shownTime(page, 'Society Studio'), peer: await shownTime(page, 'JSON Language Features') };
  } finally {
    await page.close();
  }
}

/** A mark of a trace. */
interface Mark {
  readonly name?: string;
  /** Processor time of its thread until then, in microseconds. */
  readonly tts?: number;
}

/** The processor time of the activation in the worker, and of the start of the worker before it. */
async function processorTimes(): Promise<Times> {
  const page = await browser.newPage();
  try {
    const client = await browser.newCDPSession(page);
    const marks: Mark[] = [];
    client.on('Tracing.dataCollected', ({ value }) => marks.push(...value));
    const complete = new Promise<unknown>((resolve) => client.once('Tracing.tracingComplete', resolve));
    await client.send('Tracing.start', { transferMode: 'ReportEvents', traceConfig: { includedCategories: ['blink.user_timing'] } });
    await page.goto(address);
    await shown(page);
    await client.send('Tracing.end');
    await complete;
    const at = (step: string): number => {
      const mark = marks.find(({ name }) => name === `code/extHost/${step}/${ID}`);
      if (mark?.tts === undefined) throw new Error(`the trace has no ${step}`);
      return mark.tts / 1000;
    };
    const began = at('willLoadExtensionCode');
    const loaded = at('didLoadExtensionCode') - began;
    return { ours: loaded + at('didActivateExtension') - at('willActivateExtension'), peer: began };
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

/** Measures in several editors, where the extension runs as its kind says. */
async function measured(kind: 'web' | 'workspace', measure: () => Promise<Times>) {
  host.set({ 'remote.extensionKind': { [ID]: [kind] } });
  const times: Times[] = [];
  for (let i = 0; i < EDITORS; i++) times.push(await measure());
  const own = spread(times.map(({ ours }) => ours));
  return { unit: 'ms', ours: own.median, p95: own.p95, n: EDITORS, peer: spread(times.map(({ peer }) => peer)).median };
}

// The share of the processor time of the worker's own start.
print({ name: 'processor time in the web worker', ...(await measured('web', processorTimes)), against: 'peer', goal: 0.25 });
print({ name: 'activation in the web worker of a browser', ...(await measured('web', activation)), against: null });
print({ name: 'activation in Node', ...(await measured('workspace', activation)), against: null });
await browser.close();
await host.stop();
