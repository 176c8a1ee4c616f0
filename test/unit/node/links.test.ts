/**
 * A society from another author can contain links. Targets outside of the society's folder are neither read nor sent, and
 * a diagnostic marks the place that names them.
 */
import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { createLanguageService } from '../../../src/language/index.js';
import { fileUri, nodeTextFiles } from '../../../src/node/ports.js';
import { readRecording } from '../../../src/node/recordedAnswers.js';
import { rootFolderOf } from '../../../src/node/withinRoots.js';
import { loadModel } from '../../../src/runs/index.js';

const SECRET = 'PRIVATE KEY 0001';
const LIBRARY = join(process.cwd(), 'library');

const society = (persona: string, more = ''): string => `society: 1
title: Links
${more}
models: { lab: { kind: openai, base_url: "https://api.example.com/v1", name: m } }
personas: { ada: { name: Ada, ${persona} } }
scenarios: { s: { cast: all, world: feed, rounds: 1, model: lab } }
`;

describe('a link in a folder of a society', () => {
  let home = '';
  const put = (name: string, text: string): string => {
    mkdirSync(dirname(join(home, name)), { recursive: true });
    writeFileSync(join(home, name), text);
    return join(home, name);
  };
  const link = (name: string, to: string): void => {
    mkdirSync(dirname(join(home, name)), { recursive: true });
    symlinkSync(to, join(home, name));
  };
  beforeEach(() => {
    home = mkdtempSync(join(tmpdir(), 'society-links-'));
    put('secret/id_rsa', `${SECRET}\n`);
    put('secret/rows.csv', `name,bio\nEve,${SECRET}\n`);
    put('secret/more.society', `society: 1\npersonas: { eve: { name: Eve, bio: "${SECRET}" } }\n`);
  });
  afterEach(() => rmSync(home, { recursive: true }));

  /** Codes and lines of what is wrong with it, and all texts that were read. */
  async function read(text: string, folders: readonly string[] = [join(home, 'ws')]) {
    const path = put('ws/s.society', text);
    const loaded = await loadModel(createLanguageService(nodeTextFiles(LIBRARY, folders)), fileUri(path));
    const lines = text.split('\n');
    const errors = loaded.problems.filter(({ severity }) => severity === 'error');
    return {
      codes: errors.map(({ code }) => code),
      messages: errors.map(({ message }) => message),
      places: errors.map(({ range }) => lines[range?.start.line ?? 0] ?? ''),
      texts: JSON.stringify([loaded.resolved, loaded.ok ? [...loaded.model.agents] : null]),
    };
  }

  const cases: { readonly [how: string]: { readonly text: string; readonly at: RegExp; readonly code: string } } = {
    'a document that a person has read': { text: society('reads: [./notes.md]'), at: /reads/, code: 'import-outside' },
    'prose in a file of its own': { text: society('backstory: ./notes.md'), at: /backstory/, code: 'import-outside' },
    'prose in a linked folder': { text: society('backstory: ./away/id_rsa.md'), at: /backstory/, code: 'import-outside' },
    'prose after two links': { text: society('backstory: ./twice.md'), at: /backstory/, code: 'import-outside' },
    'an import': { text: society('bio: hm', 'imports: [library/feed, ./more.society]'), at: /imports/, code: 'import-outside' },
    'a pattern below a link to a folder': {
      text: society('bio: hm', 'imports: [library/feed, "./away/*.society"]'),
      at: /imports/,
      code: 'import-outside',
    },
    'a table': {
      text: society('bio: hm', 'populations: { crowd: { size: 1, from: { csv: ./rows.csv } } }'),
      at: /rows/,
      code: 'data-outside',
    },
    'a table below a link to a folder': {
      text: society('bio: hm', 'populations: { crowd: { size: 1, from: { csv: ./away/rows.csv } } }'),
      at: /rows/,
      code: 'data-outside',
    },
  };
  for (const [how, { text, at, code }] of Object.entries(cases))
    for (const where of ['in a folder that is worked in', 'in no folder'])
      it(`is not followed out of the folder: ${how}, ${where}`, async () => {
        put('secret/id_rsa.md', SECRET);
        link('ws/notes.md', '../secret/id_rsa');
        link('ws/between.md', join(home, 'secret/id_rsa'));
        link('ws/twice.md', 'between.md');
        link('ws/away', '../secret');
        link('ws/more.society', '../secret/more.society');
        link('ws/rows.csv', '../secret/rows.csv');
        const found = await read(
          text.includes('library/feed') ? text : `imports: [library/feed]\n${text}`,
          where === 'in no folder' ? [] : undefined,
        );
        assert.ok(found.codes.includes(code), JSON.stringify(found.codes));
        const i = found.codes.indexOf(code);
        assert.match(found.places[i]!, at);
        assert.match(found.messages[i]!, /link/);
        assert.ok(!found.texts.includes(SECRET));
        assert.ok(!found.messages.join().includes(home), 'no path of the user is shown');
      });

  it('is followed within the folder, and where the folder itself is reached by a link', async () => {
    put('ws/people/ada.md', 'She repairs clocks.');
    link('ws/ada.md', 'people/ada.md');
    link('door', 'ws');
    for (const folder of ['ws', 'door']) {
      put('ws/s.society', `imports: [library/feed]\n${society('backstory: ./ada.md')}`);
      const files = nodeTextFiles(LIBRARY, [join(home, folder)]);
      const loaded = await loadModel(createLanguageService(files), fileUri(join(home, folder, 's.society')));
      assert.ok(loaded.ok, JSON.stringify(loaded.problems));
      assert.equal(loaded.model.agents.at(0)?.self.backstory, 'She repairs clocks.');
    }
  });

  it('is read again after its target changes to a file of the folder', async () => {
    link('ws/notes.md', '../secret/id_rsa');
    const text = `imports: [library/feed]\n${society('backstory: ./notes.md')}`;
    assert.deepEqual((await read(text)).codes, ['import-outside']);
    rmSync(join(home, 'ws/notes.md'));
    put('ws/notes.md', 'A plain text.');
    assert.deepEqual((await read(text)).codes, []);
  });

  it('gives no recording of a file that is not trusted elsewhere', async () => {
    put('secret/run/manifest.json', '{}');
    link('ws/run', '../secret/run');
    const found = await readRecording('./run', fileUri(join(home, 'ws/s.society')), join(home, 'ws'), false);
    assert.ok(!found.ok && /link/.test(found.message));
  });

  it('limits the root to the repository of a file, or to its own folder, never to the home folder', () => {
    mkdirSync(join(home, 'project/.git'), { recursive: true });
    mkdirSync(join(home, 'project/a/b'), { recursive: true });
    assert.equal(rootFolderOf(join(home, 'project/a/b/s.society')), join(home, 'project'));
    assert.equal(rootFolderOf(join(home, 'ws/s.society')), join(home, 'ws'));
    put('ws/package.json', '{}');
    assert.equal(rootFolderOf(join(home, 'ws/a/s.society')), join(home, 'ws'));
  });
});
