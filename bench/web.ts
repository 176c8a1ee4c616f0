/**
 * The extension in the web worker of a browser: how long its activation takes, as the editor itself measures it. Each editor is a new
 * page; the scripts of the editor and of the extension are in the browser's cache after the first, as on a second visit.
 */
import { openStudio, runCommand } from '../test/ui/harness.js';
import { print, spread } from './support/figures.js';

const EDITORS = 5;
const IN_WEB = { 'remote.extensionKind': { 'society-studio.society-studio': ['web'] } };

/** Milliseconds of the activation: of this extension, and of JSON in Node, which comes with the editor. */
interface Times {
  readonly ours: number;
  readonly peer: number;
}

/** The activation in one editor with a `.society` file. */
async function activation(): Promise<Times> {
  const { page, close } = await openStudio({ own: true, settings: IN_WEB, file: 'hello.society' });
  try {
    await page.locator('.codelens-decoration a').filter({ hasText: 'Show Prompt' }).first().waitFor({ timeout: 60_000 });
    await runCommand(page, 'Developer: Show Running Extensions');
    const of = async (name: string): Promise<number> => {
      const row = page.locator('.runtime-extensions-editor .monaco-list-row').filter({ hasText: name }).first();
      const time = await row.locator('.activation-time').textContent();
      const found = /(\d+)\s?ms/.exec(time ?? '');
      if (!found) throw new Error(`the editor shows no activation time of ${name}: ${time}`);
      return Number(found[1]);
    };
    return { ours: await of('Society Studio'), peer: await of('JSON Language Features') };
  } finally {
    await close();
  }
}

const times: Times[] = [];
for (let i = 0; i < EDITORS; i++) times.push(await activation());
const [own, json] = [spread(times.map(({ ours }) => ours)), spread(times.map(({ peer }) => peer))];
print({
  name: 'activation in the web worker of a browser',
  unit: 'ms',
  ours: own.median,
  p95: own.p95,
  n: EDITORS,
  against: null,
  peer: json.median,
});
process.exit(0);
