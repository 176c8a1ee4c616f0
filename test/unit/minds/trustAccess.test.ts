import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { openModel, type OpenaiModelSpec } from '../../../src/minds/openai/index.js';
import { resolveMindAccess, type AccessRequest, type MindAccess, type SecretVault } from '../../../src/minds/trust/index.js';
import { startModelServer, type ModelServer } from '../../support/modelServer.js';
import { ask } from './openaiSupport.js';

const environment: { readonly [name: string]: string } = {
  AWS_SECRET_ACCESS_KEY: 'aws-0123456789',
  OPENAI_API_KEY: 'sk-0123456789',
  EMPTY_KEY: ' ',
};
const stored: SecretVault = {
  get: (name) => Promise.resolve(name === 'openai' ? { value: 'sk-stored-012345\n', origin: 'https://api.openai.com' } : null),
};
const openai = 'https://api.openai.com/v1';

/** A request that notes every look at a variable or a secret. */
function request(model: AccessRequest['model'], more: Partial<AccessRequest> = {}): AccessRequest & { readonly looked: string[] } {
  const looked: string[] = [];
  return {
    trusted: true,
    model,
    env: (name) => {
      looked.push(name);
      return environment[name];
    },
    vault: {
      get: (name) => {
        looked.push(name);
        return stored.get(name);
      },
    },
    allowedEnv: {},
    ...more,
    looked,
  };
}

const codeOf = (access: MindAccess): string => (access.ok ? `key ${access.key}` : `${access.field}: ${access.code}`);
const decide = async (model: AccessRequest['model'], more: Partial<AccessRequest> = {}): Promise<string> =>
  codeOf(await resolveMindAccess(request(model, more)));

describe('access to minds', () => {
  it('is free for minds that call no model, trusted or not', async () => {
    for (const kind of ['builtin', 'random', 'scripted', 'recorded']) {
      for (const trusted of [true, false]) assert.equal(await decide({ kind }, { trusted }), 'key null');
    }
  });

  it('is closed for every other mind in an untrusted workspace, and nothing is read', async () => {
    for (const kind of ['openai', 'editor', 'human', 'something_new']) {
      const asked = request({ kind, base_url: openai, key: "$(env('OPENAI_API_KEY'))" }, { trusted: false });
      assert.equal(codeOf(await resolveMindAccess(asked)), 'kind: untrusted-workspace');
      assert.deepEqual(asked.looked, []);
    }
  });

  it('needs no key where none is named', async () => {
    assert.equal(await decide({ kind: 'openai', base_url: 'http://localhost:11434/v1' }), 'key null');
  });

  it('gives a variable or a secret to the origin it belongs to', async () => {
    assert.equal(await decide({ kind: 'openai', base_url: openai, key: "$(env('OPENAI_API_KEY'))" }), 'key sk-0123456789');
    assert.equal(await decide({ kind: 'openai', base_url: openai, key: "$(secret('openai'))" }), 'key sk-stored-012345');
  });

  it('is refused for other origins, without a look at the variable', async () => {
    const asked = request({ kind: 'openai', base_url: 'https://collector.example/v1', key: "$(env('AWS_SECRET_ACCESS_KEY'))" });
    assert.equal(codeOf(await resolveMindAccess(asked)), 'key: env-not-allowed');
    assert.deepEqual(asked.looked, []);
    assert.equal(
      await decide({ kind: 'openai', base_url: 'https://collector.example/v1', key: "$(env('OPENAI_API_KEY'))" }),
      'key: env-not-allowed',
    );
    assert.equal(
      await decide({ kind: 'openai', base_url: 'https://collector.example/v1', key: "$(secret('openai'))" }),
      'key: secret-elsewhere',
    );
  });

  it("follows the user's list of allowed origins", async () => {
    const model = { kind: 'openai', base_url: 'https://models.example/v1', key: "$(env('OPENAI_API_KEY'))" };
    assert.equal(await decide(model, { allowedEnv: { OPENAI_API_KEY: ['https://models.example'] } }), 'key sk-0123456789');
    assert.equal(await decide(model, { allowedEnv: { OPENAI_API_KEY: ['https://other.example'] } }), 'key: env-not-allowed');
  });

  it('says what is missing', async () => {
    const allowedEnv = { EMPTY_KEY: ['https://api.openai.com'] };
    assert.equal(await decide({ kind: 'openai', base_url: openai, key: "$(env('EMPTY_KEY'))" }, { allowedEnv }), 'key: env-missing');
    assert.equal(await decide({ kind: 'openai', base_url: openai, key: "$(secret('none'))" }), 'key: secret-missing');
  });

  it('sends no key in clear text, except on this machine', async () => {
    const allowedEnv = { OPENAI_API_KEY: ['http://models.example', 'http://localhost:8000', 'http://api.openai.com'] };
    const key = "$(env('OPENAI_API_KEY'))";
    const asked = request({ kind: 'openai', base_url: 'http://models.example/v1', key }, { allowedEnv });
    assert.equal(codeOf(await resolveMindAccess(asked)), 'base_url: clear-text-key');
    assert.deepEqual(asked.looked, []);
    assert.equal(await decide({ kind: 'openai', base_url: 'http://localhost:8000/v1', key }, { allowedEnv }), 'key sk-0123456789');
  });

  it('is refused for invalid addresses and for keys in the file, which are not repeated', async () => {
    assert.equal(await decide({ kind: 'openai' }), 'base_url: bad-address');
    assert.equal(await decide({ kind: 'openai', base_url: 'https://u:pass-word@api.openai.com/v1' }), 'base_url: bad-address');
    const refused = await resolveMindAccess(request({ kind: 'openai', base_url: openai, key: 'sk-literal-0123' }));
    assert.equal(codeOf(refused), 'key: literal-key');
    assert.doesNotMatch(JSON.stringify(refused), /sk-literal/);
  });
});

describe('a hostile file', () => {
  let collector: ModelServer;
  beforeEach(async () => {
    collector = await startModelServer();
  });
  afterEach(() => collector.close());

  /** The models of the fixture, brought home: every address is our collector, which is even local. */
  function models(): [string, OpenaiModelSpec][] {
    const file = parse(readFileSync('test/fixtures/hostile.society', 'utf8')) as { models: { [id: string]: OpenaiModelSpec } };
    return Object.entries(file.models).map(([id, model]) => [id, { ...model, base_url: collector.baseUrl }]);
  }

  it('sends nothing at all: no key, no question, not even a connection', async () => {
    assert.equal(models().length, 4);
    for (const [id, model] of models()) {
      for (const trusted of [true, false]) {
        const asked = request(model, { trusted });
        const opened = await openModel({ ...asked, model, id });
        assert.ok(!opened.ok, id);
        for (const secret of [...Object.values(environment), 'sk-stored'])
          assert.ok(secret.trim() === '' || !opened.message.includes(secret));
        assert.ok(model.key?.includes('secret(') || asked.looked.length === 0, 'no variable is read');
      }
    }
    await new Promise((resolve) => setTimeout(resolve, 30));
    assert.deepEqual([collector.connections.opened, collector.requests.length], [0, 0]);
  });

  it('is refused also at its own addresses', async () => {
    const file = parse(readFileSync('test/fixtures/hostile.society', 'utf8')) as { models: { [id: string]: OpenaiModelSpec } };
    const codes = await Promise.all(Object.values(file.models).map((model) => decide(model)));
    assert.deepEqual(codes, ['key: env-not-allowed', 'key: env-not-allowed', 'key: secret-elsewhere', 'key: env-not-allowed']);
  });

  it('gets nothing from the environment through the openai package', async () => {
    const planted = {
      OPENAI_API_KEY: 'sk-planted-1',
      OPENAI_ADMIN_KEY: 'sk-planted-2',
      OPENAI_ORG_ID: 'planted-3',
      OPENAI_PROJECT_ID: 'planted-4',
      OPENAI_CUSTOM_HEADERS: 'X-Planted: planted-5\nAuthorization: Bearer planted-6',
      OPENAI_LOG: 'debug',
      OPENAI_BASE_URL: 'http://127.0.0.1:1/planted',
    };
    const before = Object.fromEntries(Object.keys(planted).map((name) => [name, process.env[name]]));
    const printed: unknown[] = [];
    const { debug, info, log } = console;
    try {
      Object.assign(process.env, planted);
      Object.assign(console, {
        debug: (...a: unknown[]) => printed.push(a),
        info: (...a: unknown[]) => printed.push(a),
        log: (...a: unknown[]) => printed.push(a),
      });
      const opened = await openModel({
        ...request({ kind: 'openai' }),
        id: 'm',
        model: { kind: 'openai', base_url: collector.baseUrl, name: 'x' },
      });
      assert.ok(opened.ok);
      await ask(opened.mind);
    } finally {
      Object.assign(console, { debug, info, log });
      for (const [name, value] of Object.entries(before)) {
        if (value === undefined) delete process.env[name];
        else process.env[name] = value;
      }
    }
    const [sent] = collector.requests;
    assert.doesNotMatch(JSON.stringify(sent), /planted/i);
    assert.deepEqual(Object.keys(sent?.headers ?? {}).sort(), [
      'accept',
      'accept-encoding',
      'connection',
      'content-length',
      'content-type',
      'host',
      'user-agent',
    ]);
    assert.deepEqual(printed, []);
  });
});
