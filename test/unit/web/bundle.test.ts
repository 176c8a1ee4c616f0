/** The bundle for a browser, and the files that it has in place of those of Node. */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'mocha';

/** Compiles only if each export of `Web` has the type of the export of `Node` with the same name. */
const fits = <Web extends Partial<Node>, Node>(): readonly (keyof Web & keyof Node)[] => [];

const CHECKED = [
  fits<typeof import('../../../src/web/controlSocket.js'), typeof import('../../../src/node/controlSocket.js')>(),
  fits<typeof import('../../../src/web/gzip.js'), typeof import('../../../src/node/gzip.js')>(),
  fits<typeof import('../../../src/web/http/leanFetch.js'), typeof import('../../../src/node/http/leanFetch.js')>(),
  fits<typeof import('../../../src/web/lock.js'), typeof import('../../../src/node/lock.js')>(),
  fits<typeof import('../../../src/web/longFile.js'), typeof import('../../../src/node/longFile.js')>(),
  fits<typeof import('../../../src/web/machine.js'), typeof import('../../../src/node/machine.js')>(),
  fits<typeof import('../../../src/web/machineFacts.js'), typeof import('../../../src/node/machineFacts.js')>(),
  fits<typeof import('../../../src/web/nextTurn.js'), typeof import('../../../src/node/nextTurn.js')>(),
  fits<typeof import('../../../src/web/paths.js'), typeof import('../../../src/node/paths.js')>(),
  fits<typeof import('../../../src/web/pieceFiles.js'), typeof import('../../../src/node/pieceFiles.js')>(),
  fits<typeof import('../../../src/web/platform.js'), typeof import('../../../src/node/platform.js')>(),
  fits<typeof import('../../../src/web/ports.js'), typeof import('../../../src/node/ports.js')>(),
  fits<typeof import('../../../src/web/runPlace.js'), typeof import('../../../src/node/runPlace.js')>(),
  fits<typeof import('../../../src/web/smallModels.js'), typeof import('../../../src/node/smallModels.js')>(),
  fits<typeof import('../../../src/web/withinRoots.js'), typeof import('../../../src/node/withinRoots.js')>(),
  fits<typeof import('../../../src/web/workspaceFiles.js'), typeof import('../../../src/node/workspaceFiles.js')>(),
];

const namesIn = (folder: string): readonly string[] =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => name.replaceAll('\\', '/'))
    .filter((name) => /\.[jt]s$/.test(name));

/** A message of the openai package for old versions of Node quotes this import. */
const QUOTED = 'node:buffer';

describe('the bundle for a browser', () => {
  it('has the types of Node in each file that stands for one', () => {
    const own = readFileSync('test/unit/web/bundle.test.ts', 'utf8');
    const pairs = namesIn('src/web').filter((name) => namesIn('src/node').includes(name) && name !== 'threadPool.ts');
    for (const name of pairs) assert.ok(own.includes(`src/web/${name.replace(/ts$/, 'js')}')`), `${name} is not compared here`);
    assert.equal(CHECKED.length, pairs.length);
  });

  it('requires the editor and nothing else: no module of Node, and no package', () => {
    const files = namesIn('dist/web');
    assert.ok(files.includes('extension.js') && files.includes('runs.js') && files.length > 20);
    for (const name of files) {
      const text = readFileSync(join('dist/web', name), 'utf8');
      const required = [...text.matchAll(/\b(?:require|import)\(\s*["'`]([^"'`]+)["'`]\s*\)/g)].map(([, path]) => path!);
      const foreign = required.filter((path) => path !== 'vscode' && path !== QUOTED && !path.startsWith('./'));
      assert.deepEqual(foreign, [], name);
      assert.doesNotMatch(
        text,
        /\bnode:(fs|path|crypto|os|http|https|url|util|zlib|worker_threads|child_process|stream|timers|v8)\b/,
        name,
      );
    }
  });

  it('takes the API of the editor once, as the bundle for Node does, because each file would otherwise copy it at the activation', () => {
    const taken = (name: string): number => readFileSync(join('dist', name), 'utf8').split('require("vscode")').length - 1;
    assert.equal(taken('web/extension.js'), 1);
    assert.equal(taken('extension.cjs'), 1);
  });
});
