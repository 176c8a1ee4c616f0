/** A headless Chromium that talks to this machine only. */
import { onExit } from './cleanup.mjs';
import { setupChromium } from './chromium.mjs';
import { isRoot } from './command.mjs';

const FLAGS = [
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** Starts a browser whose pages share nothing. */
export async function launchBrowser() {
  const { chromium } = await import('playwright-core');
  const browser = await chromium.launch(await launchOptions());
  const forget = onExit(() => browser.close());
  browser.on('disconnected', forget);
  return browser;
}

/**
 * Starts a browser with a profile on disk. Its pages share storage and the cache of compiled scripts.
 * @param {string} folder of the profile
 */
export async function launchProfile(folder) {
  const { chromium } = await import('playwright-core');
  const context = await chromium.launchPersistentContext(folder, await launchOptions());
  const forget = onExit(() => context.close());
  context.on('close', forget);
  return context;
}

async function launchOptions() {
  return {
    executablePath: await setupChromium(),
    args: isRoot() ? ['--no-sandbox', ...FLAGS] : FLAGS,
    ...{ handleSIGINT: false, handleSIGTERM: false, handleSIGHUP: false },
  };
}
