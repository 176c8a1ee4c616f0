/** The methods of runs and experiments, from what is recorded of them. */
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { describe, it } from 'mocha';
import { neverCancelled } from '../../../../src/core/util/lifecycle.js';
import type { Mind } from '../../../../src/engine/index.js';
import { createLanguageService } from '../../../../src/language/index.js';
import { nodeTextFiles } from '../../../../src/node/ports.js';
import { builtinMind } from '../../../../src/minds/index.js';
import { LiveRun, loadModel, openRecorded, type RecordedRun, sourceName } from '../../../../src/runs/index.js';
import { cellLine } from '../../../../src/runs/experiments/index.js';
import { cardsFile, claimsIn, keepCards, verifyClaims } from '../../../../src/runs/claims/index.js';
import type { ExperimentRun } from '../../../../src/runs/experiments/index.js';
import { Gathering, methodsLatex, methodsMarkdown, studyOfExperiment } from '../../../../src/runs/methods/index.js';
import { ranges } from '../../../../src/core/util/textPosition.js';
import { WORKS } from '../../../../src/runs/methods/works.js';
import { memoryFiles } from '../../../support/forks.js';
import { MAIN, opened, planned, playedPlan, study as experimentStudy } from '../../../support/experiments.js';

const text = `society: 1
title: A <b>pub</b> & 100 % of $5_a
imports: [library/feed]
models:
  small: { kind: openai, base_url: 'http://localhost:1/v1', name: tiny:1b, temperature: 0.7 }
personas:
  ada: { name: Ada, occupation: '\\input{x}' }
  ben: { name: Ben, occupation: Spy, private: [occupation] }
ties: { friendship: { among: all, graph: complete, strength: 0.5, change: { rule: evidence } } }
scenarios:
  meet:
    world: feed
    premise: A pub opens.
    rounds: 2
    seed: 4
    model: small
    measures: { bond: 'tie(ada, ben)' }
    because: { interaction: They whisper. }
    expect: { warm: { that: bond > 0.1 } }
`;

/** Answers as this run's model; every fourth question gets prose, and every fifth nothing. */
function speaker(): Mind {
  let n = 0;
  return {
    id: 'small',
    kind: 'openai',
    model: 'tiny:1b',
    prose: true,
    async ask() {
      n++;
      if (n % 4 === 0) return { text: '', usage: { input: 10, output: 0 } };
      const answer = { action: 'post', text: `Number ${n}.` };
      return { text: n % 3 === 0 ? `Sure! ${JSON.stringify(answer)}` : JSON.stringify(answer), usage: { input: 10, output: 5 } };
    },
  } as unknown as Mind;
}

async function recorded(created: string, id = 'r1', source = text): Promise<RecordedRun> {
  const language = createLanguageService(nodeTextFiles(join(process.cwd(), 'library')));
  language.set(MAIN, source);
  const loaded = await loadModel(language, MAIN);
  assert.ok(loaded.ok, JSON.stringify(loaded.problems));
  const files = memoryFiles();
  const sources = loaded.resolved.sources.map((source) => ({ uri: sourceName(MAIN, source.uri), text: source.text }));
  const minds = new Map<string, Mind>([
    ['small', speaker()],
    ['builtin', builtinMind({} as never)],
  ]);
  const live = new LiveRun({ ...{ id, model: loaded.model, minds, sources, files, created } });
  assert.equal(await live.run(), 'ended', live.problem ?? '');
  const found = await openRecorded(files);
  assert.ok(found.ok, found.ok ? '' : found.message);
  return found.run;
}

const DAY = '2026-03-04T10:00:00.000Z';

describe('methods of a run', () => {
  it('state how many messages are coded twice', async () => {
    const codes =
      'codes: { pub: { ask: Is it about the pub?, by: pattern, pattern: pub, agree: { with: human, sample: 50 } } }\nscenarios:';
    const gathering = new Gathering();
    gathering.add(await recorded(DAY, 'coded', text.replace('scenarios:', codes)));
    assert.match(methodsMarkdown(gathering.study(null)), /`pub` \(pattern; up to 50 also by human\): Is it about the pub\?/);
  });

  it('name the questions that are asked in batches', async () => {
    const made = async (source: string): Promise<string> => {
      const gathering = new Gathering();
      gathering.add(await recorded(DAY, 'r1', source));
      return methodsMarkdown(gathering.study(null));
    };
    const batches = await made(text.replace('temperature: 0.7', 'temperature: 0.7, batch: [survey, code]'));
    assert.match(batches, /Questions to `small` with the purpose `code`, `survey` were sent in batches, .* was asked alone\./);
    assert.doesNotMatch(await made(text), /batch/);
  });

  it('describe the run, in fragments worked out by hand', async () => {
    const gathering = new Gathering();
    gathering.add(await recorded(DAY));
    const markdown = methodsMarkdown(gathering.study(null));
    const has = [
      '# Methods: A &lt;b>pub&lt;/b> &amp; 100 % of \\$5\\_a',
      '- Language models answered.',
      'A pub opens.',
      '- `interaction`: They whisper.',
      'There are 2 agents,',
      '`friendship` begins with 2 directed ties, as drawn with seed 4. Graph: `complete`.',
      '| `ada` | persona | 1 | \\\\input{x} |',
      '| `bond` | `tie(ada, ben)` |',
      '| `small` | language model, by an endpoint of the OpenAI protocol | `tiny:1b` | `tiny:1b` | temperature 0.7; else as the server has it |',
      'Seeds of the runs: 4 (1). Rounds at most: 2.',
      '| `r1` | 2026-03-04 | 4 | 2 of 2 | 2 | ended |  |',
      // Four questions: the third comes with prose around it, the fourth with nothing.
      '- Answers that were repaired to fit the required form: 25 % (1 of 4): prose\\_around\\_json 1.',
      '- Fallback answers, from another mind or none: 25 % (1 of 4): empty 1.',
      '- Turns without an effect, by reason: 25 % (1 of 4): empty 1.',
      '4 calls of language models, 40 tokens sent and 15 received; no price is known.',
      '| post hoc: not frozen |',
    ];
    assert.doesNotMatch(markdown, /Spy/);
    for (const part of has) assert.ok(markdown.includes(part), `${part}\n\n${markdown.slice(markdown.indexOf('## Minds'), 9000)}`);
  });

  it('cite nothing without an entry, in both formats', async () => {
    const gathering = new Gathering();
    gathering.add(await recorded(DAY));
    const study = gathering.study(null);
    const latex = methodsLatex(study);
    const cited = [...latex.matchAll(/\\cite\{([^}]+)\}/g)].flatMap(([, keys = '']) => keys.split(','));
    const entries = new Set([...latex.matchAll(/^@[a-z]+\{([a-z]+\d{4}),$/gm)].map(([, key]) => key));
    assert.ok(cited.length > 3);
    for (const key of cited) assert.ok(entries.has(key), key);
    assert.doesNotMatch(latex, /\\input/);
    assert.deepEqual(new Set([...methodsMarkdown(study).matchAll(/@[a-z]+\{([a-z]+\d{4}),$/gm)].map(([, key]) => key)), entries);
  });

  it('are the same in any order of the runs', async () => {
    const [early, late] = [await recorded(DAY, 'b'), await recorded('2026-03-05T10:00:00.000Z', 'a')];
    const of = (...runs: readonly RecordedRun[]): string => {
      const gathering = new Gathering();
      for (const run of runs) gathering.add(run);
      return methodsMarkdown(gathering.study(null));
    };
    assert.equal(of(early, late), of(late, early));
    assert.match(of(early, late), /2 runs with a folder, begun from 2026-03-04 to 2026-03-05 \(UTC\); 2 reached their end/);
  });
});

describe('methods of an experiment', () => {
  it('describe its design, the finished runs, and the minds in its arms', async () => {
    const source = experimentStudy(
      '    arms: { long: {}, short: { rounds: 2 } }\n    models: [builtin, random]\n    seeds: 3\n    compare: { ties: { measure: reciprocity } }',
    );
    const plan = await planned(source);
    const { cells } = await playedPlan({ ...plan, jobs: plan.jobs.slice(0, 5), missing: plan.missing.slice(0, 5) });
    assert.equal(cells.length, 5);
    const kept = memoryFiles(new Map([['runs.jsonl', cells.map(cellLine).join('')]]));
    const study = await studyOfExperiment(MAIN, 'talk', { language: opened(source), kept, folders: new Map(), frozen: null });
    const markdown = methodsMarkdown(study);
    for (const part of [
      'Experiment `talk`: 4 arms, each with the seeds 1–3.',
      '`rounds = 2`, `model random`',
      'Of 12 runs of the design 5 are kept and 7 missing',
      'The built-in mind answered.',
      'The random mind answered.',
      '3 tests in all; p corrected: holm.',
      'Seeds of the runs: 1–2 (2).',
      '@phipson2010',
    ])
      assert.ok(markdown.includes(part), `${part}\n\n${markdown}`);
  });

  it('state that seeds are the unit of analysis, and which arms are null runs', async () => {
    const source = experimentStudy(
      '    arms: { long: {}, chance: { null: [random, isolated] } }\n    seeds: 2\n    compare: { ties: { measure: reciprocity } }',
    );
    const kept = memoryFiles(new Map());
    const markdown = methodsMarkdown(
      await studyOfExperiment(MAIN, 'talk', { language: opened(source), kept, folders: new Map(), frozen: null }),
    );
    for (const part of [
      'Arm `chance` is a null run: random, isolated.',
      'The independent units are seeds',
      '[@student1908]',
      '[@welch1947]',
    ])
      assert.ok(markdown.includes(part), `${part}\n\n${markdown}`);
    assert.ok(!markdown.includes('No null run'));
  });

  it('have the card of each claim that was verified with the same texts', async () => {
    const source = experimentStudy(
      '    arms: { long: {}, short: { rounds: 2 } }\n    seeds: 2\n    compare: { ties: { measure: reciprocity } }',
    );
    const language = opened(source);
    const all = await claimsIn(language, MAIN);
    const known = new Map<string, ExperimentRun>();
    const verified = await verifyClaims(
      { uri: MAIN, claims: all, all, models: [], runs: 4 },
      { language, token: neverCancelled, known: () => known, play: (plan) => playedPlan(plan, known), now: () => 0 },
    );
    const files = memoryFiles(new Map());
    await keepCards(files, await language.resolve(MAIN), verified, all);
    const cards = await files.read(cardsFile(MAIN));
    const textOf = async (edited: string): Promise<string> => {
      const host = { language: opened(edited), kept: memoryFiles(new Map()), folders: new Map(), frozen: null, cards };
      return methodsMarkdown(await studyOfExperiment(MAIN, 'talk', host));
    };
    const markdown = await textOf(source);
    for (const part of [
      '## Claims',
      '1 claim: 1 not shown.',
      '### talk.ties.short',
      '`reciprocity: short differs from long`',
      '| null | Not played: ',
    ])
      assert.ok(markdown.includes(part), `${part}\n\n${markdown}`);
    const changed = await textOf(source.replace('The market opens.', 'The market closes.'));
    assert.match(changed, /## Claims\n\nThe claims were examined with another version of the file/);
    assert.ok(!changed.includes('talk.ties.short'));
  });

  it('describe how factors were drawn to find their effects, the effects, and the source', async () => {
    const source = experimentStudy(
      '    sample: { n: 2, by: morris, over: { rounds: 1..4, memory.most: 500..900 } }\n    seeds: 1\n    compare: { talk: { measure: messages } }',
    );
    const plan = await planned(source);
    const { cells } = await playedPlan(plan);
    const of = async (some: typeof cells) => {
      const kept = memoryFiles(new Map([['runs.jsonl', some.map(cellLine).join('')]]));
      return studyOfExperiment(MAIN, 'talk', { language: opened(source), kept, folders: new Map(), frozen: null });
    };
    const study = await of(cells);
    const markdown = methodsMarkdown(study);
    for (const part of [
      'Experiment `talk`: 6 arms, each with the seeds 1.',
      'by the method of elementary effects [@morris1991]: 2 trajectories on 4 levels, a step of 2/3 of each range, drawn with seed 1; μ\\* after [@campolongo2007]',
      'Factors: `rounds: 1..4`, `memory.most: 500..900`.',
      'talk: messages at the end, by morris, 2 trajectories; each value of one seed.',
      '| `memory.most` | 0 | 0 to 0 | 0 | 0 |',
      '@morris1991',
      '@article{campolongo2007,',
    ])
      assert.ok(markdown.includes(part), `${part}\n\n${markdown}`);
    assert.doesNotMatch(markdown, /McKay|each arm with the first/);
    const latex = methodsLatex(study);
    assert.ok(latex.includes('\\ensuremath{\\mu}* after \\cite{campolongo2007}'));
    const part = methodsMarkdown(await of(cells.slice(0, 4)));
    assert.match(part, /2 runs have no value: 1 trajectory of 2 left out\. No numbers/);
  });
});

describe('references', () => {
  it('have one key each, and fields that BibTeX reads', () => {
    assert.equal(new Set(WORKS.map(({ key }) => key)).size, WORKS.length);
    for (const { key, type, fields } of WORKS) {
      assert.match(type, /^(article|book|inproceedings|misc)$/, key);
      assert.ok(key.endsWith(fields['year']!), key);
      assert.ok(fields['journal'] ?? fields['booktitle'] ?? fields['publisher'] ?? fields['howpublished'], key);
      for (const value of Object.values(fields)) assert.doesNotMatch(value, /[%#&$_\\]/, value);
    }
  });

  it('have the numbers of arXiv in the documentation of the format', async () => {
    const { readFile } = await import('node:fs/promises');
    const sources = (await readFile('docs/format.md', 'utf8')).split('## Sources')[1]!;
    const names = WORKS.flatMap(({ names: own }) => own);
    for (const [, number = ''] of sources.matchAll(/abs\/([0-9.]+)/g)) assert.ok(names.includes(number), number);
  });

  it('are found by the years of seeds as people write them', () => {
    assert.equal(ranges([5, 1, 2, 3, 9]), '1–3, 5, 9');
  });
});
