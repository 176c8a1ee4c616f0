/** The price of a model: what its file says, nothing on this machine, else the row of the table that fits, else unknown. */
import { type PriceRow, PRICES } from './priceTable.js';
import { isLocal, originOf } from '../trust/origin.js';

export interface Price {
  /** Money per million tokens of prompts and of answers. */
  readonly input: number;
  readonly output: number;
  /** Code of the currency, as `USD`. */
  readonly currency: string;
  /** `file`: as the file says; `local`: on this machine; `free`: no language model; `table`: from the list of prices. */
  readonly from: 'file' | 'local' | 'free' | 'table';
  /** Where and when the figures of the table were read; null elsewhere. */
  readonly source: string | null;
  readonly date: string | null;
}

/** What is asked for of an entry of `models:`. */
export interface PricedSpec {
  readonly kind: string;
  readonly base_url?: string | undefined;
  readonly name?: string | undefined;
  readonly price?: { readonly input: number; readonly output: number; readonly currency?: string | undefined } | undefined;
}

const LANGUAGE_MODELS: ReadonlySet<string> = new Set(['openai', 'editor']);

/** Whether a language model answers, be it free or not. Rules, scripts, recordings and people are none. */
export const isLanguageModel = (kind: string): boolean => LANGUAGE_MODELS.has(kind);

/** The price, or null where it is not known. Minds that are no language model cost nothing. */
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

/** `gpt-5-mini*` fits `gpt-5-mini` and `gpt-5-mini-2025-08-07`; case does not matter. */
function fitsName(pattern: string, name: string): boolean {
  const [wanted, given] = [pattern.toLowerCase(), name.toLowerCase()];
  return wanted.endsWith('*') ? given.startsWith(wanted.slice(0, -1)) : given === wanted;
}

/** Money for tokens: (input × price of input + output × price of output) / 1,000,000. */
export const costOf = (
  { input, output }: Pick<Price, 'input' | 'output'>,
  tokens: { readonly input: number; readonly output: number },
): number => (tokens.input * input + tokens.output * output) / 1_000_000;
