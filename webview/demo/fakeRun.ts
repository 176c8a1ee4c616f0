/**
 * Made-up runs for the development page: the same size and seed give the same run. Ties grow as in the feed world:
 * contact strengthens, silence fades. Nobody here thinks; the real engine lives elsewhere.
 */
import type { PanelAgent, PanelDelta, PanelMessage, PanelSilence, PanelSnapshot, PanelTie, RunInfo } from '../../src/protocol/messages.js';
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
}

interface World {
  readonly next: () => number;
  readonly agents: readonly PanelAgent[];
  readonly ties: Map<number, number>;
  readonly fans: Map<number, number[]>;
  readonly messages: PanelMessage[];
  readonly reciprocity: (number | null)[];
  readonly density: (number | null)[];
  readonly hostile: boolean;
  seq: number;
}

const EDGE = 0.2;

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
    round: 0,
    seq: 0,
    agents,
    ties: [],
    messages: [],
    silences: [],
    measures: [
      { id: 'reciprocity', values: [] },
      { id: 'density', values: [] },
    ],
    cost: null,
    past: null,
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
    network: 'ties',
    headline: ['reciprocity', 'density'],
    edge: EDGE,
  };
}

/** The run so far as one snapshot. */
export function snapshotAfter({ start, deltas }: FakeRun, count: number): PanelSnapshot {
  const ties = new Map<string, PanelTie>();
  const messages = new Map<string, PanelMessage>();
  const silences: PanelSilence[] = [];
  let last: PanelDelta | null = null;
  let measures = start.measures;
  for (const delta of deltas.slice(0, count)) {
    for (const tie of delta.ties ?? []) ties.set(`${tie[0]} ${tie[1]}`, tie);
    for (const message of delta.messages ?? []) messages.set(message.id, message);
    for (const [id, up, down] of delta.scores ?? []) {
      const message = messages.get(id);
      if (message) messages.set(id, { ...message, up, down });
    }
    silences.push(...(delta.silences ?? []));
    measures = delta.measures ?? measures;
    last = delta;
  }
  const head = last
    ? { status: last.status, round: last.round, seq: last.seq }
    : { status: start.status, round: start.round, seq: start.seq };
  return { ...start, ...head, ties: [...ties.values()], messages: [...messages.values()], silences, measures };
}

/** A small linear congruential generator: enough for pretending. */
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
    node: `personas.p${i}`,
  };
}

function playRound(world: World, run: RunInfo, round: number): PanelDelta[] {
  const deltas: PanelDelta[] = [];
  const n = world.agents.length;
  const contacts = new Set<number>();
  const parts = Math.max(1, Math.min(n, 40));
  for (let part = 0; part < parts; part++) {
    const messages: PanelMessage[] = [];
    const silences: PanelSilence[] = [];
    const scores: [string, number, number][] = [];
    for (let who = Math.floor((part * n) / parts); who < Math.floor(((part + 1) * n) / parts); who++)
      turn(world, round, who, contacts, messages, silences, scores);
    deltas.push({ run: run.id, seq: world.seq, round, status: 'running', problem: null, messages, silences, scores });
  }
  const ties = changeTies(world, contacts);
  const done = round === run.rounds;
  deltas.push({ run: run.id, seq: ++world.seq, round, status: done ? 'done' : 'running', problem: null, ties, measures: measure(world) });
  return deltas;
}

function turn(
  world: World,
  round: number,
  who: number,
  contacts: Set<number>,
  messages: PanelMessage[],
  silences: PanelSilence[],
  scores: [string, number, number][],
): void {
  const { next } = world;
  world.seq += 3;
  const chance = next();
  if (round > 1 && chance < 0.22) {
    silences.push({
      seq: world.seq,
      round,
      agent: who,
      reason: next() < 0.8 ? 'chose_nothing' : pick(next, ['unparsable', 'refused', 'no_action_available', 'sulking_code']),
    });
    return;
  }
  const partner = choosePartner(world, who);
  const answered = round > 1 && partner !== null && chance < 0.72 ? lastOf(world, partner) : null;
  const direct = answered === null && round > 1 && partner !== null && chance > 0.88;
  const message = say(world, round, who, partner, answered, direct);
  messages.push(message);
  world.messages.push(message);
  if (partner !== null && (answered || direct || message.mentions.length)) contacts.add(who * world.agents.length + partner);
  if (answered && next() < 0.7) {
    const better = { ...answered, up: answered.up + 1, down: answered.down + (next() < 0.08 ? 1 : 0) };
    world.messages[world.messages.findIndex((one) => one.id === answered.id)] = better;
    scores.push([answered.id, better.up, better.down]);
  }
}

function say(
  world: World,
  round: number,
  who: number,
  partner: number | null,
  answered: PanelMessage | null,
  direct: boolean,
): PanelMessage {
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
    round,
    kind: 'said',
    author: who,
    action: direct ? 'direct' : answered ? 'comment' : 'post',
    direct,
    to: direct && partner !== null ? [partner] : [],
    replyTo: answered?.id ?? null,
    mentions,
    text: mentions.length ? `@${name} ${text}` : text,
    up: 0,
    down: 0,
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
  world.messages.findLast((message) => message.author === who && !message.direct) ?? null;

function changeTies(world: World, contacts: ReadonlySet<number>): PanelTie[] {
  const n = world.agents.length;
  const changed: PanelTie[] = [];
  for (const [pair, strength] of world.ties) if (!contacts.has(pair)) world.ties.set(pair, strength * 0.95 < 0.01 ? 0 : strength * 0.95);
  for (const pair of contacts) {
    const before = world.ties.get(pair) ?? 0;
    world.ties.set(pair, before + Math.min(0.3, (1 - before) * (0.25 + 0.3 * world.next())));
    const to = pair % n;
    const list = world.fans.get(to) ?? [];
    list.push(Math.floor(pair / n));
    world.fans.set(to, list.slice(-8));
  }
  for (const [pair, strength] of world.ties) changed.push([Math.floor(pair / n), pair % n, strength]);
  for (const [, [from, to, strength]] of changed.entries()) if (strength === 0) world.ties.delete(from * n + to);
  return changed;
}

function measure(world: World): PanelDelta['measures'] & object {
  const n = world.agents.length;
  const edges = [...world.ties].filter(([, strength]) => strength >= EDGE).map(([pair]) => pair);
  const set = new Set(edges);
  const mutual = edges.filter((pair) => set.has((pair % n) * n + Math.floor(pair / n))).length;
  world.reciprocity.push(edges.length ? mutual / edges.length : null);
  world.density.push(n > 1 ? edges.length / (n * (n - 1)) : null);
  return [
    { id: 'reciprocity', values: [...world.reciprocity] },
    { id: 'density', values: [...world.density] },
  ];
}
