/**
 * Brings a fresh clone to where it can build, run and test. Needs Node >= 20 and npm, and no package.
 *
 *   node scripts/setup.mjs [--packages] [--host] [--chromium] [--redis] [--oracles]
 */
import { setupChromium } from './lib/chromium.mjs';
import { setupHost } from './lib/editorHost.mjs';
import { isMain, runMain } from './lib/main.mjs';
import { setupOracles } from './lib/oracles.mjs';
import { setupPackages } from './lib/packages.mjs';
import { setupRedis } from './lib/redis.mjs';
import { elapsed, say } from './lib/report.mjs';

export { setupChromium, setupHost, setupOracles, setupPackages, setupRedis };

const steps = /** @type {Record<string, () => Promise<unknown>>} */ ({
  '--packages': setupPackages,
  '--host': setupHost,
  '--chromium': setupChromium,
  '--redis': setupRedis,
  '--oracles': setupOracles,
});

async function main() {
  const wanted = process.argv.slice(2);
  const unknown = wanted.find((name) => !(name in steps));
  if (unknown || wanted.length === 0)
    throw new Error(
      `usage: node scripts/setup.mjs ${Object.keys(steps)
        .map((name) => `[${name}]`)
        .join(' ')}`,
    );
  for (const name of wanted) {
    const start = performance.now();
    await steps[name]?.();
    say(`${name.slice(2)}: ready, ${elapsed(start)}`);
  }
}

if (isMain(import.meta.url)) await runMain(main);
