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

export async function launchBrowser() {
  const { chromium } = await import('playwright-core');
  const browser = await chromium.launch({
    executablePath: await setupChromium(),
    args: isRoot() ? ['--no-sandbox', ...FLAGS] : FLAGS,
    ...{ handleSIGINT: false, handleSIGTERM: false, handleSIGHUP: false },
  });
  const forget = onExit(() => browser.close());
  browser.on('disconnected', forget);
  return browser;
}
