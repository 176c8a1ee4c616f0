/** Where one looks, in words. An event goes by its number in the record, counted from 0, wherever it is named. */
import * as vscode from 'vscode';

const { t } = vscode.l10n;

/** `seq`: the moment is after this event, null where the run is followed; `last`: the last event, if it is named too. */
export function whenWords(seq: number | null, round: number, last?: number): string {
  if (seq === null) return t('round {0}', round);
  if (seq < 0) return t('before the first event');
  return last === undefined ? t('round {0}, event {1}', round, seq) : t('round {0}, event {1} of {2}', round, seq, last);
}
