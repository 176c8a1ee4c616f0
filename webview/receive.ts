/**
 * The gate for what arrives in the page: anything may post to a window, so a value is a message only if it has the
 * shape of one. Indices inside are checked where they are used (model).
 */
import { PROTOCOL_VERSION, type ToPanel } from '../src/protocol/messages.js';

export type Received = { readonly message: ToPanel } | { readonly problem: 'version' } | null;

type Loose = Readonly<Partial<Record<string, unknown>>>;

const TYPES: readonly ToPanel['type'][] = ['snapshot', 'delta', 'past', 'select'];

/** The message in a posted value; null for what is not meant for the panel. */
export function receive(value: unknown): Received {
  if (!isObject(value) || !TYPES.some((type) => type === value['type'])) return null;
  if (value['version'] !== PROTOCOL_VERSION) return { problem: 'version' };
  return isToPanel(value) ? { message: value } : null;
}

function isToPanel(value: Loose): value is Loose & ToPanel {
  switch (value['type']) {
    case 'snapshot':
      return value['snapshot'] === null || isSnapshot(value['snapshot']);
    case 'delta':
      return isDelta(value['delta']);
    case 'past':
      return isPast(value['past']);
    default:
      return value['agent'] === null || typeof value['agent'] === 'string';
  }
}

const isObject = (value: unknown): value is Loose => typeof value === 'object' && value !== null;

function isSnapshot(value: unknown): boolean {
  return (
    isObject(value) &&
    isObject(value['run']) &&
    typeof value['run']['id'] === 'string' &&
    typeof value['round'] === 'number' &&
    ['agents', 'ties', 'messages', 'silences', 'measures'].every((key) => Array.isArray(value[key])) &&
    (value['cost'] === null || isCost(value['cost'])) &&
    (value['past'] === null || isPast(value['past']))
  );
}

const isPast = (value: unknown): boolean => isObject(value) && typeof value['event'] === 'number' && typeof value['of'] === 'number';

function isDelta(value: unknown): boolean {
  return (
    isObject(value) &&
    typeof value['run'] === 'string' &&
    typeof value['round'] === 'number' &&
    ['ties', 'messages', 'silences', 'scores', 'measures'].every((key) => value[key] === undefined || Array.isArray(value[key])) &&
    (value['cost'] === undefined || isCost(value['cost']))
  );
}

const isCost = (value: unknown): boolean =>
  isObject(value) && isObject(value['spent']) && Array.isArray(value['egress']) && Array.isArray(value['tables']);
