/** The rows of a card as text: its figures with their uncertainty, why a row is empty, and what to do about it. */
import { WANTED_POWER } from '../../analysis/statistics/power.js';
import type { Interval } from '../../analysis/statistics/resampling.js';
import { figureText, grouped } from '../../core/util/textPosition.js';
import type { CardFigures, CardRow, Flips, RowName, SideRowName, SideRows, UnderCondition } from './card.js';
import type { Claim, ComparisonClaim } from './claim.js';
import { conditionWords, type ConditionKind } from './conditions.js';
import { isShare } from './figures.js';
import { chanceWords, rangeWords } from './rowWords.js';
import { spreadLines } from './spread.js';
import { withoutWords } from '../experiments/results/missingValues.js';
import type { Unpaid } from './unplayedConditions.js';
import { isChanged } from './verdict.js';

interface RowInput {
  readonly claim: Claim;
  readonly figures: CardFigures;
  readonly unpaid: Unpaid;
  /** Fields of personas that cannot be left out, with the reason. */
  readonly kept: readonly string[];
  readonly beside: SideRows;
  /** Runs of one condition: arms times seeds. */
  readonly each: number;
}

export function rowsOf(input: RowInput): readonly CardRow[] {
  const { figures, each } = input;
  const rest = input.figures.written === null ? 'unpaid' : 'absent';
  const filled = (row: RowName, lines: readonly string[], todo: string | null = null, runs = 0): CardRow => ({
    ...{ row, lines, todo, runs },
    state: lines.length > 0 ? 'filled' : rest,
  });
  return [
    filled('effect', effectLines(input), null, each),
    chanceRow(input, filled),
    nullRow(input),
    powerRow(input, filled),
    equivalenceRow(input, filled),
    wordingRow(input),
    modelRow(input),
    partsRow(input),
    ...BESIDE.map((row) => sideRow(row, input.beside)),
    filled('cost', [...costLines(figures), ...spreadLines(figures.allocation)]),
  ];
}

type Filled = (row: RowName, lines: readonly string[], todo?: string | null, runs?: number) => CardRow;

/** For example `mean margin 0.31 [0.28, 0.34], holds in 9 of 10 seeds; no value in 2 of 12 runs`. */
function effectWords(claim: Claim, one: UnderCondition): string {
  const without = withoutWords(one.values);
  return `${valueWords(claim, one)}${without === '' || one.effect === null ? '' : `; ${without}`}`;
}

function valueWords(claim: Claim, { effect, interval, n, held }: UnderCondition): string {
  if (effect === null) return 'no value';
  const seeds = `${n} ${n === 1 ? 'seed' : 'seeds'}`;
  if (claim.kind === 'comparison') return `difference ${figureText(effect)}${rangeWords(interval)}, ${seeds}`;
  return isShare(claim)
    ? `holds in ${held} of ${seeds}`
    : `mean margin ${figureText(effect)}${rangeWords(interval)}, holds in ${held} of ${seeds}`;
}

const effectLines = ({ claim, figures: { written } }: RowInput): readonly string[] => (written ? [effectWords(claim, written)] : []);

function chanceRow({ claim, figures }: RowInput, filled: Filled): CardRow {
  const { p, corrected, claims, written } = figures;
  if (!written) return filled('chance', []);
  if (p === null || corrected === null) {
    const why = written.n < 2 ? 'No test: one seed shows nothing about chance.' : 'No test: every seed gives the same value.';
    const todo = written.n < 2 ? MORE_SEEDS : null;
    return { ...filled('chance', [why], todo), state: 'absent' };
  }
  const sides = claim.kind === 'comparison' ? `two-sided, ${testWords(claim)}` : marginTest(claim, written);
  const times = claims > 1 ? `; ${chanceWords(corrected)} corrected for the ${claims} claims of the file (Holm)` : '';
  // Even if every seed holds, p of so few is not below the level.
  const isFew = claim.kind === 'expectation' && 2 ** -written.n * claims >= figures.level;
  return filled('chance', [`${chanceWords(p)} (${sides})${times}`, ...lookLines(figures)], isFew ? MORE_SEEDS : null);
}

/** Of a study that stops early because its effect was large. */
const EARLY = 'Where seeds end early, the effect is too large on average. The interval is one for all looks together.';

const MORE_SEEDS = 'Play more seeds, as in `in: 20 seeds, p < 0.05`.';

function marginTest(claim: Claim, { isOfTwoValues }: UnderCondition): string {
  if (isShare(claim)) return 'one-sided, exact binomial test against one half';
  return isOfTwoValues ? 'one-sided, exact binomial test' : 'one-sided, random signs of the seeds';
}

const TEST_WORDS: { readonly [T in ComparisonClaim['test']]: string } = {
  permutation: 'permutation test',
  t: 't test',
  mann_whitney: 'Mann–Whitney test',
  kolmogorov_smirnov: 'Kolmogorov–Smirnov test',
  bootstrap: 'bootstrap interval',
};

const testWords = ({ test, paired }: ComparisonClaim): string => `${TEST_WORDS[test]} ${paired ? 'of pairs of seeds' : 'without pairs'}`;

function lookLines({ look }: CardFigures): readonly string[] {
  if (!look) return [];
  const { index, of, seeds, allSeeds, level } = look;
  const ended = seeds < allSeeds ? `no more seeds were needed after ${seeds} of ${allSeeds}` : `all ${allSeeds} seeds were played`;
  return [
    `Look ${index} of ${of}: ${ended}; the level at this look is ${figureText(level)} (O'Brien–Fleming spending).`,
    ...(seeds < allSeeds ? [EARLY] : []),
  ];
}

function nullRow(input: RowInput): CardRow {
  const { figures } = input;
  const same = figures.nulls.filter(({ against, effect }) => against?.size === 'same' && effect !== null);
  const row = conditionsRow(input, 'null', ['null'], figures.nulls, 'No null run was played.');
  return row.state === 'filled' && !input.unpaid.has('null') && same.length === figures.nulls.length
    ? { ...row, lines: [...row.lines, 'Every null run gives the same: no choice of an agent matters for this claim.'] }
    : row;
}

function powerRow({ claim, figures }: RowInput, filled: Filled): CardRow {
  const { power, seedsNeeded, written, powerLevel, claims, isOfShares } = figures;
  if (!written) return filled('power', []);
  if (isShare(claim)) return { ...filled('power', [NO_MEANS]), state: 'absent' };
  if (claim.matters === null) return { ...filled('power', ['The file does not say which effect matters.'], MATTERS), state: 'absent' };
  if (power === null) return { ...filled('power', ['No test of means, so no power.']), state: 'absent' };
  const isPaired = claim.kind === 'comparison' && claim.paired;
  const test = isOfShares ? (isPaired ? "McNemar's test" : 'test of two shares') : 't test';
  const strict = claims > 1 ? `, the strictest correction for ${claims} claims` : '';
  const found = `${Math.round(power * 100)} % to find ${figureText(claim.matters)} with ${written.n} seeds (${test} at ${figureText(powerLevel)}${strict})`;
  const needed = seedsNeeded === null ? '' : `; ${grouped(seedsNeeded)} seeds reach ${WANTED_POWER * 100} %`;
  return filled(
    'power',
    [`${found}${needed}`],
    power >= WANTED_POWER || seedsNeeded === null ? null : `Play ${grouped(seedsNeeded)} seeds.`,
  );
}

const NO_MEANS = 'It does not compare two numbers by < or >, so it has no mean to test.';
const MATTERS = 'Write the smallest effect that matters to you as `matters:`.';

function equivalenceRow({ claim, figures }: RowInput, filled: Filled): CardRow {
  const { equivalence, level, written } = figures;
  if (!written) return filled('equivalence', []);
  if (isShare(claim)) return { ...filled('equivalence', [NO_MEANS]), state: 'absent' };
  if (claim.matters === null)
    return { ...filled('equivalence', ['The file does not say which effect matters.'], MATTERS), state: 'absent' };
  if (!equivalence) return { ...filled('equivalence', ['No test of equivalence: nothing varies, or an arm does not.']), state: 'absent' };
  const { p, corrected, claims, interval } = equivalence;
  const test = interval ? 'two one-sided tests' : 'two one-sided exact tests of shares';
  const around = interval ? `, ${Math.round((1 - 2 * level) * 100)} % interval${rangeWords(interval)}` : '';
  const within = corrected < level ? 'within' : 'not shown to be within';
  const times = claims > 1 ? `; ${chanceWords(corrected)} corrected for the ${claims} claims of the file with \`matters\` (Holm)` : '';
  return filled('equivalence', [`${within} ±${figureText(claim.matters)}: ${chanceWords(p)} (${test})${times}${around}`]);
}

/** A row with one line for each condition of a kind. */
function conditionsRow(
  { claim, figures, unpaid: all, each }: RowInput,
  row: RowName,
  kinds: readonly ConditionKind[],
  under: readonly UnderCondition[],
  none: string,
): CardRow {
  const missing = togetherOf(kinds.flatMap((kind) => all.get(kind) ?? []));
  const lines = under.map((one) => conditionLine(claim, one));
  const left = missing ? [`Not played: ${missing.conditions.join(', ')} (${grouped(missing.runs)} runs).`] : [];
  const more = missing ? moreWords(missing.runs) : null;
  if (lines.length === 0 && !missing) return { row, state: 'absent', lines: [], todo: none, runs: 0 };
  const flips = row === 'wording' ? figures.flips.wording : row === 'model' ? figures.flips.model : null;
  const curve = flips ? [...changeLines(under, figures), ...flipLines(flips, row), ...curveLines(figures)] : [];
  return {
    ...{ row, lines: [...lines, ...(lines.length > 0 ? curve : []), ...left], todo: more },
    state: lines.length > 0 ? 'filled' : 'unpaid',
    runs: each * (lines.length + (missing?.conditions.length ?? 0)),
  };
}

const moreWords = (runs: number): string => `Play it with ${runs} more runs: --runs sets how many.`;

const BESIDE: readonly SideRowName[] = ['leading', 'awareness', 'variety', 'people'];

const sideRow = (row: SideRowName, beside: SideRows): CardRow => ({
  row,
  ...(beside[row] ?? { state: 'absent', lines: [], todo: null, runs: 0 }),
});

/** Wordings of the file, perturbations, and what their combinations add to the curve. */
function wordingRow(input: RowInput): CardRow {
  const { wordings, perturbations } = input.figures;
  const under = [...wordings, ...perturbations];
  const row = conditionsRow(input, 'wording', ['wording', 'perturbation'], under, PARAPHRASES);
  const shown = row.state === 'filled' && row.todo === null && wordings.length === 0 ? { ...row, todo: PARAPHRASES } : row;
  return withCombinations(shown, input);
}

const combinations = (n: number): string => (n === 1 ? 'combination' : 'combinations');

/** Combinations are counted, not listed: there can be many. */
function withCombinations(row: CardRow, { figures, unpaid, each }: RowInput): CardRow {
  const { of, sign, verdict, lost } = figures.flips.combination;
  const left = unpaid.get('combination');
  const all = of + lost + (left?.conditions.length ?? 0);
  if (all === 0) return row;
  const before = togetherOf((['wording', 'perturbation'] as const).flatMap((kind) => unpaid.get(kind) ?? []))?.runs ?? 0;
  return {
    ...row,
    lines: [
      ...row.lines,
      ...(of > 0 ? [`Of ${of} ${combinations(of)} of changes, ${sign} turn the sign and ${verdict} whether the claim is supported.`] : []),
      ...(lost > 0 ? [`The curve leaves out ${lost} ${combinations(lost)} of which runs did not end.`] : []),
      ...(left ? [`Not played: ${left.conditions.length} of ${all} ${combinations(all)} (${grouped(left.runs)} runs).`] : []),
    ],
    todo: left ? moreWords(before + left.runs) : row.todo,
    runs: row.runs + each * all,
  };
}

const PARAPHRASES = 'Write paraphrases under `wordings:` of a set of prompts.';

/** Models of `--models`, and whether the model of the file drifts while it is asked. */
function modelRow(input: RowInput): CardRow {
  const { models, drift, level } = input.figures;
  const row = conditionsRow(input, 'model', ['model'], models, 'Name models of the file with --models A,B.');
  if (!drift) return row;
  const { correlation, p, seeds, of } = drift;
  const left = seeds < of ? `, in the ${seeds} of ${of} seeds with a value` : '';
  const found = p < level ? 'The effect drifts' : 'No drift of the effect was found';
  const line = `${found} from the first run to the last: correlation with the order of play ${figureText(correlation)}, ${chanceWords(p)}${left}.`;
  return { ...row, state: 'filled', lines: [...row.lines, line] };
}

function partsRow(input: RowInput): CardRow {
  const row = conditionsRow(input, 'parts', ['part', 'persona'], input.figures.parts, 'The scenario has no part that can be left out.');
  return { ...row, lines: [...row.lines, ...input.kept] };
}

type Missing = { readonly conditions: readonly string[]; readonly runs: number };

const togetherOf = (all: readonly Missing[]): Missing | null =>
  all.length === 0 ? null : { conditions: all.flatMap(({ conditions }) => conditions), runs: all.reduce((sum, { runs }) => sum + runs, 0) };

/** Whether any condition changes the result, as one test of the row. */
function changeLines(under: readonly UnderCondition[], { level }: CardFigures): readonly string[] {
  const tested = under.filter((one) => one.against !== null && one.against.corrected !== null);
  if (tested.length === 0) return [];
  const changed = tested.filter((one) => isChanged(one, level));
  const times = tested.length > 1 ? `, corrected for ${tested.length} conditions (Holm)` : '';
  if (changed.length === 0) return [`No change of the result was found (level ${level}${times}).`];
  return [
    `Changed by ${changed.map((one) => `${conditionWords(one.condition)} (${chanceWords(one.against!.corrected!)})`).join(', ')}${times}.`,
  ];
}

function flipLines({ of, sign, verdict }: Flips, row: RowName): readonly string[] {
  if (of === 0) return [];
  const share = (n: number): string => `${n} of ${of} (${Math.round((100 * n) / of)} %)`;
  const other = row === 'wording' ? 'other wordings' : 'other models';
  return [`Of the ${other}, ${share(sign)} turn the sign and ${share(verdict)} whether the claim is supported.`];
}

function conditionLine(claim: Claim, one: UnderCondition): string {
  const { against, isSupported } = one;
  const less = against === null || isShare(claim) ? '' : `; ${againstWords(against)}`;
  if (one.lost > 0)
    return `${conditionWords(one.condition)}: ${grouped(one.lost)} ${one.lost === 1 ? 'run' : 'runs'} did not end, so it shows nothing`;
  return `${conditionWords(one.condition)}: ${effectWords(claim, one)}; ${isSupported ? 'supported' : 'not supported'}${less}${commonWords(one)}`;
}

/** In how many seeds a condition is compared, where some have no value. */
const commonWords = ({ against, values }: UnderCondition): string =>
  against && withoutWords(values) !== '' ? ` (in the ${against.seeds} seeds with a value in both)` : '';

function againstWords({ difference, interval, p, corrected, size }: NonNullable<UnderCondition['against']>): string {
  if (size === 'same') return 'the same as written';
  const after = p === null || corrected === null || corrected === p ? '' : ` (corrected ${chanceWords(corrected).replace('p = ', '')})`;
  const chance = p === null ? '' : `, ${chanceWords(p)}${after}`;
  if (difference === 0) return `no difference in the mean${rangeWords(interval)}${chance}`;
  const by = `${figureText(Math.abs(difference))}${rangeWords(difference > 0 ? interval : negated(interval))}`;
  return `as written ${difference > 0 ? 'larger' : 'smaller'} by ${by}${chance}`;
}

const negated = (one: Interval | null): Interval | null => one && { low: -one.high, high: -one.low };

function curveLines({ curve, flips }: CardFigures): readonly string[] {
  if (!curve) return [];
  const them = flips.combination.of > 0 ? 'those with one change or none' : 'them';
  const { median, same, clear, of, p, over, seeds, allSeeds } = curve;
  const left = seeds < allSeeds ? `, in the ${seeds} of ${allSeeds} seeds with a value in all of them` : '';
  return [
    `Over ${of} specifications${left} the median is ${figureText(median)}, ${same} ${same === 1 ? 'has' : 'have'} its sign, ${clear} ${clear === 1 ? 'excludes' : 'exclude'} 0; by chance: median ${chanceWords(p.median)}, as many that exclude 0 ${chanceWords(p.clear)}.`,
    ...(over ? [`Mean over ${them} ${figureText(over.mean)}${rangeWords(over.interval)}, clustered by seed and by specification.`] : []),
  ];
}

/** What more runs would buy. */
function costLines({ cost: { runs, known, calls, tokens, money, seconds } }: CardFigures): readonly string[] {
  const before = known > 0 ? `, ${grouped(known)} of them played before` : '';
  const asked =
    calls === 0
      ? 'no language model was asked'
      : `${grouped(calls)} calls, ${grouped(tokens)} tokens${money === null ? '' : `, ${figureText(money)} USD`}`;
  return [`${grouped(runs)} runs${before}; ${asked}; ${figureText(Math.round(seconds * 10) / 10)} s`];
}
