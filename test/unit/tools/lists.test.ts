/** The lists of tools agree: the registry, the manifest of the extension, and the documentation. The server's list is in test/unit/cli/mcp.test.ts. */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { describe, it } from 'mocha';
import { TOOLS } from '../../../src/tools/index.js';

interface Manifest {
  readonly contributes: {
    readonly languageModelTools: readonly {
      readonly name: string;
      readonly modelDescription: string;
      readonly inputSchema: object;
      readonly displayName: string;
    }[];
    readonly mcpServerDefinitionProviders: readonly { readonly id: string }[];
  };
}

const { contributes } = JSON.parse(readFileSync('package.json', 'utf8')) as Manifest;

describe('lists of tools for assistants', () => {
  it('are the same in the registry and in the manifest', () => {
    assert.deepEqual(
      contributes.languageModelTools.map(({ name, modelDescription, inputSchema }) => ({ name, modelDescription, inputSchema })),
      TOOLS.map(({ name, description, input }) => ({ name: `society_${name}`, modelDescription: description, inputSchema: { ...input } })),
    );
    const texts = JSON.parse(readFileSync('package.nls.json', 'utf8')) as Record<string, string>;
    for (const { name, title } of TOOLS) assert.equal(texts[`tools.${name}`], title);
    const server = readFileSync('src/vscode/assistants/server.ts', 'utf8');
    for (const { id } of contributes.mcpServerDefinitionProviders) assert.ok(server.includes(`'${id}'`));
  });

  it('are the same in the documentation', () => {
    const rows = [...readFileSync('docs/assistants.md', 'utf8').matchAll(/^\| `(\w+)` \| (reads|costs|writes) \|/gm)];
    assert.deepEqual(
      rows.map(([, name, effect]) => `${name} ${effect}`),
      TOOLS.map(({ name, effect }) => `${name} ${effect}`),
    );
  });

  it('ask the user before each tool that is not for reading, and no other', () => {
    for (const { name, effect, description } of TOOLS) assert.equal(/The user is asked/.test(description), effect !== 'reads', name);
    // A tool that acts says what it would do.
    const sources = ['authoring', 'runs', 'studies'].flatMap((folder) =>
      readdirSync(`src/tools/${folder}`).map((file) => readFileSync(`src/tools/${folder}/${file}`, 'utf8')),
    );
    for (const { name, effect } of TOOLS) {
      const own =
        sources.flatMap((text) => text.split(/(?=export const \w+ = tool)/)).find((part) => part.includes(`name: '${name}'`)) ?? '';
      assert.equal(/^ {2}question: /m.test(own), effect !== 'reads', name);
    }
  });

  it('have short descriptions, and a description of each input', () => {
    for (const { name, description, input } of TOOLS) {
      assert.ok(description.length < 600, name);
      for (const [key, value] of Object.entries(input.properties)) assert.ok((value.description ?? '').endsWith('.'), `${name}.${key}`);
    }
  });
});
