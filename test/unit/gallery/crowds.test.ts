/**
 * The rules of every society of the gallery, over columns and agent by agent: the events are the same, and so are the states, draws and
 * measures. Societies with a crowd are played as they are. The populations of the others grow to a crowd, and nobody is asked.
 */
import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import type { PhaseSpec } from '../../../src/engine/model/worldSpec.js';
import { compileModel, type ScenarioModel } from '../../../src/engine/index.js';
import { CROWD } from '../../../src/engine/model/crowdSize.js';
import { handlerOf } from '../../../src/engine/phaseKinds/table.js';
import { columnReport } from '../../../src/engine/preview/columnReport.js';
import type { Society } from '../../../src/language/generated/society.js';
import { languageOf, readGallery, uriOf } from '../../support/gallery.js';
import { playWith } from '../../support/worlds.js';

const root = process.cwd();
const { entries } = readGallery(root);

/** Populations without rows, lists of names and tables have the members of a crowd; ties that need other numbers of agents are gone. */
function grown(society: Society): Society {
  const populations = Object.entries(society.populations ?? {}).map(([id, population]) => {
    const { names: _names, ...rest } = population;
    return [id, population.from === undefined ? { ...rest, size: CROWD, name: `${id} {n}` } : population] as const;
  });
  const ties = Object.entries(society.ties ?? {}).map(([id, network]) => [id, { ...network, graph: 'random(0.004)' }] as const);
  return { ...society, populations: Object.fromEntries(populations), ties: Object.fromEntries(ties) };
}

function modelOf(society: Society, scenario: string, byRecord: boolean, rounds: number): ScenarioModel | null {
  const compiled = compileModel(society, { scenario, byRecord, rounds, seed: 1, like: () => false });
  return compiled.ok && compiled.model.agents.crowds.length > 0 ? compiled.model : null;
}

/** The model without what minds are asked: of a phase with questions, the rule at its end is left. */
function unasked(model: ScenarioModel): ScenarioModel {
  const silent = (phases: readonly PhaseSpec[]): readonly PhaseSpec[] =>
    phases.flatMap((phase) => {
      const { turns, thenPerAnswer } = handlerOf(phase);
      if (turns === null) return [phase];
      return phase.world && !thenPerAnswer ? [{ ...phase, kind: 'none' as const }] : [];
    });
  const { start, round, end } = model.phases;
  return { ...model, phases: { start: silent(start), round: silent(round), end: silent(end) } };
}

/**
 * Plays a scenario over columns and agent by agent, without the measures that run agent by agent anyway. Returns whether rules or measures
 * of members run over columns; without them nothing is played.
 */
async function compared(society: Society, scenario: string, rounds: number): Promise<boolean> {
  const models = [false, true].map((byRecord) => modelOf(society, scenario, byRecord, rounds));
  const [first] = models;
  const report = first ? columnReport(unasked(first)) : [];
  if (!report.some(({ refused }) => refused === null)) return false;
  const slow = new Set(report.flatMap(({ at, kind, refused }) => (kind === 'measure' && refused ? [at] : [])));
  const lists: string[][] = [];
  for (const model of models) {
    const measures = model!.measures.filter(({ at, formula }) => formula && at !== null && !slow.has(at));
    const { events } = await playWith(unasked({ ...model!, measures }), () => assert.fail('An agent is asked.'));
    lists.push(events.map((event) => JSON.stringify(event)));
  }
  const [columns, records] = lists as [string[], string[]];
  for (const [i, event] of columns.entries()) assert.equal(event, records[i], `${scenario}, event ${i}`);
  assert.equal(columns.length, records.length);
  return true;
}

/**
 * The rules of these societies look at all pairs of agents or at all words. They are played for one round with as few agents as a crowd
 * has, and still take more than half a minute of a processor, half of it agent by agent. They are played with GALLERY=all.
 */
const LONG = new Set(['character_chat', 'creagent', 'stock_market', 'swarm_grid']);
const isPlayed = (id: string): boolean => process.env['GALLERY'] === 'all' || !LONG.has(id);

/** Whether a population of the file is large enough for a crowd. */
const isLarge = ({ populations }: Society): boolean => Object.values(populations ?? {}).some(({ size }) => Number(size) >= CROWD);

describe('a rule of the gallery has the same events over columns and agent by agent', function () {
  this.timeout(120_000);
  const reached: string[] = [];

  for (const entry of entries.filter(({ id }) => isPlayed(id)))
    it(entry.id, async () => {
      const { society } = await languageOf(root).resolve(uriOf(root, entry));
      const own = isLarge(society)
        ? Object.keys(society.scenarios ?? {}).filter((scenario) => modelOf(society, scenario, false, 1) !== null)
        : [];
      const [file, rounds] = own.length > 0 ? [society, 2] : [grown(society), 1];
      for (const scenario of own.length > 0 ? own : [entry.scenario])
        if (await compared(file, scenario, rounds)) reached.push(`${entry.id}: ${scenario}`);
    });

  it('in a good part of the gallery', () => {
    assert.ok(reached.length >= 20, reached.join(', '));
  });
});
