/**
 * What the editor does, without the editor: all rooms of the extension are loaded from the built chunks, a file is read and
 * checked, a forecast made, a run played, opened again and shown. Prints how the run ended.
 */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

const [, , dist = '', file = ''] = process.argv;
const room = (/** @type {string} */ name) => import(pathToFileURL(join(dist, `${name}.mjs`)).href);
const [language, runs] = await Promise.all([room('language'), room('runs')]);
await Promise.all(['engine', 'minds', 'analysis', 'debug'].map(room));

const uri = pathToFileURL(file).href;
const service = language.createLanguageService({
  read: (/** @type {string} */ of) =>
    of.startsWith('file:')
      ? readFile(new URL(of), 'utf8')
      : readFile(join('library', of.split('/').at(-1) ?? ''), 'utf8').catch(() => null),
});
service.set(uri, await readFile(file, 'utf8'));
const loaded = await runs.loadModel(service, uri);
if (!loaded.ok) throw new Error(JSON.stringify(loaded.problems));
const { resolved, model } = loaded;
const access = { trusted: true, env: (/** @type {string} */ name) => process.env[name], vault: { get: async () => null }, allowedEnv: {} };
await runs.forecast(resolved.society, model, { now: () => 0 });
runs.egressLines(runs.egress(resolved.society, model));
await runs.showPopulations(service, uri, {}).catch(() => undefined);
const made = await runs.makeMinds(resolved.society, model, access, { resolved });
if (!made.ok) throw new Error(made.message);
/** @type {Map<string, string>} */
const texts = new Map();
const files = {
  read: async (/** @type {string} */ name) => texts.get(name) ?? null,
  write: async (/** @type {string} */ name, /** @type {string} */ text) => void texts.set(name, text),
  append: async (/** @type {string} */ name, /** @type {string} */ text) => void texts.set(name, (texts.get(name) ?? '') + text),
};
const sources = resolved.sources.map((/** @type {{ uri: string, text: string }} */ one) => ({
  uri: runs.sourceName(uri, one.uri),
  text: one.text,
}));
const live = new runs.LiveRun({ ...made, id: 'r', model, sources, files, created: '2026-01-01T00:00:00Z' });
await live.run();
const opened = await runs.openRecorded(files);
if (!opened.ok || !runs.replay(opened.run).ok) throw new Error('It cannot be made again.');
process.stdout.write(`${live.state}${live.problem === null ? '' : ` ${live.problem}`}\n`);
