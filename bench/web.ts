/**
 * The extension in the web worker of a browser: how long its activation takes, as the editor itself measures it. Each editor is a new
 * page; the scripts of the editor and of the extension are in the browser's cache after the first, as on a second visit.
 */
import { openStudio, runCommand } from '../test/ui/harness.js';
import { print, spread } from './support/figures.js';

const EDITORS = 5;
const IN_WEB = { 'remote.extensionKind': { 'society-studio.society-studio': ['web'] } };

/** Milliseconds of the activation in one editor with a `.society` file. */
async function activation(): Promise<number> {
  const { page, close } = await openStudio({ own: true, settings: IN_WEB, file: 'hello.society' });
  try {
    await page.locator('.codelens-decoration a').filter({ hasText: 'Show Prompt' }).first().waitFor({ timeout: 60_000 });
    await runCommand(page, 'Developer: Show Running Extensions');
    const row = page.locator('.runtime-extensions-editor .monaco-list-row').filter({ hasText: 'Society Studio' }).first();
    const time = await row.locator('.activation-time').textContent();
    const found = /(\d+)\s?ms/.exec(time ?? '');
    if (!found) throw new Error(`the editor shows no activation time: ${time}`);
    return Number(found[1]);
  } finally {
    await close();
  }
}

const times: number[] = [];
for (let i = 0; i < EDITORS; i++) times.push(await activation());
const { median, p95 } = spread(times);
print({
  name: 'activation in the web worker of a browser',
  unit: 'ms',
  ours: median,
  p95,
  n: EDITORS,
  against: 'limit',
  limit: 30,
  goal: 1,
});
process.exit(0);
