/**
 * Every sentence the panel says, in one place, so that tone stays one and a translation has one file to replace.
 * It knows nothing of the page.
 */
import type { TurnReason } from '../../src/core/events/events.js';
import { withArticle } from '../../src/core/util/textPosition.js';
import type { PanelAmount, PanelCost, PanelCostTable, PanelRecalled } from '../../src/protocol/panelRequests.js';
import type { PanelSeries, RunInfo } from '../../src/protocol/course.js';
import type { RunState } from '../../src/protocol/summary.js';
import { count, decimal, group } from './format.js';
import type { Mark, MarkKind } from '../timeline/marks.js';

/** As in `12 of about 40 calls`, or without what is expected. */
const ofAbout = (now: string, then: string | undefined, unit = ''): string =>
  `${now}${then === undefined ? '' : ` of about ${then}`}${unit}`;

const tokensOf = ({ input, output }: PanelAmount): string => group(input + output);

const COST_BY: Readonly<Record<PanelCostTable['of'], string>> = { purpose: 'Purpose', line: 'Line', agent: 'Agent' };

const sentence = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

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

/** Marks of one place of the timeline that are named one by one. */
const MOST_MARKS = 5;

const MARKS: Readonly<Record<MarkKind, string>> = {
  intervention: 'Intervention',
  survey: 'Survey',
  fault: 'Fault',
  edit: 'Override',
  fork: 'Another course from here',
  breakpoint: 'Breakpoint',
};

/** What lines over rounds show: of numbers, and of words. */
const SERIES: Readonly<Record<PanelSeries['of'], readonly [string, string]>> = {
  reward: ['Mean over agents in each round; the band holds the middle 80 %.', ''],
  answer: [
    'Mean over those who answered in the round; the band holds the middle 80 %.',
    'Share of each answer among those who answered in the round.',
  ],
  code: ['Mean over what was coded in the round; the band holds the middle 80 %.', 'Share of each code among what was coded in the round.'],
  variable: [
    'Mean over agents at the end of each round; the band holds the middle 80 %.',
    'Share of agents with each value at the end of each round.',
  ],
  world: ['Value at the end of each round.', 'Value at the end of each round.'],
};

const MEASURES: Readonly<Record<string, readonly [string, string]>> = {
  reciprocity: ['Reciprocity', 'Share of ties that go both ways'],
  density: ['Density', 'Ties as a share of all that are possible'],
};

export const words = {
  progress: 'Rounds played',
  status: (status: RunState) => STATUS[status],
  round: (n: number, of: number) => `Round ${group(n)} of ${group(of)}`,
  /** The two states of what is looked at: a past moment, or the run as it is now. */
  moment: (past: boolean) => (past ? 'Past moment' : 'Live'),
  pastTitle: 'A past moment is shown: ties, conversation and measures are as they were then',
  liveTitle: 'The run is shown as it is by now',
  toNow: 'Back to now',
  toNowTitle: 'Follow the run again',
  forkHere: 'Fork here',
  forkHereTitle: 'Make another run from this moment, in which anything can be changed',
  goTo: 'Go to this moment',
  seed: (seed: number) => `Seed ${seed}`,
  stop: 'Stop',
  runAgain: 'Run again',
  goOn: 'Go on',
  goOnTitle: 'Go on where this run stopped; nobody is asked twice',
  synthetic: 'Synthetic',
  syntheticTitle: 'Everything here was produced by a simulation. No person said any of it.',
  playedBy: (mind: string) => `Played by ${withArticle(mind)}`,
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
  budget: (budget: string) => `Budget: ${budget}. The run pauses where the next call could overrun it.`,
  unsure: (n: number) => `${count(n, 'call', 'calls')} without figures of the server, counted at the most they could take.`,
  unnamed: (n: number) =>
    `${count(n, 'call', 'calls')} of before left no answer in the run, as interviews do, and ${n === 1 ? 'is' : 'are'} in no table.`,
  nothingSpent: 'Nothing has been spent yet.',
  noPrice: '–',
  outside: 'from outside',

  measure: (id: string) => MEASURES[id]?.[0] ?? sentence(id.replaceAll('_', ' ')),
  measureTitle: (id: string) => MEASURES[id]?.[1] ?? `Measured by the file as ${id}`,
  measureSpoken: (id: string, value: string, rounds: number) => `${words.measure(id)} ${value} after ${count(rounds, 'round', 'rounds')}`,

  network: 'Network',
  coursePane: 'Over time',
  showCourse: 'Show over time',
  networkLabel: (agents: number, ties: number) => `Tie network: ${count(agents, 'agent', 'agents')}, ${count(ties, 'tie', 'ties')}`,
  networkKeys:
    'Arrow keys move from agent to agent, with Control along ties only; N and P go round those tied with one. Space selects, Enter also shows an agent in its file. ' +
    'T shows the path from the selected agent to this one, E only those near it, G chooses several together. Shift and arrow keys push an agent to where it stays, ' +
    'U lets it go, Shift and U all. Escape goes back step by step, plus, minus and 0 zoom.',
  options: 'Colours, sizes, search',
  colour: 'Colour',
  colourBy: 'Colour nodes by',
  size: 'Size',
  sizeBy: 'Size nodes by',
  networkShort: 'Network',
  networkOf: 'Which ties are shown',
  leastStrength: 'Show ties from this strength on',
  strengthFrom: (strength: string) => `from ${strength}`,
  findSomebody: 'Find agent',
  foundSomebody: (name: string, n: number, of: number) => `${name}, ${group(n)} of ${group(of)} found`,
  foundNobody: 'Nobody found',
  byInterests: 'Interests',
  byCommunities: 'Communities',
  byMessages: 'Messages so far',
  otherValues: 'other values',
  noValue: 'no value',
  attribute: (name: string) => sentence(name.replaceAll('_', ' ')),
  onlyLegend: (label: string) => `Select all: ${label}`,
  noValues: 'no values yet',
  community: (n: number) => `community of ${group(n)}`,
  smallCommunities: 'in no community shown',
  noCommunities: 'no communities yet',
  tooManyForCommunities: (n: number) => `communities are found for up to ${group(n)} agents`,
  saveAs: 'Save the network…',
  saveKinds: { png: 'Picture (PNG)', svg: 'Picture (SVG)', graphml: 'GraphML', gexf: 'GEXF', csv: 'Table (CSV)' },
  networkRole: 'tie network',
  noTies: 'No ties yet',
  counts: (agents: number, ties: number) => `${count(agents, 'agent', 'agents')} · ${count(ties, 'tie', 'ties')}`,
  face: 'How the network is shown',
  faces: { picture: 'Show as picture', list: 'Show as list', matrix: 'Show as matrix' },
  lasso: 'Choose several by drawing around them (Shift and drag; Control and click for one more)',
  lassoOn: 'Draw a line around those who are to be chosen',
  lookedAt: 'What is looked at',
  notThis: (what: string) => `No longer: ${what}`,
  path: (path: readonly string[]) => `${path.join(' → ')}, ${count(path.length - 1, 'step', 'steps')}`,
  noPath: (from: string, to: string) => `${from} → ${to}: no path along ties`,
  pathTo: 'Path to…',
  pathToTitle: 'Name of an agent: shows the shortest path along ties (in the network, press Alt and click)',
  onlyNear: (name: string, steps: number, n: number, of: number) =>
    `Only ${name} and those within ${count(steps, 'step', 'steps')}: ${group(n)} of ${group(of)}`,
  thoseNear: 'Only those near',
  nearOf: 'Who is shown',
  nearShort: 'Show',
  nearSteps: (steps: number) => (steps === 0 ? 'everybody' : `within ${count(steps, 'step', 'steps')}`),
  nearWhom: 'Select an agent first to show those near it',
  showAllAgain: 'Everybody is shown',
  chosenTogether: (n: number) => `${count(n, 'agent', 'agents')} chosen together`,
  gathered: (name: string, isIn: boolean, n: number) => `${name} ${isIn ? 'is one' : 'is none'} of the ${group(n)} chosen together`,
  pinned: (name: string) => `${name} is pinned here`,
  unpinned: (name: string) => `${name} is unpinned`,
  unpinAll: (n: number) => `Unpin all (${group(n)})`,
  unpinAllTitle: 'Pinned agents move freely again; a double click unpins one',
  allUnpinned: 'All are unpinned',
  givenTies: 'initial tie',
  ghostTies: 'gone by now',
  ghosts: 'Show past ties',
  ghostsTitle: 'Show ties that were there and are gone as dashes',
  order: 'Order',
  orderOf: 'Order rows and columns by',
  orders: { communities: 'communities', colours: 'colours', file: 'the file' },
  matrixRole: 'matrix of ties',
  matrixLabel: (agents: number) => `Ties as a matrix of ${count(agents, 'agent', 'agents')}: from rows to columns`,
  matrixKeys:
    'Arrow keys move from cell to cell, Page Up and Page Down by ten, Home and End to the ends of a row; N and P go to the next and the previous tie. Space selects who the tie is from, ' +
    'C whom it goes to, Enter shows who it is from in the file. Escape goes back step by step, plus, minus and 0 zoom.',
  cell: (from: string, to: string, there: string, back: string) => `${from} → ${to} ${there}, back ${back}`,
  groupHead: (n: number) => `${count(n, 'agent', 'agents')} together`,
  groupTies: 'Ties among them',
  groupFacts: (n: number, possible: number, mean: string) => `${group(n)} of ${group(possible)} possible, mean strength ${mean}`,
  groupOutward: 'Ties with others',
  groupBoth: (out: number, into: number) => `${group(out)} to others, ${group(into)} from others`,
  groupRewards: 'Mean rewards',
  whoHead: 'Who',
  onlyThese: (n: number) => `Only these ${group(n)}`,
  zoomIn: 'Zoom in',
  zoomOut: 'Zoom out',
  zoomFit: 'Zoom to fit',
  others: 'other interests',
  legend: 'What the colours say',
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
  nothingFound: 'No messages match.',
  foundBeside: (n: number) => `${group(n)} found`,
  found: (n: number, all: number) => `${group(n)} of ${count(all, 'message', 'messages')}`,
  search: 'Search',
  findMessages: 'Search what was said',
  kindOf: 'Kind of what is shown',
  kinds: {
    all: 'Everything',
    unasked: 'Hide survey answers',
    said: 'Said',
    open: 'Said to all',
    some: 'Limited audience',
    private: 'Said privately',
    acts: 'Acts that were seen',
    world: 'The world’s voice',
    silent: 'Silent turns',
    advice: 'Advice',
    answers: 'Answers to surveys',
    changes: 'Interventions and changes',
  },
  onlyOne: 'Only this one',
  onlyOneTitle: 'Only what they say, hear alone or are named in',
  only: (name: string) => `Only ${name}`,
  copyTranscript: 'Copy what is shown as Markdown',
  saveTranscript: 'Save what is shown as Markdown…',
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
  threadTitle: 'Show the thread that this is part of',
  answers: (n: number) => `${count(n, 'answer', 'answers')}: show the thread`,
  threadOf: (who: string, n: number) => `Thread begun by ${who}, ${count(n, 'message', 'messages')}`,
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
    by === OVERRIDE ? 'This answer is an override: no mind was asked' : 'Another mind answered in the place of the one that was asked',
  advised: (who: string) => `The coach to ${who}`,
  privateActs: 'Seen by nobody else',
  answersTo: (survey: string) => `Answers to ${survey}`,
  showAnswers: 'Show each answer',
  hideAnswers: 'Hide the answers',
  intervened: (intervention: string, who: string) => `Intervention: ${intervention}${who === '' ? '' : `, to ${who}`}`,
  silent: (who: string, reason: string) => `${who} ${reason}`,

  emptyTitle: 'Watch a society come to life',
  emptyText: 'Run a .society file and see ties form as its people meet, with everything that they say to one another.',
  emptyKey: 'The first run needs no key and no network: a built-in, rule-based mind speaks.',
  runThis: 'Run this society',
  openExample: 'Open the example',

  tabs: 'Parts of the panel',
  measuresPane: 'Measures',
  sections: {
    measures: 'Measures',
    reward: 'Rewards',
    answer: 'Answers to surveys',
    code: 'Codes of what was said',
    variable: 'Variables of agents',
    world: 'Variables of the world',
    network: 'Ties',
  },
  nothingMeasured: 'Nothing has been measured yet. Measures are taken at the end of each round.',
  thisRun: 'this run',
  allRewards: 'All rewards',
  allRewardsAbout: 'Mean over agents of each reward policy, 0 … 1, by round.',
  seriesAbout: (of: PanelSeries['of'], isWords: boolean) => SERIES[of][isWords ? 1 : 0],
  spreadOf: (title: string) => `${title}, spread`,
  spreadAbout: 'How many agents have which value at the moment shown.',
  ofAgents: (n: number) => count(n, 'agent', 'agents'),
  degree: (way: 'in' | 'out') => (way === 'in' ? 'Ties from others' : 'Ties to others'),
  degreeAbout: (way: 'in' | 'out', network: string, edge: string) =>
    `How many agents have how many ties of ${network} ${way === 'in' ? 'from' : 'to'} others, counting those from ${edge} on: the ${way}-degree.`,
  logarithmic: 'Logarithmic axes',
  logarithmicTitle: 'Share of those with ties who have as many or more, on two logarithmic axes',
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
  whyTitle: 'The recalled memories, the question and its answer, and the effects',
  asking: 'Asking…',
  noAnswer: 'There is no answer to this.',
  cameToMindFor: (n: number) => `Came to mind: ${n === 0 ? 'nothing' : count(n, 'memory', 'memories')}`,
  nothingRecalled: 'No memory was recalled for it.',
  promptHead: (read: number, cut: number) =>
    `Asked, having read ${count(read, 'message', 'messages')}${cut > 0 ? ` (${group(cut)} more were kept back)` : ''}`,
  factsOnly: 'This mind reads facts, not these words; a language model would read these words.',
  answerHead: 'Answered',
  rawHead: 'Word for word',
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
  cameToMind: 'Came to mind last',
  memoriesHead: 'Memories',
  findMemories: 'Search memories',
  olderMemories: 'Older memories',
  noMemories: 'None.',
  persona: 'Persona',
  fact: (name: string) => name.replaceAll('_', ' '),
  memories: (n: number) => `${group(n)} in all`,
  memoryFacts: (round: number, kind: string, importance: number) =>
    `${round === 0 ? 'before round 1' : `round ${group(round)}`} · ${kind.replaceAll('_', ' ')} · importance ${importance}`,
  recalledAs: ({ score, recency, importance, relevance }: PanelRecalled) =>
    `came to mind with ${decimal(score)}: recent ${decimal(recency)}, important ${decimal(importance)}, relevant ${decimal(relevance)}`,
  amount: (amount: PanelAmount) =>
    [...(amount.money === '' ? [] : [amount.money]), count(amount.calls, 'call', 'calls'), `${tokensOf(amount)} tokens`].join(' · '),

  timeline: 'Timeline',
  /** By their numbers in the record, which begin at 0; −1 is before all. */
  event: (event: number, last: number) => (event < 0 ? 'Before the first event' : `Event ${group(event)} of ${group(last)}`),
  /** Where one looks, as it is spoken. */
  place: (round: number, rounds: number, event: number, last: number) =>
    `${round === 0 ? 'Before round 1' : words.round(round, rounds)}, ${words.event(event, last).toLowerCase()}`,
  transport: 'Move in time',
  play: 'Play',
  pausePlay: 'Stop playing',
  stepOn: 'One turn on',
  stepBack: 'One turn back',
  roundOn: 'To the next round',
  roundBack: 'To the beginning of the round, or of the one before',
  speed: 'Speed',
  perSecond: (n: number) => `${n} steps/s`,
  alongTime: 'Measure along the timeline',
  beforeRounds: 'Before round 1',
  toCome: (from: number, to: number) =>
    `${from === to ? `Round ${group(from)} is` : `Rounds ${group(from)} to ${group(to)} are`} to come. Choose Run to Here in the context menu.`,
  mark: (kind: MarkKind) => MARKS[kind],
  marks: (marks: readonly Mark[]) => {
    const first = marks.slice(0, MOST_MARKS).map(({ kind, text }) => (text === '' ? MARKS[kind] : `${MARKS[kind]}: ${text}`));
    return [...first, ...(marks.length > MOST_MARKS ? [words.more(marks.length - MOST_MARKS)] : [])].join('\n');
  },

  split: 'Resize network and conversation',
  summary: (round: string, messages: number, ties: number) =>
    `${round}. ${count(messages, 'message', 'messages')}, ${count(ties, 'tie', 'ties')}.`,
  reportHead: 'About this report',
  needsScript: 'This page draws the run with a script of its own; allow it to run. It loads nothing.',
  brokenReport: 'What lies in this file is no run that this page can show. Export the report again.',
  notInReport:
    'A report holds what was said and done, ties, rewards and measures. For memories and prompts open the run in Society Studio.',
  otherVersion: 'The panel and the extension are of different versions. Close the panel and open it again.',
} as const;
