/** The commands of the manifest, which the editor registers, and their handlers, whose ids the TypeScript compiler compares with `Commands`. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'mocha';

describe('commands of the editor', () => {
  it('have a handler each, and each handler a command', () => {
    const { contributes } = JSON.parse(readFileSync('package.json', 'utf8')) as {
      readonly contributes: { readonly commands: readonly { readonly command: string }[] };
    };
    const typed = [...readFileSync('src/vscode/commands.ts', 'utf8').matchAll(/^ {2}'(society\.\w+)': \(/gm)].map(([, id]) => id);
    assert.ok(typed.length > 40);
    assert.deepEqual(contributes.commands.map(({ command }) => command).sort(), typed.sort());
  });
});
