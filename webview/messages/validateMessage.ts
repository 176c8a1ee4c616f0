/**
 * Validates messages to the page. Any script can post to a window, so a value is a message only if it has the shape of one. The
 * model checks the indices in a message when it uses them.
 */
import type { PanelCourse } from '../../src/protocol/course.js';
import { type Left, PROTOCOL_VERSION, type ToPanel } from '../../src/protocol/messages.js';
import { isPacked, unpack } from '../../src/protocol/packedLists.js';

type Received = { readonly message: ToPanel } | { readonly problem: 'version' } | null;

type Loose = Readonly<Partial<Record<string, unknown>>>;

const TYPES: readonly ToPanel['type'][] = ['snapshot', 'part', 'delta', 'moment', 'select', 'answer', 'beside', 'breakpoints'];

/** The message in a posted value; null if the value is not for the panel. */
export function receive(value: unknown): Received {
  if (!isObject(value) || !TYPES.some((type) => type === value['type'])) return null;
  if (value['version'] !== PROTOCOL_VERSION) return { problem: 'version' };
  return isToPanel(value) ? { message: unpacked(value) } : null;
}

/** The message with all lists unpacked. */
function unpacked(message: ToPanel): ToPanel {
  if (!('packed' in message)) return message;
  const { packed = {}, ...rest } = message;
  if (rest.type === 'part') return { ...rest, part: unpack(rest.part, packed) };
  const { snapshot } = rest;
  return { ...rest, snapshot: snapshot && { ...snapshot, course: { ...snapshot.course, ...unpack({}, packed) } } };
}

function isToPanel(value: Loose): value is Loose & ToPanel {
  switch (value['type']) {
    case 'snapshot':
      return isSent(value) && (value['snapshot'] === null || isSnapshot(value['snapshot']));
    case 'part':
      return isSent(value) && isCourse(value['part'], true);
    case 'delta':
      return isDelta(value['delta']);
    case 'answer':
      return (
        typeof value['id'] === 'number' &&
        typeof value['problem'] === 'string' &&
        (value['answer'] === null || (isObject(value['answer']) && typeof value['answer']['kind'] === 'string'))
      );
    case 'beside':
      return (
        value['beside'] === null ||
        (isObject(value['beside']) && typeof value['beside']['label'] === 'string' && Array.isArray(value['beside']['measures']))
      );
    case 'breakpoints':
      return Array.isArray(value['seqs']) && value['seqs'].every((seq) => Number.isSafeInteger(seq));
    case 'moment':
      return isMoment(value['moment']) && Number.isSafeInteger(value['went']);
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
    Array.isArray(value['run']['networks']) &&
    typeof value['seq'] === 'number' &&
    typeof value['edge'] === 'number' &&
    Array.isArray(value['agents']) &&
    isCourse(value['course'], false) &&
    Array.isArray(value['measures']) &&
    (value['cost'] === null || isCost(value['cost'])) &&
    (value['summary'] === undefined || isSummary(value['summary'])) &&
    isMoment(value['moment'])
  );
}

const LEFT: readonly Left[] = ['ties', 'talk', 'nothing'];

/** Validates the fields that snapshots and parts have in common. */
const isSent = ({ left, packed }: Loose): boolean => LEFT.some((one) => one === left) && (packed === undefined || isPacked(packed));

const isMoment = (value: unknown): boolean => value === null || typeof value === 'number';

function isDelta(value: unknown): boolean {
  return (
    isObject(value) &&
    typeof value['run'] === 'string' &&
    typeof value['seq'] === 'number' &&
    typeof value['edge'] === 'number' &&
    isCourse(value['course'], true) &&
    ['agents', 'measures'].every((key) => value[key] === undefined || Array.isArray(value[key])) &&
    (value['cost'] === undefined || isCost(value['cost'])) &&
    (value['summary'] === undefined || isSummary(value['summary']))
  );
}

const LISTS = [
  'ties',
  'presence',
  'messages',
  'reactions',
  'silences',
  'notes',
  'values',
  'rounds',
  'marks',
] as const satisfies readonly (keyof PanelCourse)[];

const isCourse = (value: unknown, partly: boolean): boolean =>
  isObject(value) && LISTS.every((key) => (partly && value[key] === undefined) || Array.isArray(value[key]));

const isSummary = (value: unknown): boolean =>
  isObject(value) && ['expectations', 'never', 'lost'].every((key) => Array.isArray(value[key]));

const isCost = (value: unknown): boolean =>
  isObject(value) && isObject(value['spent']) && Array.isArray(value['egress']) && Array.isArray(value['tables']);
