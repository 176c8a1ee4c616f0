/**
 * Providers that we know by name, as data. A preset's variable is read for its own origin without being asked for. Every other variable
 * needs the user's own list of allowed variables.
 */

export interface Preset {
  readonly id: string;
  readonly label: string;
  /** The value of `base_url`; null if each customer has a different address. */
  readonly baseUrl: string | null;
  /** The one origin that `env` may be sent to. */
  readonly origin: string | null;
  /** Environment variable that holds the key; null if there is none, or none that belongs to one origin. */
  readonly env: string | null;
  /** An example of an address, for the input. */
  readonly address: string;
  /** An example of a model's name. */
  readonly model: string;
}

/** A server on this computer. */
const here = (id: string, label: string, port: number, model: string): Preset => {
  const origin = `http://localhost:${port}`;
  return { id, label, baseUrl: `${origin}/v1`, origin, env: null, address: `${origin}/v1`, model };
};

const cloud = (id: string, label: string, baseUrl: string, env: string, model: string): Preset => {
  const { origin } = new URL(baseUrl);
  return { id, label, baseUrl, origin, env, address: baseUrl, model };
};

export const presets: readonly Preset[] = [
  cloud('openai', 'OpenAI', 'https://api.openai.com/v1', 'OPENAI_API_KEY', 'gpt-5-mini'),
  cloud('openrouter', 'OpenRouter', 'https://openrouter.ai/api/v1', 'OPENROUTER_API_KEY', 'qwen/qwen3-8b'),
  {
    ...{ id: 'azure', label: 'Azure OpenAI', baseUrl: null, origin: null, env: null },
    address: 'https://my-resource.openai.azure.com/openai/v1',
    model: 'my-deployment',
  },
  here('ollama', 'Ollama', 11434, 'qwen3:8b'),
  here('lm-studio', 'LM Studio', 1234, 'qwen/qwen3-8b'),
  here('llama-cpp', 'llama.cpp', 8080, 'default'),
  here('vllm', 'vLLM', 8000, 'Qwen/Qwen3-8B'),
];
