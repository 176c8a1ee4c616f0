/**
 * A Chromium that npm delivers, for a machine that has no browser and no right to install one: the headless shell of
 * `@sparticuz/chromium`, with the libraries and fonts it needs. Linux on x64 only. It lives in the cache.
 */
import { chmodSync, existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { npm, run } from './command.mjs';
import { withLock } from './lock.mjs';
import { cache } from './paths.mjs';
import { step } from './report.mjs';

const PACKAGE = { name: '@sparticuz/chromium', version: '153.0.0' };

const home = join(cache, `chromium-${PACKAGE.version}`);

/** A shell script that starts the browser. Written last, so it shows that the folder is complete. */
const launcher = join(home, 'chromium.sh');

/** The package unpacks its libraries only where the environment looks like AWS Lambda. */
const UNPACK = `import chromium from '${PACKAGE.name}'; await chromium.executablePath();`;

export const hasPackagedChromium = () => process.platform === 'linux' && process.arch === 'x64';

/** Returns the path of a program that takes Chromium's arguments. */
export async function setupPackagedChromium() {
  if (existsSync(launcher)) return launcher;
  return withLock(join(cache, 'chromium.lock'), async () => {
    if (!existsSync(launcher)) await install();
    return launcher;
  });
}

const install = () =>
  step('Chromium', `none found; installing ${PACKAGE.name}@${PACKAGE.version}, about 330 MB on disk`, async () => {
    rmSync(home, { recursive: true, force: true });
    mkdirSync(home, { recursive: true });
    writeFileSync(join(home, 'package.json'), '{"private":true,"type":"module"}\n');
    await npm(home, ['install', '--omit=dev', `${PACKAGE.name}@${PACKAGE.version}`]);
    writeFileSync(join(home, 'unpack.mjs'), UNPACK);
    const env = { ...process.env, TMPDIR: home, AWS_LAMBDA_JS_RUNTIME: 'nodejs22.x' };
    await run(process.execPath, [join(home, 'unpack.mjs')], { cwd: home, env });
    writeFileSync(join(home, 'fonts', 'fonts.conf'), fontsConf());
    writeFileSync(`${launcher}.part`, script());
    chmodSync(`${launcher}.part`, 0o755);
    renameSync(`${launcher}.part`, launcher);
    return 'installed';
  });

/** Fonts of the system where it has any, and the one that the package ships. */
const fontsConf = () => `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <dir>/usr/share/fonts</dir>
  <dir>${join(home, 'fonts', 'fonts')}</dir>
  <cachedir>${join(home, 'fonts-cache')}</cachedir>
</fontconfig>
`;

const script = () => `#!/bin/sh
export LD_LIBRARY_PATH="${join(home, 'al2023', 'lib')}"
export FONTCONFIG_FILE="${join(home, 'fonts', 'fonts.conf')}"
exec "${join(home, 'chromium')}" "$@"
`;
