/**
 * Made-up runs for the development page: the same size and seed give the same run. Ties grow as in the feed world:
 * contact strengthens, silence fades. The real engine is not used.
 */
import type {
  PanelAgent,
  PanelCourse,
  PanelDelta,
  PanelMark,
  PanelNote,
  PanelMessage,
  PanelReaction,
  PanelSilence,
  PanelSnapshot,
  PanelValue,
  RunInfo,
} from '../../../src/protocol/course.js';
import { changeTies, EDGE, given, measure, measureOf, type World } from './fakeTies.js';
import { ABOUT, ANSWERS, FIRST, HOSTILE_NAMES, HOSTILE_TEXTS, INTERESTS, LAST, POSTS } from './phrases.js';

export interface FakeRun {
  readonly start: PanelSnapshot;
  /** One delta a turn or so, rounds in order. */
  readonly deltas: readonly PanelDelta[];
}

export interface FakeOptions {
  readonly agents: number;
  readonly rounds: number;
  readonly hostile: boolean;
  readonly seed: number;
  /** Without a network. */
  readonly tieless?: boolean;
}

const SERIES: RunInfo['series'] = [
  ...['social_interaction', 'information_seeking', 'self_presentation', 'coordination', 'emotional_support'].map((id) => ({
    ...{ of: 'reward' as const, id, does: `What is good for ${id.replaceAll('_', ' ')}.`, low: 0, high: 1, words: [] },
  })),
  { of: 'answer', id: 'belief.closing', does: 'Will the bakery close?', low: 1, high: 7, words: [] },
  { of: 'variable', id: 'mood', does: '', low: null, high: null, words: ['calm', 'glad', 'cross'] },
  { of: 'world', id: 'stock', does: '', low: 0, high: 100, words: [] },
];

export function fakeRun(options: FakeOptions): FakeRun {
  const next = generator(options.seed);
  const agents = Array.from({ length: options.agents }, (_, i) => agent(i, options, next));
  const world: World = {
    next,
    agents,
    ties: new Map(),
    fans: new Map(),
    messages: [],
    reciprocity: [],
    density: [],
    hostile: options.hostile,
    seq: 0,
  };
  const run = runInfo(options);
  const start: PanelSnapshot = {
    run,
    status: 'running',
    problem: null,
    seq: 0,
    edge: -1,
    agents,
    course: { ties: given(world), presence: [], messages: [], reactions: [], silences: [], notes: [], values: [], rounds: [], marks: [] },
    measures: [measureOf('reciprocity', []), measureOf('density', [])],
    cost: null,
    moment: null,
  };
  const deltas: PanelDelta[] = [];
  for (let round = 1; round <= options.rounds; round++) deltas.push(...playRound(world, run, round));
  return { start, deltas };
}

function runInfo(options: FakeOptions): RunInfo {
  return {
    id: `fake-${options.agents}-${String(options.hostile)}`,
    title: options.hostile
      ? '<b>Hostile</b> & long: a society whose title never seems to come to an end'
      : options.agents > 20
        ? 'A small town online'
        : 'Making friends',
    scenario: options.agents > 20 ? 'town forum' : 'our street',
    seed: options.seed,
    rounds: options.rounds,
    mind: 'built-in mind (rule-based)',
    languageModel: false,
    synthetic: true,
    networks: options.tieless ? [] : [{ name: 'ties', edge: EDGE }],
    headline: ['reciprocity', 'density'],
    series: SERIES,
    attributes: ['age', 'team'],
  };
}

/** The run so far as one snapshot. */
export function snapshotAfter({ start, deltas }: FakeRun, count: number): PanelSnapshot {
  const then = deltas.slice(0, count);
  const last = then.at(-1);
  const all = <K extends keyof PanelCourse>(key: K): PanelCourse[K] =>
    [...start.course[key], ...then.flatMap(({ course }) => (course[key] ?? []) as readonly unknown[])] as unknown as PanelCourse[K];
  return {
    ...start,
    ...(last ? { status: last.status, seq: last.seq, edge: last.edge } : {}),
    course: {
      ...{ ties: all('ties'), presence: all('presence'), messages: all('messages'), reactions: all('reactions') },
      ...{ silences: all('silences'), notes: all('notes'), values: all('values'), rounds: all('rounds'), marks: all('marks') },
    },
    measures: start.measures.map((measure) => {
      const values = [...measure.values];
      for (const delta of then)
        for (const one of delta.measures ?? []) if (one.id === measure.id) values.splice(one.from, Infinity, ...one.values);
      return { ...measure, values };
    }),
  };
}

/** A small linear congruential generator: sufficient for made-up data. */
function generator(seed: number): () => number {
  let state = seed >>> 0;
  return () => (state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0) / 2 ** 32;
}

function pick<T>(next: () => number, list: readonly T[]): T {
  const one = list[Math.floor(next() * list.length)];
  if (one === undefined) throw new Error('nothing to pick from');
  return one;
}

function agent(i: number, options: FakeOptions, next: () => number): PanelAgent {
  const name =
    options.hostile && i < HOSTILE_NAMES.length
      ? (HOSTILE_NAMES[i] ?? '')
      : `${FIRST[(i * 7 + Math.floor(i / FIRST.length)) % FIRST.length] ?? ''} ${LAST[(i * 5 + 3 * Math.floor(i / FIRST.length)) % LAST.length] ?? ''}`;
  const first = Math.floor(next() * Math.min(INTERESTS.length, 3 + options.agents / 5));
  const interests = [...new Set([INTERESTS[first] ?? '', pick(next, INTERESTS), pick(next, INTERESTS)])];
  return {
    id: `p${i}`,
    name,
    about: `${ABOUT[i % ABOUT.length] ?? ''}, ${22 + Math.floor(next() * 50)}`,
    interests,
    facts: [22 + ((i * 7) % 50), ['claims', 'sales', 'field'][i % 3]!],
    node: `personas.p${i}`,
  };
}

interface Turns {
  readonly messages: PanelMessage[];
  readonly silences: PanelSilence[];
  readonly reactions: PanelReaction[];
}

function playRound(world: World, run: RunInfo, round: number): PanelDelta[] {
  const deltas: PanelDelta[] = [];
  const n = world.agents.length;
  const contacts = new Set<number>();
  const parts = Math.max(1, Math.min(n, 40));
  const rounds = [++world.seq];
  const marks = marksOf(world.seq, round);
  const notes = notesOf(world, round);
  for (let part = 0; part < parts; part++) {
    const turns: Turns = { messages: [], silences: [], reactions: [] };
    for (let who = Math.floor((part * n) / parts); who < Math.floor(((part + 1) * n) / parts); who++)
      turn(world, round, who, contacts, turns);
    const course = part === 0 ? { ...turns, rounds, marks, notes } : turns;
    deltas.push({ run: run.id, seq: world.seq, edge: world.seq, status: 'running', problem: null, course });
  }
  world.seq++;
  const status = round === run.rounds ? 'ended' : 'running';
  deltas.push({
    run: run.id,
    seq: world.seq,
    edge: world.seq,
    status,
    problem: null,
    course: { ties: changeTies(world, contacts), values: valuesOf(world, round) },
    measures: measure(world),
  });
  return deltas;
}

function valuesOf({ seq, agents, next }: World, round: number): readonly PanelValue[] {
  const each = (series: number, value: (agent: number) => number): PanelValue[] =>
    agents.map((_, agent) => [seq, series, agent, value(agent)]);
  return [
    ...[0, 1, 2, 3, 4].flatMap((series) => each(series, () => Math.min(1, (0.15 + 0.12 * series + round / 60) * (0.6 + 0.8 * next())))),
    ...(round % 5 === 0 ? each(5, () => Math.min(7, 1 + Math.floor(next() * 4 + round / 5))) : []),
    ...each(6, () => (next() < 0.5 ? 0 : next() < 0.7 ? 1 : 2)),
    [seq, 7, -1, Math.max(0, 100 - 3 * round - 4 * next())],
  ];
}

function marksOf(seq: number, round: number): readonly PanelMark[] {
  if (round % 5 === 0) return [{ seq, kind: 'survey', text: 'belief' }];
  if (round % 7 === 0) return [{ seq, kind: 'intervention', text: 'calm' }];
  return round === 11 ? [{ seq, kind: 'fault', text: 'The formula of `mood` gave no number.' }] : [];
}

/** As many people answer as fit on a page. */
const ANSWERING = 30;

function notesOf({ seq, agents }: World, round: number): readonly PanelNote[] {
  if (round % 5 === 0)
    return agents
      .slice(0, ANSWERING)
      .map((_, agent) => ({ seq, kind: 'answers', agents: [agent], of: 'belief', text: `closing: ${1 + ((agent + round) % 7)}` }));
  if (round % 7 === 0) return [{ seq, kind: 'intervention', agents: [0, 1], of: 'calm', text: '' }];
  if (round === 3) return [{ seq, kind: 'advice', agents: [2], of: '', text: 'Ask people what they think before you tell them.' }];
  if (round !== 4) return [];
  return [
    { seq, kind: 'fork', agents: [], of: '', text: '' },
    { seq, kind: 'edit', agents: [1], of: 'variable', text: `${agents[1]?.id ?? ''}.mood = glad` },
  ];
}

function turn(world: World, round: number, who: number, contacts: Set<number>, { messages, silences, reactions }: Turns): void {
  const { next } = world;
  world.seq += 3;
  const { seq } = world;
  const chance = next();
  if (round > 1 && chance < 0.22) {
    const reason = next() < 0.8 ? 'chose_nothing' : pick(next, ['unparsable', 'refused', 'no_action_available', 'sulking_code']);
    silences.push({ seq, agent: who, reason });
    return;
  }
  const partner = choosePartner(world, who);
  const answered = round > 1 && partner !== null && chance < 0.72 ? lastOf(world, partner) : null;
  const direct = answered === null && round > 1 && partner !== null && chance > 0.88;
  const message = say(world, who, partner, answered, direct);
  messages.push(message);
  world.messages.push(message);
  if (partner !== null && (answered || direct || message.mentions.length)) contacts.add(who * world.agents.length + partner);
  if (answered && next() < 0.7) reactions.push([seq, who, answered.id, next() < 0.08 ? 'down' : 'up']);
}

function say(world: World, who: number, partner: number | null, answered: PanelMessage | null, direct: boolean): PanelMessage {
  const { next, agents } = world;
  const interest = pick(next, agents[who]?.interests ?? ['tea']);
  const name = agents[partner ?? who]?.name.split(' ')[0] ?? '';
  const mentions = partner !== null && !direct && next() < 0.25 ? [partner] : [];
  const text =
    world.hostile && next() < 0.3
      ? pick(next, HOSTILE_TEXTS)
      : pick(next, answered || direct ? ANSWERS : POSTS)
          .replaceAll('{interest}', interest)
          .replaceAll('{name}', name);
  return {
    id: `m${world.seq}`,
    seq: world.seq,
    kind: 'said',
    author: who,
    action: direct ? 'direct' : answered ? 'comment' : 'post',
    audience: direct ? 'direct' : 'public',
    to: direct && partner !== null ? [partner] : [],
    replyTo: answered?.id ?? null,
    mentions,
    text: mentions.length ? `@${name} ${text}` : text,
  };
}

/** People answer whom they know, and whom they share something with. */
function choosePartner(world: World, who: number): number | null {
  const { next, agents } = world;
  const n = agents.length;
  // Large towns have quarters: most people met are near, a few are not.
  const quarter = n <= 40 ? n : 28;
  const home = Math.floor(who / quarter) * quarter;
  const known = [...Array(5).keys()]
    .map(() => (next() < 0.06 ? Math.floor(next() * n) : Math.min(n - 1, home + Math.floor(next() * quarter))))
    .filter((other) => other !== who);
  const back = world.fans.get(who) ?? [];
  const candidates = [...known, ...back.slice(-4)];
  const mine = agents[who]?.interests ?? [];
  let best: number | null = null;
  let most = -1;
  for (const other of candidates) {
    const shared = (agents[other]?.interests ?? []).filter((interest) => mine.includes(interest)).length;
    const both = (world.ties.get(who * n + other) ?? 0) + (world.ties.get(other * n + who) ?? 0);
    const value = shared * 0.7 + both * 0.5 + next() * 1.1;
    if (value > most) [best, most] = [other, value];
  }
  return best;
}

const lastOf = (world: World, who: number): PanelMessage | null =>
  world.messages.findLast((message) => message.author === who && message.audience !== 'direct') ?? null;
