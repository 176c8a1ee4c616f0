/**
 * Forks: without a change a fork equals its parent, byte for byte, wherever it is made, and asks no model. With a change
 * it differs only after the change, and it replays, continues and is forked again from its own folder.
 */
import { indexOf } from '../../../src/core/events/roster.js';
import { agentsOf } from '../../support/agents.js';
import assert from 'node:assert/strict';
import { isDeepStrictEqual } from 'node:util';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'mocha';
import { rng } from '../../../src/core/random/rng.js';
import { networkOf } from '../../../src/core/events/state.js';
import { strengthOf } from '../../../src/core/events/ties.js';
import { Timeline } from '../../../src/core/events/timeline.js';
import type { Mind, Question, OverrideRequest } from '../../../src/engine/index.js';
import { createLanguageService } from '../../../src/language/index.js';
import { nodeTextFiles } from '../../../src/node/ports.js';
import {
  type EditedFile,
  forkSeq,
  LiveRun,
  loadEdited,
  loadModel,
  makeMinds,
  openRecorded,
  planFork,
  type RecordedRun,
  replay,
  sourceName,
  spentOnAnswers,
} from '../../../src/runs/index.js';
import { compareRuns, comparisonMarkdown, comparisonText } from '../../../src/runs/pastRoom.js';
import type { FolderFiles } from '../../../src/trace/index.js';
import { lively } from '../../support/societies.js';

const MAIN = 'file:///study/main.society';

const file = (interest = 'jazz', more = ''): string => `society: 1
title: Study
imports: [library/feed]
personas:
  ada: { name: Ada, interests: [${interest}], memories: [{ text: The oven is old. }${more}] }
  ben: { name: Ben, interests: [jazz, chess] }
  cem: { name: Cem, interests: [chess] }
ties: { friendship: { among: all, change: { rule: evidence } } }
scenarios: { s: { cast: all, world: feed, rounds: 3, seed: 3 } }
`;

type Memory = FolderFiles & { readonly files: Map<string, string> };

function memoryFiles(files = new Map<string, string>()): Memory {
  return {
    files,
    read: (name) => Promise.resolve(files.get(name) ?? null),
    write: (name, text) => Promise.resolve(void files.set(name, text)),
    append: (name, text) => Promise.resolve(void files.set(name, (files.get(name) ?? '') + text)),
  };
}

/** Speaks prose, answers later and in any order, and remembers what it was asked. */
function speaker(): { readonly minds: ReadonlyMap<string, Mind>; readonly asked: string[] } {
  const asked: string[] = [];
  const ask = async (question: Question): Promise<{ text: string; usage: { input: number; output: number } }> => {
    asked.push(`${question.hash} ${question.occurrence}`);
    for (let i = Number.parseInt(question.hash.slice(0, 2), 16) % 7; i > 0; i--) await Promise.resolve();
    const answer = lively.ask(question, { isCancellationRequested: false, onCancellationRequested: () => ({ dispose: () => {} }) });
    return { text: JSON.stringify((answer as { value: unknown }).value), usage: { input: 10, output: 5 } };
  };
  return { minds: new Map([['builtin', { id: 'builtin', kind: 'openai', model: 'test', prose: true, ask }]]), asked };
}

const language = (uri: string, text: string) => {
  const service = createLanguageService(nodeTextFiles(join(process.cwd(), 'library')));
  service.set(uri, text);
  return service;
};

type MindsFor = (run: Pick<RecordedRun, 'model' | 'resolved' | 'events'>) => Promise<ReadonlyMap<string, Mind>>;

/** What the file names, where that needs nothing of a host. */
const own: MindsFor = async ({ model, resolved, events }) => {
  const ports = { trusted: true, env: () => undefined, vault: { get: () => Promise.resolve(null) }, allowedEnv: {} };
  const made = await makeMinds(resolved.society, model, ports, { events, resolved });
  assert.ok(made.ok, made.ok ? '' : made.message);
  return made.minds;
};

async function start(text: string, files: Memory, mindsFor: MindsFor): Promise<RecordedRun> {
  const loaded = await loadModel(language(MAIN, text), MAIN);
  assert.ok(loaded.ok, JSON.stringify(loaded.problems));
  const { model, resolved } = loaded;
  const sources = resolved.sources.map((source) => ({ uri: sourceName(MAIN, source.uri), text: source.text }));
  const minds = await mindsFor({ model, resolved, events: [] });
  const live = new LiveRun({ id: 'parent', model, minds, sources, files, created: '2026-01-01T00:00:00Z' });
  assert.equal(await live.run(), 'ended', live.problem ?? '');
  return opened(files);
}

async function opened(files: FolderFiles): Promise<RecordedRun> {
  const found = await openRecorded(files);
  assert.ok(found.ok, found.ok ? '' : found.message);
  return found.run;
}

interface Child {
  readonly files: Memory;
  readonly run: RecordedRun;
}

async function forked(
  parent: RecordedRun,
  seq: number,
  mindsFor: MindsFor,
  set: readonly OverrideRequest[] = [],
  edit?: EditedFile,
): Promise<Child> {
  const planned = planFork(parent, { at: { seq }, set, file: edit });
  assert.ok(planned.ok, planned.ok ? '' : planned.message);
  const { fork, model, texts } = planned;
  const files = memoryFiles();
  const minds = await mindsFor({ model, resolved: texts.resolved, events: fork.events });
  const live = new LiveRun({ id: 'child', model, minds, sources: texts.sources, files, created: '2026-01-01T00:00:00Z', fork });
  assert.equal(await live.run(), 'ended', live.problem ?? '');
  return { files, run: await opened(files) };
}

async function goOn(files: Memory, minds: ReadonlyMap<string, Mind>): Promise<void> {
  const from = await opened(files);
  const { model, sources, manifest } = from;
  const live = new LiveRun({ id: manifest.id, model, minds, sources, files, created: manifest.created, from });
  assert.equal(await live.run(), 'ended', live.problem ?? '');
}

const EVENTS = 'events.jsonl';
const lines = ({ files }: Memory): readonly string[] => files.get(EVENTS)!.trimEnd().split('\n');
const at = (events: RecordedRun['events'], is: (event: RecordedRun['events'][number]) => boolean): number => events.findIndex(is);
const roundEnd = ({ events }: RecordedRun, round: number): number => forkSeq(events, { round }) as number;

function replays(run: RecordedRun): void {
  const result = replay(run);
  assert.ok(result.ok, result.ok ? '' : result.message);
}

describe('a fork with nothing changed', function () {
  this.timeout(120_000);

  for (const name of ['hello', 'commons', 'debate', 'haggle', 'making_friends', 'network_formation'])
    it(`is its parent, byte for byte, at every event: ${name}`, async () => {
      const files = memoryFiles();
      const parent = await start(readFileSync(`examples/${name}.society`, 'utf8'), files, own);
      const random = rng(4, 'fork', name);
      for (let n = 0; n < 8; n++) {
        const seq = Math.floor(random() * parent.events.length);
        const child = await forked(parent, seq, own);
        assert.equal(child.files.files.get(EVENTS), files.files.get(EVENTS), `event ${seq}`);
        assert.equal(child.run.manifest.parent, 'parent');
        assert.equal(child.run.manifest.fork, forkSeq(parent.events, { seq }));
      }
    });

  it('asks no model and costs nothing', async () => {
    const files = memoryFiles();
    const parent = await start(file(), files, () => Promise.resolve(speaker().minds));
    assert.ok(parent.answers.length > 6);
    for (let seq = 0; seq < parent.events.length; seq += 3) {
      const { minds, asked } = speaker();
      const child = await forked(parent, seq, () => Promise.resolve(minds));
      assert.deepEqual(asked, [], `event ${seq}`);
      assert.equal(child.files.files.get(EVENTS), files.files.get(EVENTS), `event ${seq}`);
      const paying = { ...child.run.resolved.society, models: { builtin: { kind: 'openai', price: { input: 1, output: 1 } } } };
      assert.equal(spentOnAnswers(paying as never, child.run.answers).calls, 0);
      assert.equal(spentOnAnswers(paying as never, parent.answers).calls, parent.answers.length);
    }
  });
});

describe('a fork with something set', function () {
  this.timeout(120_000);
  const spoken: MindsFor = () => Promise.resolve(speaker().minds);

  it('differs only after it, asks only new questions, replays, and continues wherever it was cut', async () => {
    const files = memoryFiles();
    const parent = await start(file(), files, spoken);
    const seq = roundEnd(parent, 1);
    const { minds, asked } = speaker();
    const set: readonly OverrideRequest[] = [
      { kind: 'memory', agent: 'ada', text: 'The fair is on Sunday.' },
      { kind: 'tie', network: 'friendship', from: 'ada', to: 'ben', value: 0.9 },
    ];
    const child = await forked(parent, seq, () => Promise.resolve(minds), set);
    const [was, is] = [lines(files), lines(child.files)];
    assert.deepEqual(is.slice(0, seq + 1), was.slice(0, seq + 1));
    const own = child.run.events.slice(seq + 1, seq + 4);
    assert.deepEqual(
      own.map(({ type, cause, end }) => [type, cause, end]),
      [
        ['run.forked', seq, undefined],
        ['state.overridden', seq + 1, undefined],
        ['state.overridden', seq + 1, true],
      ],
    );
    const known = new Set(parent.answers.map(({ hash, occurrence }) => `${hash} ${occurrence}`));
    assert.ok(asked.length > 0);
    assert.deepEqual(
      asked.filter((key) => known.has(key)),
      [],
    );
    replays(child.run);
    const whole = child.files.files.get(EVENTS)!;
    const begin = is.slice(0, seq + 4).join('\n').length + 1;
    for (let n = 0; n < 25; n++) {
      const cut = memoryFiles(new Map(child.files.files));
      cut.files.set(EVENTS, whole.slice(0, begin + Math.floor(rng(5, 'cut', n)() * (whole.length - begin))));
      const again = speaker();
      await goOn(cut, again.minds);
      assert.equal(cut.files.get(EVENTS), whole, `cut ${n}`);
      assert.deepEqual(again.asked, [], `cut ${n}`);
      assert.deepEqual(JSON.parse(cut.files.get('manifest.json')!), JSON.parse(child.files.files.get('manifest.json')!));
    }
    const short = memoryFiles(new Map(child.files.files));
    short.files.set(EVENTS, whole.slice(0, begin - 5));
    const refused = await openRecorded(short);
    assert.match(refused.ok ? '' : refused.message, /cut off\. Fork the run again/);
  });

  it('has the new value in its state, and the states before it do not', async () => {
    const parent = await start(readFileSync('examples/commons.society', 'utf8'), memoryFiles(), own);
    const seq = roundEnd(parent, 1);
    const before = Timeline.of(parent.events.slice(0, seq + 1)).head;
    const [name, stock] = Object.entries(before.vars).find(([, value]) => typeof value === 'number') as [string, number];
    const one = agentsOf(before).find(({ memories }) => memories.length > 1)!;
    const [first, second] = one.memories.backing;
    const set: readonly OverrideRequest[] = [
      { kind: 'variable', agent: null, name, value: stock + 1 },
      { kind: 'memory', agent: one.id, memory: first!.id, text: 'Nothing of the kind.' },
      { kind: 'memory', agent: one.id, memory: second!.id, text: null },
      { kind: 'memory', agent: one.id, text: 'Quite new.' },
    ];
    const { run } = await forked(parent, seq, own, set);
    const line = Timeline.of(run.events);
    const [then, now] = [line.at(seq), line.at(seq + 1 + set.length)];
    const mine = (state: typeof now) => agentsOf(state).find(({ id }) => id === one.id)!;
    assert.deepEqual([then.vars[name], now.vars[name]], [stock, stock + 1]);
    assert.deepEqual([mine(then).memories.backing[0]!.text, mine(now).memories.backing[0]!.text], [first!.text, 'Nothing of the kind.']);
    assert.deepEqual([mine(then).gone.has(1), mine(now).gone.has(1)], [one.gone.has(1), true]);
    assert.equal(mine(now).memories.backing[one.memories.length]!.text, 'Quite new.');
    assert.equal(mine(now).memories.length, one.memories.length + 1);
    const befores = run.events.slice(seq + 2, seq + 6).map((event) => (event.type === 'state.overridden' ? event.before : 0));
    assert.deepEqual(befores, [stock, first!.text, second!.text, null]);
    replays(run);
  });

  it('takes an answer in the place of the next one, which is not requested and which no other run uses', async () => {
    const parent = await start(file(), memoryFiles(), spoken);
    const seq = roundEnd(parent, 1);
    const answer = { action: 'post', text: 'I am leaving the forum.' };
    const { minds } = speaker();
    const { run } = await forked(parent, seq, () => Promise.resolve(minds), [{ kind: 'answer', agent: 'ada', value: answer }]);
    const given = run.events.filter((event) => event.type === 'answer.received' && event.agent === 'ada' && event.seq > seq);
    const by = given.map((event) => (event.type === 'answer.received' ? [event.status, event.by, event.because] : []));
    assert.deepEqual(by[0], ['accepted', 'override', 'overridden']);
    assert.ok(by.slice(1).every(([, mind]) => mind === undefined));
    assert.ok(run.events.some((event) => event.type === 'message.sent' && event.text === 'I am leaving the forum.'));
    assert.ok(run.answers.every(({ by: who }) => who === undefined));
    assert.deepEqual(Timeline.of(run.events).head.overriddenAnswers, {});
    replays(run);
    const asked = at(parent.events, (event) => event.type === 'question.asked' && event.agent === 'ada' && event.seq > seq);
    const open = await forked(parent, asked, spoken, [{ kind: 'answer', agent: 'ada', value: answer }]);
    assert.ok(open.run.events.some((event) => event.type === 'message.sent' && event.text === 'I am leaving the forum.'));
    replays(open.run);
  });

  it('explains why something cannot be set, and makes no step of a set without a change', async () => {
    const parent = await start(file(), memoryFiles(), spoken);
    const seq = roundEnd(parent, 2);
    const state = Timeline.of(parent.events.slice(0, seq + 1)).head;
    const ties = networkOf(state, 'friendship');
    const same: OverrideRequest = { kind: 'tie', network: 'friendship', from: 'ada', to: 'ben', value: ties ? strengthOf(ties, 0, 1) : 0 };
    const nothing = planFork(parent, { at: { seq }, set: [same] });
    assert.ok(nothing.ok && nothing.fork.events.length === seq + 1 && !nothing.fork.changed);
    const wrong: readonly (readonly [OverrideRequest, RegExp])[] = [
      [{ kind: 'variable', agent: 'dan', name: 'x', value: 1 }, /no agent `dan`\. There are `ada`, `ben`, `cem`/],
      [{ kind: 'variable', agent: 'ada', name: 'x', value: 1 }, /`ada` has no variable `x`/],
      [{ kind: 'tie', network: 'trust', from: 'ada', to: 'ben', value: 1 }, /no network `trust`\. There are friendship/],
      [{ kind: 'tie', network: 'friendship', from: 'ada', to: 'ada', value: 1 }, /to itself/],
      [{ kind: 'tie', network: 'friendship', from: 'ada', to: 'ben', value: 1.5 }, /from 0 to 1, not 1\.5/],
      [{ kind: 'memory', agent: 'ada', memory: 'ada.99', text: null }, /no memory `ada\.99`/],
      [{ kind: 'memory', agent: 'ada', memory: 'ben.1', text: 'x' }, /no memory `ben\.1`/],
      [{ kind: 'memory', agent: 'ada', text: ' ' }, /needs text/],
    ];
    for (const [one, words] of wrong) {
      const planned = planFork(parent, { at: { seq }, set: [one] });
      assert.match(planned.ok ? '' : planned.message, words);
    }
    const end = planFork(parent, { at: { seq: parent.events.length - 1 }, set: [{ kind: 'memory', agent: 'ada', text: 'Late.' }] });
    assert.match(end.ok ? '' : end.message, /ends at that event/);
    for (const seq of [-1, 0.5, parent.events.length, Number.NaN]) assert.equal(typeof forkSeq(parent.events, { seq }), 'string');
    for (let n = 0; n < 200; n++) {
      const seq = Math.floor(rng(6, 'seq', n)() * parent.events.length);
      const last = forkSeq(parent.events, { seq }) as number;
      assert.ok(last >= seq && parent.events[last]!.end && parent.events[last]!.step === parent.events[seq]!.step);
    }
  });
});

describe('a live run with a set value', function () {
  this.timeout(60_000);

  it('has it in its events, replays and continues, and rejects a set that comes too late', async () => {
    const loaded = await loadModel(language(MAIN, file()), MAIN);
    assert.ok(loaded.ok);
    const { model, resolved } = loaded;
    const sources = resolved.sources.map((source) => ({ uri: sourceName(MAIN, source.uri), text: source.text }));
    const [files, late] = [memoryFiles(), [] as (string | null)[]];
    let set: string | null = 'not yet';
    let wrong: string | null = null;
    const pace = (): undefined => {
      const { agenda, round } = live.timeline.head;
      const waits = agenda.questions.backing.slice(agenda.answers.length, agenda.questions.length);
      if (waits.some(({ agent }) => agent === 0)) late.push(live.override([{ kind: 'answer', agent: 'ada', value: 1 }]));
      if (round === 1) wrong ??= live.override([{ kind: 'tie', network: 'x', from: 'ada', to: 'ben', value: 1 }]);
      if (round === 2 && set !== null) set = live.override([{ kind: 'tie', network: 'friendship', from: 'ada', to: 'ben', value: 0.7 }]);
    };
    const live = new LiveRun({ id: 'r', model, minds: speaker().minds, sources, files, created: '2026-01-01T00:00:00Z', pace });
    assert.match(live.override([])!, /has ended or is not under way/);
    assert.equal(await live.run(), 'ended', live.problem ?? '');
    assert.equal(set, null);
    assert.match(wrong ?? '', /no network `x`/);
    assert.ok(late.length > 0 && late.every((words) => words?.startsWith('A mind is already answering')));
    assert.match(live.override([])!, /has ended or is not under way/);
    const run = await opened(files);
    replays(run);
    const step = run.events.find(({ type }) => type === 'state.overridden')!;
    // After what was set, and before it: it is set again where it was.
    for (const seq of [step.seq + 4, step.seq, step.seq - 1, step.seq - 20, 3]) {
      const cut = memoryFiles(new Map(files.files));
      cut.files.set(EVENTS, `${lines(files).slice(0, seq).join('\n')}\n`);
      await goOn(cut, speaker().minds);
      assert.equal(cut.files.get(EVENTS), files.files.get(EVENTS), `cut before ${seq}`);
      assert.equal(cut.files.get('overrides.jsonl'), files.files.get('overrides.jsonl'));
    }
  });
});

describe('forks of forks, at any event, with any change', function () {
  this.timeout(120_000);
  const spoken: MindsFor = () => Promise.resolve(speaker().minds);
  const texts = [file(), file('chess'), file('tea', ', { text: The fair is soon. }')];

  /** One change or two, at random; some change nothing, and some forget what is forgotten already. */
  function anything(random: () => number): readonly OverrideRequest[] {
    const who = (): string => ['ada', 'ben', 'cem'][Math.floor(random() * 3)]!;
    const one = (): OverrideRequest => {
      const [agent, kind] = [who(), Math.floor(random() * 4)];
      if (kind === 0) return { kind: 'memory', agent, text: `Word ${Math.floor(random() * 100)}.` };
      if (kind === 1) return { kind: 'memory', agent, memory: `${agent}.1`, text: random() < 0.5 ? null : 'Something else.' };
      if (kind === 2) return { kind: 'answer', agent, value: random() < 0.5 ? { action: 'nothing' } : 'no answer at all' };
      return {
        kind: 'tie',
        network: 'friendship',
        from: agent,
        to: agent === 'ada' ? 'ben' : 'ada',
        value: Math.round(random() * 10) / 10,
      };
    };
    return random() < 0.5 ? [one()] : [one(), one()];
  }

  it('share the earlier events, replay, and continue from a cut to the same bytes', async () => {
    const parent = await start(texts[0]!, memoryFiles(), spoken);
    let [made, refused] = [0, 0];
    for (let n = 0; n < 20; n++) {
      const random = rng(8, 'anything', n);
      let run = parent;
      for (let depth = 0; depth < 3; depth++) {
        const edit = await loadEdited(language(MAIN, texts[Math.floor(random() * 3)]!), MAIN, run);
        assert.ok(edit.ok);
        const request = {
          at: { seq: Math.floor(random() * run.events.length) },
          set: anything(random),
          ...(random() < 0.5 ? { file: edit.file } : {}),
        };
        if (!planFork(run, request).ok) {
          refused++;
          continue;
        }
        const child = await forked(run, request.at.seq, spoken, request.set, request.file);
        made++;
        const { fork, changed } = child.run.manifest;
        const shared = run.events.slice(0, fork! + 1).map((event) => JSON.stringify(event));
        assert.deepEqual(lines(child.files).slice(0, fork! + 1), shared, `fork ${n}.${depth}`);
        assert.equal(child.run.events[fork! + 1]?.type === 'run.forked', changed === true);
        replays(child.run);
        const own = child.run.events.findIndex(({ seq, end }) => seq > fork! && end);
        const cut = memoryFiles(new Map(child.files.files));
        const kept = lines(child.files).slice(0, own + 1 + Math.floor(random() * (child.run.events.length - own)));
        cut.files.set(EVENTS, `${kept.join('\n')}\n`);
        await goOn(cut, speaker().minds);
        assert.equal(cut.files.get(EVENTS), child.files.files.get(EVENTS), `fork ${n}.${depth}`);
        run = child.run;
      }
    }
    assert.ok(made > 30 && refused > 0, `${made} made, ${refused} refused`);
  });
});

describe('a fork with an edited file', function () {
  this.timeout(120_000);
  const spoken: MindsFor = () => Promise.resolve(speaker().minds);
  const edited = async (parent: RecordedRun, text: string): Promise<EditedFile> => {
    const loaded = await loadEdited(language(MAIN, text), MAIN, parent);
    assert.ok(loaded.ok, loaded.ok ? '' : loaded.message);
    return loaded.file;
  };

  it('keeps the texts of both parts, and replays, continues and is forked again, before the edit too', async () => {
    const files = memoryFiles();
    const parent = await start(file(), files, spoken);
    const middle = at(parent.events, (event) => event.type === 'question.asked' && event.seq > roundEnd(parent, 1));
    for (const seq of [roundEnd(parent, 1), middle]) {
      const child = await forked(parent, seq, spoken, [], await edited(parent, file('chess', ', { text: The fair is soon. }')));
      const fork = child.run.manifest.fork!;
      assert.deepEqual(lines(child.files).slice(0, fork + 1), lines(files).slice(0, fork + 1));
      assert.notEqual(lines(child.files).join(), lines(files).join());
      const [added] = child.run.events.filter((event) => event.type === 'state.overridden');
      assert.equal(added?.type === 'state.overridden' && added.change.kind === 'memory' && added.change.text, 'The fair is soon.');
      replays(child.run);
      const cut = memoryFiles(new Map(child.files.files));
      cut.files.set(
        EVENTS,
        `${lines(child.files)
          .slice(0, fork + 12)
          .join('\n')}\n`,
      );
      await goOn(cut, speaker().minds);
      assert.equal(cut.files.get(EVENTS), child.files.files.get(EVENTS));
      const early = await forked(child.run, roundEnd(parent, 0), spoken);
      assert.equal(early.files.files.get(EVENTS), files.files.get(EVENTS));
      assert.equal(early.run.manifest.earlier, undefined);
      const twice = await forked(child.run, child.run.events.length - 1, spoken);
      assert.equal(twice.files.files.get(EVENTS), child.files.files.get(EVENTS));
      replays(twice.run);
    }
  });

  it('is rejected where the run could not continue with it', async () => {
    const parent = await start(file(), memoryFiles(), spoken);
    const more = file().replace('ties:', '  dan: { name: Dan, interests: [tea] }\nties:');
    const planned = planFork(parent, { at: { round: 1 }, file: await edited(parent, more) });
    assert.match(planned.ok ? '' : planned.message, /has other agents than the run/);
    const broken = await loadEdited(language(MAIN, file().replace('library/feed', 'library/fed')), MAIN, parent);
    assert.match(broken.ok ? '' : broken.message, /^main\.society:3:/);
  });
});

describe('two runs compared', function () {
  this.timeout(60_000);
  it('differ as worked by hand: one answer replaced by another', async () => {
    const parent = await start(file(), memoryFiles(), () => Promise.resolve(speaker().minds));
    const seq = roundEnd(parent, 1);
    const value = { action: 'post', text: 'Enough | of <b>this</b>.' };
    const child = (await forked(parent, seq, () => Promise.resolve(speaker().minds), [{ kind: 'answer', agent: 'ben', value }])).run;
    const compared = compareRuns(parent, child);
    assert.deepEqual([compared.same, compared.shared, compared.overrides.a.length, compared.overrides.b.length], [false, seq + 1, 0, 1]);
    const acts = parent.events.filter((event) => event.type === 'act.chosen' && event.agent === 'ben' && event.seq > seq);
    assert.equal(compared.act?.a?.seq, acts[0]!.seq);
    const { agent, name, action, round, text, place } = compared.act!.b!;
    assert.deepEqual([agent, name, action, round, text], ['ben', 'Ben', 'post', 2, 'Enough | of <b>this</b>.']);
    assert.deepEqual(place, { source: 'main.society', line: 6 });
    assert.ok(compared.talk.first.some(({ b, same }) => !same && b?.text === 'Enough | of <b>this</b>.'));
    const said = ({ author, audience, to, text }: NonNullable<(typeof compared.talk.first)[number]['a']>) => ({
      author,
      audience,
      to,
      text,
    });
    for (const { a, b, same } of compared.talk.first) assert.equal(same, a !== null && b !== null && isDeepStrictEqual(said(a), said(b)));
    for (const [side, run] of [
      ['a', parent],
      ['b', child],
    ] as const) {
      const from = compared.event![side]!.seq;
      const said = run.events.filter((event) => event.type === 'message.sent' && event.seq >= from).map((event) => event.seq);
      const shown = compared.talk.first.flatMap((row) => row[side]?.seq ?? []);
      assert.deepEqual(shown, said);
    }
    const md = comparisonMarkdown(compared);
    assert.ok(md.includes('Enough \\| of &lt;b>this&lt;/b>.') && !md.includes('<b>'));
    assert.match(comparisonText(compared), /Ben \(ben, main\.society:6\): post “Enough/);
    const heads = [Timeline.of(parent.events).head, Timeline.of(child.events).head];
    for (const { network, from, to, a, b } of compared.ties.first) {
      const [x, y] = heads.map((head) => strengthOf(networkOf(head, network)!, indexOf(head.roster, from), indexOf(head.roster, to)));
      assert.deepEqual([a, b], [x, y]);
      assert.notEqual(x, y);
    }
    assert.equal(compareRuns(parent, parent).same, true);
    // Tries that left no answer were paid for too: the run says so itself.
    const spent = { calls: 99, input: 5, output: 7, money: 0, unsure: 0 };
    assert.deepEqual(compareRuns(parent, { ...parent, manifest: { ...parent.manifest, spent } }).cost.b.calls, 99);
    assert.equal(compareRuns(parent, child, 1).talk.first.length, 1);
    assert.equal(compareRuns(parent, child, 1).talk.length, compared.talk.length);
  });

  it('have the same differences in both directions, and between two forks', async () => {
    const parent = await start(file(), memoryFiles(), () => Promise.resolve(speaker().minds));
    const spoken: MindsFor = () => Promise.resolve(speaker().minds);
    const tie = (value: number): readonly OverrideRequest[] => [{ kind: 'tie', network: 'friendship', from: 'ada', to: 'ben', value }];
    const [low, high] = [
      await forked(parent, roundEnd(parent, 1), spoken, tie(0.1)),
      await forked(parent, roundEnd(parent, 2), spoken, tie(1)),
    ];
    const [there, back] = [compareRuns(low.run, high.run), compareRuns(high.run, low.run)];
    assert.deepEqual([there.shared, there.event?.a, there.act?.a], [back.shared, back.event?.b, back.act?.b]);
    assert.equal(there.shared, roundEnd(parent, 1) + 1);
    assert.deepEqual(
      there.ties.first.map(({ from, to, a, b }) => [from, to, a, b]),
      back.ties.first.map(({ from, to, a, b }) => [from, to, b, a]),
    );
    assert.deepEqual(there.overrides.a.length + there.overrides.b.length, 2);
  });
});
