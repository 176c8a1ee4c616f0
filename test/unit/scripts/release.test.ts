/**
 * The packages of a release: all files that it makes; the command line from its archive, in an empty folder and in the GitHub Action;
 * manifests; the bill of materials.
 */
import assert from 'node:assert/strict';
import { type SpawnSyncReturns, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, realpathSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import JSZip from 'jszip';
import { before, describe, it } from 'mocha';
import { parse } from 'yaml';
import {
  absoluteReadme,
  extensionManifest,
  filledOwner,
  makeRelease,
  missingOfOwner,
  readOwner,
  sbomOf,
  temporaryFolder,
} from '../../../scripts/testing.mjs';

const root = process.cwd();
const read = (path: string): string => readFileSync(join(root, path), 'utf8');
const manifest = JSON.parse(read('package.json')) as Readonly<Record<string, unknown>> & { readonly version: string };
const OWNER = {
  ...{ publisher: 'someone', namespace: 'someone-else', repository: 'https://example.org/a/b', bugs: 'https://example.org/a/b/issues' },
  ...{ homepage: 'https://example.org/docs', qna: 'marketplace' },
};

const TOWN = `society: 1
title: A hello on the stairs
imports: [library/feed]
personas:
  ada: { name: Ada Okafor, interests: [sourdough, jazz] }
  ben: { name: Ben Castell, interests: [chess, jazz] }
ties:
  friendship: { among: all, change: { rule: evidence } }
scenarios:
  stairs:
    premise: A message board opens in an old house.
    world: feed
    rounds: 2
    expect:
      friends: { that: 'tie(ada, ben) > 2' }
`;

/** What the action is given as its package: the name has a space, so it must be quoted. */
const PACKAGE = './the command line.tgz';

/** Files and folders next to `dist` that the command line reads, from its sources: the first two parts of each path. */
function readAtRunTime(): readonly string[] {
  const found = new Set<string>();
  for (const room of ['src/cli', 'src/tools', 'src/node'])
    for (const name of readdirSync(join(root, room), { recursive: true, encoding: 'utf8' })) {
      if (!name.endsWith('.ts')) continue;
      for (const [, path = ''] of read(join(room, name)).matchAll(/new URL\(['`]\.\.\/([\w./-]+)[^,]*, import\.meta\.url\)/g))
        found.add(path.replace(/bundle\.l10n\.$/, ''));
    }
  assert.ok(found.has('library/') && found.has('package.json'), [...found].join());
  return [...found];
}

interface Step {
  readonly if: string;
  readonly env: { readonly [name: string]: string };
  readonly run: string;
  readonly shell: string;
  readonly 'working-directory': string;
}
interface Action {
  readonly inputs: { readonly [name: string]: { readonly default: string; readonly description: string } };
  readonly runs: { readonly using: string; readonly steps: readonly Step[] };
}

describe('a release', function () {
  this.timeout(240_000);
  const folder = temporaryFolder();
  const name = `society-studio-${manifest.version}`;
  const names = [
    `${name}-openvsx.vsix`,
    `${name}.tgz`,
    `${name}.tgz.cdx.json`,
    `${name}.vsix`,
    `${name}.vsix.cdx.json`,
    'SHA256SUMS',
  ] as const;
  let made: Awaited<ReturnType<typeof makeRelease>>;

  // Nine seconds of work: users install these packages, and the test of the command line needs one of them.
  before(async () => {
    made = await makeRelease(OWNER, folder);
  });

  it('is made of two packages of the extension, one of the command line, their bills of materials and hashes', () => {
    assert.deepEqual(made.map((one) => one.name).sort(), [...names].sort());
    assert.deepEqual(readdirSync(folder).sort(), [...names].sort());
    for (const { name: file, bytes } of made) assert.ok(bytes > 400, file);
    const sums = readFileSync(join(folder, 'SHA256SUMS'), 'utf8').trim().split('\n');
    assert.equal(sums.length, names.length - 1);
    for (const line of sums) {
      const [hash, file = ''] = line.split('  ');
      assert.equal(
        hash,
        createHash('sha256')
          .update(readFileSync(join(folder, file)))
          .digest('hex'),
        file,
      );
    }
  });

  it('has the same files in both packages of the extension, but for what names the owner', async () => {
    const [one, other] = await Promise.all([names[3], names[0]].map((file) => JSZip.loadAsync(readFileSync(join(folder, file)))));
    assert.ok(one && other);
    const files = Object.keys(one.files).sort();
    assert.deepEqual(Object.keys(other.files).sort(), files);
    // The sum that the archive keeps of each file; unpacking all of them takes seconds.
    const sum = (file: string, zip: JSZip): unknown => (zip.files[file] as unknown as { _data?: { crc32: number } })._data?.crc32;
    assert.equal(typeof sum('extension/package.json', one), 'number');
    const differ = files.filter((file) => sum(file, one) !== sum(file, other));
    assert.deepEqual(differ, ['extension.vsixmanifest', 'extension/package.json']);
    const manifestOf = async (zip: JSZip): Promise<{ publisher: string; qna: string }> =>
      JSON.parse((await zip.file('extension/package.json')?.async('string')) ?? '') as { publisher: string; qna: string };
    assert.equal((await manifestOf(one)).publisher, OWNER.publisher);
    assert.deepEqual([(await manifestOf(other)).publisher, (await manifestOf(other)).qna], [OWNER.namespace, OWNER.bugs]);
    for (const file of [
      'dist/extension.cjs',
      'dist/web/extension.js',
      'dist/webview/panel.js',
      'dist/THIRD-PARTY-NOTICES.txt',
      'LICENSE.txt',
    ])
      assert.ok(one.files[`extension/${file}`], `the package lacks ${file}`);
    const strange = files.filter((file) => /node_modules|\/(src|test|scripts)\/|\.(ts|map|env|vsix|tgz)$|\.society\/runs/.test(file));
    assert.deepEqual(strange, ['extension/api.d.ts']);
  });

  it('has a bill of materials for each package, with a package of npm for each part of its code', () => {
    for (const [file, purl] of [
      [names[4], `pkg:vsix/${OWNER.publisher}/society-studio@${manifest.version}`],
      [names[2], `pkg:npm/society-studio@${manifest.version}`],
    ] as const) {
      const bill = JSON.parse(readFileSync(join(folder, file), 'utf8')) as {
        readonly bomFormat: string;
        readonly metadata: { readonly component: { readonly purl: string } };
        readonly components: readonly { readonly name: string }[];
      };
      assert.deepEqual([bill.bomFormat, bill.metadata.component.purl], ['CycloneDX', purl]);
      assert.ok(bill.components.some((one) => one.name === 'yaml'));
    }
  });

  it('lists what only an owner can fill in, as the documents do', () => {
    const empty = { publisher: '', namespace: '', repository: '', bugs: '', homepage: '', qna: '' };
    assert.deepEqual(Object.keys(readOwner()), Object.keys(empty));
    const listed = missingOfOwner(empty).map((line) => line.split(':')[0]);
    assert.deepEqual(
      listed,
      [...read('docs/releasing.md').matchAll(/^\| `([a-z]+)` \|/gm)].map(([, field]) => field),
    );
  });

  /** The folder of node stays on PATH; npm may not use the network. */
  const env = (home: string): NodeJS.ProcessEnv => ({
    PATH: [join(process.execPath, '..'), '/usr/bin', '/bin', process.env['PATH'] ?? ''].join(delimiter),
    ...{ HOME: home, npm_config_offline: 'true', npm_config_update_notifier: 'false', npm_config_loglevel: 'error' },
  });

  it('has a command line that runs a society in an empty folder, and has no scripts and no dependencies', () => {
    const archive = join(folder, names[1]);
    const home = realpathSync(temporaryFolder());
    writeFileSync(join(home, 'town.society'), TOWN);
    const npx = (...args: readonly string[]): SpawnSyncReturns<string> =>
      spawnSync('npx', ['--yes', `--package=${archive}`, '--', 'society-studio', ...args], { cwd: home, env: env(home), encoding: 'utf8' });
    const run = npx('run', 'town.society', '--out', 'run');
    assert.equal(run.status, 0, run.stderr);
    assert.match(run.stdout, /Ada Okafor/);
    // A program that npx runs is not on PATH, so what to do next names npx.
    assert.equal(npx('new', 'own.society').stdout, 'own.society written. Next: npx society-studio run own.society\n');
    const installed = readdirSync(join(home, '.npm', '_npx'))[0] ?? '';
    const inside = join(home, '.npm', '_npx', installed, 'node_modules', 'society-studio');
    const society = (...args: readonly string[]): SpawnSyncReturns<string> =>
      spawnSync(process.execPath, [join(inside, 'dist', 'cli.mjs'), ...args], { cwd: home, encoding: 'utf8' });
    const report = society('report', 'run');
    assert.equal(report.status, 0, report.stderr);
    assert.equal(society('--version').stdout, `${manifest.version}\n`);
    const packed = JSON.parse(readFileSync(join(inside, 'package.json'), 'utf8')) as Record<string, unknown>;
    assert.deepEqual([packed['scripts'], packed['dependencies'], packed['engines']], [undefined, undefined, { node: '>=20' }]);
    for (const path of readAtRunTime()) assert.ok(existsSync(join(inside, path)), `the package lacks ${path}`);
    const german = spawnSync(process.execPath, [join(inside, 'dist', 'cli.mjs'), '--help'], {
      cwd: home,
      encoding: 'utf8',
      env: { LANG: 'de_DE.UTF-8' },
    });
    assert.match(german.stdout, /Verwendung/);
    assert.ok(readdirSync(inside).includes('LICENSE') && readdirSync(join(inside, 'dist')).includes('THIRD-PARTY-NOTICES.txt'));
  });

  it('has a command line that checks and tests societies in the GitHub Action, which annotates lines', () => {
    const { inputs, runs } = parse(read('action.yml')) as Action;
    assert.equal(inputs['package']?.default, `society-studio@${manifest.version}`);
    assert.equal(runs.using, 'composite');
    const home = realpathSync(temporaryFolder());
    for (const folder of ['work', 'bin']) mkdirSync(join(home, folder));
    // Without npm, which takes seconds each time. The last step below is played with npm and the archive.
    const shim = `#!/bin/sh\n[ "$1 $2 $3 $4" = "--yes --package=${PACKAGE} -- society" ] || exit 9\nshift 4\nexec "${process.execPath}" "${root}/dist/cli.mjs" "$@"\n`;
    writeFileSync(join(home, 'bin', 'npx'), shim, { mode: 0o755 });
    const given = new Map(Object.entries(inputs).map(([name, input]) => [name, input.default]));
    for (const [name, value] of [
      ['package', PACKAGE],
      ['junit', 'out/report.xml'],
      ['working-directory', join(home, 'work')],
    ] as const)
      given.set(name, value);
    const valued = (text: string): string =>
      text.replace(/\$\{\{ inputs\.([\w-]+) \}\}/g, (_, name: string) => given.get(name) ?? assert.fail(name));
    /** The step as the runner of GitHub plays it. */
    const play = (
      step: Step,
      own: NodeJS.ProcessEnv = { PATH: [join(home, 'bin'), process.env['PATH']].join(delimiter) },
    ): SpawnSyncReturns<string> => {
      const condition = /^inputs\.(\w+) == 'true'$/.exec(step.if)?.[1] ?? assert.fail(step.if);
      assert.equal(given.get(condition), 'true');
      assert.equal(step.shell, 'bash');
      const inputsOf = Object.fromEntries(Object.entries(step.env).map(([name, value]) => [name, valued(value)]));
      return spawnSync('bash', ['--noprofile', '--norc', '-eo', 'pipefail', '-c', valued(step.run)], {
        ...{ cwd: valued(step['working-directory']), encoding: 'utf8' },
        env: { ...own, ...inputsOf, GITHUB_WORKSPACE: home },
      });
    };
    const [check, test] = runs.steps as [Step, Step];
    writeFileSync(join(home, 'work', 'town.society'), TOWN.replace('world: feed', 'wrold: feed'));
    const broken = play(check);
    assert.equal(broken.status, 1, broken.stderr);
    assert.match(broken.stdout, /^::error file=work\/town\.society,line=12,col=5,title=[\w-]+::.*wrold/m);
    writeFileSync(join(home, 'work', 'town.society'), TOWN);
    const failed = play(test);
    assert.equal(failed.status, 1, failed.stderr);
    assert.match(
      failed.stdout,
      /^::error file=work\/town\.society,line=15,title=A hello on the stairs%2C stairs › friends::tie\(ada, ben\) > 2 /m,
    );
    assert.match(readFileSync(join(home, 'work', 'out', 'report.xml'), 'utf8'), /failures="1"/);
    writeFileSync(join(home, 'work', 'town.society'), TOWN.replace('> 2', '>= 0'));
    for (const step of [check, test]) {
      const passed = play(step);
      assert.deepEqual([passed.status, passed.stdout.includes('::')], [0, false], passed.stderr);
    }
    given.set('package', join(folder, names[1]));
    given.set('mind', 'builtin');
    const real = play(test, env(home));
    assert.equal(real.status, 0, real.stderr);
    assert.match(real.stdout, /friends: .* passed/);
  });
});

describe('manifests of a release', () => {
  it('name the owner, and nothing of the development', () => {
    const [one, other] = [extensionManifest(manifest, OWNER, 'marketplace'), extensionManifest(manifest, OWNER, 'openvsx')];
    assert.deepEqual([one['publisher'], other['publisher']], ['someone', 'someone-else']);
    assert.deepEqual([one['qna'], other['qna']], ['marketplace', OWNER.bugs]);
    for (const made of [one, other]) {
      for (const key of ['scripts', 'dependencies', 'devDependencies', 'private']) assert.equal(made[key], undefined, key);
      for (const key of ['main', 'contributes', 'engines', 'license', 'icon']) assert.deepEqual(made[key], manifest[key], key);
      assert.deepEqual(made['repository'], { type: 'git', url: 'https://example.org/a/b.git' });
    }
  });

  it('list what an owner has not filled in', () => {
    assert.deepEqual(missingOfOwner(OWNER), []);
    const lines = missingOfOwner({ ...OWNER, publisher: '', homepage: 'http://example.org' });
    assert.deepEqual(
      lines.map((line) => line.split(':')[0]),
      ['publisher', 'homepage'],
    );
    assert.deepEqual(missingOfOwner(filledOwner({ ...OWNER, publisher: '' })), []);
  });

  it('come with a README whose links and images are absolute', () => {
    const place = { repository: 'https://example.org/a/b', version: '1.2.3' };
    const text = '![x](docs/x.gif) [d](docs/d.md#top) [w](https://w.org) [h](#here) `[c](d)`\n```\n[k](l)\n```\n';
    assert.equal(
      absoluteReadme(text, place),
      '![x](https://example.org/a/b/raw/v1.2.3/docs/x.gif) [d](https://example.org/a/b/blob/v1.2.3/docs/d.md#top) [w](https://w.org) [h](#here) `[c](d)`\n```\n[k](l)\n```\n',
    );
    for (const [path, folder] of [
      ['README.md', ''],
      ['docs/command-line.md', 'docs'],
    ] as const) {
      const prose = absoluteReadme(read(path), { ...place, folder }).replace(/^```[\s\S]*?^```$|`[^`\n]+`/gm, '');
      const targets = [...prose.matchAll(/\]\(([^)\s]+)\)/g)].map(([, to = '']) => to);
      assert.ok(targets.length > 1);
      assert.deepEqual(
        targets.filter((to) => !/^(https:\/\/|#)/.test(to)),
        [],
      );
    }
  });

  it('state the version of the citation', () => {
    const { version, type, authors } = parse(read('CITATION.cff')) as { version: string; type: string; authors: readonly object[] };
    assert.deepEqual([version, type, authors.length > 0], [manifest.version, 'software', true]);
  });
});

describe('the bill of materials', () => {
  const bundled = JSON.parse(read('dist/bundled.json')) as Parameters<typeof sbomOf>[3];
  const subject = { name: 'society-studio', version: '1.0.0', license: 'MIT', purl: 'pkg:npm/society-studio@1.0.0' };

  it('has each package with code in the files, once, with its hash and licence', () => {
    const files = Object.keys(bundled);
    const { components, serialNumber } = sbomOf(root, subject, files, bundled);
    const purls = components.map(({ purl }) => purl);
    assert.equal(new Set(purls).size, purls.length);
    const { version } = JSON.parse(read('node_modules/yaml/package.json')) as { readonly version: string };
    assert.ok(purls.includes(`pkg:npm/yaml@${version}`));
    assert.ok(purls.some((purl) => purl.startsWith('pkg:npm/%40stdlib/')));
    for (const { name, hashes, licenses } of components) {
      assert.match(hashes?.[0]?.content ?? '', /^[0-9a-f]{128}$/, name);
      assert.equal(licenses?.length, 1, name);
    }
    const notices = read('dist/THIRD-PARTY-NOTICES.txt');
    for (const { name, group, version: own } of components)
      assert.ok(notices.includes(`${group ? `${group}/` : ''}${name} ${own} (`), name);
    assert.match(serialNumber, /^urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    assert.equal(sbomOf(root, subject, files, bundled).serialNumber, serialNumber);
    assert.ok(sbomOf(root, subject, ['dist/extension.cjs'], bundled).components.length < components.length);
  });
});
