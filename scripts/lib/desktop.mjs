/** The desktop VS Code of this machine, opened on the extension with a profile of its own, so that the user's profile does not change. */
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { hasDisplay, isRoot, run, which } from './command.mjs';
import { cache, root } from './paths.mjs';

/** The command of a desktop editor that could open a window here. The desktop editor refuses to run as root on Linux. */
export function findDesktop() {
  if (!hasDisplay() || (process.platform === 'linux' && isRoot())) return undefined;
  return which('code') ?? which('codium');
}

/**
 * Opens a window and returns.
 * @param {string} command
 * @param {{ folder: string, file?: string | undefined, env: NodeJS.ProcessEnv, trust: boolean, settings: Record<string, unknown> }} options
 */
export async function openDesktop(command, { folder, file, env, trust, settings }) {
  const profile = join(cache, 'desktop');
  const settingsFile = join(profile, 'User', 'settings.json');
  if (!existsSync(settingsFile)) {
    mkdirSync(join(profile, 'User'), { recursive: true });
    writeFileSync(settingsFile, JSON.stringify(settings, null, 2));
  }
  const args = ['--new-window', '--user-data-dir', profile, '--disable-extensions', `--extensionDevelopmentPath=${root}`];
  if (trust) args.push('--disable-workspace-trust');
  await run(command, [...args, folder, ...(file ? [file] : [])], { env: { ...process.env, ...env } });
}

/**
 * Shows an address in the user's browser, where there is one. Never fails: the address was printed.
 * @param {string} url
 */
export async function openBrowser(url) {
  if (!hasDisplay()) return;
  const openers = /** @type {Record<string, [string, ...string[]]>} */ ({
    darwin: ['open', url],
    win32: ['rundll32', 'url.dll,FileProtocolHandler', url],
    linux: ['xdg-open', url],
  });
  const [command, ...args] = openers[process.platform] ?? ['xdg-open', url];
  await run(command, args).catch(() => undefined);
}
