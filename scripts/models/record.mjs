/**
 * Plays the scenarios of `examples/recorded` with the small models and packs the runs next to their files. Each pack has a label: model,
 * quantisation, server and date. A recording is replayed before it replaces an older one.
 */
import { copyFileSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { buildIfOlder } from '../lib/build.mjs';
import { run } from '../lib/command.mjs';
import { root, temporaryFolder } from '../lib/paths.mjs';
import { elapsed, say } from '../lib/report.mjs';
import { MODELS, SERVER_VERSION } from './catalogue.mjs';
import { freePort, ownServer, SERVE_PORTS, startServer } from './server.mjs';

export const RECORDED = join(root, 'examples', 'recorded');

/** Most bytes of a packed run: all of them are part of the extension. */
const MOST_BYTES = 100_000;

/** @typedef {{ file: string, scenario: string, model: string }} Recording */

/**
 * The recordings to make: each scenario that names a small model, by file.
 * @param {string} folder
 * @returns {readonly Recording[]}
 */
export function recordings(folder) {
  const files = readdirSync(folder).filter((name) => name.endsWith('.society'));
  return files.flatMap((file) => scenariosWithModel(readFileSync(join(folder, file), 'utf8')).map((one) => ({ file, ...one })));
}

/**
 * The scenarios of a file that have a `model` of their own, in the order of the file.
 * @param {string} text
 */
function scenariosWithModel(text) {
  const [, block = ''] = /^scenarios:\n((?: .*\n|\n)*)/m.exec(`${text}\n`) ?? [];
  return block.split(/^(?= {2}\w)/m).flatMap((part) => {
    const [, scenario] = /^ {2}(\w+):/.exec(part) ?? [];
    const [, model] = /^ {4}model: (\w+)$/m.exec(part) ?? [];
    return scenario && model ? [{ scenario, model }] : [];
  });
}

/**
 * Records the scenarios with these names, or all. Throws if a run does not end, is not replayed exactly, or is too large.
 * @param {readonly string[]} names
 * @param {import('./server.mjs').ServerOptions} options
 */
export async function record(names, options) {
  const all = recordings(RECORDED);
  for (const name of names)
    if (!all.some(({ scenario }) => scenario === name))
      throw new Error(`unknown recording '${name}': the recordings are ${all.map(({ scenario }) => scenario).join(', ')}`);
  const wanted = all.filter(({ scenario }) => names.length === 0 || names.includes(scenario));
  await buildIfOlder(join(root, 'dist', 'cli.mjs'));
  for (const model of new Set(wanted.map((one) => one.model))) {
    // The files name this address, so that a user can play them with `npm run models -- serve`.
    const [port = 0] = SERVE_PORTS;
    if ((await freePort([port])) !== port) throw new Error(`port ${port} is taken: stop the server that uses it`);
    const server = await startServer(model, { ...options, port });
    try {
      const label = labelOf(model, await serverTitle(server.url), new Date());
      for (const one of wanted) if (one.model === model) await recordOne(one, label);
    } finally {
      await server.stop();
    }
  }
}

/**
 * @param {Recording} recording
 * @param {string} label
 */
async function recordOne({ file, scenario }, label) {
  const begun = performance.now();
  const folder = temporaryFolder();
  const [played, packed] = [join(folder, scenario), join(folder, `${scenario}.socrun`)];
  const society = (/** @type {string[]} */ ...args) => run(process.execPath, [join(root, 'dist', 'cli.mjs'), ...args], { cwd: folder });
  await society('run', join(RECORDED, file), '--scenario', scenario, '--out', played, '--quiet');
  await society('pack', played, '--label', label, '--out', packed);
  await society('replay', packed);
  const { size } = statSync(packed);
  if (size > MOST_BYTES) throw new Error(`${scenario}: the packed run has ${size} bytes; it may have ${MOST_BYTES}`);
  copyFileSync(packed, join(RECORDED, `${scenario}.socrun`));
  say(`${scenario}: ${Math.round(size / 1000)} kB, played in ${elapsed(begun)}. ${label}`);
}

/**
 * What a recording says about itself: model, quantisation, server and date.
 * @param {string} model
 * @param {string} server
 * @param {Date} date
 */
export const labelOf = (model, server, date) =>
  `${MODELS[model]?.title ?? model}: a very small model. Server: ${server}. Recorded on ${date.toISOString().slice(0, 10)}.`;

/** The server with its version: that of the Python module, or the one that `llama-server` reports. @param {string} url */
async function serverTitle(url) {
  if (!ownServer()) return `llama.cpp in xllamacpp ${SERVER_VERSION}`;
  const { build_info: build } = await (await fetch(`${url}/props`)).json();
  return typeof build === 'string' && build !== '' ? `llama.cpp ${build}` : 'llama.cpp';
}
