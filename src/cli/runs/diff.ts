/** `society diff RUN RUN`: where two runs diverge, and how their results differ. */
import { comparisonMarkdown, comparisonText, compareRuns, firstDifference, MOST_SHOWN } from '../../runs/pastRoom.js';
import { argumentsOf } from '../terminal/arguments.js';
import { wholeNumber } from '../terminal/files.js';
import { jsonText, printable, UsageError } from '../terminal/output.js';
import { openRecording } from './replay.js';
import { t } from '../../core/util/l10n.js';

export async function diff(args: readonly string[]): Promise<number> {
  const { values, positionals } = argumentsOf('diff', args, {
    md: { type: 'boolean' },
    json: { type: 'boolean' },
    most: { type: 'string' },
  });
  const [a, b] = positionals;
  if (a === undefined || b === undefined || positionals.length > 2) throw new UsageError(t('diff needs two run folders.'));
  if (values.md && values.json) throw new UsageError(t('--md and --json exclude each other.'));
  const most = wholeNumber('most', values.most, 1) ?? MOST_SHOWN;
  const comparison = compareRuns(await openRecording(a), await openRecording(b), most);
  const text = values.json
    ? jsonText(comparison)
    : values.md
      ? comparisonMarkdown(comparison)
      : comparison.same
        ? `${firstDifference(comparison).join('\n')}\n`
        : comparisonText(comparison);
  process.stdout.write(values.json ? text : printable(text));
  return 0;
}
