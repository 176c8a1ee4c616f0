/** A comparison with an empirical network as a table: sizes by their value, other figures by their difference from random graphs. */
import type { FigureCompared } from '../../analysis/empirical/comparison.js';
import { t } from '../../core/util/l10n.js';
import { translated } from '../../core/util/recordedText.js';
import type { OutsideRow, OutsideSection } from '../../protocol/outside.js';
import type { NetworkComparison } from './compareNetwork.js';
import { comparisonText, headLines, sameLine } from './comparisonText.js';
import { figureNumber, figureWords, intervalText, signedNumber } from './figureWords.js';
import { decides, leftOut, mismatches, summaryOf } from './networkMatch.js';

/** In the language of the reader. `name`: of the entry in the file. */
export function networkSection(name: string, comparison: NetworkComparison): OutsideSection {
  const { compared, sameAgents, notes } = comparison;
  const deciding = decides(comparison);
  const rows = compared.figures
    .filter(({ id, kind }) => kind !== 'triad' && id !== 'agents')
    .map((one) => rowOf(one, compared.runs, deciding(one)));
  return {
    ...{ id: name, kind: 'network', about: headLines(comparison).join('; '), summary: summaryOf(comparison, t), rows },
    notes: [
      ...mismatches(comparison, t).found,
      ...(sameAgents ? [sameLine(sameAgents, t)] : []),
      ...leftOut(comparison, t),
      ...notes.map(translated),
    ],
    text: comparisonText(comparison),
  };
}

function rowOf({ id, kind, empirical, random, runs: of }: FigureCompared, runs: number, isDeciding: boolean): OutsideRow {
  const isSize = kind === 'size';
  const found = isSize ? of : (of?.beyond ?? null);
  const shown = isSize ? figureNumber : signedNumber;
  const mean = shown(found?.mean ?? null);
  return {
    figure: isSize ? figureWords(id, t) : t('{0}, difference from random graphs', figureWords(id, t)),
    cells: [
      shown(isSize ? empirical : (random?.difference ?? null)),
      found && found.n < runs ? t('{0} ({1} of {2} runs)', mean, found.n, runs) : mean,
      intervalText(found?.interval ?? null),
      intervalText(found?.prediction ?? null),
    ],
    isMatch: isDeciding ? (found?.isWithin ?? null) : null,
  };
}
