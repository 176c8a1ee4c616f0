/**
 * Every sentence the panel says, in one place, so that tone stays one and a translation has one file to replace.
 * It knows nothing of the page.
 */
import type { PanelAmount, PanelCost, PanelCostTable, PanelPast, RunStatus, TurnReason } from '../src/protocol/messages.js';

const count = (n: number, one: string, many: string): string => `${group(n)} ${n === 1 ? one : many}`;

/** `12345` → `12,345`, the same on every machine. */
export function group(n: number): string {
  return String(n).replace(/\B(?=(\d{3})+$)/g, ',');
}

/** A measure or strength for reading: counts and large values whole, else two decimals, small values with two digits that count, a dash where undefined. */
export function decimal(value: number | null | undefined): string {
  if (value === null || value === undefined || !Number.isFinite(value)) return '–';
  if (Math.abs(value) >= 100 || (Number.isInteger(value) && Math.abs(value) > 1)) return group(Math.round(value));
  return Math.abs(value) >= 0.1 || value === 0 ? value.toFixed(2) : value.toFixed(Math.min(6, 1 - Math.floor(Math.log10(Math.abs(value)))));
}

/** As in `12 of about 40 calls`, or without what is expected. */
const ofAbout = (now: string, then: string | undefined, unit = ''): string =>
  `${now}${then === undefined ? '' : ` of about ${then}`}${unit}`;

const tokensOf = ({ input, output }: PanelAmount): string => group(input + output);

const COST_BY: Readonly<Record<PanelCostTable['of'], string>> = { purpose: 'Purpose', line: 'Line', agent: 'Agent' };

const sentence = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

/** `Ada`, `Ada and Ben`, `Ada, Ben and 3 others`. */
export function names(list: readonly string[], most = 4): string {
  if (list.length <= 1) return list[0] ?? '';
  if (list.length <= most) return `${list.slice(0, -1).join(', ')} and ${list[list.length - 1] ?? ''}`;
  return `${list.slice(0, most - 1).join(', ')} and ${count(list.length - most + 1, 'other', 'others')}`;
}

/** What an agent did instead of speaking; read after one or more names. */
const REASONS: Readonly<Record<TurnReason, string>> = {
  acted: 'reacted without a message',
  chose_nothing: 'chose to say nothing',
  rejected: 'tried something that was not possible',
  refused: 'declined to answer',
  empty: 'gave an empty answer',
  unparsable: 'gave an answer that could not be read',
  rate_limited: 'had no turn, because the model was asked too often',
  timed_out: 'did not answer in time',
  fault: 'had no turn, because the mind failed',
  no_action_available: 'had nothing they could do',
  answered: 'answered a question',
  muted: 'was muted',
  busy: 'was still busy',
};

/** The reason of a silent turn in words; an unknown code is shown as it is rather than hidden. */
export function reasonWords(code: string): string {
  return Object.hasOwn(REASONS, code) ? REASONS[code as TurnReason] : `left no message (${code.replaceAll('_', ' ')})`;
}

const STATUS: Readonly<Record<RunStatus, string>> = {
  running: 'Running',
  done: 'Finished',
  stopped: 'Stopped',
  paused: 'Paused',
  failed: 'Failed',
};

const ACTIONS: Readonly<Record<string, string>> = {
  post: 'posted',
  comment: 'commented',
  reply: 'replied',
  direct: 'wrote privately',
  dm: 'wrote privately',
};

const MEASURES: Readonly<Record<string, readonly [string, string]>> = {
  reciprocity: ['Reciprocity', 'Share of ties that go both ways'],
  density: ['Density', 'Ties as a share of all that are possible'],
};

export const words = {
  progress: 'Rounds played',
  status: (status: RunStatus) => STATUS[status],
  round: (n: number, of: number) => `Round ${group(n)} of ${group(of)}`,
  /** The two states of what is looked at: a past moment of the recording, or the run as it is by now. */
  moment: (past: PanelPast | null) => (past ? `Recording · event ${group(past.event)} of ${group(past.of)}` : 'Live'),
  recordingTitle: 'A past moment is shown: ties, conversation and measures are as they were then',
  liveTitle: 'The run is shown as it is by now',
  toNow: 'Back to now',
  toNowTitle: 'Follow the run again',
  goTo: 'Go to this moment',
  seed: (seed: number) => `Seed ${seed}`,
  stop: 'Stop',
  runAgain: 'Run again',
  goOn: 'Go on',
  goOnTitle: 'Go on where this run stopped; nobody is asked twice',
  synthetic: 'Synthetic',
  syntheticTitle: 'Everything here was produced by a simulation. No person said any of it.',
  spokenBy: (mind: string) => `Spoken by ${mind}`,
  notices: 'Notices',
  notice: 'Rule-based mind, not a language model.',
  useModel: 'Use a model…',
  dismiss: 'Dismiss',
  failed: 'The run failed.',
  paused: 'The run pauses.',
  raiseBudget: 'Double the budget and go on',
  goOnBuiltin: 'Go on with the built-in mind',
  goOnBuiltinTitle: 'The built-in mind answers what is left; each answer says so',
  stopHere: 'Stop here',

  cost: 'Cost',
  costLine: ({ spent, expected }: PanelCost) =>
    [
      ...(spent.money || expected?.money ? [ofAbout(spent.money || '0', expected?.money || undefined)] : []),
      ofAbout(group(spent.calls), expected ? group(expected.calls) : undefined, ' calls'),
      ofAbout(tokensOf(spent), expected ? tokensOf(expected) : undefined, ' tokens'),
    ].join(' · '),
  costBy: (of: PanelCostTable['of']) => COST_BY[of],
  costColumns: ['Calls', 'Tokens in', 'Tokens out', 'Cost'],
  budget: (budget: string) => `Budget: ${budget}. The run pauses where the next call could overrun it.`,
  unsure: (n: number) => `${count(n, 'call', 'calls')} without figures of the server, counted at the most they could take.`,
  unnamed: (n: number) =>
    `${count(n, 'call', 'calls')} from before the run went on left no answer, and ${n === 1 ? 'is' : 'are'} in no table.`,
  nothingSpent: 'Nothing has been spent yet.',
  noPrice: '–',
  outside: 'from outside',

  measure: (id: string) => MEASURES[id]?.[0] ?? sentence(id.replaceAll('_', ' ')),
  measureTitle: (id: string) => MEASURES[id]?.[1] ?? `Measured by the file as ${id}`,
  measureSpoken: (id: string, value: string, rounds: number) => `${words.measure(id)} ${value} after ${count(rounds, 'round', 'rounds')}`,

  network: 'Network',
  networkLabel: (agents: number, ties: number) => `Tie network: ${count(agents, 'agent', 'agents')}, ${count(ties, 'tie', 'ties')}`,
  networkKeys:
    'Arrow keys move from agent to agent, Enter shows an agent in its file, Escape clears the selection, plus, minus and 0 zoom.',
  networkRole: 'tie network',
  noTies: 'No ties yet',
  counts: (agents: number, ties: number) => `${count(agents, 'agent', 'agents')} · ${count(ties, 'tie', 'ties')}`,
  asPicture: 'Show as picture',
  asList: 'Show as list',
  zoomIn: 'Zoom in',
  zoomOut: 'Zoom out',
  zoomFit: 'Zoom to fit',
  others: 'other interests',
  legend: 'Colours show the interest agents share',
  agents: 'Agents and their ties',
  reveal: 'Show in file',
  clear: 'Clear selection',
  tiesOut: 'Strongest ties to',
  tiesIn: 'Strongest ties from',
  tieCounts: (out: number, into: number) => `${count(out, 'tie', 'ties')} to others, ${into} from others`,
  noTiesOfOne: 'No ties yet',
  tieList: (out: readonly string[], into: readonly string[]) =>
    out.length + into.length === 0
      ? 'no ties yet'
      : [out.length ? `to ${out.join(', ')}` : '', into.length ? `from ${into.join(', ')}` : ''].filter((part) => part).join(' · '),
  more: (n: number) => `${group(n)} more`,
  selected: (name: string, out: number, into: number) => `${name}: ${words.tieCounts(out, into)}`,

  conversation: 'Conversation',
  messages: (n: number) => count(n, 'message', 'messages'),
  follow: 'Follow',
  followTitle: 'Keep the newest message in view',
  latest: 'Latest',
  newer: (n: number) => count(n, 'new message', 'new messages'),
  nothingSaid: 'Nothing has been said yet.',
  roundRow: (n: number) => `Round ${group(n)}`,
  action: (action: string) => ACTIONS[action] ?? action.replaceAll('_', ' '),
  privately: (to: string) => `privately to ${to}`,
  addressed: (to: string) => `to ${to}`,
  alsoMentions: (who: string) => `mentions ${who}`,
  inReplyTo: (name: string) => `In reply to ${name}`,
  up: (n: number) => count(n, 'vote up', 'votes up'),
  down: (n: number) => count(n, 'vote down', 'votes down'),
  showAll: (characters: number) => `Show all ${group(characters)} characters`,
  showLess: 'Show less',
  emptyMessage: '(no text)',
  world: 'The world',
  missingMessage: 'a message that is not shown',
  instead: (by: string, because: string) => `${by === 'builtin' ? 'built-in mind' : by} instead (${because.replaceAll('-', ' ')})`,
  insteadTitle: 'Another mind answered in the place of the one that was asked',
  silent: (who: string, reason: string) => `${who} ${reason}`,

  emptyTitle: 'Watch a society come to life',
  emptyText: 'Run a .society file and see ties form as its people meet, with everything they say to one another beside them.',
  emptyKey: 'The first run needs no key and no network: a built-in, rule-based mind speaks.',
  runThis: 'Run this society',
  openExample: 'Open the example',

  split: 'Resize network and conversation',
  summary: (round: string, messages: number, ties: number) =>
    `${round}. ${count(messages, 'message', 'messages')}, ${count(ties, 'tie', 'ties')}.`,
  otherVersion: 'The panel and the extension are of different versions. Close the panel and open it again.',
} as const;
