import assert from 'node:assert/strict';
import {
  checkAddress,
  isLocal,
  mayReadEnv,
  originOf,
  parseKeyReference,
  presets,
  quotable,
  redact,
} from '../../../src/minds/trust/index.js';

describe('key references', () => {
  it('name a stored secret or a variable', () => {
    assert.deepEqual(parseKeyReference("$(secret('openai'))"), { kind: 'secret', name: 'openai' });
    assert.deepEqual(parseKeyReference(' $( env ( "OPENAI_API_KEY" ) ) '), { kind: 'env', name: 'OPENAI_API_KEY' });
  });

  it('are never keys, and a key is not repeated', () => {
    for (const text of ['sk-proj-abcdefgh', '', 'openai', "secret('openai')", '${OPENAI_API_KEY}']) {
      const result = parseKeyReference(text);
      assert.ok(result.kind === 'invalid' && result.code === 'literal-key', text);
      assert.ok(text === '' || text === 'openai' || !result.message.includes(text));
    }
  });

  it('have one call with one plain name and nothing more', () => {
    const wrong = [
      '$(env(HOME))',
      "$(env(''))",
      "$(env('A B'))",
      "$(env('A')) $(env('B'))",
      "$(env('A') + 'x')",
      "$(file('x'))",
      "$(secret('../x'))",
      "$(env('A'",
      '$(secret(\'a"))',
      "$(constructor('a'))",
    ];
    for (const text of wrong) {
      const result = parseKeyReference(text);
      assert.ok(result.kind === 'invalid' && result.code === 'malformed-key', text);
    }
  });
});

describe('origins', () => {
  it('have one spelling', () => {
    for (const spelling of ['https://API.OpenAI.com/v1', 'https://api.openai.com:443', ' https://api.openai.com/v1/?a=b#c ']) {
      assert.equal(originOf(spelling), 'https://api.openai.com');
    }
    assert.equal(originOf('http://LOCALHOST:11434/v1'), 'http://localhost:11434');
  });

  it('differ by scheme, port, and similar characters', () => {
    const home = originOf('https://api.openai.com/v1');
    for (const other of [
      'http://api.openai.com',
      'https://api.openai.com:8443',
      'https://api.openai.com.evil.example',
      'https://api.openai.com./v1',
      'https://аpi.openai.com',
      'https://evil.example/https://api.openai.com',
    ]) {
      assert.notEqual(originOf(other), home, other);
    }
  });

  it('are missing for a password, another scheme, or an invalid address', () => {
    assert.deepEqual(checkAddress('https://key@api.openai.com/v1'), { problem: 'credentials-in-address' });
    assert.deepEqual(checkAddress('file:///etc/passwd'), { problem: 'not-http' });
    assert.deepEqual(checkAddress('api.openai.com/v1'), { problem: 'not-an-address' });
    assert.equal(originOf('localhost:11434'), null);
  });

  it('are local only for this machine', () => {
    for (const local of [
      'http://localhost',
      'http://127.0.0.1:1',
      'https://127.9.9.9',
      'http://[::1]:8080',
      'http://2130706433',
      'http://0x7f.1',
    ])
      assert.ok(isLocal(local), local);
    for (const far of [
      'http://0.0.0.0',
      'http://192.168.1.2',
      'http://localhost.evil.example',
      'http://127.0.0.1.evil.example',
      'http://app.localhost',
      'http://[::ffff:10.0.0.1]',
      'nonsense',
    ])
      assert.ok(!isLocal(far), far);
  });
});

describe('environment variables', () => {
  const openai = 'https://api.openai.com';

  it('are read for their own provider without permission', () => {
    assert.ok(mayReadEnv('OPENAI_API_KEY', openai, {}));
    assert.ok(mayReadEnv('OPENROUTER_API_KEY', 'https://openrouter.ai', {}));
    assert.ok(!mayReadEnv('OPENAI_API_KEY', 'https://openrouter.ai', {}));
    assert.ok(!mayReadEnv('AWS_SECRET_ACCESS_KEY', openai, {}));
  });

  it('are read for other providers only at the origins that the user names', () => {
    const allowed = { MY_KEY: ['https://models.example/v1'] };
    assert.ok(mayReadEnv('MY_KEY', 'https://models.example', allowed));
    assert.ok(!mayReadEnv('MY_KEY', 'http://models.example', allowed));
    assert.ok(!mayReadEnv('OTHER', 'https://models.example', allowed));
  });

  it('are not allowed by properties of every object, or by an invalid setting', () => {
    assert.ok(!mayReadEnv('constructor', openai, {}));
    assert.ok(!mayReadEnv('__proto__', openai, {}));
    assert.ok(!mayReadEnv('A', 'https://a.example', { A: 'https://a.example' } as unknown as { A: string[] }));
    assert.ok(!mayReadEnv('A', 'https://a.example', { A: [null] } as unknown as { A: string[] }));
  });

  it('of presets belong to one https origin each', () => {
    for (const preset of presets) {
      assert.equal(preset.baseUrl && originOf(preset.baseUrl), preset.origin);
      if (preset.env !== null) assert.match(preset.origin ?? '', /^https:/);
      else assert.ok(preset.origin === null || isLocal(preset.origin));
    }
  });
});

describe('redaction', () => {
  it('removes a key in any usual spelling', () => {
    const key = 'my own"key/+';
    const text = `${key} ${encodeURIComponent(key)} ${JSON.stringify({ key })} ${Buffer.from(key).toString('base64')}`;
    assert.doesNotMatch(redact(text, [key]), /own|bXkgb3du/);
  });

  it('removes what looks like a key, also an unknown one', () => {
    assert.equal(redact('Incorrect API key provided: sk-proj-ab**********wxyz. See docs.'), 'Incorrect API key provided: [key] See docs.');
    assert.equal(redact('authorization: Bearer abc.def'), 'authorization: [key]');
    assert.equal(redact('A task-oriented risk-free desk', ['']), 'A task-oriented risk-free desk');
  });

  it('makes one short line of a text of others', () => {
    assert.equal(quotable('  one\r\n\u001b[31mtwo\u202e  three  '), 'one [31mtwo three');
    assert.equal(quotable('x'.repeat(300)).length, 200);
  });
});
