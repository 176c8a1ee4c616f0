/** The catalogue of what a debug session refuses: each error has an id of its own, which its response has. */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'mocha';
import { DEBUG_ERRORS, Refused } from '../../../src/debug/index.js';
import { Client } from '../../support/debugging.js';

const idOf = async (client: Client, command: string, args: object = {}): Promise<number | undefined> => {
  const { success, body } = await client.ask(command, args);
  assert.equal(success, false, command);
  return (body as { error?: { id: number } } | undefined)?.error?.id;
};

describe('errors of the debugger', () => {
  it('have ids that differ', () => {
    const ids = Object.values(DEBUG_ERRORS).map(({ id }) => id);
    assert.deepEqual(ids.length, new Set(ids).size);
  });

  it('are all used', () => {
    const text = ['src/debug', 'src/vscode/debug']
      .flatMap((folder) => readdirSync(join(process.cwd(), folder), { recursive: true, withFileTypes: true }))
      .filter((entry) => entry.isFile() && entry.name.endsWith('.ts'))
      .map((entry) => readFileSync(join(entry.parentPath, entry.name), 'utf8'))
      .join('\n');
    const used = new Set([...text.matchAll(/\bRefused\(\s*'([a-z-]+)'/g)].map(([, code]) => code!));
    assert.deepEqual(
      Object.keys(DEBUG_ERRORS).filter((code) => code !== 'internal-error' && !used.has(code)),
      [],
    );
  });

  it('can be distinguished in responses', async () => {
    const client = new Client();
    assert.equal(await idOf(client, 'society/nothing'), DEBUG_ERRORS['unknown-request'].id);
    assert.equal(await idOf(client, 'scopes', { frameId: 1 }), DEBUG_ERRORS['no-run'].id);
    assert.equal(await idOf(client, 'initialize', { adapterID: 'society', linesStartAt1: false }), DEBUG_ERRORS['lines-from-zero'].id);
  });

  it('keep the id of an error of the host, and have one for unexpected errors', async () => {
    const idWith = async (error: Error): Promise<number | undefined> => {
      const client = new Client({ launch: () => Promise.reject(error) });
      const launched = idOf(client, 'launch', { program: '/a.society' });
      await client.ask('configurationDone');
      return launched;
    };
    assert.equal(await idWith(new Refused('not-paid', 'No.')), DEBUG_ERRORS['not-paid'].id);
    assert.equal(await idWith(new Error('Broken.')), DEBUG_ERRORS['internal-error'].id);
  });
});
