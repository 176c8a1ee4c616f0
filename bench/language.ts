/**
 * The language service against `yaml-language-server` with the same schema, on the same files in the same run: what
 * passes between an edit and its diagnostics, completion, hover, and opening a file of ten thousand persons.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { getLanguageService, type LanguageService as Peer } from 'yaml-language-server';
import type { Json } from '../src/core/util/json.js';
import { createLanguageService, type LanguageService, LIBRARY } from '../src/language/index.js';
import { breather } from '../src/node/yieldToEventLoop.js';
import { heapInUse, inChild } from './support/child.js';
import { print, spread } from './support/figures.js';
import { town } from './support/societies.js';
import { timed, typed } from './support/typeKeys.js';

const URI = 'file:///study/town.society';
const WORD = 'and sings in the choir of the old church on Sundays ';
const [MARK, OTHERS] = ['bio: Lives', 'about: ['];
/** As the editor does. */
const SLICE = 15;

/** About 300 lines, and about 140,000. */
const small = (): string => town(19);
const large = (): string => town(10_000);

interface Measured {
  readonly smallEdit: readonly number[];
  readonly cold: number;
  readonly edit: readonly number[];
  readonly complete: readonly number[];
  readonly hover: readonly number[];
  readonly heap: number;
  /** The longest that the editor had to wait for its turn while the file was opened. */
  readonly slice: number;
}

const library = (uri: string): Promise<string | null> =>
  Promise.resolve(uri.startsWith(LIBRARY) ? readFileSync(join(process.cwd(), 'library', uri.slice(LIBRARY.length + 1)), 'utf8') : null);

async function ours(): Promise<Measured> {
  const text = large();
  const turns = slices();
  const service = createLanguageService({ read: library }, { pause: turns.pause });
  service.set(URI, text);
  const start = performance.now();
  turns.begin();
  await service.diagnostics(URI);
  const slice = turns.end();
  const cold = performance.now() - start;
  const heap = heapInUse();
  const ask = (work: () => Promise<unknown>) => (next: string) => {
    service.set(URI, next);
    return work();
  };
  const edit = await timed(
    [0.5, 0.1, 0.9].flatMap((share) => typed(text, MARK, share, WORD)),
    ask(() => service.diagnostics(URI)),
  );
  const at = text.indexOf(OTHERS, text.length / 2) + OTHERS.length;
  const letters = typed(text, MARK, 0.9, WORD);
  const complete = await timed(
    letters,
    ask(() => service.completion(URI, at)),
  );
  const hover = await timed(letters, () => service.hover(URI, at + 2));
  return { smallEdit: await smallEdits(), cold, edit, complete, hover, heap, slice };
}

async function smallEdits(): Promise<number[]> {
  const text = small();
  const service: LanguageService = createLanguageService({ read: library });
  const edit = (next: string): Promise<unknown> => {
    service.set(URI, next);
    return service.diagnostics(URI);
  };
  await timed(typed(text, MARK, 0, WORD), edit);
  return timed(
    [0.5, 0.1, 0.8].flatMap((share) => typed(text, MARK, share, WORD)),
    edit,
  );
}

/** Measures how long the service works between two turns of the editor. `end` gives the longest time. */
function slices(): { pause: () => Promise<void> | undefined; begin(): void; end(): number } {
  const breathe = breather(SLICE);
  let start = performance.now();
  let longest = 0;
  const stop = (): number => (longest = Math.max(longest, performance.now() - start));
  const begin = (): void => void (start = performance.now());
  const pause = (): Promise<void> | undefined => {
    const turn = breathe();
    if (turn) stop();
    return turn?.then(begin);
  };
  return { pause, begin, end: stop };
}

async function peer(): Promise<Measured> {
  const text = large();
  const server = peerService();
  let version = 0;
  const document = (next: string): TextDocument => TextDocument.create(URI, 'yaml', ++version, next);
  const start = performance.now();
  await server.doValidation(document(text), false);
  const cold = performance.now() - start;
  const heap = heapInUse();
  const few = typed(text, MARK, 0.5, 'and ');
  const edit = await timed(few, (next) => server.doValidation(document(next), false));
  const at = text.indexOf(OTHERS, text.length / 2) + OTHERS.length;
  const complete = await timed(few, (next) => {
    const one = document(next);
    return server.doComplete(one, one.positionAt(at), false);
  });
  const last = document(few[few.length - 1] ?? text);
  await server.doHover(last, last.positionAt(at + 2));
  const hover = await timed(few, () => server.doHover(last, last.positionAt(at + 2)));
  const letters = typed(small(), MARK, 0.5, WORD);
  const validate = (next: string): Promise<unknown> => server.doValidation(document(next), false);
  await timed(letters, validate);
  return { smallEdit: await timed(letters, validate), cold, edit, complete, hover, heap, slice: cold };
}

function peerService(): Peer {
  const schema = JSON.parse(readFileSync(join(process.cwd(), 'schemas', 'society.schema.json'), 'utf8')) as Record<string, Json>;
  const server = getLanguageService({
    schemaRequestService: () => Promise.reject(new Error('the schema is given')),
    workspaceContext: { resolveRelativePath: (path) => path },
  });
  const schemas = [{ uri: 'file:///society.schema.json', fileMatch: ['*.society'], schema }];
  server.configure({ validate: true, completion: true, hover: true, yamlVersion: '1.2', schemas });
  return server;
}

/** Goals are shares of what the peer takes for the same, in the same run. */
async function main(): Promise<void> {
  const script = fileURLToPath(import.meta.url);
  const runs = [await inChild<Measured>(script, 'ours'), await inChild<Measured>(script, 'ours'), await inChild<Measured>(script, 'ours')];
  const theirs = await inChild<Measured>(script, 'peer');
  const edits = (name: string, of: 'smallEdit' | 'edit' | 'complete' | 'hover', goal: number): void => {
    const { median, p95, n } = spread(runs.flatMap((run) => run[of]));
    print({ name: `${name}, median`, unit: 'ms', ours: median, p95, n, against: 'peer', peer: spread(theirs[of]).median, goal });
  };
  const one = (name: string, unit: string, of: 'cold' | 'heap' | 'slice', goal: number): void => {
    const { median, n } = spread(runs.map((run) => run[of]));
    print({ name: `${name}, median`, unit, ours: median, n, against: 'peer', peer: theirs[of], goal });
  };
  edits('300 lines: edit to diagnostics', 'smallEdit', 0.8);
  edits('10,000 personas: edit to diagnostics', 'edit', 0.006);
  edits('10,000 personas: edit to completion', 'complete', 0.0032);
  edits('10,000 personas: hover', 'hover', 0.05);
  one('10,000 personas: cold open', 'ms', 'cold', 0.4);
  one('10,000 personas: longest slice of cold open', 'ms', 'slice', 0.0135);
  one('10,000 personas: heap in use', 'MB', 'heap', 0.75);
}

const part = process.argv[2];
if (part === 'ours' || part === 'peer') process.stdout.write(JSON.stringify(await (part === 'ours' ? ours() : peer())));
else await main();
