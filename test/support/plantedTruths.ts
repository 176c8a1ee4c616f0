/**
 * Minds with a known property, to test whether claim cards find it, and minds without any, to test how often cards find one that is not
 * there. Five agents choose between two sides three times. Everything between the file and the card is the program itself; only the
 * answers are planted.
 */
import { join } from 'node:path';
import { neverCancelled } from '../../src/core/util/lifecycle.js';
import { rng } from '../../src/core/random/rng.js';
import type { Json } from '../../src/core/util/json.js';
import type { Mind, Question } from '../../src/engine/index.js';
import { createLanguageService } from '../../src/language/index.js';
import { NOTHING } from '../../src/minds/index.js';
import { nodeTextFiles } from '../../src/node/ports.js';
import { claimsIn, verifyClaims } from '../../src/runs/claims/index.js';
import { answerVariety } from '../../src/analysis/index.js';
import { awarenessOf, awarenessRow, recogniser } from '../../src/runs/claims/beside/awarenessRow.js';
import type { CardFigures, ClaimCard, UnderCondition } from '../../src/runs/claims/card.js';
import type { ExpectationClaim } from '../../src/runs/claims/claim.js';
import { AS_WRITTEN, type Condition } from '../../src/runs/claims/conditions.js';
import { expectationEstimate } from '../../src/runs/claims/estimate.js';
import { correctedAll, figuresOf } from '../../src/runs/claims/figures.js';
import { varietyRow } from '../../src/runs/claims/beside/varietyRow.js';
import { heldMeasure, marginMeasure } from '../../src/runs/experiments/design/expectationMeasures.js';
import { isChanged } from '../../src/runs/claims/verdict.js';
import { type ExperimentRun, type Job, type Player, playExperiment } from '../../src/runs/experiments/index.js';
import { compileArm } from '../../src/runs/experiments/design/compileArm.js';
import type { JobResult, Material } from '../../src/runs/experiments/design/runRecord.js';
import { measuresWanted } from '../../src/runs/experiments/design/runRecord.js';
import { measured, playAlone } from '../../src/runs/experiments/play/localPlayer.js';
import { buildUnkeptRun } from '../../src/runs/live/runBuilder.js';

/** What a mind does besides choosing by chance. */
export const PLANTS = ['nothing', 'effect', 'wording', 'options', 'conformity', 'awareness', 'drift'] as const;

export type Plant = (typeof PLANTS)[number];

/** What a card can find. */
export type Found = { readonly [P in Exclude<Plant, 'nothing'>]: boolean };

const SEEDS = 12;
const URI = 'file:///study/planted.society';
const COMPARED_URI = 'file:///study/compared.society';

const TEXT = `society: 1
personas: { ada: { name: Ada }, ben: { name: Ben }, cem: { name: Cem }, dua: { name: Dua }, eli: { name: Eli } }
models: { planted: { kind: openai, base_url: "http://localhost:1/v1", name: planted } }
prompts:
  plain:
    frame: Answer as this person.
    wordings: { other: { frame: Reply as this person. } }
worlds:
  square:
    actions: { say: { kind: message, to: public, does: Say something. } }
    phases: { talk: { who: all, order: simultaneous, actions: [say] } }
scenarios:
  sides:
    model: planted
    world: square
    prompts: plain
    rounds: 3
    because: { profile: A test., comparison: A test. }
    surveys: { vote: { at: every 1, private: true, ask: { side: { text: Which side?, one_of: [north, south] } } } }
    measures: { northern: share(all.vote.side.map(x => x == "north")) }
    expect: { leads: { that: northern > 0.5, in: "${SEEDS} seeds, p < 0.05" } }
`;

/** The same society with two arms. Minds have their property only in the second. */
const COMPARED = `${TEXT.slice(0, TEXT.indexOf('    expect:'))}experiments:
  harbours:
    scenario: sides
    arms: { plain: {}, told: { premise: The harbour is in the north. } }
    seeds: 1..${SEEDS}
    compare: { northern: { measure: northern, against: plain } }
`;

/** As written, three null runs, one wording and three perturbations. The parts are left out. */
const RUNS = 8 * SEEDS;

const language = createLanguageService(nodeTextFiles(join(process.cwd(), 'library')));
language.set(URI, TEXT);

/** The card of one study of a mind with this property. Every study has draws of its own. */
export const plantedCard = (plant: Plant, study: number): Promise<ClaimCard> => cardOf(URI, plant, study, RUNS);

/** The card of a comparison of two arms. As written only: two arms of 12 runs. */
export async function plantedComparison(plant: Plant, study: number): Promise<ClaimCard> {
  language.set(COMPARED_URI, COMPARED);
  return cardOf(COMPARED_URI, plant, study, 2 * SEEDS);
}

async function cardOf(uri: string, plant: Plant, study: number, runs: number): Promise<ClaimCard> {
  const known = new Map<string, ExperimentRun>();
  const all = await claimsIn(language, uri);
  const { cards } = await verifyClaims(
    { uri, claims: all, all, models: [], runs },
    {
      ...{ language, token: neverCancelled, known: () => known, now: () => 0 },
      play: (plan) =>
        playExperiment(plan, {
          ...{ alone: player(plan.material, plant, study), asking: player(plan.material, plant, study) },
          ...{ token: neverCancelled, now: () => 0, keep: async (cell) => void known.set(cell.key, cell) },
        }),
      interview: async (cells) => ({
        runs: cells.map(({ seed }) => ({ seed, answers: [{ agent: 'ada', text: afterwards(plant, rng(study, 'interview', seed)) }] })),
        spent: NOTHING,
      }),
    },
  );
  return cards[0]!;
}

/** A lucky guess in one of ten runs. A mind that is aware says it in most of them. */
const afterwards = (plant: Plant, random: () => number): string =>
  random() < (plant === 'awareness' ? 0.7 : 0.1) ? 'They count who leads, and whether that is the northern side.' : 'I cannot tell.';

/** What a card says to have found, at its level of 5 %. */
export function foundIn({ figures, rows }: ClaimCard): Found {
  const pOf = (row: string): number | undefined => rows.find((one) => one.row === row)?.p;
  return foundBy(figures, { variety: pOf('variety'), awareness: pOf('awareness') });
}

function foundBy(
  figures: CardFigures,
  { variety = 1, awareness = 1 }: { variety: number | undefined; awareness: number | undefined },
): Found {
  const { level, drift } = figures;
  const isChangedBy = (one: UnderCondition | undefined): boolean => one !== undefined && isChanged(one, level);
  return {
    effect: figures.written?.isSupported ?? false,
    wording: figures.wordings.some(isChangedBy),
    options: figures.perturbations.some(isChangedBy),
    conformity: variety < level,
    awareness: awareness < level,
    drift: (drift?.p ?? 1) < level,
  };
}

const player = (material: Material, plant: Plant, study: number): Player => ({
  places: 1,
  play: (job) => played(material, job, plant, study),
  close: async () => undefined,
});

async function played(material: Material, job: Job, plant: Plant, study: number): Promise<JobResult> {
  const made = await compileArm(material, job);
  if (!made.ok) return made.refused;
  const { model } = made;
  if (model.nulls.has('random')) return playAlone(material, job, neverCancelled);
  const minds = new Map([['planted', plantedMind(job.arm.id === 'plain' ? 'nothing' : plant, study, job)]]);
  const live = buildUnkeptRun('planted', model, { minds, ledger: null, book: null, concurrency: 8 });
  if ((await live.run()) !== 'ended') return { kind: 'lost', problem: live.problem ?? '' };
  const { key, arm, seed } = job;
  return { kind: 'played', cell: { key, arm: arm.id, seed, ...measured(live, made, measuresWanted(material)) } };
}

/** Agents say the side that they chose last. By chance, both sides are as likely. */
function plantedMind(plant: Plant, study: number, { arm, seed }: Job): Mind {
  const chosen = new Map<string, string>();
  const answer = (question: Question): Json => {
    const { situation, purpose } = question;
    const agent = question.agent ?? '';
    if (purpose !== 'survey') return { action: 'say', text: chosen.get(agent) ?? 'hello' };
    const told = situation.seen.map(({ text }) => text);
    const isNorthFirst = situation.ask?.kind === 'survey' && situation.ask.items[0]?.words?.[0] === 'north';
    const isWritten = question.parts().some(({ text }) => text.includes('Answer as'));
    chosen.set(agent, choice(plant, { seed, told, isNorthFirst, isWritten }, rng(study, plant, arm.id, seed, agent, situation.round)));
    return { side: chosen.get(agent)! };
  };
  return { id: 'planted', kind: 'openai', model: 'planted', prose: true, ask: (question) => ({ value: answer(question) }) };
}

/** What a mind notices. */
interface Noticed {
  readonly seed: number;
  /** What the others say. */
  readonly told: readonly string[];
  readonly isNorthFirst: boolean;
  /** The prompt has the wording of the file. */
  readonly isWritten: boolean;
}

function choice(plant: Plant, noticed: Noticed, draw: () => number): string {
  const [north, follows] = [draw(), draw()];
  const times = (side: string): number => noticed.told.filter((text) => text === side).length;
  const more = times('north') - times('south');
  if (plant === 'conformity' && more !== 0 && follows < 0.7) return more > 0 ? 'north' : 'south';
  return north < northern(plant, noticed) ? 'north' : 'south';
}

/** The chance to choose north. */
function northern(plant: Plant, { seed, isNorthFirst, isWritten }: Noticed): number {
  switch (plant) {
    case 'effect':
      return 0.7;
    case 'wording':
      return isWritten ? 0.75 : 0.35;
    case 'options':
      return isNorthFirst ? 0.8 : 0.2;
    case 'drift':
      return 0.9 - (0.8 * (seed - 1)) / (SEEDS - 1);
    default:
      return 0.5;
  }
}

// The same minds without the engine between the answers and the card, so that a thousand studies take minutes.

const CLAIM: ExpectationClaim = {
  ...{ kind: 'expectation', id: 'sides.leads', says: 'northern > 0.5', scenario: 'sides', expectation: 'leads' },
  ...{ rule: { kind: 'test', of: SEEDS, level: 0.05 }, hasMargin: true, matters: null },
};

const CONDITIONS: readonly Condition[] = [
  AS_WRITTEN,
  { kind: 'null', id: 'isolated' },
  { kind: 'wording', id: 'other' },
  ...['options', 'names', 'spaces'].map((id): Condition => ({ kind: 'perturbation', id })),
];

const ALL_SEEDS = Array.from({ length: SEEDS }, (_, i) => i + 1);

/** What the card finds in one study, from answers alone. */
export function foundInAnswers(plant: Plant, study: number): Found {
  const cells = CONDITIONS.map((condition) => ALL_SEEDS.map((seed) => simulated(plant, study, condition, seed)));
  const estimates = CONDITIONS.map(
    (condition, c) => [condition, expectationEstimate(CLAIM, { arms: [], seeds: ALL_SEEDS, cells: cells[c]!, lost: [] })] as const,
  );
  const [p] = correctedAll([estimates[0]![1]]);
  const among = { corrected: p ?? null, claims: 1, look: null, order: ALL_SEEDS };
  const figures = figuresOf(CLAIM, estimates, among, { runs: 0, known: 0, calls: 0, tokens: 0, money: 0, seconds: 0 });
  const answers = ALL_SEEDS.map((seed) => ({
    seed,
    answers: [{ agent: 'ada', text: afterwards(plant, rng(study, plant, 'interview', seed)) }],
  }));
  const awareness = awarenessRow(awarenessOf(answers, recogniser(CLAIM, new Set()))!);
  const variety = varietyRow(cells[0]!, cells[1]!)!;
  return foundBy(figures, { variety: variety.p, awareness: awareness.p });
}

function simulated(plant: Plant, study: number, { kind, id }: Condition, seed: number): ExperimentRun {
  const draw = rng(study, plant, kind, id, seed);
  let sides: readonly string[] = [];
  const moments = Array.from({ length: 3 }, () => {
    const said = sides;
    const told = (agent: number): readonly string[] => (id === 'isolated' ? [] : said.filter((_, other) => other !== agent));
    const noticed = { seed, isNorthFirst: id !== 'options', isWritten: kind !== 'wording' };
    sides = Array.from({ length: 5 }, (_, agent) => choice(plant, { ...noticed, told: told(agent) }, draw));
    return new Map(sides.map((side, agent) => [String(agent), side]));
  });
  const margin = sides.filter((side) => side === 'north').length / sides.length - 0.5;
  const measures = { [heldMeasure('leads')]: [margin > 0 ? 1 : 0], [marginMeasure('leads')]: [margin] };
  return { key: '', arm: '', seed, measures, variety: answerVariety([moments])! };
}
