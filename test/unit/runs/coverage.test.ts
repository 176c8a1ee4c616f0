/**
 * Persona coverage, tested by mutation: a line that is marked as used is taken out and the society run again, and a question
 * of the agent is another one; without a line that is marked as never used, every question is the same.
 */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'mocha';
import { neverCancelled } from '../../../src/core/util/lifecycle.js';
import type { NodeId } from '../../../src/core/util/ids.js';
import type { Span } from '../../../src/core/util/textPosition.js';
import { Timeline } from '../../../src/core/events/timeline.js';
import { advance, asker, compileModel, type Mind, type ScenarioModel } from '../../../src/engine/index.js';
import type { Society } from '../../../src/language/generated/society.js';
import { createLanguageService, type Resolved } from '../../../src/language/index.js';
import { builtinMind, phraseBook, randomMind } from '../../../src/minds/index.js';
import { nodeTextFiles, sha256 } from '../../../src/node/ports.js';
import { Coverage, type CoverageMark, coverageMarks, isFelt, type Reach, roundsText } from '../../../src/runs/coverage/index.js';
import { loadModel } from '../../../src/runs/index.js';

const MAIN = 'file:///study/main.society';

/** Who answers: the built-in mind, which is told what is known, or one that reads the words of its prompt and nothing else. */
type Reader = 'known' | 'words';

async function resolvedOf(text: string): Promise<Resolved> {
  const language = createLanguageService(nodeTextFiles(join(process.cwd(), 'library')));
  language.set(MAIN, text);
  const loaded = await loadModel(language, MAIN);
  assert.ok(loaded.ok, JSON.stringify(loaded.problems));
  return loaded.resolved;
}

interface Played {
  readonly model: ScenarioModel;
  readonly timeline: Timeline;
  readonly prose: ReadonlySet<string>;
}

const ROUNDS = 3;

async function play(society: Society, reader: Reader): Promise<Played> {
  const compiled = compileModel(society, { rounds: ROUNDS });
  assert.ok(compiled.ok, JSON.stringify(compiled.problems));
  const { model } = compiled;
  const builtin = builtinMind(phraseBook(society.phrases ?? {}, model.language));
  const reading: Mind = { ...randomMind(phraseBook(society.phrases ?? {}, model.language)), prose: true };
  const minds = new Map(model.minds.map(({ id }): [string, Mind] => [id, reader === 'words' ? { ...reading, id } : { ...builtin, id }]));
  const prose = new Set(reader === 'words' ? minds.keys() : []);
  const timeline = new Timeline();
  const host = { ask: asker(sha256, (id) => prose.has(id)), minds, token: neverCancelled, concurrency: 1, breathe: () => undefined };
  const { kind } = await advance(model, timeline, host);
  assert.equal(kind, 'ended');
  return { model, timeline, prose };
}

/** Hashes of all that an agent is asked, in order. */
const questionsTo = ({ timeline }: Played, agent: string): string =>
  timeline.events.flatMap((event) => (event.type === 'question.asked' && event.agent === agent ? [event.hash] : [])).join(' ');

function covered(society: Society, { model, timeline, prose }: Played): Coverage {
  const coverage = new Coverage({ model, society, prose });
  for (const event of timeline.events) coverage.add(event);
  return coverage;
}

/** The society without what is written at a node. */
function without(society: Society, node: NodeId): Society {
  const copy = structuredClone(society) as never;
  // A field that is drawn can be a part of another, as `personality.openness`.
  const [section, drawn] = node.split('.sample.');
  const path = drawn === undefined ? node.split('.') : [...section!.split('.'), 'sample', drawn];
  const last = path.pop()!;
  const parent = path.reduce<{ [key: string]: never }>((at, key) => at[key] as never, copy);
  if (Array.isArray(parent)) parent.splice(Number(last), 1);
  else delete parent[last];
  return copy;
}

/** What is said of each line, by its node. */
async function reaches(society: Society, played: Played, seq = played.timeline.head.seq): Promise<ReadonlyMap<NodeId, CoverageMark>> {
  const { model, prose, timeline } = played;
  const { agents } = covered(society, played);
  const lines = agents.flatMap((one) => one.lines.map((line) => line.node));
  const start = { line: 0, character: 0 };
  // Each node has a place of its own here.
  const places = new Map(lines.map((at): [NodeId, Span] => [at, { source: at, range: { start, end: start } }]));
  const source = { model, society, prose };
  const felt = new Set<NodeId>();
  for (const { nodes, reach } of coverageMarks(agents, places, seq, () => false))
    for (const at of nodes) if (reach === 'unused' && (await isFelt(source, at, timeline.events, () => undefined))) felt.add(at);
  return new Map(coverageMarks(agents, places, seq, (at) => felt.has(at)).map((mark) => [mark.span.source, mark]));
}

/** Takes out line by line. What is used changes a question of those who have it; what is not changes none of theirs. */
async function agrees(society: Society, reader: Reader, most: number): Promise<ReadonlyMap<NodeId, Reach>> {
  const whole = await play(society, reader);
  const marks = [...(await reaches(society, whole))].slice(0, most);
  for (const [at, { reach, agents }] of marks) {
    if (reach === 'cut' || reach === 'withheld') continue;
    const edited = await play(without(society, at), reader);
    const changed = agents.some((agent) => questionsTo(edited, agent) !== questionsTo(whole, agent));
    if (reach !== 'felt') assert.equal(changed, reach === 'used', `${at} is marked as ${reach}`);
  }
  return new Map(marks.map(([at, { reach }]) => [at, reach]));
}

const STUDY = `society: 1
title: Study
imports: [library/chat]
models:
  away: { kind: openai, base_url: "https://api.example.com/v1", name: big }
fragments:
  baker: { occupation: baker, voice: Slow and loud., interests: [sourdough], traits: [stubborn] }
personas:
  ada:
    extends: baker
    name: Ada
    age: 41
    gender: woman
    voice: Short sentences.
    activity: 0.9
    values: [craft]
    goals: [find an oven]
    backstory: She lost a shop in Enugu once.
    private: [backstory]
    personality: { openness: high }
    memories:
      - { text: "The mill burned down.", importance: 1 }
      - { text: "I am owed nine sacks of flour.", importance: 10 }
    vars: { mood: 3 }
  ben: { extends: baker, name: Ben, age: 30, occupation: painter }
worlds:
  talk:
    actions:
      speak: { kind: message, to: all, does: Say something. }
      wait: { kind: nothing, does: Wait., when: me.age > 35 }
    phases: { meet: { who: all, actions: [speak, wait] } }
    prompts:
      you: "You are $(me.name), $(me.occupation). $(me.voice) $(me.interests.join(', ')) $(me.backstory) $(me.goals.join('; '))"
scenarios:
  s: { cast: [ada, ben], world: talk, rounds: 3, seed: 1, premise: A morning., memory: { recall: 1, weights: { recency: 0, relevance: 0 } } MODEL }
`;

const study = (model = ''): Promise<Resolved> => resolvedOf(STUDY.replace(' MODEL', model));

describe('persona coverage', function () {
  this.timeout(120_000);

  /** Lines of each example; all would take minutes. */
  const EXAMPLES: readonly (readonly [example: string, reader: Reader, most: number])[] = [
    ['hello', 'known', 10],
    ['hello', 'words', 12],
    ['commons', 'words', 8],
    ['debate', 'words', 10],
    ['haggle', 'known', 16],
    ['haggle', 'words', 16],
    ['making_friends', 'words', 10],
    ['rumour', 'words', 12],
    ['donor_game', 'words', 20],
  ];
  for (const [example, reader, most] of EXAMPLES)
    it(`agrees with mutation in ${example}, where ${reader === 'words' ? 'words are read' : 'what is known is read'}`, async () => {
      const { society } = await resolvedOf(readFileSync(join(process.cwd(), 'examples', `${example}.society`), 'utf8'));
      const found = await agrees(society, reader, most);
      assert.ok(example === 'donor_game' || [...found.values()].includes('used'));
    });

  it('agrees with mutation where a world has a prompt of its own', async () => {
    const { society } = await study();
    const words = await agrees(society, 'words', Infinity);
    const ada = (key: string): Reach | undefined => words.get(`personas.ada.${key}`);
    assert.deepEqual(['name', 'occupation', 'voice', 'interests.0', 'goals.0'].map(ada), Array(5).fill('used'));
    // The prompt does not speak of them; `vars` stand in the section of the situation, which is the library's.
    assert.deepEqual(['values.0', 'traits.0', 'personality.openness', 'gender', 'activity'].map(ada), Array(5).fill('unused'));
    assert.equal(ada('vars.mood'), 'used');
    const known = await agrees(society, 'known', Infinity);
    for (const [at, reach] of known) assert.equal(reach, at.endsWith('memories.0') ? 'cut' : 'used', at);
  });

  it('agrees with mutation among a crowd, whose members are asked nothing and have no lines', async () => {
    const text = STUDY.replace(' MODEL', '')
      .replace('worlds:\n', "populations: { town: { size: 1500, name: 'Resident {n}', sample: { age: '20..60' } } }\nworlds:\n")
      .replace('    actions:\n', '    agent_vars: { state: [well, ill] }\n    actions:\n')
      .replace(
        'phases: { meet: { who: all,',
        "phases: { day: { who: { of: town, if: chance(0.1) }, then: me.state = 'ill' }, meet: { who: [ada, ben],",
      )
      .replace('cast: [ada, ben]', 'cast: [ada, ben, town]');
    const { society } = await resolvedOf(text);
    const whole = await play(society, 'words');
    const { head, events } = whole.timeline;
    assert.deepEqual([head.roster.crowds.length, head.roster.length], [1, 1_502]);
    assert.ok(events.some(({ type }) => type === 'variables.set'));
    assert.deepEqual(
      covered(society, whole)
        .agents.map(({ agent, asked }) => [agent, asked.length] as const)
        .sort(),
      [
        ['ada', ROUNDS],
        ['ben', ROUNDS],
      ],
    );
    await agrees(society, 'words', 8);
    const marks = await reaches(society, whole);
    assert.ok([...marks.keys()].every((at) => /^(personas|fragments)\./.test(at)));
    const reach = (key: string): Reach | undefined => marks.get(`personas.ada.${key}`)?.reach;
    assert.deepEqual(['name', 'voice', 'goals.0', 'gender'].map(reach), ['used', 'used', 'used', 'unused']);
  });

  it('marks a line that only a rule reads as used, because the run differs without it', async () => {
    const { society } = await study();
    const whole = await play(society, 'words');
    const marks = await reaches(society, whole);
    assert.equal(marks.get('personas.ada.age')?.reach, 'felt');
    const edited = await play(without(society, 'personas.ada.age'), 'words');
    assert.notDeepEqual(edited.timeline.events, whole.timeline.events);
  });

  it('does not mark a variable as unused that agents do not see, where something reads it', async () => {
    const untold = STUDY.replace(
      '    actions:\n',
      '    agent_vars: { mood: { start: 1, told: false }, calm: { start: 1, told: false } }\n    actions:\n',
    );
    const { society } = await resolvedOf(untold.replace(' MODEL', '').replace('me.age > 35', 'me.mood > 2'));
    const whole = await play(society, 'words');
    assert.equal((await reaches(society, whole)).get('personas.ada.vars.mood')?.reach, 'felt');
    assert.notEqual(questionsTo(await play(without(society, 'personas.ada.vars.mood'), 'words'), 'ada'), questionsTo(whole, 'ada'));
  });

  it('distinguishes a memory that was never recalled from one that was, by the recalls of the run', async () => {
    const { society } = await study();
    const whole = await play(society, 'words');
    const recalled = new Set(
      whole.timeline.events.flatMap((event) => (event.type === 'recall.done' ? event.memories.map(({ memory }) => memory) : [])),
    );
    assert.ok(recalled.has('ada.2') && !recalled.has('ada.1'));
    const marks = await reaches(society, whole);
    assert.equal(marks.get('personas.ada.memories.0')?.reach, 'cut');
    assert.equal(marks.get('personas.ada.memories.1')?.reach, 'used');
  });

  it('reports what was withheld from a remote endpoint, and that it reaches a local one', async () => {
    const there = (await study(', model: away')).society;
    const whole = await play(there, 'words');
    const { reach, withheld, asked } = (await reaches(there, whole)).get('personas.ada.backstory')!;
    assert.deepEqual([reach, withheld], ['withheld', asked]);
    const same = await play(without(there, 'personas.ada.backstory'), 'words');
    assert.equal(questionsTo(same, 'ada'), questionsTo(whole, 'ada'));
    const here = (await study()).society;
    assert.equal((await reaches(here, await play(here, 'words'))).get('personas.ada.backstory')?.reach, 'used');
  });

  it('counts up to a moment, and lists the rounds', async () => {
    const { society } = await study();
    const whole = await play(society, 'words');
    const second = whole.timeline.events.find((event) => event.type === 'round.started' && event.round === 2)!.seq;
    const at = async (seq: number): Promise<CoverageMark | undefined> => (await reaches(society, whole, seq)).get('personas.ada.voice');
    assert.deepEqual((await at(whole.timeline.head.seq))?.rounds, [1, 2, 3]);
    const then = await at(second);
    assert.deepEqual([then?.rounds, then?.used, then?.asked], [[1], 1, 1]);
    assert.equal(await at(0), undefined);
  });

  it('puts inherited lines at the place where they are written, and an overridden one nowhere', async () => {
    const { society, nodes } = await study();
    const { agents } = covered(society, await play(society, 'words'));
    const marks = coverageMarks(agents, nodes, Infinity, () => false);
    const lineOf = (text: string): number => STUDY.split('\n').findIndex((one) => one.includes(text));
    const inherited = marks.filter(({ span }) => span.range.start.line === lineOf('  baker:'));
    const by = Object.fromEntries(inherited.map(({ nodes: found, agents: of, reach }) => [[...found].sort()[0], [[...of].sort(), reach]]));
    assert.deepEqual(by, {
      'personas.ada.occupation': [['ada'], 'used'],
      'personas.ada.interests.0': [['ada', 'ben'], 'used'],
      'personas.ada.traits.0': [['ada', 'ben'], 'unused'],
      'personas.ben.voice': [['ben'], 'used'],
    });
  });

  it('formats rounds as people write them', () => {
    assert.equal(roundsText([1, 2, 3, 5, 7, 8]), '1–3, 5, 7–8');
    assert.equal(roundsText([]), '');
  });
});
