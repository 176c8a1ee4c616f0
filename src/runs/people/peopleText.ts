/** A comparison with people as text, line by line. */
import { marked, t, type Wording } from '../../core/util/l10n.js';
import { recordedFor, translated } from '../../core/util/recordedText.js';
import type { AnswerComparison } from '../../analysis/people/compareAnswers.js';
import type { Interval } from '../../analysis/statistics/resampling.js';
import { figureText, grouped } from '../../core/util/textPosition.js';
import { furthest } from './notes.js';
import type { ComparedAnswerResult, PeopleComparison, WindowComparison } from './peopleComparison.js';

/** What is true of each comparison, whatever it shows. */
export const PEOPLE_LIMITS = marked('Synthetic agents compared with people: similar answers do not show similar causes.');

/** The data, the runs, and for each answer one line; without groups, windows and pairs. For a reader, or in English for a card. */
export const shortLines = (one: PeopleComparison, t: Wording): readonly string[] => [
  dataLine(one, t),
  ...one.answers.map((answer) => `${answerName(answer, t)}: ${figures(answer, t).map(recordedFor(t)).join('; ')}`),
  ...structureLines(one, t).slice(0, 1),
  ...one.notes.map(recordedFor(t)),
];

/** All of it, with indented details, in the language of the reader. */
export function fullText(one: PeopleComparison): string {
  const lines = one.answers.flatMap((answer) => [
    `  ${answerName(answer, t)}`,
    ...[
      ...figures(answer, t).map(translated),
      ...shareLines(answer),
      ...matchedLines(answer),
      ...partLines(answer),
      ...windowLines(answer),
    ].map((line) => `    ${line}`),
  ]);
  return [
    dataLine(one, t),
    ...lines,
    ...structureLines(one, t).map((line) => `  ${line}`),
    ...one.notes.map((note) => `  ! ${translated(note)}`),
  ].join('\n');
}

export const answerName = ({ id, isHeldOut }: ComparedAnswerResult, t: Wording): string => (isHeldOut ? t('{0} (held out)', id) : id);

export function dataLine({ id, source, table, people, rows, allRows, runs, isWeighted }: PeopleComparison, t: Wording): string {
  const cited = source === null ? '' : `${source}, `;
  const used = rows === allRows ? t('{0} rows', grouped(rows)) : t('{0} of {1} rows', grouped(rows), grouped(allRows));
  const counted = people === rows ? used : t('{0} people in {1}', grouped(people), used);
  const played = runs === 1 ? t('{0} run', 1) : t('{0} runs', runs);
  return `${id}: ${cited}${table}, ${counted}${isWeighted ? t(', weighted') : ''}; ${played}`;
}

export const intervalText = (one: Interval | null): string => (one ? ` [${figureText(one.low)}, ${figureText(one.high)}]` : '');

/** The difference, the distances, and how far each side varies. */
function figures({ comparison, why }: ComparedAnswerResult, t: Wording): readonly string[] {
  if (!comparison) return [why ?? t('nothing to compare')];
  const { agents, people, difference, wasserstein, wassersteinInSd, jensenShannon } = comparison;
  const sdOf = (sd: number | null): string => (sd === null ? '–' : figureText(sd));
  const means =
    difference && agents.mean !== null && people.mean !== null
      ? [
          t(
            'agents {0} (sd {1}, n = {2}), people {3} (sd {4}, n = {5})',
            ...[figureText(agents.mean), sdOf(agents.sd), grouped(agents.n)],
            ...[figureText(people.mean), sdOf(people.sd), grouped(people.n)],
          ),
          `${t('difference of means')} ${figureText(difference.value)}${intervalText(difference.interval)}`,
        ]
      : [t('agents n = {0}, people n = {1}', grouped(agents.n), grouped(people.n))];
  const sd = wassersteinInSd === null ? '' : t(' ({0} sd of people)', figureText(wassersteinInSd));
  const far = wasserstein === null ? '' : `Wasserstein ${figureText(wasserstein)}${sd}, `;
  return [...means, t('distances: {0}', `${far}Jensen–Shannon ${figureText(jensenShannon)}`), varianceWords(comparison, t)];
}

function varianceWords({ varianceRatio, wassersteinInSd, shares }: AnswerComparison, t: Wording): string {
  if (varianceRatio) return t('variance ratio {0}', `${figureText(varianceRatio.value)}${intervalText(varianceRatio.interval)}`);
  const said = shares?.filter(({ people }) => people > 0) ?? [];
  const isVaried = wassersteinInSd !== null || said.length > 1;
  return isVaried ? t('no variance ratio: no run has two agents with an answer') : t('people do not vary');
}

const shareLines = ({ comparison }: ComparedAnswerResult): readonly string[] =>
  (comparison?.shares ?? []).map(({ word, agents, people, value, interval }) =>
    t(
      '{0}: {1} of agents, {2} of people; difference {3}',
      ...[word, figureText(agents), figureText(people), `${figureText(value)}${intervalText(interval)}`],
    ),
  );

function matchedLines({ matched }: ComparedAnswerResult): readonly string[] {
  if (!matched) return [];
  const { n, correlation, error, same } = matched;
  return [
    t('one by one, {0} agents with a row:', grouped(n)),
    ...(correlation ? [`  r = ${figureText(correlation.value)}${intervalText(correlation.interval)}`] : []),
    ...(error
      ? [t("  mean distance {0}; of the people's median for everybody {1}", figureText(error.agents), figureText(error.guess))]
      : []),
    ...(same
      ? [
          t(
            '  the same answer {0}; the most frequent one for everybody {1}',
            ...[`${figureText(same.agents)}${same.kappa === null ? '' : `, κ ${figureText(same.kappa)}`}`, figureText(same.guess)],
          ),
        ]
      : []),
  ];
}

const partLines = ({ parts }: ComparedAnswerResult): readonly string[] =>
  parts.map(({ group, part, comparison }) => {
    const { jensenShannon, agents, people } = comparison;
    const apart = furthest(comparison);
    const gap = apart ? `${apart.what} ${figureText(apart.value)}${intervalText(apart.interval)}, ` : '';
    return t(
      '{0}: {1} (n = {2} and {3})',
      ...[`${group} ${part}`, `${gap}Jensen–Shannon ${figureText(jensenShannon)}`, grouped(agents.n), grouped(people.n)],
    );
  });

function windowLines({ windows }: ComparedAnswerResult): readonly string[] {
  const known = windows.flatMap((one) => one.overlap ?? []);
  const all = known.reduce((sum, one) => sum + one, 0) / known.length;
  return [...windows.map(windowLine), ...(known.length > 1 ? [t('mean overlap of intervals {0}', figureText(all))] : [])];
}

function windowLine({ time, rounds: [from, to], word, agents, people, overlap }: WindowComparison): string {
  const rounds = from === to ? t('round {0}', from) : t('rounds {0} to {1}', from, to);
  const figures = [agents, people].map(({ value, interval }) => `${figureText(value)}${intervalText(interval)}`);
  const told = t('{0}: agents {1}, people {2}', `${time}, ${rounds}${word === null ? '' : `, ${word}`}`, ...figures);
  return overlap === null ? told : t('{0}; overlap {1}', told, figureText(overlap));
}

/** First how near all correlations are, then those that differ most. */
export function structureLines({ structure }: PeopleComparison, t: Wording): readonly string[] {
  if (!structure) return [];
  const { pairs, rmse, correlation } = structure;
  const alike = correlation === null ? '' : t('; their correlation {0}', figureText(correlation));
  const furthest = [...pairs].sort((a, b) => Math.abs(b.agents - b.people) - Math.abs(a.agents - a.people)).slice(0, 5);
  return [
    t(
      pairs.length === 1
        ? 'correlations of {0} pair of answers: root mean squared difference {1}'
        : 'correlations of {0} pairs of answers: root mean squared difference {1}',
      ...[pairs.length, `${figureText(rmse)}${alike}`],
    ),
    ...furthest.map(({ one, other, method, agents, people }) =>
      t(
        method === 'pearson'
          ? '  {0} and {1}: {2} among agents, {3} among people (Pearson)'
          : '  {0} and {1}: {2} among agents, {3} among people (polychoric)',
        ...[one, other, figureText(agents), figureText(people)],
      ),
    ),
  ];
}
