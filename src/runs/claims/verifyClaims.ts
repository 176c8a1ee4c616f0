/** Fills the cards of claims: plays the runs of each condition, cheapest first, within a number of runs that is given before. */
import { groupedFor, plural, t } from '../../core/util/l10n.js';
import type { CancellationToken } from '../../core/util/lifecycle.js';
import type { Perturbation } from '../../engine/index.js';
import type { Diagnostic, LanguageService, Resolved, Seeds } from '../../language/api.js';
import { readsProse } from '../setup/minds.js';
import { type Plan, planDesign } from '../experiments/design/experimentPlan.js';
import type { ExperimentRun, Played } from '../experiments/design/runRecord.js';
import { lookLevels } from '../../analysis/statistics/groupSequential.js';
import { type TestForm, TWO_SIDED } from '../../analysis/statistics/power.js';
import { corrected } from '../../analysis/statistics/twoSampleTests.js';
import type { ClaimCard, PlayedLook } from './card.js';
import type { Claim } from './claim.js';
import { type ClaimGroup, groupsOf } from './claimGroups.js';
import { type Budget, cheapestFirst, examine, type GroupResult, NO_COST, playedWithin, recorded, restOf } from './conditionPlay.js';
import { AS_WRITTEN, armUnder, type Condition, type ConditionKind } from './conditions.js';
import { comparisonEstimate, type Estimate, expectationEstimate } from './estimate.js';
import { canBeEquivalent, correctedAll, equivalenceOf, figuresOf, formOf, isSettled } from './figures.js';
import type { Interviews, InterviewStudy } from './beside/studyInterviews.js';
import { NO_TABLE } from './beside/peopleRow.js';
import { rowsOf } from './rows.js';
import { sideRowsOf } from './beside/sideRows.js';
import { ALL_PLAYED } from './unplayedConditions.js';
import { verdictOf } from './verdict.js';

export interface VerifyRequest {
  readonly uri: string;
  /** The claims to examine, and all claims of the file, for the correction of p. */
  readonly claims: readonly Claim[];
  readonly all: readonly Claim[];
  /** p of claims that were examined apart, with other seeds; null where a claim has no test. They are among all claims of the file. */
  readonly apart?: readonly (number | null)[] | undefined;
  /** Replace the seeds of the file. */
  readonly seeds?: Seeds | undefined;
  /** Changes of every question that should not matter; all that can change something without it. */
  readonly perturb?: readonly Perturbation[] | undefined;
  /** The kinds of conditions to examine, besides as written; all of them where it is left out. */
  readonly kinds?: readonly ConditionKind[] | undefined;
  /** Models that each claim is repeated with. */
  readonly models: readonly string[];
  /** Whether wordings, perturbations and models are also played together, for the specification curve; last of all conditions. */
  readonly combinations?: boolean | undefined;
  /** How often the runs as written are looked at while they are played, to play no more seeds than needed; 1 plays all. */
  readonly looks?: number | undefined;
  /** The most runs to play; runs that were played before do not count. */
  readonly runs: number;
}

export interface VerifyHost {
  readonly language: LanguageService;
  readonly token: CancellationToken;
  /** Runs that were played before, by key. */
  readonly known: () => ReadonlyMap<string, ExperimentRun>;
  /** Plays the missing runs of a plan, and keeps them. */
  readonly play: (plan: Plan) => Promise<Played>;
  /** Asks agents of runs as written what is being studied, after their runs and outside of them; null where that is not allowed. */
  readonly interview?: (cells: readonly ExperimentRun[], study: InterviewStudy) => Promise<Interviews | null>;
  /** Called when the runs of a condition begin. */
  readonly told?: (words: string) => void;
  /** Called after each condition with the cards so far; what is not played yet is marked as in a card that is not paid for. */
  readonly shown?: (cards: readonly ClaimCard[]) => void;
  /** Milliseconds since any start. */
  readonly now: () => number;
}

export interface Verified {
  readonly cards: readonly ClaimCard[];
  /** The minds that spoke, as text. */
  readonly speakers: string;
  /** `paused`: the budget of a model is reached. */
  readonly state: 'ended' | 'paused' | 'stopped';
  /** Why it ended early, as text; null where all rows within the number of runs are filled. */
  readonly problem: string | null;
}

/** Rejects with a message where the file cannot be played. */
export async function verifyClaims(request: VerifyRequest, host: VerifyHost): Promise<Verified> {
  const resolved = await host.language.resolve(request.uri);
  const groups = await groupsOf(request, resolved, host.language);
  const runsOf = (of: (condition: Condition) => boolean): number =>
    groups.reduce(
      (sum, { group: { conditions, design } }) => sum + conditions.filter(of).length * design.arms.length * design.seeds.length,
      0,
    );
  const combined = runsOf(({ kind }) => kind === 'combination');
  const counts = [plural(request.claims.length, 'claim'), ...[runsOf(() => true), request.runs].map(groupedFor)];
  host.told?.(
    combined > 0
      ? t(
          '{0}: {1} runs for all rows, {3} of them for combinations, less those that were played before; at most {2} are played',
          ...[...counts, groupedFor(combined)],
        )
      : t('{0}: {1} runs for all rows, less those that were played before; at most {2} are played', ...counts),
  );
  const budget: Budget = { left: request.runs, paid: [], state: 'ended', problem: null };
  const hints = await host.language.diagnostics(request.uri);
  const going: GroupResult[] = [];
  for (const { group } of groups) going.push(await begun(group, resolved, budget, host, request));
  for (const [one, condition] of cheapestFirst(going)) {
    if (!(await examine(one, condition, resolved, budget, host))) continue;
    const shown = going.filter(({ played }) => played.length > 0);
    host.shown?.(
      cardsOf(
        request,
        shown.map((part) => ({ ...part, unplayed: restOf(part) })),
        hints,
        host.known(),
      ),
    );
  }
  return {
    cards: cardsOf(request, going, hints, host.known()),
    speakers: [...new Set(groups.map(({ spoken }) => spoken))].join('; '),
    state: budget.state,
    problem: budget.problem,
  };
}

/** The runs that claims need for all of their rows, and those of them that were not played before. */
export async function runsNeeded(
  request: Omit<VerifyRequest, 'runs' | 'looks'>,
  { language, known, breathe }: Pick<VerifyHost, 'language' | 'known'> & { readonly breathe?: () => Promise<void> | undefined },
): Promise<{ readonly all: number; readonly missing: number; readonly speakers: string }> {
  const resolved = await language.resolve(request.uri);
  const keys = new Set<string>();
  let all = 0;
  const groups = await groupsOf(request, resolved, language);
  for (const { group } of groups)
    for (const condition of group.conditions) {
      const arms = group.design.arms.map((arm) => armUnder(arm, condition, resolved.society));
      const { id, experiment } = group;
      const design = { id, experiment, design: { arms, seeds: group.design.seeds } };
      const plan = await planDesign(resolved, design, { language, known: known(), ...(breathe ? { breathe } : {}) });
      all += plan.jobs.length;
      for (const { key } of plan.missing) keys.add(key);
    }
  return { all, missing: keys.size, speakers: [...new Set(groups.map(({ spoken }) => spoken))].join('; ') };
}

/** A group before its conditions, with the seeds that its looks need. */
async function begun(
  whole: ClaimGroup,
  resolved: Resolved,
  budget: Budget,
  host: VerifyHost,
  { looks = 1, all }: Pick<VerifyRequest, 'looks' | 'all'>,
): Promise<GroupResult> {
  const start = host.now();
  const look = looks > 1 ? await lookedAt(whole, resolved, budget, host, looks, all.length) : null;
  const group = look ? { ...whole, design: { ...whole.design, seeds: whole.design.seeds.slice(0, look.seeds) } } : whole;
  const cost = { ...NO_COST, seconds: (host.now() - start) / 1000 };
  return { group, look, played: [], unplayed: ALL_PLAYED, cost, interviewed: null, isOver: false };
}

/**
 * Plays the runs as written in as many parts as there are looks, until every claim of the group is settled. The runs are then known, and
 * the conditions are examined with these seeds. Where the budget does not allow a part, the result of the look before it counts.
 */
async function lookedAt(
  group: ClaimGroup,
  resolved: Resolved,
  budget: Budget,
  host: VerifyHost,
  of: number,
  claims: number,
): Promise<PlayedLook> {
  const { seeds: planned, arms } = group.design;
  const ends = lookEnds(planned.length, of);
  let look: PlayedLook = { index: ends.length, of: ends.length, seeds: planned.length, allSeeds: planned.length };
  for (const [k, end] of ends.entries()) {
    const seeds = planned.slice(0, end);
    const design = { id: group.id, experiment: recorded(group), design: { arms, seeds } };
    const plan = await planDesign(resolved, design, { language: host.language, known: host.known(), paid: budget.paid });
    if (plan.missing.length > budget.left || host.token.isCancellationRequested) return look;
    if (plan.missing.length > 0)
      host.told?.(t('{0}, look {1} of {2}: {3} runs', group.id, k + 1, ends.length, groupedFor(plan.missing.length)));
    const played = await playedWithin(budget, plan, host);
    if (played.state !== 'ended') return look;
    look = { index: k + 1, of: ends.length, seeds: end, allSeeds: planned.length };
    const result = { group, played: [[AS_WRITTEN, { arms, played }] as const] };
    const isSettledHere = (claim: Claim): boolean =>
      estimatesOf(claim, result).every(([, estimate]) => isSettled(claim, estimate, levelAt(formOf(claim), look), claims));
    if (group.claims.every(isSettledHere)) return look;
  }
  return look;
}

/** Seeds at each look, in equal parts; fewer looks where there are fewer seeds. */
const lookEnds = (seeds: number, of: number): readonly number[] => [
  ...new Set(Array.from({ length: of }, (_, k) => Math.max(2, Math.ceil((seeds * (k + 1)) / of)))),
];

const levelAt = (form: TestForm, { index, of, allSeeds }: PlayedLook): number =>
  lookLevels(
    lookEnds(allSeeds, of).map((end) => end / allSeeds),
    form,
  )[index - 1]!;

/** p is corrected for all claims of the file; those that were not examined count as if their p was the largest. */
function cardsOf(
  { all, runs: most, apart = [] }: VerifyRequest,
  found: readonly GroupResult[],
  hints: readonly Diagnostic[],
  known: ReadonlyMap<string, ExperimentRun>,
): readonly ClaimCard[] {
  const each = found.flatMap((result) => result.group.claims.map((claim) => ({ claim, result, estimates: estimatesOf(claim, result) })));
  const written = each.map(({ estimates }) => estimates.find(([{ kind }]) => kind === 'written')?.[1]);
  const tested = written.filter((estimate) => estimate === undefined || estimate.p !== null).length;
  const unseen = all.length - each.length - apart.length;
  const others = apart.filter((p) => p !== null);
  const ps = correctedAll(written, unseen, others);
  const within = each.map(({ claim }, i) =>
    written[i] ? (equivalenceOf(claim, written[i])?.p ?? null) : canBeEquivalent(claim) ? 1 : null,
  );
  const isSeen = new Set(each.map(({ claim }) => claim.id));
  const unseenWithin = all.filter((claim) => canBeEquivalent(claim) && !isSeen.has(claim.id)).map(() => 1);
  const withins = corrected([...within, ...unseenWithin], 'holm');
  const equivalents = withins.filter((p) => p !== null).length;
  return each.map(({ claim, result, estimates }, i): ClaimCard => {
    const { group, unplayed, look, played, interviewed } = result;
    const { model, kept, recognises, judge } = group;
    const cellsOf = (kind: ConditionKind, id: string): readonly ExperimentRun[] =>
      played.find(([condition]) => condition.kind === kind && condition.id === id)?.[1].played.cells ?? [];
    const runs = { written: cellsOf('written', ''), isolated: cellsOf('null', 'isolated') };
    const order = readsProse(model) ? orderOf(runs.written, known) : null;
    const among = {
      corrected: ps[i] ?? null,
      claims: tested + others.length + unseen,
      equivalence: { corrected: withins[i] ?? null, claims: equivalents },
      look: look && { ...look, level: levelAt(formOf(claim), look), around: levelAt(TWO_SIDED, look) },
      order,
      budget: { runs: most, arms: group.design.arms.length },
    };
    const figures = figuresOf(claim, estimates, among, result.cost);
    const lost = estimates.reduce((sum, [{ kind }, estimate]) => sum + (isOfClaim(kind) ? estimate.lost : 0), 0);
    const each = group.design.arms.length * group.design.seeds.length;
    return {
      claim,
      verdict: verdictOf(claim, figures, lost, unplayed),
      rows: rowsOf({
        claim,
        figures,
        unpaid: unplayed.unpaid,
        each,
        kept,
        beside: {
          ...sideRowsOf({ claim, model, hints, ...runs, interviewed: interviewed?.runs ?? null, recognises, judge }),
          people: group.people?.row(claim, runs.written) ?? NO_TABLE,
        },
      }),
      figures,
    };
  });
}

/**
 * Whether the verdict depends on the runs of a condition. Null runs and parts only say what carries a claim that holds, and combinations only
 * add to the specification curve.
 */
const isOfClaim = (kind: ConditionKind): boolean => kind !== 'null' && kind !== 'part' && kind !== 'persona' && kind !== 'combination';

/** Seeds in the order in which their runs were played. */
function orderOf(cells: readonly ExperimentRun[], known: ReadonlyMap<string, ExperimentRun>): readonly number[] {
  const place = new Map([...known.keys()].map((key, i) => [key, i]));
  const last = new Map<number, number>();
  for (const { seed, key } of cells) last.set(seed, Math.max(last.get(seed) ?? 0, place.get(key) ?? 0));
  return [...last].sort(([, a], [, b]) => a - b).map(([seed]) => seed);
}

function estimatesOf(claim: Claim, { group, played }: Pick<GroupResult, 'group' | 'played'>): readonly (readonly [Condition, Estimate])[] {
  return played.map(([condition, { arms, played: result }]) => {
    const runs = { arms, seeds: result.seeds, cells: result.cells, lost: result.lost };
    const estimate =
      claim.kind === 'expectation'
        ? expectationEstimate(claim, runs)
        : comparisonEstimate(claim, group.experiment, group.design.arms, runs);
    return [condition, estimate] as const;
  });
}
