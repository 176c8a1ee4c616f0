/** docs/keyboard.md has every key that the manifest binds and that a part of the panel listens to, under its heading. */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { describe, it } from 'mocha';

interface Binding {
  readonly key: string;
  readonly mac?: string;
  readonly command: string;
  readonly when?: string;
}

const page = readFileSync('docs/keyboard.md', 'utf8');
const manifest = JSON.parse(readFileSync('package.json', 'utf8')) as { readonly contributes: { readonly keybindings: readonly Binding[] } };
const bindings = manifest.contributes.keybindings;

/** Where the page has the keys of a file of the panel. */
const HEADINGS: Readonly<Record<string, string>> = {
  'webview/agent/pane.ts': '### Network',
  'webview/network/controls/agentList.ts': '### Network',
  'webview/network/groups/finder.ts': '### Network',
  'webview/network/groups/groupBlocks.ts': '### Network',
  'webview/network/groups/nearView.ts': '### Network',
  'webview/network/input/keys.ts': '### Network',
  'webview/network/matrix/matrixView.ts': '### Network',
  'webview/network/controls/options.ts': '### Network',
  'webview/ui/split.ts': '### Conversation, Measures, Agent',
  'webview/ui/tabs.ts': '### Conversation, Measures, Agent',
  'webview/timeline/track.ts': '### Timeline',
  'webview/conversation/keys.ts': '### Conversation\n',
};

const NAMED = /\b(?:Arrow(?:Left|Right|Up|Down)|Page(?:Up|Down)|Home|End|Enter|Escape)\b/g;
/** One character as the name of what is done, or compared with. */
const SINGLE = /(?:[{,\n]\s*'?([a-zA-Z0-9+= -])'?: (?=\(\) =>|withOne\(|path,|'\.)|event\.key === '(.)')/g;

const spoken = (key: string): string =>
  key === ' ' ? 'Space' : /^[A-Z]$/.test(key) ? `Shift+${key}` : key.length === 1 ? key.toUpperCase() : key;

function keysOf(file: string): readonly string[] {
  const code = readFileSync(file, 'utf8').replace(/\/\*[\s\S]*?\*\/|\/\/.*/g, '');
  const single = [...code.matchAll(SINGLE)].map(([, name, compared]) => name ?? compared ?? '');
  return [...new Set([...(code.match(NAMED) ?? []), ...single].map(spoken))];
}

function section(heading: string): string {
  const from = page.indexOf(heading);
  assert.ok(from >= 0, `${heading} is no heading of the page`);
  const to = page.slice(from + heading.length).search(/^##/m);
  return to < 0 ? page.slice(from) : page.slice(from, from + heading.length + to);
}

/** `ctrl+k j` as people write it. */
const written = (key: string): string => key.replace(/\b[a-z]/g, (letter) => letter.toUpperCase()).replace(/\bF(\d+)\b/gi, 'F$1');

const has = (text: string, key: string): boolean => text.split(/[\s,.;:|]+/).includes(key);

describe('the keyboard page', () => {
  it('has every key of the manifest, and no other key of the extension', () => {
    for (const { key } of bindings) assert.ok(page.includes(written(key)), `${written(key)} is not on the page`);
    const chords = [...page.matchAll(/^\| (Ctrl\+K \w)\b/gm)].map(([, chord]) => chord);
    assert.deepEqual(
      chords.sort(),
      bindings
        .map(({ key }) => written(key))
        .filter((key) => key.startsWith('Ctrl+K'))
        .sort(),
    );
  });

  it('has no key twice in the manifest, and each only in society files', () => {
    assert.equal(new Set(bindings.map(({ key }) => key)).size, bindings.length);
    for (const { command, when } of bindings) assert.match(when ?? '', /society/, command);
  });

  const listening = readdirSync('webview', { recursive: true, encoding: 'utf8' })
    .map((name) => `webview/${name.replaceAll('\\', '/')}`)
    .filter((name) => name.endsWith('.ts') && readFileSync(name, 'utf8').includes("'keydown'"));

  it('has each part of the panel that listens to keys', () => assert.deepEqual(listening.sort(), Object.keys(HEADINGS).sort()));

  for (const [file, heading] of Object.entries(HEADINGS))
    it(`has the keys of ${file}`, () => {
      const keys = keysOf(file);
      assert.ok(keys.length > 0);
      for (const key of keys) assert.ok(has(section(heading), key), `${key} is not under ${heading}`);
    });
});
