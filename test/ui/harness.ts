/**
 * Society Studio as a user sees it: the packaged extension, installed into a VS Code that a browser shows.
 * Owns the life of server and page and the few actions that every UI test needs, independent of the tests.
 */
import { strict as assert } from 'node:assert';
import { cpSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { BrowserContext, FrameLocator, Locator, Page } from 'playwright-core';
import { installVsix, launchProfile, out, packageExtension, root, startHost, temporaryFolder } from '../../scripts/testing.mjs';
import { speak } from './language.js';
import { addResetKey, FORGETFUL, resetEditor } from './reset.js';

const THEMES = {
  dark: { name: 'Default Dark Modern', mark: '.vs-dark' },
  light: { name: 'Default Light Modern', mark: '.vs' },
  contrast: { name: 'Default High Contrast', mark: '.hc-black' },
  contrastLight: { name: 'Default High Contrast Light', mark: '.hc-light' },
} as const;

export type Theme = keyof typeof THEMES;

/**
 * Themes that a test is run in: the first that it names, and all with `THEMES=all`, to inspect each picture. The actions of a
 * test are the same in all of them; the files name different themes first, so that each theme is tested.
 */
export const inThemes = <T extends Theme>(...themes: readonly [T, ...T[]]): readonly T[] =>
  process.env['THEMES'] === 'all' ? themes : themes.slice(0, 1);

export interface StudioOptions {
  readonly theme?: Theme;
  /** The folder of which a fresh copy is opened. */
  readonly examples?: string;
  /** A file of that folder to open at once. */
  readonly file?: string;
  readonly settings?: Readonly<Record<string, unknown>>;
  readonly size?: { readonly width: number; readonly height: number };
  /** A new editor, in which nothing was done before. A test after it can use the editor. */
  readonly fresh?: boolean;
  /** A new editor, which no other test uses. */
  readonly own?: boolean;
  /** The language of the editor, by the names of files in `l10n`. An editor in another language than English is one of its own. */
  readonly language?: 'en' | 'de' | 'es' | 'ja' | 'zh-cn';
  /** A person watches: with motion, and with the pauses of a run. Otherwise a page draws only what comes to rest, in less time. */
  readonly watched?: boolean;
}

const UNWATCHED = { 'society.run.pace': 0 };

const SIZE = { width: 1440, height: 900 };

export interface Studio {
  readonly page: Page;
  /** The copy that is open. */
  readonly folder: string;
  /** The list of installed models that *Use a Model…* reads; a test can write it. */
  readonly modelsFile: string;
  close(): Promise<void>;
}

/** The server and the browser that all editors of the process use, one editor at a time. */
interface Host {
  readonly server: Awaited<ReturnType<typeof startHost>>;
  readonly browser: BrowserContext;
  /** What the server writes. */
  readonly data: string;
  readonly modelsFile: string;
}

let started: Promise<Host> | undefined;

/** An editor that no test uses now. */
interface FreeEditor {
  readonly page: Page;
  readonly folder: string;
}

let free: FreeEditor | undefined;

/** The editor that was opened last. */
let newest: Studio | undefined;

/** The tests that ended since an editor was opened. Where none did, what comes before the tests of the suite has failed. */
let ended = { all: 0, failed: 0 };

afterEach(function () {
  ended.all++;
  if (this.currentTest?.state === 'failed') ended.failed++;
});

/** What an editor keeps in the browser. The cache of compiled scripts is not among it: with it the next editor starts in half the time. */
const KEPT_IN_BROWSER = 'cookies,file_systems,indexeddb,local_storage,service_workers,cache_storage,websql';

/**
 * Opens an editor with a folder and settings of its own, and returns when it shows the folder and the file. One editor is open at a time.
 * A new editor takes ten times as much work as one that is reset, so the editor of the last test is used again where its test passed and
 * where this one asks for no new editor.
 */
export async function openStudio(options: StudioOptions = {}): Promise<Studio> {
  const host = await (started ??= startOnce());
  const last = free;
  const isFit = !isOwn(options) && !options.fresh && ended.all > 0 && ended.failed === 0;
  free = newest = undefined;
  ended = { all: 0, failed: 0 };
  if (last && isFit) {
    try {
      return await openAgain(host, last, options);
    } catch (error) {
      console.log(`      the editor is not used again: ${error instanceof Error ? error.message : error}`);
    }
  }
  if (last) await leave(last.page);
  return openNew(host, options);
}

/** Resets an editor, and opens another folder and file in it. */
async function openAgain(host: Host, { page, folder }: FreeEditor, options: StudioOptions): Promise<Studio> {
  await resetEditor(page);
  const theme = prepare(host, folder, options);
  await present(page, options);
  // The title shows that the editor has read the settings.
  await page.waitForFunction(`document.title.includes(${JSON.stringify(titleMark())})`);
  await page.locator(`.monaco-workbench${theme.mark}`).waitFor();
  await page.locator('.explorer-folders-view .monaco-list-row').first().waitFor();
  if (options.file) await openFile(page, options.file);
  return studioOf(host, { page, folder }, options);
}

/** Opens an editor that knows nothing of earlier editors. */
async function openNew(host: Host, options: StudioOptions): Promise<Studio> {
  const { server, browser, data } = host;
  rmSync(join(data, 'data', 'User', 'globalStorage'), { recursive: true, force: true });
  speak(join(data, 'data'), options.language);
  const folder = join(temporaryFolder(), 'workspace');
  const theme = prepare(host, folder, options);
  const page = await browser.newPage();
  try {
    const client = await browser.newCDPSession(page);
    await client.send('Storage.clearDataForOrigin', { origin: server.origin, storageTypes: KEPT_IN_BROWSER });
    await client.detach();
    await present(page, options);
    await page.goto(server.workbench({ folder, payload: options.file ? [['openFile', server.uri(join(folder, options.file))]] : [] }));
    await page.locator(`.monaco-workbench${theme.mark}`).waitFor();
    await page.locator('.explorer-folders-view .monaco-list-row').first().waitFor();
    if (options.file) await waitForFile(page, options.file);
    return studioOf(host, { page, folder }, options);
  } catch (error) {
    await leave(page);
    throw error;
  }
}

const isOwn = ({ own = false, language = 'en' }: StudioOptions): boolean => own || language !== 'en';

function studioOf({ modelsFile }: Host, editor: FreeEditor, options: StudioOptions): Studio {
  const studio: Studio = {
    ...{ ...editor, modelsFile },
    close: async () => {
      // A test that has timed out can end while the next test has an editor.
      if (isOwn(options) || newest !== studio) await leave(editor.page);
      else free = editor;
    },
  };
  newest = studio;
  return studio;
}

/** The number of the editor that the settings are for. */
let settingsOf = 0;
const titleMark = (): string => `(${settingsOf})`;

/** Fills the folder and writes the settings of an editor. */
function prepare({ server, modelsFile }: Host, folder: string, options: StudioOptions): (typeof THEMES)[Theme] {
  mkdirSync(folder, { recursive: true });
  for (const name of readdirSync(folder)) rmSync(join(folder, name), { recursive: true });
  // Without the gallery and the studies, which repeat names of other files, and without recorded runs.
  cpSync(options.examples ?? join(root, 'examples'), folder, {
    recursive: true,
    filter: (path) => !/\b(gallery|recorded|studies)$/.test(path),
  });
  rmSync(modelsFile, { force: true });
  const theme = THEMES[options.theme ?? 'dark'];
  settingsOf++;
  const title = { 'window.title': `\${activeEditorShort} ${titleMark()}` };
  server.set({ 'workbench.colorTheme': theme.name, ...title, ...FORGETFUL, ...(options.watched ? {} : UNWATCHED), ...options.settings });
  return theme;
}

async function present(page: Page, { size = SIZE, watched = false }: StudioOptions): Promise<void> {
  await page.setViewportSize(size);
  await page.emulateMedia({ reducedMotion: watched ? 'no-preference' : 'reduce' });
}

/** A page that leaves its editor ends the editor's extension host. */
async function leave(page: Page): Promise<void> {
  await page.goto('about:blank').catch(() => undefined);
  await page.close().catch(() => undefined);
}

/** Opens an editor with a file, and runs one of its scenarios to the end in the panel. */
export async function openRun(theme: Theme, file: string, scenario: string): Promise<Studio> {
  const studio = await openStudio({ theme, file, size: { width: 1600, height: 900 } });
  const { page } = studio;
  await runCommand(page, 'Society: Run Scenario');
  await page.locator('.quick-input-widget:visible .monaco-list-row').filter({ hasText: scenario }).first().click();
  await webview(page).locator('.status.ended').waitFor();
  return studio;
}

/** Opens an editor, runs a test in it, and closes it in any case; after a failure the page is saved as the picture `NAME-failed`. */
export async function inStudio(name: string, options: StudioOptions, look: (studio: Studio) => Promise<void>): Promise<void> {
  const studio = await openStudio(options);
  try {
    await look(studio);
  } catch (error) {
    await failureShot(studio.page, name);
    throw error;
  } finally {
    await studio.close();
  }
}

/** Runs a command by its full title, "Category: Title". */
export const runCommand = (page: Page, title: string): Promise<void> => pick(page, 'F1', `>${title}`, title);

/** Opens a file of the workspace by its name. */
export async function openFile(page: Page, name: string): Promise<void> {
  await pick(page, 'Control+P', name, name);
  await waitForFile(page, name);
}

/** Moves the cursor of the editor to the start of a line. */
export async function goToLine(page: Page, line: number): Promise<void> {
  const list = page.locator('.quick-input-widget');
  await page.keyboard.press('Control+G');
  await list.locator('input.input').fill(`:${line}`);
  await page.keyboard.press('Enter');
  await list.waitFor({ state: 'hidden' });
  // The editor learns from a timer that its list has lost the focus. Until then the list takes Enter from the text.
  await page.evaluate('new Promise((done) => setTimeout(done, 20))');
}

/** The round that the header of the panel shows; announcements for screen readers repeat it elsewhere. */
export const roundShown = (panel: FrameLocator, text: string | RegExp): Locator =>
  panel.locator('.header .round').filter({ hasText: text });

/** The document inside a webview; the one that was shown last when there are several. */
export function webview(page: Page): FrameLocator {
  return page.locator('iframe.webview.ready').last().contentFrame().frameLocator('iframe#active-frame');
}

/** Pictures are for people to look at. Without them no test waits until a page is at rest. */
export const TAKES_PICTURES = process.env['THEMES'] === 'all';

/** With `THEMES=all`, saves what the page shows as `out/shots/NAME.png`, after `rest` milliseconds in which it comes to rest. */
export async function shot(page: Page, name: string, rest = 500): Promise<void> {
  if (!TAKES_PICTURES) return;
  await page.waitForTimeout(rest);
  await save(page, name);
}

/** Waits until a condition holds. The editor and the panel can show a change later than the change that a test waited for. */
export async function eventually(page: Page, so: () => Promise<boolean>, what: string, timeout = 30_000): Promise<void> {
  for (const end = Date.now() + timeout; !(await so()); await page.waitForTimeout(50)) assert.ok(Date.now() < end, what);
}

/** Moves the pointer to a text until its hover appears. The editor drops a hover when the lines around it move. */
export async function hoverFor(page: Page, target: Locator, hover: Locator): Promise<void> {
  for (let tries = 1; tries <= 4; tries++) {
    await target.hover();
    if (await isShown(hover.first(), 7_000)) return;
    await page.mouse.move(5, 5);
  }
  await hover.first().waitFor({ timeout: 1_000 });
}

/** Saves the page as the picture `NAME-failed`. */
export const failureShot = (page: Page, name: string): Promise<void> => save(page, `${name}-failed`);

async function save(page: Page, name: string): Promise<void> {
  const shots = join(out, 'shots');
  mkdirSync(shots, { recursive: true });
  await page.screenshot({ path: join(shots, `${name}.png`) });
}

/** Installs the package into a server and starts it and a browser, once for every editor of the process. */
async function startOnce(): Promise<Host> {
  const scratch = temporaryFolder();
  const [extensionsDir, data] = [join(scratch, 'extensions'), join(scratch, 'user')];
  await installVsix({ vsix: process.env['SOCIETY_VSIX'] ?? (await packageExtension()), userDataDir: data, extensionsDir });
  const modelsFile = join(scratch, 'models.json');
  const env = { XDG_RUNTIME_DIR: scratch, SOCIETY_MODELS_FILE: modelsFile };
  addResetKey(join(data, 'builtin'));
  const server = await startHost({ userDataDir: data, extensionsDir, env, fewBuiltins: true });
  const browser = await launchProfile(join(scratch, 'profile'));
  // After one of them has ended, the next editor starts both again.
  const forget = () => (started = free = undefined);
  browser.once('close', forget);
  void server.stopped.then(forget);
  return { server, browser, data, modelsFile };
}

/**
 * Opens a list by its key, types, and takes the row. A list that opens late misses what is typed, and one closes when a page that was
 * opened or closed before takes the focus, so a list without the row is opened again.
 */
async function pick(page: Page, key: string, text: string, label: string): Promise<void> {
  const widget = page.locator('.quick-input-widget');
  const input = widget.locator('input.input');
  const row = widget.locator('.monaco-list-row').filter({ hasText: label }).first();
  for (let attempt = 1; attempt <= 4; attempt++) {
    await page.keyboard.press(key);
    if (!(await isShown(input, 4_000))) continue;
    if (!(await isFilled(input, text))) continue;
    if (await isShown(row, 8_000)) break;
    await page.keyboard.press('Escape');
  }
  await row.click();
}

const isShown = (part: Locator, timeout: number): Promise<boolean> =>
  part.waitFor({ timeout }).then(
    () => true,
    () => false,
  );

const isFilled = (input: Locator, text: string): Promise<boolean> =>
  input.fill(text, { timeout: 4_000 }).then(
    () => true,
    () => false,
  );

async function waitForFile(page: Page, name: string): Promise<void> {
  await page.locator('.tab.active').filter({ hasText: name }).waitFor();
  await page.locator('.editor-instance .view-line').first().waitFor();
}
