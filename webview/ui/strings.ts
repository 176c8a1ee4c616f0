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
import { t } from '../../src/core/util/l10n.js';

const tokensOf = ({ input, output }: PanelAmount): string => group(input + output);

const COST_BY: Readonly<Record<PanelCostTable['of'], string>> = { purpose: t('Purpose'), line: t('Line'), agent: t('Agent') };

const sentence = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

/** What an agent did instead of sending a message. The text follows one or more names. */
const REASONS: Readonly<Record<TurnReason, string>> = {
  acted: t('reacted without a message'),
  chose_nothing: t('chose to say nothing'),
  rejected: t('tried something that was not possible'),
  refused: t('declined to answer'),
  empty: t('gave an empty answer'),
  unparsable: t('gave an answer that could not be read'),
  rate_limited: t('had no turn because of the rate limit of the model'),
  timed_out: t('did not answer in time'),
  fault: t('had no turn because the mind failed'),
  no_action_available: t('had no action available'),
  answered: t('answered a question'),
  muted: t('was muted'),
  busy: t('was still busy'),
};

/** The text for the reason of a silent turn. An unknown code is shown unchanged. */
export function reasonWords(code: string): string {
  return Object.hasOwn(REASONS, code) ? REASONS[code as TurnReason] : t('left no message ({0})', code.replaceAll('_', ' '));
}

const STATUS: Readonly<Record<RunState, string>> = {
  running: t('Running'),
  waiting: t('Paused in debugger'),
  held: t('Paused by a command'),
  ended: t('Finished'),
  stopped: t('Stopped'),
  paused: t('Paused'),
  failed: t('Failed'),
  elsewhere: t('Running in another process'),
  interrupted: t('Interrupted'),
};

const ACTIONS: Readonly<Record<string, string>> = {
  post: t('posted'),
  comment: t('commented'),
  reply: t('replied'),
  direct: t('wrote privately'),
  dm: t('wrote privately'),
};

/** The name of the author of an answer that the user wrote. */
const OVERRIDE = 'override';

/** The maximum number of marks at one place of the timeline that its tooltip lists. */
const MOST_MARKS = 5;

const MARKS: Readonly<Record<MarkKind, string>> = {
  intervention: t('Intervention'),
  survey: t('Survey'),
  fault: t('Fault'),
  edit: t('Override'),
  fork: t('Fork of this run'),
  breakpoint: t('Breakpoint'),
};

/** What a line chart over rounds shows: the first text is for numbers, the second for words. */
const SERIES: Readonly<Record<PanelSeries['of'], readonly [string, string]>> = {
  reward: [t('Mean over agents in each round; the band holds the middle 80 %.'), ''],
  answer: [
    t('Mean over the agents that answered in the round; the band holds the middle 80 %.'),
    t('Share of each answer among the agents that answered in the round.'),
  ],
  code: [
    t('Mean over the messages coded in the round; the band holds the middle 80 %.'),
    t('Share of each code among the messages coded in the round.'),
  ],
  variable: [
    t('Mean over agents at the end of each round; the band holds the middle 80 %.'),
    t('Share of agents with each value at the end of each round.'),
  ],
  world: [t('Value at the end of each round.'), t('Value at the end of each round.')],
};

const MEASURES: Readonly<Record<string, readonly [string, string]>> = {
  reciprocity: [t('Reciprocity'), t('Share of ties that go both ways')],
  density: [t('Density'), t('Ties as a share of all possible ties')],
};

export const words = {
  progress: t('Completed rounds'),
  status: (status: RunState) => STATUS[status],
  round: (n: number, of: number) => t('Round {0} of {1}', group(n), group(of)),
  /** The panel shows a past moment, or the current state of the run. */
  moment: (past: boolean) => (past ? t('Past moment') : t('Live')),
  pastTitle: t('Shows a past moment: ties, conversation and measures at that time'),
  liveTitle: t('Shows the current state of the run'),
  toNow: t('Back to now'),
  toNowTitle: t('Follow the run again'),
  forkHere: t('Fork here'),
  forkHereTitle: t('Start another run from this moment, in which you can change anything'),
  goTo: t('Go to this moment'),
  seed: (seed: number) => t('Seed {0}', seed),
  stop: t('Stop'),
  runAgain: t('Run again'),
  goOn: t('Continue'),
  goOnTitle: t('Continue where this run stopped; no question is asked twice'),
  synthetic: t('Synthetic'),
  syntheticTitle: t('Everything here was produced by a simulation. No person said any of it.'),
  labelTitle: t('Written by the person who packed this run'),
  playedBy: (mind: string) => t('Played by {0}', withArticle(mind)),
  notices: t('Notices'),
  notice: t('Rule-based mind, not a language model.'),
  useModel: t('Use a model…'),
  dismiss: t('Dismiss'),
  failed: t('The run failed.'),
  paused: t('The run is paused.'),
  raiseBudget: t('Double the budget and continue'),
  goOnBuiltin: t('Continue with the built-in mind'),
  goOnBuiltinTitle: t('The built-in mind answers the remaining questions; each of its answers is marked'),
  stopHere: t('Stop here'),

  outcome: t('Summary'),
  expectations: t('Expectations in this run'),
  passed: (passed: boolean | null) => (passed === null ? t('was not checked') : passed ? t('passed') : t('failed')),
  showLine: t('Show line'),

  cost: t('Cost'),
  costLine: ({ spent, expected }: PanelCost) =>
    [
      ...(spent.money || expected?.money
        ? [expected?.money ? t('{0} of about {1}', spent.money || '0', expected.money) : spent.money || '0']
        : []),
      expected ? t('{0} of about {1} calls', group(spent.calls), group(expected.calls)) : t('{0} calls', group(spent.calls)),
      expected ? t('{0} of about {1} tokens', tokensOf(spent), tokensOf(expected)) : t('{0} tokens', tokensOf(spent)),
    ].join(' · '),
  costBy: (of: PanelCostTable['of']) => COST_BY[of],
  costColumns: [t('Calls'), t('Tokens in'), t('Tokens out'), t('Cost')],
  budget: (budget: string) => t('Budget: {0}. The run pauses when the next call could exceed it.', budget),
  unsure: (n: number) => t('{0} without figures from the server, counted at their maximum.', count(n, '{0} call', '{0} calls')),
  unnamed: (n: number) =>
    count(
      n,
      '{0} earlier call left no answer in the run (an interview, for example), and is not in these tables.',
      '{0} earlier calls left no answer in the run (an interview, for example), and are not in these tables.',
    ),
  nothingSpent: t('Nothing has been spent yet.'),
  noPrice: '–',
  outside: t('outside the society'),

  measure: (id: string) => MEASURES[id]?.[0] ?? sentence(id.replaceAll('_', ' ')),
  measureTitle: (id: string) => MEASURES[id]?.[1] ?? t('Measured by the file as {0}', id),
  measureSpoken: (id: string, value: string, rounds: number) =>
    t('{0} {1} after {2}', words.measure(id), value, count(rounds, '{0} round', '{0} rounds')),

  network: t('Network'),
  coursePane: t('Over time'),
  showCourse: t('Show over time'),
  networkLabel: (agents: number, ties: number) =>
    t('Tie network: {0}, {1}', count(agents, '{0} agent', '{0} agents'), count(ties, '{0} tie', '{0} ties')),
  networkKeys: t(
    'Arrow keys move from agent to agent, with Control along ties only; N and P move through the neighbours of an agent. Space selects an agent, Enter also shows it in its file. ' +
      'T shows the path from the selected agent to this one, E shows only its neighbourhood, G adds it to a group. Shift and arrow keys move an agent and pin it, ' +
      'U unpins it, Shift and U unpins all. Escape goes back step by step. Plus, minus and 0 zoom.',
  ),
  options: t('Colours, sizes, search'),
  colour: t('Colour'),
  colourBy: t('Colour nodes by'),
  size: t('Size'),
  sizeBy: t('Size nodes by'),
  networkShort: t('Network'),
  networkOf: t('Network to show'),
  leastStrength: t('Minimum strength of the displayed ties'),
  strengthFrom: (strength: string) => t('from {0}', strength),
  findSomebody: t('Find agent'),
  foundSomebody: (name: string, n: number, of: number) => t('{0}, {1} of {2} found', name, group(n), group(of)),
  foundNobody: t('No agent found'),
  byInterests: t('Interests'),
  byCommunities: t('Communities'),
  byMessages: t('Messages so far'),
  otherValues: t('other values'),
  noValue: t('no value'),
  attribute: (name: string) => sentence(name.replaceAll('_', ' ')),
  onlyLegend: (label: string) => t('Select all: {0}', label),
  noValues: t('no values yet'),
  community: (n: number) => t('community of {0}', group(n)),
  smallCommunities: t('in no displayed community'),
  noCommunities: t('no communities yet'),
  tooManyForCommunities: (n: number) => t('communities are computed for up to {0} agents', group(n)),
  saveAs: t('Save the network…'),
  saveKinds: { png: t('Picture (PNG)'), svg: t('Picture (SVG)'), graphml: t('GraphML'), gexf: 'GEXF', csv: t('Table (CSV)') },
  networkRole: t('tie network'),
  noTies: t('No ties yet'),
  counts: (agents: number, ties: number) => `${count(agents, '{0} agent', '{0} agents')} · ${count(ties, '{0} tie', '{0} ties')}`,
  groups: groupWords,
  knownAgents: (n: number, of: number) => t('{0} of {1} agents', group(n), group(of)),
  face: t('View of the network'),
  faces: { groups: t('Show groups'), picture: t('Show as picture'), list: t('Show as list'), matrix: t('Show as matrix') },
  lasso: t('Select several agents by drawing around them (Shift and drag; Control and click to add one)'),
  lassoOn: t('Draw a line around the agents to select'),
  lookedAt: t('Selection'),
  notThis: (what: string) => t('Remove: {0}', what),
  path: (path: readonly string[]) => `${path.join(' → ')}, ${count(path.length - 1, '{0} step', '{0} steps')}`,
  noPath: (from: string, to: string) => t('{0} → {1}: no path along ties', from, to),
  pathTo: t('Path to…'),
  pathToTitle: t('Name of an agent: shows the shortest path along ties (in the network: Alt and click)'),
  onlyNear: (name: string, steps: number, n: number, of: number) =>
    t('Only {0} and agents within {1}: {2} of {3}', name, count(steps, '{0} step', '{0} steps'), group(n), group(of)),
  thoseNear: t('Only the neighbourhood'),
  nearOf: t('Agents to show'),
  nearShort: t('Show'),
  nearSteps: (steps: number) => (steps === 0 ? t('all agents') : t('within {0}', count(steps, '{0} step', '{0} steps'))),
  nearWhom: t('Select an agent first to show its neighbourhood'),
  showAllAgain: t('All agents are shown'),
  chosenTogether: (n: number) => t('Group of {0}', count(n, '{0} agent', '{0} agents')),
  gathered: (name: string, isIn: boolean, n: number) =>
    isIn ? t('{0} is in the group of {1}', name, group(n)) : t('{0} is not in the group of {1}', name, group(n)),
  pinned: (name: string) => t('{0} is pinned here', name),
  unpinned: (name: string) => t('{0} is unpinned', name),
  unpinAll: (n: number) => t('Unpin all ({0})', group(n)),
  unpinAllTitle: t('Pinned agents move freely again; a double click unpins one'),
  allUnpinned: t('All agents are unpinned'),
  givenTies: t('initial tie'),
  ghostTies: t('past tie'),
  ghosts: t('Show past ties'),
  ghostsTitle: t('Show ties that no longer exist as dashed lines'),
  order: t('Order'),
  orderOf: t('Order rows and columns by'),
  orders: { communities: t('communities'), colours: t('colours'), file: t('the file') },
  matrixRole: t('matrix of ties'),
  matrixLabel: (agents: number) => t('Ties as a matrix of {0}: from rows to columns', count(agents, '{0} agent', '{0} agents')),
  matrixKeys: t(
    'Arrow keys move from cell to cell, Page Up and Page Down by ten, Home and End to the ends of a row; N and P go to the next and the previous tie. Space selects the agent of the row, ' +
      'C selects the agent of the column, Enter shows the agent of the row in its file. Escape goes back step by step. Plus, minus and 0 zoom.',
  ),
  cell: (from: string, to: string, there: string, back: string) => t('{0} → {1} {2}, back {3}', from, to, there, back),
  groupHead: (n: number) => t('Group of {0}', count(n, '{0} agent', '{0} agents')),
  groupTies: t('Ties in the group'),
  groupFacts: (n: number, possible: number, mean: string) => t('{0} of {1} possible, mean strength {2}', group(n), group(possible), mean),
  groupOutward: t('Ties with others'),
  groupBoth: (out: number, into: number) => t('{0} to others, {1} from others', group(out), group(into)),
  groupRewards: t('Mean rewards'),
  whoHead: t('Members'),
  onlyThese: (n: number) => t('Only these {0}', group(n)),
  zoomIn: t('Zoom in'),
  zoomOut: t('Zoom out'),
  zoomFit: t('Zoom to fit'),
  others: t('other interests'),
  legend: t('Meaning of the colours'),
  agents: t('Agents and their ties'),
  reveal: t('Show in file'),
  clear: t('Clear selection'),
  tiesOut: t('Strongest ties to'),
  tiesIn: t('Strongest ties from'),
  tieCounts: (out: number, into: number) => t('{0} to others, {1} from others', count(out, '{0} tie', '{0} ties'), into),
  noTiesOfOne: t('No ties yet'),
  tieList: (out: readonly string[], into: readonly string[]) =>
    out.length + into.length === 0
      ? t('no ties yet')
      : [out.length ? t('to {0}', out.join(', ')) : '', into.length ? t('from {0}', into.join(', ')) : '']
          .filter((part) => part)
          .join(' · '),
  more: (n: number) => t('{0} more', group(n)),
  selected: (name: string, out: number, into: number) => `${name}: ${words.tieCounts(out, into)}`,

  conversation: t('Conversation'),
  messages: (n: number) => count(n, '{0} message', '{0} messages'),
  follow: t('Follow'),
  followTitle: t('Keep the newest message in view'),
  latest: t('Latest'),
  newer: (n: number) => count(n, '{0} new message', '{0} new messages'),
  nothingSaid: t('No messages yet.'),
  nothingFound: t('No messages match.'),
  foundBeside: (n: number) => t('{0} found', group(n)),
  found: (n: number, all: number) => t('{0} of {1}', group(n), count(all, '{0} message', '{0} messages')),
  search: t('Search'),
  findMessages: t('Search messages'),
  kindOf: t('Kinds of entries to show'),
  kinds: {
    all: t('Everything'),
    unasked: t('Hide survey answers'),
    said: t('Messages'),
    open: t('Public messages'),
    some: t('Limited audience'),
    private: t('Private messages'),
    acts: t('Visible acts'),
    world: t('Messages of the world'),
    silent: t('Silent turns'),
    advice: t('Advice'),
    answers: t('Survey answers'),
    changes: t('Interventions and changes'),
  },
  onlyOne: t('Only this agent'),
  onlyOneTitle: t('Show only messages from the selected agents, private messages to them, and messages that mention them'),
  only: (name: string) => t('Only {0}', name),
  copyTranscript: t('Copy the displayed messages as Markdown'),
  saveTranscript: t('Save the displayed messages as Markdown…'),
  roundRow: (n: number) => t('Round {0}', group(n)),
  action: (action: string) => ACTIONS[action] ?? action.replaceAll('_', ' '),
  privately: (to: string) => t('privately to {0}', to),
  addressed: (to: string) => t('to {0}', to || t('nobody')),
  toGroup: (n: number, who: string) => t('to {0}', n === 0 ? t('nobody in the group') : t('{0} in the group: {1}', group(n), who)),
  toNeighbours: (n: number, who: string) =>
    t('to {0}', n === 0 ? t('no neighbours') : `${count(n, '{0} neighbour', '{0} neighbours')}: ${who}`),
  toSelf: t('to themselves'),
  alsoMentions: (who: string) => t('mentions {0}', who),
  inReplyTo: (name: string) => t('In reply to {0}', name),
  thread: t('Thread'),
  threadTitle: t('Show the thread of this message'),
  answers: (n: number) => t('{0}: show the thread', count(n, '{0} answer', '{0} answers')),
  threadOf: (who: string, n: number) => t('Thread started by {0}, {1}', who, count(n, '{0} message', '{0} messages')),
  wholeConversation: t('Back to the whole conversation'),
  copyThread: t('Copy the thread as Markdown'),
  saveThread: t('Save the thread as Markdown…'),
  reacted: (kind: string, n: number) =>
    kind === 'up'
      ? count(n, '{0} vote up', '{0} votes up')
      : kind === 'down'
        ? count(n, '{0} vote down', '{0} votes down')
        : `${kind.replaceAll('_', ' ')}: ${group(n)}`,
  showAll: (characters: number) => t('Show all {0} characters', group(characters)),
  showLess: t('Show less'),
  emptyMessage: t('(no text)'),
  world: t('The world'),
  missingMessage: t('a message that is not shown'),
  instead: (by: string, because: string) =>
    by === OVERRIDE ? t('override') : t('{0} instead ({1})', by === 'builtin' ? t('built-in mind') : by, because.replaceAll('-', ' ')),
  insteadTitle: (by: string) =>
    by === OVERRIDE ? t('This answer is an override: no mind was asked') : t('Another mind answered instead of the one that was asked'),
  advised: (who: string) => t('The coach to {0}', who),
  privateActs: t('Not visible to others'),
  answersTo: (survey: string) => t('Answers to {0}', survey),
  showAnswers: t('Show each answer'),
  hideAnswers: t('Hide the answers'),
  intervened: (intervention: string, who: string) => t('Intervention: {0}{1}', intervention, who === '' ? '' : t(', to {0}', who)),
  /** One or more names with a reason: a language without a form for both begins the reason after a colon. */
  silent: (who: string, reason: string) => t('{0} {1}', who, reason),

  emptyTitle: t('Watch a society come to life'),
  emptyText: t('Run a .society file to see ties form as people meet, and to read everything that they say to each other.'),
  emptyKey: t('The first run needs no key and no network: a built-in, rule-based mind answers for all agents.'),
  runThis: t('Run this society'),
  openExample: t('Open the example'),

  tabs: t('Parts of the panel'),
  measuresPane: t('Measures'),
  sections: {
    measures: t('Measures'),
    reward: t('Rewards'),
    answer: t('Survey answers'),
    code: t('Codes of messages'),
    variable: t('Variables of agents'),
    world: t('Variables of the world'),
    network: t('Ties'),
  },
  nothingMeasured: t('No measures yet. Measures are taken at the end of each round.'),
  thisRun: t('this run'),
  allRewards: t('All rewards'),
  allRewardsAbout: t('Mean over agents of each reward policy, 0 … 1, by round.'),
  seriesAbout: (of: PanelSeries['of'], isWords: boolean) => SERIES[of][isWords ? 1 : 0],
  spreadOf: (title: string) => t('{0}, distribution', title),
  spreadAbout: t('Number of agents with each value at the displayed moment.'),
  ofAgents: (n: number) => count(n, '{0} agent', '{0} agents'),
  degree: (way: 'in' | 'out') => (way === 'in' ? t('Ties from others') : t('Ties to others')),
  degreeAbout: (way: 'in' | 'out', network: string, edge: string) =>
    way === 'in'
      ? t('Number of agents with each in-degree: the number of ties of {0} from others with a strength of at least {1}.', network, edge)
      : t('Number of agents with each out-degree: the number of ties of {0} to others with a strength of at least {1}.', network, edge),
  logarithmic: t('Logarithmic axes'),
  logarithmicTitle: t('Share of the agents with ties that have at least this many, on two logarithmic axes'),
  meanOf: (value: string) => t('mean {0}', value),
  percent: (share: number) => `${Math.round(share * 100)} %`,
  inRound: (round: number, values: readonly string[]) => t('Round {0}: {1}', group(round), values.join(' · ')),
  barTitle: (name: string, n: number) => `${name}: ${group(n)}`,
  showTable: t('Show table'),
  hideTable: t('Hide table'),
  table: t('Table'),
  copyCsv: t('Copy as CSV'),
  copied: t('Copied'),
  provenance: (what: string, { title, scenario, seed, mind }: RunInfo) =>
    t('{0}; {1}, {2}, seed {3}; played by {4}; synthetic: no person said or did any of it', what, title, scenario, seed, withArticle(mind)),
  roundHead: t('Round'),
  valueHead: t('Value'),
  meanHead: t('Mean'),
  lowHead: '10 %',
  highHead: '90 %',
  countHead: t('Values'),
  agentsHead: t('Agents'),
  degreeHead: t('Ties'),

  why: t('Why'),
  whyVariable: (name: string) => t('Why {0} has this value', name),
  readHead: t('What the rule read'),
  goThere: t('Go to this moment'),
  whyTitle: t('The recalled memories, the question and its answer, and the effects'),
  asking: t('Asking…'),
  noAnswer: t('No answer.'),
  cameToMindFor: (n: number) => (n === 0 ? t('Recalled: nothing') : t('Recalled: {0}', count(n, '{0} memory', '{0} memories'))),
  nothingRecalled: t('No memory was recalled for this message.'),
  promptHead: (read: number, cut: number) =>
    t('Question, after {0} read{1}', count(read, '{0} message', '{0} messages'), cut > 0 ? t(' ({0} more left out)', group(cut)) : ''),
  factsOnly: t('This mind does not read the text of the prompt, only its facts. A language model would read the text.'),
  answerHead: t('Answer'),
  rawHead: t('Original text'),
  afterHead: (n: number) => t('Effects: {0}', count(n, '{0} change', '{0} changes')),
  revealAct: t('Show the act in the file'),
  agentPane: t('Agent'),
  nobodyChosen: t('Select an agent in the network or in the conversation, or find it by its name.'),
  allOfOne: t('Memories and more'),
  interview: t('Interview…'),
  nowHead: t('Now'),
  mindHead: t('mind'),
  costFact: t('cost'),
  lastAct: t('last act'),
  advice: t('advice'),
  variables: t('Variables'),
  rewardsHead: t('Rewards'),
  ties: t('Ties'),
  cameToMind: t('Recalled last'),
  memoriesHead: t('Memories'),
  findMemories: t('Search memories'),
  olderMemories: t('Older memories'),
  noMemories: t('None.'),
  persona: t('Persona'),
  fact: (name: string) => name.replaceAll('_', ' '),
  memories: (n: number) => t('{0} in total', group(n)),
  memoryFacts: (round: number, kind: string, importance: number) =>
    t('{0} · {1} · importance {2}', round === 0 ? t('before round 1') : t('round {0}', group(round)), t(kind), importance),
  recalledAs: ({ score, recency, importance, relevance }: PanelRecalled) =>
    t(
      'recalled with score {0}: recency {1}, importance {2}, relevance {3}',
      decimal(score),
      decimal(recency),
      decimal(importance),
      decimal(relevance),
    ),
  amount: (amount: PanelAmount) =>
    [...(amount.money === '' ? [] : [amount.money]), count(amount.calls, '{0} call', '{0} calls'), t('{0} tokens', tokensOf(amount))].join(
      ' · ',
    ),

  timeline: t('Timeline'),
  /** Events have the number of the record, which starts at 0; −1 is before the first event. */
  event: (event: number, last: number) => (event < 0 ? t('Before the first event') : t('Event {0} of {1}', group(event), group(last))),
  /** The displayed moment, for screen readers. */
  place: (round: number, rounds: number, event: number, last: number) =>
    `${round === 0 ? t('Before round 1') : words.round(round, rounds)}, ${words.event(event, last).toLowerCase()}`,
  transport: t('Move in time'),
  play: t('Play'),
  pausePlay: t('Stop playing'),
  stepOn: t('Next turn'),
  stepBack: t('Previous turn'),
  roundOn: t('Next round'),
  roundBack: t('Start of this round, or of the previous round'),
  speed: t('Speed'),
  perSecond: (n: number) => t('{0} steps/s', n),
  alongTime: t('Measure along the timeline'),
  beforeRounds: t('Before round 1'),
  toCome: (from: number, to: number) =>
    from === to
      ? t('Round {0} has not run yet. Choose Run to Here in the context menu.', group(from))
      : t('Rounds {0} to {1} have not run yet. Choose Run to Here in the context menu.', group(from), group(to)),
  mark: (kind: MarkKind) => MARKS[kind],
  marks: (marks: readonly Mark[]) => {
    const first = marks.slice(0, MOST_MARKS).map(({ kind, text }) => (text === '' ? MARKS[kind] : `${MARKS[kind]}: ${text}`));
    return [...first, ...(marks.length > MOST_MARKS ? [words.more(marks.length - MOST_MARKS)] : [])].join('\n');
  },

  split: t('Resize network and conversation'),
  summary: (round: string, messages: number, ties: number) =>
    `${round}. ${count(messages, '{0} message', '{0} messages')}, ${count(ties, '{0} tie', '{0} ties')}.`,
  reportHead: t('About this report'),
  needsScript: t('This page needs its own script to show the run. Allow scripts for this page. The script loads nothing.'),
  brokenReport: t('This page cannot show the run in this file. Export the report again.'),
  notInReport: t('A report contains messages, acts, ties, rewards and measures. For memories and prompts, open the run in Society Studio.'),
  otherVersion: t('The panel and the extension have different versions. Close the panel and open it again.'),
} as const;
