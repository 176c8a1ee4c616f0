/**
 * What providers ask for a million tokens, as data. A row holds for one origin, since others serve the same names at other
 * prices, and says where and when its figures were read. The first row that fits a name is taken. Uncached tokens, without
 * discounts for batches; where a price depends on the hour, the higher one.
 */

export interface PriceRow {
  readonly origin: string;
  /** The name of the model, with `*` for any letters. */
  readonly name: string;
  /** Per million tokens of prompts and of answers. */
  readonly input: number;
  readonly output: number;
  readonly currency: string;
  /** Where the figures were read, and the month or day that they are of. */
  readonly source: string;
  readonly date: string;
}

/** Name, price of input, price of output. */
type Figures = readonly [name: string, input: number, output: number];

const rows = (of: Omit<PriceRow, 'name' | 'input' | 'output'>, figures: readonly Figures[]): readonly PriceRow[] =>
  figures.map(([name, input, output]) => ({ ...of, name, input, output }));

const OPENAI = { origin: 'https://api.openai.com', currency: 'USD' };

export const PRICES: readonly PriceRow[] = [
  ...rows({ ...OPENAI, source: 'https://www.morphllm.com/openai-api-pricing', date: '2026-06' }, [
    ['gpt-5.5-pro*', 30, 180],
    ['gpt-5.5*', 5, 30],
    ['gpt-5.4-pro*', 30, 180],
    ['gpt-5.4-mini*', 0.75, 4.5],
    ['gpt-5.4-nano*', 0.2, 1.25],
    ['gpt-5.4*', 2.5, 15],
  ]),
  ...rows({ ...OPENAI, source: 'https://deploybase.ai/articles/openai-pricing', date: '2026-03' }, [
    ['gpt-5.1', 1.25, 10],
    ['gpt-5.1-2*', 1.25, 10],
    ['gpt-5-pro*', 15, 120],
    ['gpt-5-mini*', 0.25, 2],
    ['gpt-5-nano*', 0.05, 0.4],
    ['gpt-5', 1.25, 10],
    ['gpt-5-2*', 1.25, 10],
    ['gpt-4.1-mini*', 0.4, 1.6],
    ['gpt-4.1-nano*', 0.1, 0.4],
    ['gpt-4.1', 2, 8],
    ['gpt-4.1-2*', 2, 8],
    ['gpt-4o-mini', 0.15, 0.6],
    ['gpt-4o-mini-2*', 0.15, 0.6],
    ['gpt-4o', 2.5, 10],
    ['gpt-4o-2024-08-06', 2.5, 10],
    ['gpt-4o-2024-11-20', 2.5, 10],
    ['o3-mini*', 1.1, 4.4],
    ['o3', 2, 8],
    ['o3-2*', 2, 8],
    ['o4-mini', 1.1, 4.4],
    ['o4-mini-2*', 1.1, 4.4],
  ]),
  // Embeddings have no answers that could cost anything.
  ...rows({ ...OPENAI, source: 'https://embeddingcost.com/openai', date: '2026-05' }, [
    ['text-embedding-3-small', 0.02, 0],
    ['text-embedding-3-large', 0.13, 0],
    ['text-embedding-ada-002', 0.1, 0],
  ]),
  ...rows(
    { origin: 'https://api.deepseek.com', currency: 'USD', source: 'https://api-docs.deepseek.com/quick_start/pricing', date: '2026-08' },
    [
      ['deepseek-flash', 0.3, 1.2],
      ['deepseek-v4-flash', 0.3, 1.2],
      ['deepseek-v4-pro', 1.32, 3.96],
    ],
  ),
  ...rows(
    {
      origin: 'https://generativelanguage.googleapis.com',
      currency: 'USD',
      source: 'https://raw.githubusercontent.com/cuihuan/llm-gateway-bench/main/data/prices.json',
      date: '2026-07-11',
    },
    [['gemini-2.5-flash', 0.3, 2.5]],
  ),
  ...rows(
    {
      origin: 'https://api.anthropic.com',
      currency: 'USD',
      source: 'https://raw.githubusercontent.com/cuihuan/llm-gateway-bench/main/data/prices.json',
      date: '2026-07-11',
    },
    [
      ['claude-haiku-4-5*', 1, 5],
      ['claude-sonnet-4-5*', 3, 15],
    ],
  ),
];
