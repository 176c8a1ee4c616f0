/**
 * Makes the pictures of the walkthrough, media/walkthrough/STEP-THEME.gif, from the pictures that its test takes:
 * `THEMES=all npm test -- --ui --grep walkthrough && node scripts/figures/walkthrough.mjs`. With 64 colours each has a fifth of the size.
 */
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import gifenc from 'gifenc';
import { PNG } from 'pngjs';
import { runMain } from '../lib/main.mjs';
import { out, root } from '../lib/paths.mjs';

const COLOURS = 64;

async function main() {
  const [from, to] = [join(out, 'shots/walkthrough'), join(root, 'media/walkthrough')];
  mkdirSync(to, { recursive: true });
  for (const name of readdirSync(from).filter((file) => /-(dark|light)\.png$/.test(file))) {
    const bytes = small(readFileSync(join(from, name)));
    writeFileSync(join(to, name.replace(/png$/, 'gif')), bytes);
    console.log(`${name.padEnd(24)} ${(bytes.length / 1_000).toFixed(0)} kB`);
  }
}

/** @param {Buffer} png */
function small(png) {
  const { data, width, height } = PNG.sync.read(png);
  const palette = gifenc.quantize(data, COLOURS);
  const gif = gifenc.GIFEncoder();
  gif.writeFrame(gifenc.applyPalette(data, palette), width, height, { palette });
  gif.finish();
  return gif.bytes();
}

await runMain(main);
