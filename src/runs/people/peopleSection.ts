/** A comparison with people as a table: a row for each figure, and whether its interval leaves room for no difference. */
import type { WithInterval } from '../../analysis/people/compareAnswers.js';
import { t } from '../../core/util/l10n.js';
import { translated } from '../../core/util/recordedText.js';
import { figureText, grouped } from '../../core/util/textPosition.js';
import type { OutsideRow, OutsideSection } from '../../protocol/outside.js';
import type { ComparedAnswerResult, PeopleComparison } from './peopleComparison.js';
import { dataLine, fullText, answerName, PEOPLE_LIMITS, intervalText, structureLines } from './peopleText.js';

/** In the language of the reader. */
export function peopleSection(one: PeopleComparison): OutsideSection {
  const rows = one.answers.flatMap(rowsOf);
  const judged = rows.flatMap(({ isMatch }) => isMatch ?? []);
  const apart = judged.filter((isMatch) => !isMatch).length;
  const without = one.answers.filter(({ comparison }) => comparison === null);
  return {
    ...{ id: one.id, kind: 'people', about: dataLine(one, t), rows },
    summary:
      judged.length === 0
        ? t('No figure has an interval, so none can be judged.')
        : t(
            '{0} of {1} figures differ clearly: “no difference” is outside their 95 % interval, which is not corrected for the number of figures.',
            ...[apart, judged.length],
          ),
    notes: [
      ...(without.length > 0 ? [t('{0} of {1} answers cannot be compared.', without.length, one.answers.length)] : []),
      ...without.map(({ id, why }) => `${id}: ${why === null ? t('nothing to compare') : translated(why)}`),
      ...structureLines(one, t).slice(0, 1),
      ...one.notes.map(translated),
      t(PEOPLE_LIMITS),
    ],
    text: fullText(one),
  };
}

function rowsOf(answer: ComparedAnswerResult): readonly OutsideRow[] {
  const name = answerName(answer, t);
  const { comparison } = answer;
  if (!comparison) return [{ figure: name, cells: ['', '', '', ''], isMatch: null }];
  const { agents, people, difference, shares, wasserstein, wassersteinInSd, jensenShannon, varianceRatio } = comparison;
  const answered = ({ n, missing }: typeof agents): string => t('{0} of {1}', grouped(n), grouped(n + missing));
  const compared = (figure: string, theirs: string, ours: string, found: WithInterval, same: number): OutsideRow => ({
    figure: `${name}, ${figure}`,
    cells: [theirs, ours, figureText(found.value), intervalText(found.interval).trim()],
    isMatch: found.interval === null ? null : found.interval.low <= same && same <= found.interval.high,
  });
  const distance = (figure: string, value: number): OutsideRow => ({
    ...{ figure: `${name}, ${figure}`, cells: ['', '', figureText(value), ''], isMatch: null },
  });
  // Of two words, the share of one says all. Those that differ most are first.
  const said = [...(shares?.length === 2 ? shares.slice(1) : (shares ?? []))].sort((a, b) => Math.abs(b.value) - Math.abs(a.value));
  return [
    { figure: `${name}, ${t('with an answer')}`, cells: [answered(people), answered(agents), '', ''], isMatch: null },
    ...(difference ? [compared(t('mean'), meanText(people.mean), meanText(agents.mean), difference, 0)] : []),
    ...said.map((share) => compared(t('share of {0}', share.word), figureText(share.people), figureText(share.agents), share, 0)),
    ...(varianceRatio ? [compared(t('variance ratio'), sdText(people.sd), sdText(agents.sd), varianceRatio, 1)] : []),
    ...(wasserstein === null ? [] : [distance(t('Wasserstein distance'), wasserstein)]),
    ...(wassersteinInSd === null ? [] : [distance(t('Wasserstein distance in sd of people'), wassersteinInSd)]),
    distance(t('Jensen–Shannon distance'), jensenShannon),
  ];
}

const meanText = (mean: number | null): string => (mean === null ? '' : figureText(mean));
const sdText = (sd: number | null): string => (sd === null ? '' : t('sd {0}', figureText(sd)));
