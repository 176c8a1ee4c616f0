/** The claims of a study with their cards: each verdict, and each row with its figures or the reason why it has none. */
import { VERDICT_WORDS, verdictCounts } from '../../protocol/claimCard.js';
import { type Block, code, heading, paragraph, table } from './document.js';
import type { Study } from './study.js';

export function claims({ cards: { cards, isStale } }: Study): readonly Block[] {
  if (cards.length === 0)
    return isStale
      ? [heading(2, 'Claims'), paragraph('The claims were examined with another version of the file, so their cards are not shown.')]
      : [];
  const minds = [...new Set(cards.map((card) => card.minds))];
  return [
    heading(2, 'Claims'),
    paragraph(`Each expectation and comparison below was examined as a claim by `, code('society verify'), `. ${verdictCounts(cards)}.`),
    paragraph(`Minds in these runs: ${minds.join('; ')}.`),
    ...cards.flatMap(({ id, says, verdict, rows }) => [
      heading(3, id),
      paragraph(code(says), `: ${VERDICT_WORDS[verdict.kind]}. ${verdict.sentence}`),
      ...table(
        ['Row', 'Found'],
        rows.flatMap(({ row, lines }) => lines.map((line, i) => [i === 0 ? row : '', line])),
      ),
    ]),
  ];
}
