/** Ties as choices, logged when they are made: against numpy and scipy on a kept run, and against weights that are known. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'mocha';
import { measureNamed, type Moment, take } from '../../../src/analysis/measures.js';
import { candidatesOf, choicesOf, lookedAt, topChoices } from '../../../src/analysis/network/choices.js';
import { neverCancelled } from '../../../src/core/util/lifecycle.js';
import type { SimEvent } from '../../../src/core/events/events.js';
import type { Json } from '../../../src/core/util/json.js';
import { rng, weighted } from '../../../src/core/random/rng.js';
import { networkOf } from '../../../src/core/events/state.js';
import { Timeline } from '../../../src/core/events/timeline.js';
import type { MindAnswer, Question } from '../../../src/engine/index.js';
import { builtinMind } from '../../../src/minds/builtin/index.js';
import { eventsOf, modelOf, playWith } from '../../support/worlds.js';
import { book } from '../minds/builtinSupport.js';

const fixture = (name: string): string => readFileSync(join(process.cwd(), 'test', 'fixtures', name), 'utf8');
const GALLERY = readFileSync('examples/gallery/network_formation/network_formation.society', 'utf8');
const mind = builtinMind(book);
const builtin = (question: Question): Json => (mind.ask(question, neverCancelled) as MindAnswer).value ?? null;
const mean = (values: readonly number[]): number => values.reduce((sum, x) => sum + x, 0) / values.length;
const near = (found: number | null | undefined, value: number, by = 1e-6): void =>
  assert.ok(typeof found === 'number' && Math.abs(found - value) <= by, `${found} is not ${value}`);

interface Oracle {
  readonly choices: readonly (readonly [string, string, number])[];
  readonly theta: readonly [number, number];
  readonly errors: readonly [number, number];
  readonly top: number;
  readonly chance: number;
}

/** The kept run at its end. */
function keptRun(): { readonly moment: Moment; readonly people: readonly string[] } {
  const events = fixture('tie_choices.events.jsonl')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as SimEvent);
  const { head: state } = Timeline.of(events);
  const members = new Set(Array.from({ length: state.roster.length }, (_, i) => i));
  const people = events.flatMap((event) => (event.type === 'agent.joined' ? [event.agent] : []));
  return { moment: { state, network: networkOf(state, 'friends')!, edge: 0.1, members, seed: 3 }, people };
}

/** The last values of measures of a scenario of the gallery's entry, with the flags of a run. */
async function last(scenario: string, seed: number, measures: readonly string[], flags?: readonly number[]): Promise<readonly number[]> {
  const text = GALLERY.replaceAll(
    '    measures: { exponent:',
    '    measures: { attached: top_attachment, weight: theta_degree, exponent:',
  ).replace('      r_interest: assort', '      weight: theta_degree\n      r_interest: assort');
  const model = await modelOf(text, { scenario, seed, ...(flags ? { flags } : {}) });
  const taken = eventsOf(await playWith(model, builtin), 'measure.taken');
  return measures.map((measure) => taken.findLast((event) => event.measure === measure)!.value!);
}

const SEEDS = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10];

describe('choices that are logged when they are made', function () {
  this.timeout(120_000);
  const oracle = JSON.parse(fixture('tie_choices.json')) as Oracle;

  it('equal those that numpy reads from the events of a run', () => {
    const { moment, people } = keptRun();
    const found = choicesOf(moment).map((choice) => [people[choice.chooser], people[choice.target], choice.offered?.size ?? people.length]);
    assert.deepEqual(found, oracle.choices);
  });

  it('have the weights and the top share of numpy and scipy', () => {
    const { moment } = keptRun();
    for (const [k, id] of ['theta_degree', 'theta_closure'].entries()) {
      const reading = take(measureNamed(id)!, moment);
      near(reading?.value, oracle.theta[k]!);
      near(reading?.error, 1.959963984540054 * oracle.errors[k]!, 1e-5);
    }
    const { share, chance } = topChoices(lookedAt(moment).choices, 5)!;
    near(share, oracle.top, 1e-12);
    near(chance, oracle.chance, 1e-12);
  });

  it('are logged for each act with a target, and compared with the possible targets', () => {
    const { moment, people } = keptRun();
    const choices = choicesOf(moment);
    const events = fixture('tie_choices.events.jsonl')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as SimEvent);
    const acts = events.flatMap((event) => (event.type === 'act.chosen' ? [`${event.agent} ${String(event.args.target)}`] : []));
    for (const { chooser, target } of choices) assert.ok(acts.includes(`${people[chooser]} ${people[target]}`));
    assert.ok(moment.state.made.length > choices.length, 'ways back are known and left out');
    // The first to arrive can only choose the one who is there.
    assert.deepEqual(
      candidatesOf(choices[0]!).map((node) => people[node]),
      ['people_01'],
    );
    const former = choicesOf({ ...moment, former: { choices: true } });
    assert.ok(former.length > choices.length && former.every(({ offered }) => offered === undefined));
  });

  it('recover the weight of 1 that the built-in mind gives to ln(ties + 1), over ten seeds; rounds did not', async () => {
    const found: number[] = [];
    for (const seed of SEEDS) found.push(...(await last('alike', seed, ['weight'])));
    near(mean(found), 1, 0.2);
    const former: number[] = [];
    for (const seed of [1, 2, 3]) former.push(...(await last('alike', seed, ['weight'], [])));
    assert.ok(mean(former) < 0.3, `${former.join(', ')}`);
  });

  it('of people who arrive one by one compare with the agents that are present', async () => {
    const [attached, top, weight, former]: [number[], number[], number[], number[]] = [[], [], [], []];
    for (const seed of SEEDS) {
      const [a, w, t] = await last('growth', seed, ['attached', 'weight', 'top']);
      attached.push(a!);
      weight.push(w!);
      top.push(t!);
    }
    for (const seed of [1, 2]) former.push(...(await last('growth', seed, ['attached'], [])));
    // The world counts the same by hand, but for choices where degrees tie at the fifth place.
    near(mean(attached), mean(top), 0.05);
    near(mean(weight), 1, 0.3);
    assert.ok(
      former.every((share) => Math.abs(share - 5 / 60) < 0.02),
      `by the round's start it is chance: ${former.join(', ')}`,
    );
  });

  it('recover the weight of a mind of this test, where all choose at once', async () => {
    const theta = 1.5;
    const text = GALLERY.replace('    world: network_formation\n    rounds: 5', '    world: at_once\n    rounds: 5').replace(
      'worlds:\n',
      'worlds:\n  at_once: { extends: network_formation, phases: { choose: { order: simultaneous } } }\n',
    );
    const found: number[] = [];
    for (const seed of [1, 2, 3, 4]) {
      const model = await modelOf(text.replace('      r_interest: assort', '      weight: theta_degree\n      r_interest: assort'), {
        scenario: 'alike',
        seed,
      });
      const timeline = await playWith(model, ({ agent, situation }) => {
        const { facts = [], agents = [] } = situation.options.find(({ action }) => action === 'befriend')!.args![0]!;
        const free = agents.map((_, i) => ((facts[i]?.tie ?? 0) > 0 ? 0 : (1 + (facts[i]?.degree ?? 0)) ** theta));
        const who = agents[weighted(rng(seed, 'test', String(agent), situation.round), free)]!;
        return { action: 'befriend', args: { who } };
      });
      found.push(
        eventsOf(timeline, 'measure.taken')
          .filter(({ measure }) => measure === 'weight')
          .at(-1)!.value!,
      );
    }
    near(mean(found), theta, 0.25);
  });
});
