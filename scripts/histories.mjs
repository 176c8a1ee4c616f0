/**
 * Keeps runs of this version, in `test/histories/NAME` (default: the version of the package).
 *
 *   node scripts/histories.mjs [NAME]
 *
 * Later versions must open and replay them: see the README there. A model server runs in this process, at a fixed address, and gives the
 * same answer to the same prompt, so the results of two versions differ only by the version.
 */
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { buildIfOlder } from './lib/build.mjs';
import { onExit } from './lib/cleanup.mjs';
import { run } from './lib/command.mjs';
import { runMain } from './lib/main.mjs';
import { readOptions } from './lib/options.mjs';
import { root, temporaryFolder } from './lib/paths.mjs';

const PORT = 41_817;

/** @param {string} models @param {string} more */
const society = (models, more) => `society: 1
title: Kept
imports: [library/feed]
models: ${models}
personas:
  ada: { name: Ada Okafor, interests: [bread, jazz], memories: [{ text: The oven is old. }], secrets: { plan: { text: I want to move away. } } }
  ben: { name: Ben Achterberg, interests: [jazz, chess], traits: [calm] }
populations:
  guests: { size: 2, sample: { interests: "2 of [jazz, bread, tea]" } }
ties: { friendship: { among: all, change: { rule: evidence } } }
scenarios:
  kept:
    cast: all
    world: feed
    rounds: 3
    seed: 11
    premise: A message board of four neighbours.
    memory: { kind: stream, recall: 2 }
    interventions: { plant: { at: 2, to: [ada], from: nobody, remember: The fair is on Sunday. } }
    surveys: { mood: { at: [start, end], ask: { content: { text: How content are you?, scale: 1..7, ends: [not at all, very] } } } }
    measures: { tie: "tie(ada, ben, friendship)", content: mean(all.mood.content) }
${more}`;

const at = `kind: openai, base_url: "http://127.0.0.1:${PORT}/v1"`;
const far = `{ far: { ${at}, name: keeper } }`;
const both = `{ far: { ${at}, name: keeper }, near: { ${at}, name: meanings } }`;

async function main() {
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  const options = readOptions(import.meta.url, [], 1);
  if (!options) return;
  const [name = version] = options.words;
  const cli = join(root, 'dist', 'cli.mjs');
  await buildIfOlder(cli);
  const into = join(root, 'test', 'histories', name);
  if (existsSync(into)) rmSync(into, { recursive: true });
  const server = createServer((request, response) => void answer(request, response));
  await new Promise((/** @type {(value: void) => void} */ done) => server.listen(PORT, '127.0.0.1', done));
  onExit(async () => void server.close());
  const cwd = temporaryFolder();
  const program = (/** @type {string[]} */ ...args) => run(process.execPath, [cli, ...args], { cwd });
  const command = (/** @type {string[]} */ ...args) => program('run', ...args, '--quiet');
  const source = (/** @type {string} */ file, /** @type {string} */ text) => writeFileSync(join(cwd, file), text);
  source('builtin.society', society('{ near: { kind: builtin } }', '    model: near\n'));
  source('model.society', society(far, '    model: far\n'));
  source('embeddings.society', society(both, '    model: far\n').replace('recall: 2 }', 'recall: 2, embeddings: near }'));
  source('paused.society', society(far, '    model: far\n    budget: { calls: 9 }\n'));
  await command('builtin.society', '--out', join(into, 'builtin'));
  await command('model.society', '--out', join(into, 'model'));
  await command('embeddings.society', '--out', join(into, 'embeddings'));
  // Exit code 3: the run paused at its budget.
  await command('paused.society', '--out', join(into, 'resumed')).catch(() => undefined);
  await command('--resume', join(into, 'resumed'), '--calls', '1000');
  source('edited.society', society(far, '    model: far\n').replace('calm', 'restless'));
  await program(
    'fork',
    join(into, 'model'),
    ...['--at', 'round:1', '--remember', 'ada=The mill is closed.', '--out', join(into, 'forked')],
  );
  await program('fork', join(into, 'forked'), ...['--at', 'round:2', '--file', 'edited.society', '--out', join(into, 'edited')]);
  for (const kept of readdirSync(into)) timeless(join(into, kept, 'manifest.json'));
  console.log(`${into}: ${readdirSync(into).join(', ')}`);
}

/** Removes the time at which a run was made. @param {string} path */
function timeless(path) {
  const manifest = JSON.parse(readFileSync(path, 'utf8'));
  if (manifest.state !== 'ended') throw new Error(`${path}: the run is ${manifest.state}: ${manifest.problem}`);
  writeFileSync(path, `${JSON.stringify({ ...manifest, created: '2026-01-01T00:00:00.000Z' }, null, 2)}\n`);
}

/**
 * @param {import('node:http').IncomingMessage} request
 * @param {import('node:http').ServerResponse} response
 */
async function answer(request, response) {
  let text = '';
  for await (const piece of request) text += piece;
  const body = JSON.parse(text);
  response.setHeader('content-type', 'application/json');
  if (body.input) {
    const data = body.input.map((/** @type {string} */ one, /** @type {number} */ index) => ({ index, embedding: vectorOf(one) }));
    return response.end(JSON.stringify({ data, usage: { prompt_tokens: Math.ceil(text.length / 4) } }));
  }
  const seed = createHash('sha256').update(JSON.stringify(body.messages)).digest();
  const content = JSON.stringify(valueFor(body.response_format.json_schema.schema, seed, { at: 0 }));
  const choices = [{ index: 0, message: { role: 'assistant', content }, finish_reason: 'stop' }];
  const usage = { prompt_tokens: Math.ceil(text.length / 4), completion_tokens: Math.ceil(content.length / 4) };
  response.end(JSON.stringify({ choices, usage }));
}

/** Twelve numbers from −1 to 1, by the bytes of a hash. @param {string} text */
const vectorOf = (text) => [...createHash('sha256').update(text).digest().subarray(0, 12)].map((byte) => byte / 127.5 - 1);

/**
 * A value of a schema, chosen by the bytes of a hash.
 * @param {any} schema
 * @param {Buffer} seed
 * @param {{ at: number }} place
 * @returns {unknown}
 */
function valueFor(schema, seed, place) {
  const byte = seed[place.at++ % seed.length] ?? 0;
  const [type] = [schema.type].flat();
  if (schema.enum) return schema.enum[byte % schema.enum.length];
  if (type === 'object')
    return Object.fromEntries(Object.entries(schema.properties).map(([name, one]) => [name, valueFor(one, seed, place)]));
  if (type === 'array') return byte % 2 === 0 || schema.maxItems === 0 ? [] : [valueFor(schema.items, seed, place)];
  if (type === 'integer' || type === 'number') return (schema.minimum ?? 0) + (byte % ((schema.maximum ?? 1) - (schema.minimum ?? 0) + 1));
  if (type === 'boolean') return byte % 2 === 0;
  return `I thought about ${['bread', 'jazz', 'chess', 'tea'][byte % 4]} today, ${byte} times.`;
}

await runMain(main);
