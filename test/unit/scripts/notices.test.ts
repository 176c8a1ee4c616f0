/** The package names each package of others that is in it, with its terms. */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'mocha';

const root = process.cwd();
const read = (...path: readonly string[]): string => readFileSync(join(root, ...path), 'utf8');

/** Packages that sources import values of, by their names in `package.json`. */
function imported(folder: string): ReadonlySet<string> {
  const found = new Set<string>();
  for (const entry of readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })) {
    // The demo that compares drawing with other libraries is not built into the extension.
    if (!entry.endsWith('.ts') || entry.startsWith('demo')) continue;
    for (const [, clause = '', from = ''] of read(folder, entry).matchAll(/^import (?!type )([^;']*?)from '([^'./][^']*)'/gm)) {
      if (from.startsWith('node:') || from === 'vscode' || /^\{(\s*type \w+,?)+\s*\}\s*$/.test(clause)) continue;
      const [scope = '', name = ''] = from.split('/');
      found.add(scope.startsWith('@') ? `${scope}/${name}` : scope);
    }
  }
  return found;
}

describe('licence notices of packages', () => {
  const notices = read('dist', 'THIRD-PARTY-NOTICES.txt');

  it('name each imported package, with its version, its licence and its text', () => {
    const { dependencies } = JSON.parse(read('package.json')) as { readonly dependencies: { readonly [name: string]: string } };
    const names = [...new Set([...imported('src'), ...imported('webview')])].filter((name) => Object.hasOwn(dependencies, name));
    assert.ok(names.length > 10, names.join());
    for (const name of names) {
      const { version, license } = JSON.parse(read('node_modules', name, 'package.json')) as {
        readonly version: string;
        readonly license: string;
      };
      assert.ok(notices.includes(`${name} ${version} (${license})\n`), `${name} ${version} (${license})`);
      const file = readdirSync(join(root, 'node_modules', name)).find((one) => /^licen[cs]e/i.test(one));
      if (file) assert.ok(notices.includes(read('node_modules', name, file).replaceAll('\r\n', '\n').trim()), `${name}: ${file}`);
    }
  });

  it('are in the package of the extension', () => {
    assert.match(read('.vscodeignore'), /^!dist\/THIRD-PARTY-NOTICES\.txt$/m);
    assert.doesNotMatch(notices, /node_modules|\/home\//);
  });
});
