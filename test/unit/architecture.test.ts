/** The rules of docs/architecture.md that a reader of the sources can check. */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize, relative } from 'node:path';
import { describe, it } from 'mocha';
import { circles, valueImports } from '../support/importGraph.js';
import { rankIn, ROOMS, SEPARABLE } from '../support/rooms.js';

const root = process.cwd();

/** Rooms that compile without Node, so that a browser build stays possible. */
const PURE = ['core', 'expr', 'language', 'analysis', 'engine', 'trace', 'protocol'];

const INEXACT =
  /\bMath\.(random|exp|expm1|log|log2|log10|log1p|pow|sin|cos|tan|tanh|cbrt|hypot)\b|\blocaleCompare\b|\bDate\.now\b|\bnew Date\b|\bIntl\./;

function sources(folder: string): readonly { readonly path: string; readonly text: string }[] {
  return readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.ts') && !entry.parentPath.endsWith('generated'))
    .map((entry) => join(entry.parentPath, entry.name))
    .map((path) => ({ path: relative(root, path).replaceAll('\\', '/'), text: readFileSync(path, 'utf8') }));
}

const imports = (text: string): readonly string[] =>
  [...text.matchAll(/(?:from|import)\s*\(?\s*['"]([^'"]+)['"]/g)].map(([, name]) => name!);

/** Paths of the files of the project that a file imports. */
const targets = (path: string, text: string, names = imports(text)): readonly string[] =>
  names
    .filter((name) => name.startsWith('.') && !/(\.css|\?source)$/.test(name))
    .map((name) =>
      normalize(join(dirname(path), name))
        .replaceAll('\\', '/')
        .replace(/\.js$/, '.ts'),
    );

/** Without what is loaded only when it is wanted: that may lead upward. */
const staticImports = (text: string): readonly string[] =>
  [...text.matchAll(/(?:from|import)\s*['"]([^'"]+)['"]/g)].map(([, name]) => name!);

/** Constants of a module that its own code changes, by assignment or by a method that changes a collection. */
const changed = (text: string): readonly string[] =>
  [...text.matchAll(/^(?:export )?const (\w+)/gm)]
    .map(([, name]) => name!)
    .filter((name) =>
      new RegExp(
        String.raw`^\s.*(?<![\w.])${name}(?:\.\w+|\[[^\]]*\])*(?:\.(?:set|add|delete|clear|push|pop|shift|unshift|splice|sort|reverse|fill)\(|(?:\.\w+|\[[^\]]*\])\s*(?:[-+*/|&^]?=(?!=|>)|\+\+|--))`,
        'm',
      ).test(text),
    );

describe('the architecture', () => {
  for (const [room, { imports: allowed }] of Object.entries(ROOMS).filter(([room]) => /^src\/[a-z]+$/.test(room))) {
    if (allowed.includes('*')) continue;
    it(`${room} imports only ${allowed.join(', ') || 'itself'}`, () => {
      for (const { path, text } of sources(room)) {
        for (const target of targets(path, text).filter((t) => t !== 'schemas/society.schema.json')) {
          assert.ok(
            [room, ...allowed].some((one) => target.startsWith(`${one}/`)),
            `${path} imports ${target}`,
          );
        }
      }
    });
  }

  for (const [room, { parts, others = [] }] of Object.entries(ROOMS)) {
    if (!parts) continue;
    it(`the parts of ${room} import only parts at or below their own place`, () => {
      const upward = sources(room).flatMap(({ path, text }) => {
        const own = rankIn(room, path);
        if (own === null || path === `${room}/index.ts`) return [];
        return targets(path, text, staticImports(text))
          .filter((target) => (rankIn(room, target) ?? own) > own)
          .map((target) => `${path} imports ${target}, which is above it`);
      });
      assert.deepEqual(upward, []);
    });

    it(`every folder of ${room} is on its map`, () => {
      const mapped = new Set([...parts, ...others].map(([part]) => part.split('/')[0]));
      for (const { name } of readdirSync(join(root, room), { withFileTypes: true }).filter((entry) => entry.isDirectory()))
        assert.ok(mapped.has(name), `${room}/${name} is not in test/support/rooms.ts`);
    });
  }

  for (const { folder, registeredIn } of SEPARABLE) {
    it(`only ${registeredIn} imports from ${folder}`, () => {
      const importers = [...sources('src'), ...sources('webview')].filter(
        ({ path, text }) => !path.startsWith(`${folder}/`) && targets(path, text).some((target) => target.startsWith(`${folder}/`)),
      );
      assert.deepEqual(
        importers.map(({ path }) => path),
        [registeredIn],
      );
    });
  }

  it('files are named by nouns or by what they do, not by a participle, an adverb or a preposition alone', () => {
    // Nouns of the field that end like participles.
    const nouns = new Set('clustering feed folding formatting learning mixing ranking resampling sampling setting spending'.split(' '));
    const alone =
      /^([a-z]+(ed|ing|ly)|after|again|ahead|aside|at|before|behind|beside|beyond|by|from|here|inside|like|next|now|off|on|once|out|over|past|soon|then|there|under|up|when|where|which|who|whom|why|with|within)$/;
    const named = [...sources('src'), ...sources('webview')].map(({ path }) => path.replace(/^.*\/|\.(d\.)?ts$/g, ''));
    assert.deepEqual([...new Set(named.filter((name) => alone.test(name) && !nouns.has(name)))], []);
  });

  it('no folder holds more than twenty source files of its own', () => {
    const counts = new Map<string, number>();
    for (const { path } of [...sources('src'), ...sources('webview')]) counts.set(dirname(path), (counts.get(dirname(path)) ?? 0) + 1);
    assert.deepEqual(
      [...counts].filter(([, count]) => count > 20),
      [],
    );
  });

  it('only the fold and the accessors read where the state of an agent is held', () => {
    const held = /\.ownVars\b|\b(?:at|itemAt|items)\((?:\w+\.)*individuals\b/;
    const reading = [...sources('src'), ...sources('webview')].filter(({ text }) => held.test(text)).map(({ path }) => dirname(path));
    assert.deepEqual([...new Set(reading)], ['src/core/events']);
  });

  it('only src/vscode and the entry file import the editor, types included', () => {
    for (const { path, text } of [...sources('src'), ...sources('webview')]) {
      if (!/^src[/\\](vscode[/\\]|extension\.ts)/.test(path)) assert.ok(!imports(text).includes('vscode'), path);
    }
  });

  it('the panel sees the protocol and itself', () => {
    for (const { path, text } of sources('webview')) {
      for (const name of imports(text).filter((n) => n.startsWith('.'))) {
        const target = normalize(join(dirname(path), name)).replaceAll('\\', '/');
        assert.match(target, /^(webview|src\/(protocol|core|analysis))\//, `${path} imports ${name}`);
      }
    }
  });

  it('pure rooms import nothing of Node', () => {
    for (const room of PURE) {
      for (const { path, text } of sources(`src/${room}`)) assert.ok(!imports(text).some((name) => name.startsWith('node:')), path);
    }
  });

  it('only src/node, the command line and the threads of experiments use Node, so that src/web can stand for it', () => {
    const own = /^src[/](node|cli|runs[/]experiments[/]threads)[/]/;
    const globals = /\b(process\.(?!_)|Buffer\.|setImmediate\()/;
    const using = sources('src').filter(({ path, text }) => {
      const code = text.replace(/\/\*[\s\S]*?\*\/|\/\/.*$/gm, '');
      return !own.test(path) && (globals.test(code) || imports(text).some((name) => name.startsWith('node:')));
    });
    assert.deepEqual(
      using.map(({ path }) => path),
      [],
    );
  });

  it('results do not depend on anything that differs between machines', () => {
    for (const room of [...PURE, 'minds/builtin']) {
      for (const { path, text } of sources(`src/${room}`)) {
        const code = text.replace(/\/\*[\s\S]*?\*\/|\/\/.*$/gm, '');
        assert.doesNotMatch(code, INEXACT, path);
      }
    }
  });

  it('core and engine cache only through core/util/memo.ts', () => {
    const caching = ['src/core', 'src/engine'].flatMap(sources).filter(({ text }) => /\bnew WeakMap\b/.test(text));
    assert.deepEqual(
      caching.map(({ path }) => path),
      ['src/core/util/memo.ts'],
    );
  });

  it('modules of core, expr and engine keep no state between calls, except a draft whose file gives the time that it saves', () => {
    const found = ['src/core', 'src/expr', 'src/engine'].flatMap(sources).flatMap(({ path, text }) => {
      const names = [...(/^(?:export )?(?:let|var)\b/m.test(text) ? ['let'] : []), ...changed(text)];
      return names.map((name) => `${path}: ${name}`);
    });
    assert.deepEqual(found, ['src/core/events/stateDraft.ts: own']);
  });

  it('modules that pages load make no error and nothing of Intl while they are loaded, which takes longer than all the rest', () => {
    const making = ['src/core', 'src/protocol', 'webview']
      .flatMap(sources)
      .filter(({ text }) => /^(?:export )?const .* = new (?:Error|Intl\.)/m.test(text));
    assert.deepEqual(
      making.map(({ path }) => path),
      [],
    );
  });

  it('a constant of a module that is changed is found, and a variable of a function is not', () => {
    assert.deepEqual(changed('const known = new Map<string, number>();\nfunction add() {\n  known.set(1);\n}\n'), ['known']);
    assert.deepEqual(changed('export const own: Draft = { n: 0 };\nfunction next() {\n  own.n++;\n}\n'), ['own']);
    assert.deepEqual(changed('const lanes = [0, 0];\nfunction next() {\n  lanes[0] = 1;\n}\n'), ['lanes']);
    assert.deepEqual(changed('const known = new Set([1]);\nfunction has() {\n  const found = [];\n  found.push(known.has(1));\n}\n'), []);
  });

  it('no files import values from each other in a circle', () => {
    const graph = valueImports([...sources('src'), ...sources('webview')]);
    assert.ok([...graph.values()].flat().length > 3000);
    assert.deepEqual(circles(graph), []);
  });

  it('a circle of values is found, and one of types is not', () => {
    const file = (path: string, text: string) => ({ path, text });
    const [a, b] = [file('src/a.ts', "import { b, type B } from './b.js';\n"), file('src/b.ts', "export { a } from './c/a.js';\n")];
    const c = file('src/c/a.ts', "import * as all from '../a.js';\n");
    assert.deepEqual(circles(valueImports([a, b, c])), [['src/a.ts', 'src/b.ts', 'src/c/a.ts', 'src/a.ts']]);
    const types = [
      file('src/c/a.ts', "import { type A } from '../a.js';\n"),
      file('src/c/a.ts', "import type { A } from '../a.js';\nconst later = import('../a.js');\n"),
    ];
    for (const one of types) assert.deepEqual(circles(valueImports([a, b, one])), []);
  });

  it('faults of formulas are caught only where they become events', () => {
    const catching = sources('src/engine').filter(({ text }) => /instanceof ExprFault/.test(text));
    assert.deepEqual(catching.map(({ path }) => path.replace(/^.*[/\\]/, '')).sort(), [
      'columnReport.ts',
      'crowdEffects.ts',
      'crowdFormulas.ts',
      'crowdStarts.ts',
      'derivedFields.ts',
      'effects.ts',
      'evaluate.ts',
      'prompt.ts',
    ]);
  });

  it('one file builds live runs', () => {
    const builders = sources('src').filter(({ text }) => /\bnew (?:\w+\.)?LiveRun\(/.test(text));
    assert.deepEqual(
      builders.map(({ path }) => path),
      ['src/runs/live/runBuilder.ts'],
    );
  });

  it('every room that the editor loads is packaged', () => {
    const loaded = imports(readFileSync(join(root, 'src/vscode/window/rooms.ts'), 'utf8'))
      .filter((name) => name.startsWith('.'))
      .map((name) => name.split('/').at(-2) ?? '');
    const packaged = readFileSync(join(root, '.vscodeignore'), 'utf8').split(/\r?\n/);
    assert.ok(loaded.length > 3);
    for (const room of loaded) assert.ok(packaged.includes(`!dist/${room}.mjs`), room);
  });

  it('every page that is built is packaged', () => {
    const pages = [...readFileSync(join(root, 'esbuild.mjs'), 'utf8').matchAll(/'webview\/(\w+)\.js':/g)].map(([, name]) => name);
    const packaged = readFileSync(join(root, '.vscodeignore'), 'utf8').split(/\r?\n/);
    assert.ok(pages.includes('panel') && pages.includes('calibration'));
    for (const name of pages) for (const type of ['js', 'css']) assert.ok(packaged.includes(`!dist/webview/${name}.${type}`), name);
  });

  it('only the command line imports a queue, and the extension is packaged without it', () => {
    for (const { path, text } of [...sources('src'), ...sources('webview')]) {
      if (/^src[/\\]cli[/\\]queue[/\\]/.test(path)) continue;
      assert.ok(!imports(text).some((name) => name === 'bullmq' || name === 'ioredis'), path);
    }
    assert.ok(!readFileSync(join(root, '.vscodeignore'), 'utf8').includes('dist/queue.mjs'));
  });

  it('only questions to models open a connection to another machine, so nothing else can be sent', () => {
    const opens =
      /from 'node:(?:https?|http2|net|tls|dgram|dns)(?:\/promises)?'|(?<![.\w])fetch\(|\b(?:WebSocket|XMLHttpRequest|EventSource|sendBeacon)\b/;
    const types = /^import type .*$/gm;
    const openers = [...sources('src'), ...sources('webview')].filter(({ text }) => opens.test(text.replace(types, '')));
    assert.deepEqual(openers.map(({ path }) => path.replaceAll('\\', '/')).sort(), [
      'src/minds/openai/endpoint.ts',
      'src/node/controlSocket.ts', // on this machine
      'src/node/http/leanFetch.ts',
      'src/web/http/leanFetch.ts',
    ]);
  });

  it('no module compiles code at run time', () => {
    for (const { path, text } of [...sources('src'), ...sources('webview')]) assert.doesNotMatch(text, /\beval\(|new Function\b/, path);
  });
});
