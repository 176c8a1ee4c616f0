/** Networks of runs compared with an empirical network, from the end of a run to the text. */
import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import type { EmpiricalNetwork } from '../../../src/analysis/empirical/empiricalNetwork.js';
import type { Label } from '../../../src/analysis/network/mixing.js';
import { Timeline } from '../../../src/core/events/timeline.js';
import { finished } from '../../../src/core/util/slices.js';
import { compareWithNetwork, comparisonText, type NetworkSettings, tiesOfRun } from '../../../src/runs/networks/index.js';
import { neverCancelled } from '../../../src/core/util/lifecycle.js';
import type { LanguageService } from '../../../src/language/index.js';
import { claimsIn } from '../../../src/runs/claims/claim.js';
import { verifyClaims } from '../../../src/runs/claims/verifyClaims.js';
import type { ExperimentRun, Plan } from '../../../src/runs/experiments/index.js';
import { MAIN, opened, playedPlan, study } from '../../support/experiments.js';
import { modelOf, playWith } from '../../support/worlds.js';

const IDS = ['ada', 'ben', 'cem', 'dan', 'eva', 'fay', 'gus', 'hal'];
const RING = IDS.map((id, i) => [id, IDS[(i + 1) % 8]!] as const);
const CHORDS = [
  ['ada', 'cem'],
  ['ben', 'dan'],
  ['eva', 'gus'],
] as const;
const TIES = [...RING, ...CHORDS];

const society = (graph: readonly string[]): string => `society: 1
personas:
${IDS.map((id, i) => `  ${id}: { name: ${id.toUpperCase()}, vars: { side: ${i < 4 ? 'left' : 'right'}, rank: ${i}, list: [1] } }`).join('\n')}
ties:
  trust: { among: all, graph: [${graph.map((tie) => `"${tie}"`).join(', ')}] }
worlds: { w: { agent_vars: { side: '', rank: 0, list: [] }, phases: { p: { who: all, then: me.rank = me.rank } } } }
scenarios: { s: { cast: all, world: w, rounds: 1 } }
`;

async function momentOf(graph: readonly string[]) {
  const model = await modelOf(society(graph));
  const { events } = await playWith(model, () => ({}));
  return { model, state: Timeline.of(events).head };
}

const empirical = (ids = IDS): EmpiricalNetwork => ({
  ids,
  attributes: new Map<string, readonly Label[]>([
    ['faction', ids.map((_, i) => (i < 4 ? 'L' : 'R'))],
    ['years', ids.map((_, i) => i)],
  ]),
  ties: TIES.map(([a, b]) => [IDS.indexOf(a), IDS.indexOf(b)] as const),
  directed: false,
  remarks: [],
});

const SETTINGS: NetworkSettings = {
  ...{ ties: null, directed: null, groups: [], by: null, terms: null, draws: 10, bootstrap: 5, seed: 1 },
};
const compare = (people: EmpiricalNetwork, runs: readonly Parameters<typeof tiesOfRun>[0][], more: Partial<NetworkSettings> = {}) => {
  const settings = { ...SETTINGS, ...more };
  const ties = runs.map((run) => tiesOfRun(run, settings));
  return finished(compareWithNetwork('people.csv', people, ties, settings));
};

describe('networks of runs compared with an empirical network', () => {
  it('find the same network in a run that has it, by the ids of the agents', async () => {
    const run = await momentOf(TIES.map(([a, b]) => `${a} - ${b}`));
    const found = compare(empirical(), [run, run], {
      groups: [
        {
          id: 'camp',
          of: 'me.side',
          column: 'faction',
          words: new Map([
            ['L', 'left'],
            ['R', 'right'],
          ]),
          cuts: [],
        },
      ],
    });
    for (const { id, empirical: theirs, runs } of found.compared.figures) assert.equal(runs?.mean ?? null, theirs, id);
    assert.equal(found.compared.degrees[0]!.distance, 0);
    assert.ok(Math.abs(found.sameAgents!.mean! - 1) < 1e-12);
    const text = comparisonText(found);
    assert.match(text, /^people\.csv: 8 agents, 11 ties without direction\ntrust in 2 runs: 8 agents, 11 ties from strength/);
    assert.match(text, /ties of the same agents: mean r = 1 .*; p < 0\.05 in 2 of 2 runs/);
    assert.match(text, /assortativity by camp/);
    assert.equal(found.sameAgents!.regression!.runs[0], null, 'a perfect fit has no t');
    assert.match(text, /All \d+ figures of the network match\./);
  });

  it('match agents by a field and an attribute, and say where that is not possible', async () => {
    const run = await momentOf(TIES.map(([a, b]) => `${a} - ${b}`));
    const others = empirical([...'stuvwxyz']);
    assert.equal(compare(others, [run]).sameAgents, null, 'nobody has these names');
    assert.ok(compare(others, [run]).notes.some((note) => note.includes('are not the people')));
    const by = compare(others, [run], { by: { of: 'me.rank', column: 'years' } });
    const other = await momentOf([...RING, ['hal', 'ben']].map(([a, b]) => `${a} - ${b}`));
    const camp = { id: 'camp', of: 'me.side', column: 'faction', words: new Map(), cuts: [] };
    const grouped = compare(empirical(), [other], { groups: [camp] });
    const [ties, same] = grouped.sameAgents!.regression!.runs[0]!;
    assert.ok(ties!.weight > 0.5 && ties!.p < 0.05, 'the ring is in both');
    assert.ok(Math.abs(same!.weight) < 0.2);
    assert.match(comparisonText(grouped), /together with groups, ties of the file: mean b = 0\.\d+; p < 0\.05 in 1 of 1 runs/);
    assert.ok(Math.abs(by.sameAgents!.mean! - 1) < 1e-12);
    assert.throws(() => compare(others, [run], { by: { of: 'me.side', column: 'years' } }), /do not name the same people/);
    assert.throws(() => compare(others, [run], { by: { of: 'me.rank', column: 'year' } }), /no attribute `year`/);
  });

  it('name what differs, and keep quiet about counts of networks of other sizes', async () => {
    const run = await momentOf(RING.map(([a, b]) => `${a} > ${b}`));
    const found = compare({ ...empirical(), directed: true }, [run, run]);
    const reciprocity = found.compared.figures.find(({ id }) => id === 'reciprocity')!;
    assert.deepEqual([reciprocity.empirical, reciprocity.runs!.mean], [0, 0]);
    assert.match(comparisonText(found), /ties: 11 in the empirical network, 8 in runs/);
    const smaller = {
      ...empirical(),
      ids: IDS.slice(0, 6),
      ties: [
        [0, 1],
        [1, 2],
        [2, 0],
        [3, 4],
        [4, 5],
      ] as const,
      attributes: new Map(),
    };
    const other = comparisonText(compare(smaller, [run, run]));
    assert.doesNotMatch(other, /ties: 5 in the empirical/);
    assert.match(other, /different numbers of agents.*z, which grows with the number of agents.*compare differences/);
  });

  it('say in how many runs a figure has no value', async () => {
    const [same, none] = [await momentOf(TIES.map(([a, b]) => `${a} - ${b}`)), await momentOf(['ada > ben 0'])];
    const text = comparisonText(compare(empirical(), [same, same, none]));
    assert.match(text, /^no value in 1 of 3 runs, which are left out: transitivity, degree assortativity, modularity$/m);
    assert.match(text, /^no correlation of ties in 1 of 3 runs, which are left out$/m);
    assert.match(text, /ties of the same agents: mean r = 1 .*p < 0\.05 in 2 of 2 runs/);
    assert.doesNotMatch(comparisonText(compare(empirical(), [same, same])), /left out/);
  });

  it('fit a random graph model to the network and to the runs', async () => {
    const run = await momentOf(TIES.map(([a, b]) => `${a} - ${b}`));
    const found = compare(empirical(), [run, run], { terms: ['edges', 'triangle'] }).model!;
    assert.deepEqual([found.terms, found.fitted], [['edges', 'triangle'], 2]);
    for (const [i, { weight }] of found.fit!.terms.entries()) assert.ok(Math.abs(weight - found.runs[i]!.mean) < 1e-9);
    assert.throws(() => compare(empirical(), [run], { terms: ['mutual'] }), /needs ties with a direction/);
  });

  it('are in the row people of a card, from the ties that runs keep', async () => {
    const source = study('').replace(
      'scenarios:\n  meet: {',
      `scenarios:
  meet: { expect: { ends: { that: round == 3, in: 2 of 2 seeds } }, compare_with: { club: { network: ./club.csv, ties: friendship }, lost: { network: ./lost.csv } },`,
    );
    const text = 'from,to\nada,ben\nben,ada\nben,cem\ncem,ben\n';
    const language = {
      ...opened(source),
      data: (path: string) =>
        Promise.resolve(
          path === './club.csv'
            ? ({ ok: true, text, uri: 'file:///study/club.csv' } as const)
            : ({ ok: false, reason: 'missing', message: 'There is no file `./lost.csv`.' } as const),
        ),
    } as LanguageService;
    const all = await claimsIn(language, MAIN);
    const known = new Map<string, ExperimentRun>();
    const host = {
      ...{ language, token: neverCancelled, now: () => 0, known: () => known },
      play: (plan: Plan) => playedPlan(plan, known),
    };
    const { cards } = await verifyClaims({ uri: MAIN, claims: all, all, models: [], runs: 2, kinds: ['written'] }, host);
    const { state, lines } = cards[0]!.rows.find(({ row }) => row === 'people')!;
    assert.equal(state, 'filled');
    assert.match(lines[0]!, /There is no file `\.\/lost\.csv`/);
    assert.match(lines[1]!, /^network club, friendship of 2 runs: All \d+ figures of the network match\.$/);
    assert.match(lines.at(-1)!, /ties of the same agents: (mean )?r = |no correlation/);
    const kept = [...known.values()].flatMap(({ answers }) => answers ?? []);
    assert.equal(kept.length, 2);
    assert.deepEqual(kept[0]!.values['club.ids'], ['ada', 'ben', 'cem']);
  });

  it('are refused with a reason', async () => {
    const run = await momentOf(['ada - ben']);
    const group = { id: 'g', of: 'me.side', column: 'faction', words: new Map(), cuts: [] };
    assert.throws(() => compare(empirical(), [run], { ties: 'trus' }), /trust/);
    assert.throws(() => compare(empirical(), [run], { groups: [{ ...group, column: 'clubs' }] }), /attribute.*clubs/);
    assert.throws(() => compare(empirical(), [run], { groups: [{ ...group, of: 'me.list' }] }), /no single value for each agent/);
    assert.throws(() => compare(empirical(), [run], { groups: [{ ...group, of: 'me.(' }] }), /me\.\(/);
    assert.throws(() => compare(empirical(), [run], { groups: [{ ...group, cuts: [2] }] }), /divide numbers/);
    assert.throws(() => compare(empirical(), [run], { directed: true }), /no direction/);
  });
});
