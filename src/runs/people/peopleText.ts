/** A comparison with people as text, line by line. */
import type { Interval } from '../../analysis/statistics/resampling.js';
import { figureText, grouped } from '../../core/util/textPosition.js';
import { furthest } from './notes.js';
import type { ComparedAnswerResult, PeopleComparison, WindowComparison } from './peopleComparison.js';

/** What is true of each comparison, whatever it shows. */
export const PEOPLE_LIMITS = 'Synthetic agents compared with people: similar answers do not show similar causes.';

/** The data, the runs, and for each answer one line; without groups, windows and pairs. For rows of cards. */
export const shortLines = (one: PeopleComparison): readonly string[] => [
  dataLine(one),
  ...one.answers.map((answer) => `${answer.id}${heldOut(answer)}: ${figures(answer).join('; ')}`),
  ...structureLines(one).slice(0, 1),
  ...one.notes,
];

/** All of it, with indented details. */
export function fullText(one: PeopleComparison): string {
  const lines = one.answers.flatMap((answer) => [
    `  ${answer.id}${heldOut(answer)}`,
    ...[...figures(answer), ...shareLines(answer), ...matchedLines(answer), ...partLines(answer), ...windowLines(answer)].map(
      (line) => `    ${line}`,
    ),
  ]);
  return [dataLine(one), ...lines, ...structureLines(one).map((line) => `  ${line}`), ...one.notes.map((note) => `  ! ${note}`)].join('\n');
}

const heldOut = ({ isHeldOut }: ComparedAnswerResult): string => (isHeldOut ? ' (held out)' : '');

function dataLine({ id, source, table, people, rows, allRows, runs, isWeighted }: PeopleComparison): string {
  const cited = source === null ? '' : `${source}, `;
  const used = rows === allRows ? `${grouped(rows)} rows` : `${grouped(rows)} of ${grouped(allRows)} rows`;
  const counted = people === rows ? used : `${grouped(people)} people in ${used}`;
  return `${id}: ${cited}${table}, ${counted}${isWeighted ? ', weighted' : ''}; ${runs === 1 ? '1 run' : `${runs} runs`}`;
}

const range = (one: Interval | null): string => (one ? ` [${figureText(one.low)}, ${figureText(one.high)}]` : '');

/** The difference, the distances, and how far each side varies. */
function figures({ comparison, why }: ComparedAnswerResult): readonly string[] {
  if (!comparison) return [why ?? 'nothing to compare'];
  const { agents, people, difference, wasserstein, wassersteinInSd, jensenShannon, varianceRatio } = comparison;
  const means =
    difference && agents.mean !== null && people.mean !== null
      ? [
          `agents ${figureText(agents.mean)} (sd ${figureText(agents.sd ?? 0)}, n = ${grouped(agents.n)}), people ${figureText(people.mean)} (sd ${figureText(people.sd ?? 0)}, n = ${grouped(people.n)})`,
          `difference of means ${figureText(difference.value)}${range(difference.interval)}`,
        ]
      : [`agents n = ${grouped(agents.n)}, people n = ${grouped(people.n)}`];
  const sd = wassersteinInSd === null ? '' : ` (${figureText(wassersteinInSd)} sd of people)`;
  const far = wasserstein === null ? '' : `Wasserstein ${figureText(wasserstein)}${sd}, `;
  return [
    ...means,
    `distances: ${far}Jensen–Shannon ${figureText(jensenShannon)}`,
    varianceRatio ? `variance ratio ${figureText(varianceRatio.value)}${range(varianceRatio.interval)}` : 'people do not vary',
  ];
}

const shareLines = ({ comparison }: ComparedAnswerResult): readonly string[] =>
  (comparison?.shares ?? []).map(
    ({ word, agents, people, value, interval }) =>
      `${word}: ${figureText(agents)} of agents, ${figureText(people)} of people; difference ${figureText(value)}${range(interval)}`,
  );

function matchedLines({ matched }: ComparedAnswerResult): readonly string[] {
  if (!matched) return [];
  const { n, correlation, error, same } = matched;
  return [
    `one by one, ${grouped(n)} agents with a row:`,
    ...(correlation ? [`  r = ${figureText(correlation.value)}${range(correlation.interval)}`] : []),
    ...(error ? [`  mean distance ${figureText(error.agents)}; of the people's median for everybody ${figureText(error.guess)}`] : []),
    ...(same
      ? [
          `  the same answer ${figureText(same.agents)}${same.kappa === null ? '' : `, κ ${figureText(same.kappa)}`}; the most frequent one for everybody ${figureText(same.guess)}`,
        ]
      : []),
  ];
}

const partLines = ({ parts }: ComparedAnswerResult): readonly string[] =>
  parts.map(({ group, part, comparison }) => {
    const { jensenShannon, agents, people } = comparison;
    const apart = furthest(comparison);
    const gap = apart ? `${apart.what} ${figureText(apart.value)}${range(apart.interval)}, ` : '';
    return `${group} ${part}: ${gap}Jensen–Shannon ${figureText(jensenShannon)} (n = ${grouped(agents.n)} and ${grouped(people.n)})`;
  });

function windowLines({ windows }: ComparedAnswerResult): readonly string[] {
  const known = windows.flatMap((one) => one.overlap ?? []);
  const all = known.reduce((sum, one) => sum + one, 0) / known.length;
  return [...windows.map(windowLine), ...(known.length > 1 ? [`mean overlap of intervals ${figureText(all)}`] : [])];
}

function windowLine({ time, rounds: [from, to], word, agents, people, overlap }: WindowComparison): string {
  const rounds = from === to ? `round ${from}` : `rounds ${from} to ${to}`;
  const shared = overlap === null ? '' : `; overlap ${figureText(overlap)}`;
  return `${time}, ${rounds}${word === null ? '' : `, ${word}`}: agents ${figureText(agents.value)}${range(agents.interval)}, people ${figureText(people.value)}${range(people.interval)}${shared}`;
}

/** First how near all correlations are, then those that differ most. */
function structureLines({ structure }: PeopleComparison): readonly string[] {
  if (!structure) return [];
  const { pairs, rmse, correlation } = structure;
  const alike = correlation === null ? '' : `; their correlation ${figureText(correlation)}`;
  const furthest = [...pairs].sort((a, b) => Math.abs(b.agents - b.people) - Math.abs(a.agents - a.people)).slice(0, 5);
  return [
    `correlations of ${pairs.length} ${pairs.length === 1 ? 'pair' : 'pairs'} of answers: root mean squared difference ${figureText(rmse)}${alike}`,
    ...furthest.map(
      ({ one, other, method, agents, people }) =>
        `  ${one} and ${other}: ${figureText(agents)} among agents, ${figureText(people)} among people (${method === 'pearson' ? 'Pearson' : 'polychoric'})`,
    ),
  ];
}
