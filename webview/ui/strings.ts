/**
 * All texts of the panel in one place: the tone is consistent, and a translation replaces one file.
 * This file does not access the page.
 */
import type { TurnReason } from '../../src/core/events/events.js';
import { withArticle } from '../../src/core/util/textPosition.js';
import type { PanelAmount, PanelCost, PanelCostTable, PanelRecalled } from '../../src/protocol/panelRequests.js';
import type { PanelSeries, RunInfo } from '../../src/protocol/course.js';
import type { RunState } from '../../src/protocol/summary.js';
import { count, decimal, group } from './format.js';
import { groupWords } from './groupWords.js';
import type { Mark, MarkKind } from '../timeline/marks.js';

/** For example `12 of about 40 calls`. Without an expected value, only the current value. */
const ofAbout = (now: string, then: string | undefined, unit = ''): string =>
  `${now}${then === undefined ? '' : ` of about ${then}`}${unit}`;

const tokensOf = ({ input, output }: PanelAmount): string => group(input + output);

const COST_BY: Readonly<Record<PanelCostTable['of'], string>> = { purpose: 'Purpose', line: 'Line', agent: 'Agent' };

const sentence = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

/** What an agent did instead of sending a message. The text follows one or more names. */
const REASONS: Readonly<Record<TurnReason, string>> = {
  acted: 'reacted without a message',
  chose_nothing: 'chose to say nothing',
  rejected: 'tried something that was not possible',
  refused: 'declined to answer',
  empty: 'gave an empty answer',
  unparsable: 'gave an answer that could not be read',
  rate_limited: 'had no turn because of the rate limit of the model',
  timed_out: 'did not answer in time',
  fault: 'had no turn because the mind failed',
  no_action_available: 'had no action available',
  answered: 'answered a question',
  muted: 'was muted',
  busy: 'was still busy',
};

/** The text for the reason of a silent turn. An unknown code is shown unchanged. */
export function reasonWords(code: string): string {
  return Object.hasOwn(REASONS, code) ? REASONS[code as TurnReason] : `left no message (${code.replaceAll('_', ' ')})`;
}

const STATUS: Readonly<Record<RunState, string>> = {
  running: 'Running',
  waiting: 'Paused in debugger',
  ended: 'Finished',
  stopped: 'Stopped',
  paused: 'Paused',
  failed: 'Failed',
  elsewhere: 'Running in another process',
  interrupted: 'Interrupted',
};

const ACTIONS: Readonly<Record<string, string>> = {
  post: 'posted',
  comment: 'commented',
  reply: 'replied',
  direct: 'wrote privately',
  dm: 'wrote privately',
};

/** The name of the author of an answer that the user wrote. */
const OVERRIDE = 'override';

/** The maximum number of marks at one place of the timeline that its tooltip lists. */
const MOST_MARKS = 5;

const MARKS: Readonly<Record<MarkKind, string>> = {
  intervention: 'Intervention',
  survey: 'Survey',
  fault: 'Fault',
  edit: 'Override',
  fork: 'Fork of this run',
  breakpoint: 'Breakpoint',
};

/** What a line chart over rounds shows: the first text is for numbers, the second for words. */
const SERIES: Readonly<Record<PanelSeries['of'], readonly [string, string]>> = {
  reward: ['Mean over agents in each round; the band holds the middle 80 %.', ''],
  answer: [
    'Mean over the agents that answered in the round; the band holds the middle 80 %.',
    'Share of each answer among the agents that answered in the round.',
  ],
  code: [
    'Mean over the messages coded in the round; the band holds the middle 80 %.',
    'Share of each code among the messages coded in the round.',
  ],
  variable: [
    'Mean over agents at the end of each round; the band holds the middle 80 %.',
    'Share of agents with each value at the end of each round.',
  ],
  world: ['Value at the end of each round.', 'Value at the end of each round.'],
};

const MEASURES: Readonly<Record<string, readonly [string, string]>> = {
  reciprocity: ['Reciprocity', 'Share of ties that go both ways'],
  density: ['Density', 'Ties as a share of all possible ties'],
};

export const words = {
  progress: 'Completed rounds',
  status: (status: RunState) => STATUS[status],
  round: (n: number, of: number) => `Round ${group(n)} of ${group(of)}`,
  /** The panel shows a past moment, or the current state of the run. */
  moment: (past: boolean) => (past ? 'Past moment' : 'Live'),
  pastTitle: 'Shows a past moment: ties, conversation and measures at that time',
  liveTitle: 'Shows the current state of the run',
  toNow: 'Back to now',
  toNowTitle: 'Follow the run again',
  forkHere: 'Fork here',
  forkHereTitle: 'Start another run from this moment, in which you can change anything',
  goTo: 'Go to this moment',
  seed: (seed: number) => `Seed ${seed}`,
  stop: 'Stop',
  runAgain: 'Run again',
  goOn: 'Continue',
  goOnTitle: 'Continue where this run stopped; no question is asked twice',
  synthetic: 'Synthetic',
  syntheticTitle: 'Everything here was produced by a simulation. No person said any of it.',
  labelTitle: 'Written by the person who packed this run',
  playedBy: (mind: string) => `Played by ${withArticle(mind)}`,
  notices: 'Notices',
  notice: 'Rule-based mind, not a language model.',
  useModel: 'Use a model…',
  dismiss: 'Dismiss',
  failed: 'The run failed.',
  paused: 'The run is paused.',
  raiseBudget: 'Double the budget and continue',
  goOnBuiltin: 'Continue with the built-in mind',
  goOnBuiltinTitle: 'The built-in mind answers the remaining questions; each of its answers is marked',
  stopHere: 'Stop here',

  outcome: 'Summary',
  expectations: 'Expectations in this run',
  passed: (passed: boolean | null) => (passed === null ? 'was not checked' : passed ? 'passed' : 'failed'),
  showLine: 'Show line',

  cost: 'Cost',
  costLine: ({ spent, expected }: PanelCost) =>
    [
      ...(spent.money || expected?.money ? [ofAbout(spent.money || '0', expected?.money || undefined)] : []),
      ofAbout(group(spent.calls), expected ? group(expected.calls) : undefined, ' calls'),
      ofAbout(tokensOf(spent), expected ? tokensOf(expected) : undefined, ' tokens'),
    ].join(' · '),
  costBy: (of: PanelCostTable['of']) => COST_BY[of],
  costColumns: ['Calls', 'Tokens in', 'Tokens out', 'Cost'],
  budget: (budget: string) => `Budget: ${budget}. The run pauses when the next call could exceed it.`,
  unsure: (n: number) => `${count(n, 'call', 'calls')} without figures from the server, counted at their maximum.`,
  unnamed: (n: number) =>
    `${count(n, 'earlier call', 'earlier calls')} left no answer in the run (an interview, for example), and ${n === 1 ? 'is' : 'are'} not in these tables.`,
  nothingSpent: 'Nothing has been spent yet.',
  noPrice: '–',
  outside: 'outside the society',

  measure: (id: string) => MEASURES[id]?.[0] ?? sentence(id.replaceAll('_', ' ')),
  measureTitle: (id: string) => MEASURES[id]?.[1] ?? `Measured by the file as ${id}`,
  measureSpoken: (id: string, value: string, rounds: number) => `${words.measure(id)} ${value} after ${count(rounds, 'round', 'rounds')}`,

  network: 'Network',
  coursePane: 'Over time',
  showCourse: 'Show over time',
  networkLabel: (agents: number, ties: number) => `Tie network: ${count(agents, 'agent', 'agents')}, ${count(ties, 'tie', 'ties')}`,
  networkKeys:
    'Arrow keys move from agent to agent, with Control along ties only; N and P move through the neighbours of an agent. Space selects an agent, Enter also shows it in its file. ' +
    'T shows the path from the selected agent to this one, E shows only its neighbourhood, G adds it to a group. Shift and arrow keys move an agent and pin it, ' +
    'U unpins it, Shift and U unpins all. Escape goes back step by step. Plus, minus and 0 zoom.',
  options: 'Colours, sizes, search',
  colour: 'Colour',
  colourBy: 'Colour nodes by',
  size: 'Size',
  sizeBy: 'Size nodes by',
  networkShort: 'Network',
  networkOf: 'Network to show',
  leastStrength: 'Minimum strength of the displayed ties',
  strengthFrom: (strength: string) => `from ${strength}`,
  findSomebody: 'Find agent',
  foundSomebody: (name: string, n: number, of: number) => `${name}, ${group(n)} of ${group(of)} found`,
  foundNobody: 'No agent found',
  byInterests: 'Interests',
  byCommunities: 'Communities',
  byMessages: 'Messages so far',
  otherValues: 'other values',
  noValue: 'no value',
  attribute: (name: string) => sentence(name.replaceAll('_', ' ')),
  onlyLegend: (label: string) => `Select all: ${label}`,
  noValues: 'no values yet',
  community: (n: number) => `community of ${group(n)}`,
  smallCommunities: 'in no displayed community',
  noCommunities: 'no communities yet',
  tooManyForCommunities: (n: number) => `communities are computed for up to ${group(n)} agents`,
  saveAs: 'Save the network…',
  saveKinds: { png: 'Picture (PNG)', svg: 'Picture (SVG)', graphml: 'GraphML', gexf: 'GEXF', csv: 'Table (CSV)' },
  networkRole: 'tie network',
  noTies: 'No ties yet',
  counts: (agents: number, ties: number) => `${count(agents, 'agent', 'agents')} · ${count(ties, 'tie', 'ties')}`,
  groups: groupWords,
  knownAgents: (n: number, of: number) => `${group(n)} of ${group(of)} agents`,
  face: 'View of the network',
  faces: { groups: 'Show groups', picture: 'Show as picture', list: 'Show as list', matrix: 'Show as matrix' },
  lasso: 'Select several agents by drawing around them (Shift and drag; Control and click to add one)',
  lassoOn: 'Draw a line around the agents to select',
  lookedAt: 'Selection',
  notThis: (what: string) => `Remove: ${what}`,
  path: (path: readonly string[]) => `${path.join(' → ')}, ${count(path.length - 1, 'step', 'steps')}`,
  noPath: (from: string, to: string) => `${from} → ${to}: no path along ties`,
  pathTo: 'Path to…',
  pathToTitle: 'Name of an agent: shows the shortest path along ties (in the network: Alt and click)',
  onlyNear: (name: string, steps: number, n: number, of: number) =>
    `Only ${name} and agents within ${count(steps, 'step', 'steps')}: ${group(n)} of ${group(of)}`,
  thoseNear: 'Only the neighbourhood',
  nearOf: 'Agents to show',
  nearShort: 'Show',
  nearSteps: (steps: number) => (steps === 0 ? 'all agents' : `within ${count(steps, 'step', 'steps')}`),
  nearWhom: 'Select an agent first to show its neighbourhood',
  showAllAgain: 'All agents are shown',
  chosenTogether: (n: number) => `Group of ${count(n, 'agent', 'agents')}`,
  gathered: (name: string, isIn: boolean, n: number) => `${name} is ${isIn ? '' : 'not '}in the group of ${group(n)}`,
  pinned: (name: string) => `${name} is pinned here`,
  unpinned: (name: string) => `${name} is unpinned`,
  unpinAll: (n: number) => `Unpin all (${group(n)})`,
  unpinAllTitle: 'Pinned agents move freely again; a double click unpins one',
  allUnpinned: 'All agents are unpinned',
  givenTies: 'initial tie',
  ghostTies: 'past tie',
  ghosts: 'Show past ties',
  ghostsTitle: 'Show ties that no longer exist as dashed lines',
  order: 'Order',
  orderOf: 'Order rows and columns by',
  orders: { communities: 'communities', colours: 'colours', file: 'the file' },
  matrixRole: 'matrix of ties',
  matrixLabel: (agents: number) => `Ties as a matrix of ${count(agents, 'agent', 'agents')}: from rows to columns`,
  matrixKeys:
    'Arrow keys move from cell to cell, Page Up and Page Down by ten, Home and End to the ends of a row; N and P go to the next and the previous tie. Space selects the agent of the row, ' +
    'C selects the agent of the column, Enter shows the agent of the row in its file. Escape goes back step by step. Plus, minus and 0 zoom.',
  cell: (from: string, to: string, there: string, back: string) => `${from} → ${to} ${there}, back ${back}`,
  groupHead: (n: number) => `Group of ${count(n, 'agent', 'agents')}`,
  groupTies: 'Ties in the group',
  groupFacts: (n: number, possible: number, mean: string) => `${group(n)} of ${group(possible)} possible, mean strength ${mean}`,
  groupOutward: 'Ties with others',
  groupBoth: (out: number, into: number) => `${group(out)} to others, ${group(into)} from others`,
  groupRewards: 'Mean rewards',
  whoHead: 'Members',
  onlyThese: (n: number) => `Only these ${group(n)}`,
  zoomIn: 'Zoom in',
  zoomOut: 'Zoom out',
  zoomFit: 'Zoom to fit',
  others: 'other interests',
  legend: 'Meaning of the colours',
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
  nothingSaid: 'No messages yet.',
  nothingFound: 'No messages match.',
  foundBeside: (n: number) => `${group(n)} found`,
  found: (n: number, all: number) => `${group(n)} of ${count(all, 'message', 'messages')}`,
  search: 'Search',
  findMessages: 'Search messages',
  kindOf: 'Kinds of entries to show',
  kinds: {
    all: 'Everything',
    unasked: 'Hide survey answers',
    said: 'Messages',
    open: 'Public messages',
    some: 'Limited audience',
    private: 'Private messages',
    acts: 'Visible acts',
    world: 'Messages of the world',
    silent: 'Silent turns',
    advice: 'Advice',
    answers: 'Survey answers',
    changes: 'Interventions and changes',
  },
  onlyOne: 'Only this agent',
  onlyOneTitle: 'Show only messages from the selected agents, private messages to them, and messages that mention them',
  only: (name: string) => `Only ${name}`,
  copyTranscript: 'Copy the displayed messages as Markdown',
  saveTranscript: 'Save the displayed messages as Markdown…',
  roundRow: (n: number) => `Round ${group(n)}`,
  action: (action: string) => ACTIONS[action] ?? action.replaceAll('_', ' '),
  privately: (to: string) => `privately to ${to}`,
  addressed: (to: string) => `to ${to || 'nobody'}`,
  toGroup: (n: number, who: string) => `to ${n === 0 ? 'nobody in the group' : `${group(n)} in the group: ${who}`}`,
  toNeighbours: (n: number, who: string) => `to ${n === 0 ? 'no neighbours' : `${count(n, 'neighbour', 'neighbours')}: ${who}`}`,
  toSelf: 'to themselves',
  alsoMentions: (who: string) => `mentions ${who}`,
  inReplyTo: (name: string) => `In reply to ${name}`,
  thread: 'Thread',
  threadTitle: 'Show the thread of this message',
  answers: (n: number) => `${count(n, 'answer', 'answers')}: show the thread`,
  threadOf: (who: string, n: number) => `Thread started by ${who}, ${count(n, 'message', 'messages')}`,
  wholeConversation: 'Back to the whole conversation',
  copyThread: 'Copy the thread as Markdown',
  saveThread: 'Save the thread as Markdown…',
  reacted: (kind: string, n: number) =>
    kind === 'up' || kind === 'down' ? count(n, `vote ${kind}`, `votes ${kind}`) : `${kind.replaceAll('_', ' ')}: ${group(n)}`,
  showAll: (characters: number) => `Show all ${group(characters)} characters`,
  showLess: 'Show less',
  emptyMessage: '(no text)',
  world: 'The world',
  missingMessage: 'a message that is not shown',
  instead: (by: string, because: string) =>
    by === OVERRIDE ? 'override' : `${by === 'builtin' ? 'built-in mind' : by} instead (${because.replaceAll('-', ' ')})`,
  insteadTitle: (by: string) =>
    by === OVERRIDE ? 'This answer is an override: no mind was asked' : 'Another mind answered instead of the one that was asked',
  advised: (who: string) => `The coach to ${who}`,
  privateActs: 'Not visible to others',
  answersTo: (survey: string) => `Answers to ${survey}`,
  showAnswers: 'Show each answer',
  hideAnswers: 'Hide the answers',
  intervened: (intervention: string, who: string) => `Intervention: ${intervention}${who === '' ? '' : `, to ${who}`}`,
  silent: (who: string, reason: string) => `${who} ${reason}`,

  emptyTitle: 'Watch a society come to life',
  emptyText: 'Run a .society file to see ties form as people meet, and to read everything that they say to each other.',
  emptyKey: 'The first run needs no key and no network: a built-in, rule-based mind answers for all agents.',
  runThis: 'Run this society',
  openExample: 'Open the example',

  tabs: 'Parts of the panel',
  measuresPane: 'Measures',
  sections: {
    measures: 'Measures',
    reward: 'Rewards',
    answer: 'Survey answers',
    code: 'Codes of messages',
    variable: 'Variables of agents',
    world: 'Variables of the world',
    network: 'Ties',
  },
  nothingMeasured: 'No measures yet. Measures are taken at the end of each round.',
  thisRun: 'this run',
  allRewards: 'All rewards',
  allRewardsAbout: 'Mean over agents of each reward policy, 0 … 1, by round.',
  seriesAbout: (of: PanelSeries['of'], isWords: boolean) => SERIES[of][isWords ? 1 : 0],
  spreadOf: (title: string) => `${title}, distribution`,
  spreadAbout: 'Number of agents with each value at the displayed moment.',
  ofAgents: (n: number) => count(n, 'agent', 'agents'),
  degree: (way: 'in' | 'out') => (way === 'in' ? 'Ties from others' : 'Ties to others'),
  degreeAbout: (way: 'in' | 'out', network: string, edge: string) =>
    `Number of agents with each ${way}-degree: the number of ties of ${network} ${way === 'in' ? 'from' : 'to'} others with a strength of at least ${edge}.`,
  logarithmic: 'Logarithmic axes',
  logarithmicTitle: 'Share of the agents with ties that have at least this many, on two logarithmic axes',
  meanOf: (value: string) => `mean ${value}`,
  percent: (share: number) => `${Math.round(share * 100)} %`,
  inRound: (round: number, values: readonly (number | null)[]) => `Round ${group(round)}: ${values.map(decimal).join(' · ')}`,
  barTitle: (name: string, n: number) => `${name}: ${group(n)}`,
  showTable: 'Show table',
  hideTable: 'Hide table',
  table: 'Table',
  copyCsv: 'Copy as CSV',
  copied: 'Copied',
  provenance: (what: string, { title, scenario, seed, mind }: RunInfo) =>
    `${what}; ${title}, ${scenario}, seed ${seed}; played by ${withArticle(mind)}; synthetic: no person said or did any of it`,
  roundHead: 'Round',
  valueHead: 'Value',
  meanHead: 'Mean',
  lowHead: '10 %',
  highHead: '90 %',
  countHead: 'Values',
  agentsHead: 'Agents',
  degreeHead: 'Ties',

  why: 'Why',
  whyVariable: (name: string) => `Why ${name} has this value`,
  readHead: 'What the rule read',
  goThere: 'Go to this moment',
  whyTitle: 'The recalled memories, the question and its answer, and the effects',
  asking: 'Asking…',
  noAnswer: 'No answer.',
  cameToMindFor: (n: number) => `Recalled: ${n === 0 ? 'nothing' : count(n, 'memory', 'memories')}`,
  nothingRecalled: 'No memory was recalled for this message.',
  promptHead: (read: number, cut: number) =>
    `Question, after ${count(read, 'message', 'messages')} read${cut > 0 ? ` (${group(cut)} more left out)` : ''}`,
  factsOnly: 'This mind does not read the text of the prompt, only its facts. A language model would read the text.',
  answerHead: 'Answer',
  rawHead: 'Original text',
  afterHead: (n: number) => `Effects: ${count(n, 'change', 'changes')}`,
  revealAct: 'Show the act in the file',
  agentPane: 'Agent',
  nobodyChosen: 'Select an agent in the network or in the conversation to inspect its memory.',
  allOfOne: 'Memories and more',
  interview: 'Interview…',
  nowHead: 'Now',
  mindHead: 'mind',
  costFact: 'cost',
  lastAct: 'last act',
  advice: 'advice',
  variables: 'Variables',
  rewardsHead: 'Rewards',
  ties: 'Ties',
  cameToMind: 'Recalled last',
  memoriesHead: 'Memories',
  findMemories: 'Search memories',
  olderMemories: 'Older memories',
  noMemories: 'None.',
  persona: 'Persona',
  fact: (name: string) => name.replaceAll('_', ' '),
  memories: (n: number) => `${group(n)} in total`,
  memoryFacts: (round: number, kind: string, importance: number) =>
    `${round === 0 ? 'before round 1' : `round ${group(round)}`} · ${kind.replaceAll('_', ' ')} · importance ${importance}`,
  recalledAs: ({ score, recency, importance, relevance }: PanelRecalled) =>
    `recalled with score ${decimal(score)}: recency ${decimal(recency)}, importance ${decimal(importance)}, relevance ${decimal(relevance)}`,
  amount: (amount: PanelAmount) =>
    [...(amount.money === '' ? [] : [amount.money]), count(amount.calls, 'call', 'calls'), `${tokensOf(amount)} tokens`].join(' · '),

  timeline: 'Timeline',
  /** Events have the number of the record, which starts at 0; −1 is before the first event. */
  event: (event: number, last: number) => (event < 0 ? 'Before the first event' : `Event ${group(event)} of ${group(last)}`),
  /** The displayed moment, for screen readers. */
  place: (round: number, rounds: number, event: number, last: number) =>
    `${round === 0 ? 'Before round 1' : words.round(round, rounds)}, ${words.event(event, last).toLowerCase()}`,
  transport: 'Move in time',
  play: 'Play',
  pausePlay: 'Stop playing',
  stepOn: 'Next turn',
  stepBack: 'Previous turn',
  roundOn: 'Next round',
  roundBack: 'Start of this round, or of the previous round',
  speed: 'Speed',
  perSecond: (n: number) => `${n} steps/s`,
  alongTime: 'Measure along the timeline',
  beforeRounds: 'Before round 1',
  toCome: (from: number, to: number) =>
    `${from === to ? `Round ${group(from)} has` : `Rounds ${group(from)} to ${group(to)} have`} not run yet. Choose Run to Here in the context menu.`,
  mark: (kind: MarkKind) => MARKS[kind],
  marks: (marks: readonly Mark[]) => {
    const first = marks.slice(0, MOST_MARKS).map(({ kind, text }) => (text === '' ? MARKS[kind] : `${MARKS[kind]}: ${text}`));
    return [...first, ...(marks.length > MOST_MARKS ? [words.more(marks.length - MOST_MARKS)] : [])].join('\n');
  },

  split: 'Resize network and conversation',
  summary: (round: string, messages: number, ties: number) =>
    `${round}. ${count(messages, 'message', 'messages')}, ${count(ties, 'tie', 'ties')}.`,
  reportHead: 'About this report',
  needsScript: 'This page needs its own script to show the run. Allow scripts for this page. The script loads nothing.',
  brokenReport: 'This page cannot show the run in this file. Export the report again.',
  notInReport: 'A report contains messages, acts, ties, rewards and measures. For memories and prompts, open the run in Society Studio.',
  otherVersion: 'The panel and the extension have different versions. Close the panel and open it again.',
} as const;
