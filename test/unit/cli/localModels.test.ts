/** What `society models` prints: entries that a file can contain as they are. */
import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { parse } from 'yaml';
import { localModelsText } from '../../../src/cli/authoring/models.js';
import type { LocalModel } from '../../../src/minds/index.js';

const model = (more: Partial<LocalModel>): LocalModel => ({
  ...{ server: 'Ollama', baseUrl: 'http://127.0.0.1:11434/v1', name: 'qwen3:8b', context: null, longest: null, small: false },
  ...more,
});

describe('society models', () => {
  it('prints entries for a file, with the context where it is known', () => {
    const found = [model({ longest: 40960 }), model({ server: 'llama.cpp', name: '/models/a: b.gguf', context: 2048, small: true })];
    const text = localModelsText(found);
    assert.match(text, /local_1: # Ollama, context of up to 40960 tokens\n/);
    assert.match(text, /local_2: # llama\.cpp, a very small model\n/);
    assert.deepEqual(parse(text), {
      models: {
        local_1: { kind: 'openai', base_url: 'http://127.0.0.1:11434/v1', name: 'qwen3:8b' },
        local_2: { kind: 'openai', base_url: 'http://127.0.0.1:11434/v1', name: '/models/a: b.gguf', context: 2048 },
      },
    });
  });

  it('says where it looked if there is none', () => {
    assert.match(localModelsText([]), /^No server answers at the usual ports of Ollama/);
  });
});
