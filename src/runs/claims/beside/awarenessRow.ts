/**
 * The row that says whether agents recognise the study. After a run, outside of it, agents are asked what is being studied. An answer
 * recognises the study if it has a word of the claim, in any of its forms, or matches a pattern, or if a judge says so.
 */
import { binomialAbove } from '../../../analysis/evidence/binomial.js';
import { cohenKappa } from '../../../analysis/statistics/raters.js';
import { figureText } from '../../../core/util/textPosition.js';
import { claimWordIn, claimWords } from '../../../language/api.js';
import type { RowContent } from '../card.js';
import { authoredTexts, type Claim } from '../claim.js';
import { chanceWords } from '../rowWords.js';

/** Answers of the agents of one run; null is no answer. */
export interface Interviewed {
  readonly seed: number;
  readonly answers: readonly {
    readonly agent: string;
    readonly text: string | null;
    /** Whether the judge says that it recognises the study; null if the judge gave no valid answer. Absent without a judge. */
    readonly judged?: boolean | null;
  }[];
}

/** The judge of the answers of a study. */
export interface StudyJudge {
  /** Name in the file's `models:`, and the name that its server uses. */
  readonly mind: string;
  readonly model: string;
  /** What it is asked about each answer. */
  readonly ask: string;
  /** Whether the file has the question. */
  readonly isOwn: boolean;
}

/** Runs that may be recognised by a lucky guess. */
const BY_GUESS = 0.1;

interface Awareness {
  /** Answers, and those that recognise the study. */
  readonly answers: number;
  readonly aware: number;
  /** Agents that were asked and did not answer, and answers that the judge did not judge. */
  readonly silent: number;
  readonly unjudged: number;
  /** Runs, and those in which at least half of the agents recognise it. */
  readonly runs: number;
  readonly awareRuns: number;
  /** The chance of so many such runs or more if one in ten is a lucky guess; one-sided. */
  readonly p: number;
}

/** Whether an answer recognises the study; null where that is not known. */
type Recogniser = (text: string, judged: boolean | null) => boolean | null;

/** `recognises` says it of one answer. The unit of the test is the run: agents of one run hear each other. Null without answers. */
export function awarenessOf(runs: readonly Interviewed[], recognises: Recogniser): Awareness | null {
  let unjudged = 0;
  const each = runs.flatMap(({ answers }) => {
    const said = answers.flatMap(({ text, judged = null }) => (text === null ? [] : [recognises(text, judged)]));
    const known = said.filter((one) => one !== null);
    unjudged += said.length - known.length;
    return known.length === 0 ? [] : [{ answers: known.length, aware: known.filter(Boolean).length }];
  });
  if (each.length === 0) return null;
  const total = (of: (one: { answers: number; aware: number }) => number): number => each.reduce((sum, one) => sum + of(one), 0);
  const awareRuns = each.filter(({ answers, aware }) => aware * 2 >= answers).length;
  return {
    silent: runs.reduce((sum, { answers }) => sum + answers.filter(({ text }) => text === null).length, 0),
    unjudged,
    ...{ answers: total(({ answers }) => answers), aware: total(({ aware }) => aware) },
    ...{ runs: each.length, awareRuns, p: binomialAbove(awareRuns, each.length, BY_GUESS) },
  };
}

/** By the words of a claim. `ids`: ids of agents. `language`: that of the society. */
export function recogniser(claim: Pick<Claim, 'says' | 'id'>, ids: ReadonlySet<string>, language = 'en'): (text: string) => boolean {
  const words = claimWords(authoredTexts(claim), ids, language);
  return (text) => claimWordIn(text, words, language) !== null;
}

/** `how`: what an answer does that recognises the study, as text. `by`: who says so; no one where it follows from the words. */
export function awarenessRow(found: Awareness, how = 'name what is studied', by: readonly string[] = []): RowContent {
  const { answers, aware, silent, unjudged, runs, awareRuns, p } = found;
  const gone = [...(silent > 0 ? [`${silent} gave no answer`] : []), ...(unjudged > 0 ? [`${unjudged} not judged`] : [])];
  const share = `${aware} of ${answers} answers ${how} (${[`${Math.round((100 * aware) / answers)} %`, ...gone, ...by].join('; ')})`;
  const isAware = p < 0.05;
  return {
    state: 'filled',
    lines: [`${share}; in ${awareRuns} of ${runs} runs at least half of them do: ${chanceWords(p)} if one run in ten is a lucky guess.`],
    todo: isAware ? 'Agents may act as the study expects. Leave out what names it, and compare.' : null,
    ...{ runs, p },
  };
}

/**
 * The row by a judge. It says how far the judge agrees with the pattern of the file, or with words of the claim (`others`): who codes
 * decides what is found. A judge that answered nothing leaves the row unpaid.
 */
export function judgedRow(
  runs: readonly Interviewed[],
  { mind, model, ask, isOwn }: StudyJudge,
  recognises: (text: string) => boolean,
  others: string,
): RowContent {
  const found = awarenessOf(runs, (_, judged) => judged);
  const name = mind === model ? `\`${mind}\`` : `\`${mind}\`, ${model}`;
  if (!found)
    return {
      state: 'unpaid',
      lines: [],
      todo: 'The judge gave no valid answer. Look at its model, and ask it again with --interviews N.',
      runs: 0,
    };
  const pairs = runs.flatMap(({ answers }) =>
    answers.flatMap(({ text, judged = null }) => (text === null || judged === null ? [] : [[judged, recognises(text)] as const])),
  );
  const same = pairs.filter(([one, other]) => one === other).length;
  const kappa = cohenKappa(pairs);
  const chance = kappa === null ? '' : ` (kappa ${figureText(kappa)})`;
  const row = awarenessRow(found, 'recognise the study', [`judge ${name}`]);
  return {
    ...row,
    lines: [
      ...row.lines,
      `Judge and ${others} agree in ${same} of ${pairs.length} answers${chance}.`,
      isOwn ? `The judge was asked: “${ask}”` : 'The judge was told the claims of the study.',
    ],
  };
}
