/** Servers that speak the OpenAI protocol, and models they are known for. Any other can be written too. */
import type { CompletionItem } from '../../api.js';
import { textOf, valueAt } from '../../syntax/node.js';
import { insertable, lastKey, type CompletionSite } from './completionItem.js';

interface Server {
  readonly url: string;
  readonly called: string;
  readonly models: readonly string[];
}

const SERVERS: readonly Server[] = [
  { url: 'http://localhost:11434/v1', called: 'Ollama, on this machine', models: ['qwen3:8b', 'llama3.2:3b', 'gemma3:4b', 'mistral:7b'] },
  { url: 'http://localhost:1234/v1', called: 'LM Studio, on this machine', models: ['qwen/qwen3-8b', 'google/gemma-3-4b'] },
  { url: 'http://localhost:8080/v1', called: 'llama.cpp, on this machine', models: ['default'] },
  { url: 'http://localhost:8000/v1', called: 'vLLM, on this machine', models: ['Qwen/Qwen3-8B', 'meta-llama/Llama-3.2-3B-Instruct'] },
  { url: 'https://api.openai.com/v1', called: 'OpenAI', models: ['gpt-4.1-mini', 'gpt-4o-mini', 'gpt-4.1'] },
  { url: 'https://api.mistral.ai/v1', called: 'Mistral', models: ['mistral-small-latest', 'mistral-large-latest'] },
  { url: 'https://openrouter.ai/api/v1', called: 'OpenRouter', models: ['qwen/qwen3-8b', 'openai/gpt-4.1-mini'] },
];

export function modelItems({ program, cursor, make }: CompletionSite): readonly CompletionItem[] {
  if (cursor.path[0] !== 'models' || cursor.path.length !== 3) return [];
  const key = lastKey(cursor.path);
  const item = (text: string, detail: string): CompletionItem => make(text, 'value', insertable(text, cursor.flow), { detail });
  const kind = cursor.siblings.get('kind');
  if (key === 'base_url') return SERVERS.map(({ url, called }) => item(url, called));
  if (key !== 'name' || (kind !== 'openai' && kind !== 'editor')) return [];
  const used = [...(program.index.get('model')?.values() ?? [])].flatMap(([one]) => {
    const name = one && one.id !== cursor.path[1] ? textOf(valueAt(one.entry.value, 'name')) : null;
    return name === null || !one ? [] : [item(name, `as in \`${one.id}\``)];
  });
  if (kind === 'editor') return [...used, item('gpt-4o-mini', 'for example')];
  const url = cursor.siblings.get('base_url')?.replace(/\s+#.*$|\/+$/g, '');
  const here = SERVERS.filter((server) => url === undefined || url === '' || server.url === url);
  return [...used, ...here.flatMap(({ called, models }) => models.map((name) => item(name, called)))];
}
