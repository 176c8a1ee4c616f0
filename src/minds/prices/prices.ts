/** The price of a model: from its file; free on this computer; otherwise from the matching row of the table; otherwise unknown. */
import { isLocal, originOf } from '../trust/origin.js';

export interface Price {
  /** Money per million tokens of prompts and of answers. */
  readonly input: number;
  readonly output: number;
  /** The same for tokens of prompts that the server had from earlier calls; if absent, the price of other tokens of prompts. */
  readonly cached?: number | undefined;
  /** Code of the currency, as `USD`. */
  readonly currency: string;
  /** `file`: from the file; `local`: on this computer; `free`: not a language model; `table`: from the list of prices. */
  readonly from: 'file' | 'local' | 'free' | 'table';
  /** The source and date of figures from the table; otherwise null. */
  readonly source: string | null;
  readonly date: string | null;
}

/** The keys of an entry of `models:` that matter for its price. */
export interface PricedSpec {
  readonly kind: string;
  readonly base_url?: string | undefined;
  readonly name?: string | undefined;
  readonly price?:
    | { readonly input: number; readonly output: number; readonly cached?: number | undefined; readonly currency?: string | undefined }
    | undefined;
  /** Purposes whose questions are asked in batches. */
  readonly batch?: readonly string[] | undefined;
}

const LANGUAGE_MODELS: ReadonlySet<string> = new Set(['openai', 'editor']);

/** Whether a language model answers, free or not. Rules, scripts, recordings and people are not language models. */
export const isLanguageModel = (kind: string): boolean => LANGUAGE_MODELS.has(kind);

/** The price, or null if unknown. Minds that are not language models are free. */
export function priceOf(spec: PricedSpec | undefined, table: readonly PriceRow[] = PRICES): Price | null {
  if (!spec || !isLanguageModel(spec.kind)) return FREE;
  if (spec.price) return { ...spec.price, currency: spec.price.currency ?? 'USD', from: 'file', source: null, date: null };
  const origin = spec.base_url === undefined ? null : originOf(spec.base_url);
  if (origin === null) return null;
  if (isLocal(origin)) return { ...FREE, from: 'local' };
  const row = table.find((one) => one.origin === origin && fitsName(one.name, spec.name ?? ''));
  return row ? { input: row.input, output: row.output, currency: row.currency, from: 'table', source: row.source, date: row.date } : null;
}

const FREE: Price = { input: 0, output: 0, currency: 'USD', from: 'free', source: null, date: null };

/** Whether a pattern matches a name: `gpt-5-mini*` matches `gpt-5-mini` and `gpt-5-mini-2025-08-07`; case does not matter. */
function fitsName(pattern: string, name: string): boolean {
  const [wanted, given] = [pattern.toLowerCase(), name.toLowerCase()];
  return wanted.endsWith('*') ? given.startsWith(wanted.slice(0, -1)) : given === wanted;
}

/** What an answer in a batch costs, as a share of the usual price: https://platform.openai.com/docs/guides/batch. */
const BATCH_SHARE = 0.5;

/** The price of the same model in a batch. */
export const batchPrice = (price: Price | null): Price | null =>
  price && {
    ...price,
    ...{ input: price.input * BATCH_SHARE, output: price.output * BATCH_SHARE },
    ...(price.cached === undefined ? {} : { cached: price.cached * BATCH_SHARE }),
  };

/** The price of a question for a purpose: that of a batch if the file asks it in one. */
export const priceFor = (spec: PricedSpec | undefined, purpose: string, table: readonly PriceRow[] = PRICES): Price | null =>
  isBatched(spec, purpose) ? batchPrice(priceOf(spec, table)) : priceOf(spec, table);

/** Whether the file asks the questions for a purpose in batches. */
export const isBatched = (spec: PricedSpec | undefined, purpose: string): boolean =>
  spec?.kind === 'openai' && spec.batch?.includes(purpose) === true;

/** Money for tokens: (new input × price of input + cached input × its price + output × price of output) / 1,000,000. */
export const costOf = (
  { input, output, cached = input }: Pick<Price, 'input' | 'output' | 'cached'>,
  tokens: { readonly input: number; readonly output: number; readonly cached?: number },
): number => (tokens.input * input - (tokens.cached ?? 0) * (input - cached) + tokens.output * output) / 1_000_000;

// Prices of providers per million tokens, as data. A row is valid for one origin, because others serve the same names at
// other prices, and names the source and date of its figures. The first row that matches a name is used. The prices are for
// uncached tokens, without discounts for batches; if a price depends on the hour, the higher one.

export interface PriceRow {
  readonly origin: string;
  /** The name of the model, with `*` for any letters. */
  readonly name: string;
  /** Per million tokens of prompts and of answers. */
  readonly input: number;
  readonly output: number;
  readonly currency: string;
  /** The source of the figures, and their month or day. */
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
  // Embeddings have no answer tokens.
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
