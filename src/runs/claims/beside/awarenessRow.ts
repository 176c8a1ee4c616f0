/**
 * The row that says whether agents recognise the study. After a run, outside of it, agents are asked what is being studied. An answer
 * recognises the study if it has a word of the claim, in any of its forms, or matches a pattern.
 */
import { binomialAbove } from '../../../analysis/evidence/binomial.js';
import { claimWordIn, claimWords } from '../../../language/api.js';
import type { RowContent } from '../card.js';
import { authoredTexts, type Claim } from '../claim.js';
import { chanceWords } from '../rowWords.js';

/** Answers of the agents of one run; null is no answer. */
export interface Interviewed {
  readonly seed: number;
  readonly answers: readonly { readonly agent: string; readonly text: string | null }[];
}

/** Runs that may be recognised by a lucky guess. */
const BY_GUESS = 0.1;

interface Awareness {
  /** Answers, and those that recognise the study. */
  readonly answers: number;
  readonly aware: number;
  /** Agents that were asked and did not answer. */
  readonly silent: number;
  /** Runs, and those in which at least half of the agents recognise it. */
  readonly runs: number;
  readonly awareRuns: number;
  /** The chance of so many such runs or more if one in ten is a lucky guess; one-sided. */
  readonly p: number;
}

/** `recognises` says it of one answer. The unit of the test is the run: agents of one run hear each other. Null without answers. */
export function awarenessOf(runs: readonly Interviewed[], recognises: (text: string) => boolean): Awareness | null {
  const each = runs.flatMap(({ answers }) => {
    const texts = answers.flatMap(({ text }) => text ?? []);
    return texts.length === 0 ? [] : [{ answers: texts.length, aware: texts.filter(recognises).length }];
  });
  if (each.length === 0) return null;
  const total = (of: (one: { answers: number; aware: number }) => number): number => each.reduce((sum, one) => sum + of(one), 0);
  const awareRuns = each.filter(({ answers, aware }) => aware * 2 >= answers).length;
  return {
    silent: runs.reduce((sum, { answers }) => sum + answers.filter(({ text }) => text === null).length, 0),
    ...{ answers: total(({ answers }) => answers), aware: total(({ aware }) => aware) },
    ...{ runs: each.length, awareRuns, p: binomialAbove(awareRuns, each.length, BY_GUESS) },
  };
}

/** By the words of a claim. `ids`: ids of agents. `language`: that of the society. */
export function recogniser(claim: Pick<Claim, 'says' | 'id'>, ids: ReadonlySet<string>, language = 'en'): (text: string) => boolean {
  const words = claimWords(authoredTexts(claim), ids, language);
  return (text) => claimWordIn(text, words, language) !== null;
}

/** `how`: what an answer does that recognises the study, as text. */
export function awarenessRow(found: Awareness, how = 'name what is studied'): RowContent {
  const { answers, aware, silent, runs, awareRuns, p } = found;
  const gone = silent > 0 ? `; ${silent} gave no answer` : '';
  const share = `${aware} of ${answers} answers ${how} (${Math.round((100 * aware) / answers)} %${gone})`;
  const isAware = p < 0.05;
  return {
    state: 'filled',
    lines: [`${share}; in ${awareRuns} of ${runs} runs at least half of them do: ${chanceWords(p)} if one run in ten is a lucky guess.`],
    todo: isAware ? 'Agents may act as the study expects. Leave out what names it, and compare.' : null,
    ...{ runs, p },
  };
}
