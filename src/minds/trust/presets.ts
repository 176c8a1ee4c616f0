/**
 * Providers we know by name, as data. A preset's variable is read for its own origin without being asked for; every
 * other variable needs the user's own allow-list.
 */

export interface Preset {
  readonly id: string;
  readonly label: string;
  /** What to write as `base_url`; null where each customer has an address of their own. */
  readonly baseUrl: string | null;
  /** The one origin that `env` may be sent to. */
  readonly origin: string | null;
  /** Environment variable that holds the key; null where there is none, or none that could be tied to an origin. */
  readonly env: string | null;
}

export const presets: readonly Preset[] = [
  { id: 'openai', label: 'OpenAI', baseUrl: 'https://api.openai.com/v1', origin: 'https://api.openai.com', env: 'OPENAI_API_KEY' },
  {
    id: 'openrouter',
    label: 'OpenRouter',
    baseUrl: 'https://openrouter.ai/api/v1',
    origin: 'https://openrouter.ai',
    env: 'OPENROUTER_API_KEY',
  },
  { id: 'azure', label: 'Azure OpenAI', baseUrl: null, origin: null, env: null },
  { id: 'ollama', label: 'Ollama', baseUrl: 'http://localhost:11434/v1', origin: 'http://localhost:11434', env: null },
  { id: 'lm-studio', label: 'LM Studio', baseUrl: 'http://localhost:1234/v1', origin: 'http://localhost:1234', env: null },
  { id: 'llama-cpp', label: 'llama.cpp', baseUrl: 'http://localhost:8080/v1', origin: 'http://localhost:8080', env: null },
  { id: 'vllm', label: 'vLLM', baseUrl: 'http://localhost:8000/v1', origin: 'http://localhost:8000', env: null },
];
