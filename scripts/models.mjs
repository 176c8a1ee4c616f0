/** `npm run models`: very small real language models and a server for them, on this machine. */
import { rmSync, statSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { followNpm, runMain } from './lib/main.mjs';
import { message, say, step } from './lib/report.mjs';
import { MODELS } from './models/catalogue.mjs';
import { folderOf, home, installModel, installServer, isInstalled, megabytes, missingServer, modelFile } from './models/install.mjs';
import { measure } from './models/measure.mjs';
import { record } from './models/record.mjs';
import { DEFAULT_CONTEXT, register } from './models/registry.mjs';
import { findPython, freePort, ownServer, SERVE_PORTS, startServer } from './models/server.mjs';
import { setupPackages } from './setup.mjs';

const HELP = `npm run models -- [command]

  install [NAME …]   install the server and the models that are missing (default: all)
  serve [NAME]       start a server for a model, and print the lines for models: in a file
                     (default: smollm2)
  measure [NAME]     tokens per second on this machine
  record [SCENARIO …]  play the scenarios of examples/recorded and pack the runs
  list               what there is, and what is installed
  remove [NAME …]    remove models (default: everything that was installed)

  --port N           port of the server (default: ${SERVE_PORTS.join(', ')}, or another free one)
  --slots N          questions answered at a time (default: 2)
  --context N        tokens of one question and its answer (default: ${DEFAULT_CONTEXT})
  --threads N        threads of the server (default: half of the processors)

The models: ${Object.entries(MODELS)
  .map(([name, { title }]) => `${name} (${title})`)
  .join(', ')}.
Packages come from the index that pip uses: PIP_INDEX_URL, else pypi.org. A download that was stopped continues at the next call.
`;

async function main() {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      port: { type: 'string' },
      slots: { type: 'string' },
      context: { type: 'string' },
      threads: { type: 'string' },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  const [command = 'install', ...names] = positionals;
  if (values.help) return void process.stdout.write(HELP);
  if (command === 'record') return recordRuns(names, numbers(values));
  for (const name of names) modelFile(name);
  if (command === 'install') return install(names.length > 0 ? names : Object.keys(MODELS));
  if (command === 'serve') return serve(names[0] ?? 'smollm2', numbers(values));
  if (command === 'measure') return showSpeed(names[0] ?? 'smollm2', numbers(values));
  if (command === 'list') return list();
  if (command === 'remove') return remove(names);
  throw new Error(`unknown command '${command}': the commands are install, serve, measure, record, list and remove`);
}

/** @param {readonly string[]} names */
async function install(names) {
  await setupPackages();
  const server = ownServer() === undefined ? missingServer() : null;
  if (server) findPython();
  const missing = names.filter((name) => !isInstalled(name));
  if (!server && missing.length === 0) {
    listForEditor();
    return say('models: everything is installed');
  }
  say('To install:');
  if (server) say(`  the server of llama.cpp, ${megabytes([server])} MB to fetch (MIT licence; package ${server.name})`);
  for (const name of missing) {
    const { title, packages, disk, licence } = wanted(name);
    say(`  ${name}: ${title}, ${megabytes(packages)} MB to fetch, ${disk} MB on disk. Licence of the weights: ${licence}`);
  }
  say(`into ${home}. Press Ctrl-C to stop; the next call continues.`);
  if (server) await step('server', 'installing', () => installServer(server).then(() => 'installed'));
  for (const name of missing) await step(name, 'installing', () => installModel(name).then(() => 'installed'));
  listForEditor();
}

/**
 * *Use a Model…* lists what is installed. Without the list, everything else works.
 * @param {Parameters<typeof register>[0]} [measured]
 */
function listForEditor(measured) {
  try {
    register(measured);
  } catch (error) {
    say(`The editor does not list these models: ${message(error)}`);
  }
}

/**
 * @param {string} name
 * @param {import('./models/server.mjs').ServerOptions} options
 */
async function serve(name, options) {
  followNpm();
  await install([name]);
  say(`${name}: loading`);
  const { use, title, note } = wanted(name);
  const port = options.port ?? (await freePort(use === 'chat' ? SERVE_PORTS : []));
  const { url, stopped } = await startServer(name, { ...options, port });
  process.stdout.write(
    `\n${title} answers at ${url}. The lines for a file:\n\n${fileLines(name, url, use === 'chat' ? (options.context ?? DEFAULT_CONTEXT) : null)}\n`,
  );
  if (use === 'chat')
    process.stdout.write(
      `In another terminal, npm run society -- run FILE --mind ${name} then plays FILE with it.\nThis is a very small model: it shows that a file runs with a real model, not what people or large models do.${note ? ` ${note}` : ''}\n`,
    );
  process.stdout.write('Press Ctrl-C to stop.\n');
  throw new Error(await stopped);
}

/**
 * @param {string} name
 * @param {import('./models/server.mjs').ServerOptions} options
 */
async function showSpeed(name, options) {
  await install([name]);
  const { read, write, memory } = await measure(name, options);
  const [reads, writes] = [Math.round(read), Math.round(write)];
  listForEditor({ [name]: { read: reads, write: writes, memory, date: new Date().toISOString().slice(0, 10) } });
  process.stdout.write(
    `${wanted(name).title}: reads ${reads} and writes ${writes} tokens per second${memory === null ? '' : `, holds ${memory} MB`}\n`,
  );
}

/**
 * @param {readonly string[]} scenarios
 * @param {import('./models/server.mjs').ServerOptions} options
 */
async function recordRuns(scenarios, options) {
  await install(Object.keys(MODELS).filter((name) => wanted(name).use === 'chat'));
  await record(scenarios, options);
  say('docs/gallery.md lists the recordings: run node scripts/gallery.mjs --page');
}

/**
 * @param {string} name
 * @param {string} url
 * @param {number | null} context tokens of one question and its answer; null for embeddings
 */
const fileLines = (name, url, context) => `models:
  ${name}:
    kind: openai
    base_url: ${url}/v1
    name: ${name}
${context === null ? '' : `    context: ${context}\n`}`;

function list() {
  for (const [name, { title, disk, licence, use }] of Object.entries(MODELS)) {
    const state = isInstalled(name) ? `installed, ${Math.round(statSync(modelFile(name)).size / 1e6)} MB` : `${disk} MB on disk`;
    process.stdout.write(`${name.padEnd(10)}${title}; for ${use}; ${state}; ${licence}\n`);
  }
  const own = ownServer();
  process.stdout.write(`${'server'.padEnd(10)}${own ?? (missingServer() ? 'not installed' : 'installed, as a Python module')}\n`);
}

/** @param {readonly string[]} names */
function remove(names) {
  for (const folder of names.length > 0 ? names.map(folderOf) : [home]) rmSync(folder, { recursive: true, force: true });
  listForEditor();
  say(`removed: ${names.length > 0 ? names.join(', ') : 'everything'}`);
}

/** @param {string} name */
const wanted = (name) => /** @type {import('./models/catalogue.mjs').Item} */ (MODELS[name]);

/** @param {Record<string, unknown>} values */
function numbers(values) {
  return Object.fromEntries(
    ['port', 'slots', 'context', 'threads'].flatMap((name) => {
      const text = values[name];
      if (text === undefined) return [];
      const number = Number(text);
      if (!Number.isInteger(number) || number < 1) throw new Error(`--${name} takes a whole number of 1 or more, not "${text}"`);
      return [[name, number]];
    }),
  );
}

await runMain(main);
