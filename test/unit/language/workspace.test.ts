/** The files of the workspace: who uses whom, what is read again after a change, and moves. */
import { strict as assert } from 'node:assert';
import { createLanguageService, type LanguageService } from '../../../src/language/index.js';
import { createModels } from '../../../src/language/incremental/fileModels.js';
import { isLibrary } from '../../../src/language/program/uri.js';
import { at, memory, serviceOf } from './filesSupport.js';

const names = (uris: readonly string[]): string[] => uris.map((uri) => uri.replace(at(''), ''));

const STUDY = {
  'main.society': 'society: 1\nimports: [library/feed, ./people/*.society, { from: ./town.society, as: town }]\n',
  'town.society': 'society: 1\nimports: [./shared.society]\npersonas:\n  tom: { bio: ./people/tom.md }\n',
  'shared.society': 'society: 1\nfragments:\n  keen: { traits: [keen] }\n',
  'people/ada.society': 'society: 1\npersonas:\n  ada: { name: Ada }\n',
  'alone.society': 'society: 1\n',
};

describe('the files that use a file', () => {
  it('are found directly, through other files, patterns and prefixes, and for prose', async () => {
    const service = serviceOf(STUDY);
    const users = async (name: string): Promise<string[]> => names(await service.usersOf(at(name)));
    assert.deepEqual(await users('shared.society'), ['main.society', 'town.society']);
    assert.deepEqual(await users('people/ada.society'), ['main.society']);
    assert.deepEqual(await users('people/tom.md'), ['main.society', 'town.society']);
    assert.deepEqual(await users('alone.society'), []);
    assert.deepEqual(await users('main.society'), []);
  });

  it('are found in the open texts before those on the disk, and in open files that are not saved yet', async () => {
    const service = serviceOf(STUDY);
    service.set(at('main.society'), 'society: 1\n');
    service.set(at('new.society'), 'society: 1\nimports: [./shared.society]\n');
    assert.deepEqual(names(await service.usersOf(at('shared.society'))), ['new.society', 'town.society']);
  });

  it('are finite where files import each other, without the file itself', async () => {
    const service = serviceOf({ 'a.society': 'society: 1\nimports: [./b.society]\n', 'b.society': 'society: 1\nimports: [./a.society]\n' });
    assert.deepEqual(names(await service.usersOf(at('a.society'))), ['b.society']);
  });
});

const codes = async (service: LanguageService, name: string): Promise<string[]> =>
  (await service.diagnostics(at(name))).filter((d) => d.severity === 'error').map((d) => d.code);

describe('the models of the library', () => {
  const URI = 'society-library:/feed.society';
  const [text, longer] = ['society: 1\nworlds:\n  feed: {}\n', 'society: 1\ntitle: A feed\nworlds:\n  feed: {}\n'];
  const made = (): ReturnType<typeof createModels> => createModels(() => undefined, isLibrary);

  it('are shared by all services, and those of other files are not', async () => {
    assert.equal(await made().of(URI, text), await made().of(URI, text));
    assert.notEqual(await made().of(at('feed.society'), text), await made().of(at('feed.society'), text));
  });

  it('do not move when another service has another text', async () => {
    const [one, other] = [made(), made()];
    const first = await one.of(URI, text);
    const [before] = first.definitions.map(({ entry }) => entry.keyAt);
    const [after] = (await other.of(URI, longer)).definitions.map(({ entry }) => entry.keyAt);
    assert.deepEqual(
      [before, after].map((place) => place?.[0]),
      [text.indexOf('feed:'), longer.indexOf('feed:')],
    );
    assert.deepEqual(first.definitions[0]?.entry.keyAt[0], text.indexOf('feed:'));
    assert.deepEqual((await one.of(URI, text)).definitions[0]?.entry.keyAt[0], text.indexOf('feed:'));
  });
});

describe('the cache of files', () => {
  const texts = {
    'main.society': 'society: 1\nimports: [./people/*.society, ./b.society]\npersonas:\n  me: { extends: [ada, ben], bio: ./me.md }\n',
    'people/ada.society': 'society: 1\npersonas:\n  ada: { name: Ada }\n',
    'b.society': 'society: 1\npersonas:\n  ben: { name: Ben }\n',
    'me.md': 'Me.',
  };

  it('is used where the host reports changes, and bypassed where it does not', async () => {
    for (const watched of [true, false]) {
      const { files, reads } = memory(texts, undefined, watched);
      const service = createLanguageService(files);
      await service.diagnostics(at('main.society'));
      reads.clear();
      for (let i = 0; i < 3; i++) assert.deepEqual(await codes(service, 'main.society'), []);
      assert.equal(reads.get(at('b.society')), watched ? undefined : 3);
      assert.equal(reads.get(at('me.md')), watched ? undefined : 3);
    }
  });

  it('has no files outside of the folders, whose changes are not reported', async () => {
    const { files, reads } = memory(texts, ['file:///elsewhere'], true);
    const service = createLanguageService(files);
    await service.diagnostics(at('main.society'));
    reads.clear();
    await service.diagnostics(at('main.society'));
    assert.equal(reads.get(at('b.society')), 1);
  });

  it('drops a file that changes, is created, renamed or deleted', async () => {
    const { files, texts: disk } = memory(texts, undefined, true);
    const service = createLanguageService(files);
    assert.deepEqual(await codes(service, 'main.society'), []);

    disk.set(at('b.society'), 'society: 1\npersonas:\n  bob: { name: Bob }\n');
    assert.deepEqual(await codes(service, 'main.society'), [], 'nobody has told');
    service.changed(at('b.society'));
    assert.deepEqual(await codes(service, 'main.society'), ['unknown-id']);

    disk.set(at('people/ben.society'), 'society: 1\npersonas:\n  ben: { name: Ben }\n');
    service.changed(at('people/ben.society'));
    assert.deepEqual(await codes(service, 'main.society'), []);

    disk.set(at('people/benno.society'), disk.get(at('people/ben.society')) ?? '');
    disk.delete(at('people/ben.society'));
    service.changed(at('people/ben.society'), false);
    service.changed(at('people/benno.society'));
    assert.deepEqual(await codes(service, 'main.society'), []);

    disk.delete(at('me.md'));
    service.changed(at('me.md'), false);
    assert.deepEqual(await codes(service, 'main.society'), ['prose-missing']);

    for (const uri of [...disk.keys()]) if (uri.startsWith(at('people/'))) disk.delete(uri);
    service.changed(at('people'), false);
    assert.deepEqual(await codes(service, 'main.society'), ['unknown-id', 'unknown-id', 'prose-missing']);
  });

  it('is not used for an open text, and used again after that is closed', async () => {
    const { files } = memory(texts, undefined, true);
    const service = createLanguageService(files);
    service.set(at('b.society'), 'society: 1\n');
    assert.deepEqual(await codes(service, 'main.society'), ['unknown-id']);
    service.close(at('b.society'));
    assert.deepEqual(await codes(service, 'main.society'), []);
  });
});

/** Applies the edits of a move to the texts, and moves them. */
async function afterMove(texts: Readonly<Record<string, string>>, from: string, to: string): Promise<Record<string, string>> {
  const edits = await serviceOf(texts).moved([{ from: at(from), to: at(to) }]);
  const out: Record<string, string> = {};
  for (const [name, text] of Object.entries(texts)) {
    const lines = text.split('\n');
    for (const { range, text: next } of [...(edits.find(({ uri }) => uri === at(name))?.edits ?? [])].reverse()) {
      const line = lines[range.start.line] ?? '';
      lines[range.start.line] = line.slice(0, range.start.character) + next + line.slice(range.end.character);
    }
    const moved = name === from ? to : name.startsWith(`${from}/`) ? to + name.slice(from.length) : name;
    out[moved] = lines.join('\n');
  }
  return out;
}

describe('a file that is moved', () => {
  const texts = {
    'main.society': 'society: 1\nimports: [library/feed, ./town.society, "./people/ada.society", { from: ./town.society, as: t }]\n',
    'town.society': 'society: 1\nimports: [./people/*.society]\npersonas:\n  tom: { bio: ./people/tom.md }\n',
    'people/ada.society': 'society: 1\nimports: [../town.society]\npersonas:\n  ada: { bio: ./tom.md }\n',
    'people/tom.md': 'Tom.',
  };

  it('is renamed in all files that import it', async () => {
    const after = await afterMove(texts, 'town.society', 'city.society');
    assert.match(
      after['main.society'] ?? '',
      /\[library\/feed, \.\/city\.society, "\.\/people\/ada\.society", \{ from: \.\/city\.society, as: t \}\]/,
    );
    assert.match(after['people/ada.society'] ?? '', /imports: \[\.\.\/city\.society\]/);
    assert.equal(after['city.society'], texts['town.society']);
  });

  it('keeps its imports and prose when its folder changes', async () => {
    const after = await afterMove(texts, 'town.society', 'places/town.society');
    assert.equal(after['places/town.society'], 'society: 1\nimports: [../people/*.society]\npersonas:\n  tom: { bio: ../people/tom.md }\n');
  });

  it('can be a whole folder: paths inside stay the same where possible', async () => {
    const after = await afterMove(texts, 'people', 'old/folk');
    assert.match(after['main.society'] ?? '', /"\.\/old\/folk\/ada\.society"/);
    assert.match(
      after['town.society'] ?? '',
      /imports: \[\.\/old\/folk\/\*\.society\]\npersonas:\n {2}tom: \{ bio: \.\/old\/folk\/tom\.md \}/,
    );
    assert.match(after['old/folk/ada.society'] ?? '', /imports: \[\.\.\/\.\.\/town\.society\]\npersonas:\n {2}ada: \{ bio: \.\/tom\.md \}/);
  });

  it('can be prose', async () => {
    const after = await afterMove(texts, 'people/tom.md', 'tom, our mayor.md');
    assert.match(after['people/ada.society'] ?? '', /bio: '\.\.\/tom, our mayor\.md'/);
  });

  it('does not change files that do not name it', async () => {
    assert.deepEqual(await serviceOf(texts).moved([{ from: at('x.society'), to: at('y.society') }]), []);
  });
});
